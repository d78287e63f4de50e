import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lattice } from './index.ts';
import { CATALOGUE } from './testing/catalogue.ts';
import { openCompany, pathIn, type TestCompany } from './testing/company.ts';
import { type Ids, readIds, withIds } from './testing/ids.ts';
import { LISTS, SINGLES } from './testing/members.ts';

let company: TestCompany;
let ids: Ids;

beforeAll(async () => {
  company = await openCompany();
  ids = await readIds(company.admin);
});
afterAll(() => company.close());

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('the operations', () => {
  it('are the published ones', () => {
    const offered = lattice.endpoints.map(({ method, path }) => `${method} ${path}`);
    expect(offered.sort()).toEqual(CATALOGUE.map(([request]) => request).sort());
  });
});

describe.each(Object.entries(LISTS))('the list %s', (pattern, members) => {
  const path = () => withIds(pattern, ids);

  it('has records of the published members in the envelope', async () => {
    const { status, json } = await company.admin.get(path());
    expect(status).toBe(200);
    expect(Object.keys(json)).toEqual(['object', 'data', 'hasMore', 'endingCursor']);
    expect(json.object).toBe('list');
    const rows = await company.admin.all(path());
    expect(rows.length).toBeGreaterThan(0);
    expect([json.data.length, json.hasMore]).toEqual([Math.min(10, rows.length), rows.length > 10]);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(members.split(' '));
      expect(row.id).toMatch(UUID);
      if ('url' in row) expect(row.url).toBe(`http://localhost:80/sandbox/lattice/v1/${row.object}/${row.id}`);
    }
  });

  it('is complete when paged, without loss or repetition', async () => {
    const whole = await company.admin.all(path());
    const small = await company.admin.all(path(), Math.max(1, Math.min(99, Math.ceil(whole.length / 11))));
    expect(small).toEqual(whole);
    expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length);
  });

  it('has times in whole seconds and dates as dates', async () => {
    for (const row of await company.admin.all(path()))
      for (const [member, value] of Object.entries(row)) {
        if (value === null) continue;
        if (member.endsWith('At'))
          expect([member, Number.isInteger(value) && Number(value) < 2 ** 32]).toEqual([member, true]);
        if (member.endsWith('Date')) expect(value).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }
  });
});

describe.each(Object.entries(SINGLES))('one %s', (object, members) => {
  it('is read by its id, bare', async () => {
    const { status, json } = await company.admin.get(`/v1/${object}/${ids[object]}`);
    expect([status, json.id, json.object]).toEqual([200, ids[object], object]);
    expect(Object.keys(json)).toEqual(members.split(' '));
  });

  it.each(['0', '00000000-0000-4000-8000-000000000000', '__proto__', '%00'])(
    'is not found by the id %s',
    async (id) => {
      const answer = await company.admin.get(`/v1/${object}/${id}`);
      expect([answer.status, answer.json]).toEqual([404, { error: 'Not Found' }]);
    },
  );
});

describe('a page', () => {
  it.each(['limit=0', 'limit=101', 'limit=-1', 'limit=ten', 'limit=1.5', 'limit='])('is refused: %s', async (query) => {
    const answer = await company.admin.get(`/v1/users?${query}`);
    expect([answer.status, answer.json]).toEqual([400, { error: 'limit must be a whole number from 1 to 100' }]);
  });

  it.each(['nonsense', 'cG9zOm5vYm9keQ==', '%F0%9F'])('is refused after an unknown cursor: %s', async (cursor) => {
    const answer = await company.admin.get(`/v1/users?startingAfter=${cursor}`);
    expect([answer.status, answer.json]).toEqual([400, { error: 'startingAfter is not a cursor of this list' }]);
  });

  it('has no cursor when it is empty', async () => {
    const { json } = await company.as('Employee').get(`/v1/user/${ids['user']}/directReports?limit=1`);
    expect(json.endingCursor).toEqual(expect.any(String));
    const me = (await company.as('Employee').get('/v1/me')).json.id;
    const { json: empty } = await company.admin.get(`/v1/user/${me}/directReports`);
    expect(empty).toEqual({ object: 'list', data: [], hasMore: false, endingCursor: null });
  });

  it('is not disturbed by records that are added in between', async () => {
    const before = await company.admin.all('/v1/tags');
    const first = (await company.admin.get('/v1/tags?limit=3')).json;
    const { id } = (await company.admin.get('/v1/me')).json;
    const goal = { name: 'Harvest', startDate: '2026-03-01', dueDate: '2026-04-01', ownerIds: [id], tagNames: ['new'] };
    expect((await company.admin.send('POST', '/v1/goals', goal)).status).toBe(200);
    const rest = await company.admin.all(`/v1/tags?startingAfter=${encodeURIComponent(first.endingCursor)}`);
    const names = [...first.data, ...rest].map(({ name }) => name);
    expect(names).toEqual([...before.map(({ name }) => name), 'new']);
  });
});

describe('a reference', () => {
  const TARGETS = 'user department goal tag reviewCycle reviewee question questionRevision competency'.split(' ');

  /** Every reference and lazy list inside a record. */
  function* references(value: unknown): Generator<Readonly<Record<string, string>>> {
    if (typeof value !== 'object' || value === null) return;
    const record = value as Readonly<Record<string, unknown>>;
    const keys = Object.keys(record).join();
    if (keys === 'id,object,url' || keys === 'object,url') yield record as Readonly<Record<string, string>>;
    else for (const inner of Object.values(record)) yield* references(inner);
  }

  it('leads to a record of its kind, a lazy list to a list', async () => {
    const seen = new Map<string, string>();
    for (const pattern of Object.keys(LISTS)) {
      const { data } = (await company.admin.get(withIds(pattern, ids))).json;
      for (const row of data.slice(0, 4))
        for (const { object, url } of references(row))
          if (TARGETS.includes(object!) || object === 'list') seen.set(url!, object!);
    }
    expect(new Set(seen.values()).size).toBe(TARGETS.length + 1);
    for (const [url, object] of seen) {
      const answer = await company.admin.get(pathIn(url));
      expect([url, answer.status, answer.json.object]).toEqual([url, 200, object]);
    }
  });

  it('stays on the host the client used', async () => {
    const { json } = await company.as('EMEA residency').get('/emea/v1/me', { host: 'larkspur.test:81' });
    expect(json.url).toBe(`http://larkspur.test:81/sandbox/lattice/emea/v1/user/${json.id}`);
    for (const { url } of references(json))
      expect(url).toMatch(/^http:\/\/larkspur\.test:81\/sandbox\/lattice\/emea\/v1\//);
  });
});

describe('filters', () => {
  const statuses = async (query: string) =>
    [...new Set((await company.admin.all(`/v1/users${query}`)).map(({ status }) => status))].sort();

  it.each([
    ['', ['ACTIVE']],
    ['?status=', ['ACTIVE']],
    ['?status=ACTIVE', ['ACTIVE']],
    ['?status=deactivated', ['DEACTIVATED']],
    ['?status=Invited', ['INVITED']],
    ['?status=CREATED', ['CREATED']],
    ['?status=NULL', ['ACTIVE', 'CREATED', 'DEACTIVATED', 'INVITED']],
    ['?status=null', ['ACTIVE', 'CREATED', 'DEACTIVATED', 'INVITED']],
    ['?state=DEACTIVATED', ['ACTIVE']],
  ])('users%s have the statuses %s', async (query, expected) => {
    expect(await statuses(query)).toEqual(expected);
  });

  it.each(['active', 'Ended', 'DRAFT', 'archived'])('goals of the state %s', async (state) => {
    const all = await company.admin.all('/v1/goals');
    const found = await company.admin.all(`/v1/goals?state=${state}`);
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(all.filter((goal) => goal.state.toLowerCase() === state.toLowerCase()));
    const owner = found[0].owners.data[0].id;
    const own = await company.admin.all(`/v1/user/${owner}/goals?state=${state}`);
    expect(own.map(({ id }) => id)).toContain(found[0].id);
  });

  it('feedback comes newest first, public only when asked', async () => {
    const all = await company.admin.all('/v1/feedbacks');
    const times = all.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const found = await company.admin.all('/v1/feedbacks?onlyPublic=true');
    expect(found).toEqual(all.filter(({ isPublic }) => isPublic));
    expect(found.length).toBeLessThan(all.length);
  });

  it('everything else comes oldest first', async () => {
    for (const pattern of Object.keys(LISTS)) {
      const times = (await company.admin.all(withIds(pattern, ids))).map(({ createdAt }) => createdAt);
      if (pattern !== '/v1/feedbacks' && times[0] !== undefined)
        expect([pattern, times]).toEqual([pattern, [...times].sort((a, b) => a - b)]);
    }
  });

  it('reviews of a cycle can be turned round and begun later', async () => {
    const path = `/v1/reviewCycle/${ids['cycle']}/reviews`;
    const up = (await company.admin.all(path)).map(({ id }) => id);
    const down = (await company.admin.all(`${path}?orderDirection=desc`)).map(({ id }) => id);
    expect(down).toEqual([...up].reverse());
    const { json } = await company.admin.get(`${path}?offset=25&limit=5`);
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual(up.slice(25, 30));
  });

  it.each([
    ['/v1/users?status=GONE', 422, 'status must be one of ACTIVE, INVITED, CREATED, DEACTIVATED, NULL'],
    ['/v1/goals?state=lost', 422, 'state must be one of draft, active, ended, archived'],
    ['/v1/feedbacks?onlyPublic=yes', 400, 'onlyPublic must be true or false'],
    ['/v1/reviewCycle/:cycle/reviews?orderDirection=up', 422, 'orderDirection must be asc or desc'],
    ['/v1/reviewCycle/:cycle/reviews?offset=-1', 400, 'offset must be a whole number that is not negative'],
    ['/v1/reviewCycle/:cycle/reviews?offset=x', 400, 'offset must be a whole number that is not negative'],
  ])('%s is refused', async (path, status, error) => {
    const answer = await company.admin.get(withIds(path, ids));
    expect([answer.status, answer.json]).toEqual([status, { error }]);
  });

  it('that are unknown are ignored', async () => {
    const plain = (await company.admin.get('/v1/users')).text;
    expect((await company.admin.get('/v1/users?expand=manager&expand[]=department&__proto__[a]=1')).text).toBe(plain);
  });
});
