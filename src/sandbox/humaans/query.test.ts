import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccount, type TestAccount } from './testing/account.ts';

let account: TestAccount;
// biome-ignore lint/suspicious/noExplicitAny: tests look into records of every shape
let people: any[];

beforeAll(async () => {
  account = await openAccount();
  people = await account.owner.all('/people');
});
afterAll(() => account.close());

const list = async (query: string, path = '/people') => (await account.owner.get(`${path}?${query}`)).json;
const idsOf = async (query: string, path = '/people'): Promise<string[]> =>
  (await account.owner.all(`${path}?${query}`)).map(({ id }) => id);
// biome-ignore lint/suspicious/noExplicitAny: tests look into records of every shape
const expected = (test: (person: any) => boolean) => people.filter(test).map(({ id }) => id);
const issueOf = async (query: string, path?: string) => {
  const json = await list(query, path);
  return [json.code, json.name, json.issues?.[0].name];
};

describe('paging', () => {
  it('shows a hundred records unless told otherwise, at most 250', async () => {
    expect([await list(''), await list('$limit=3&$skip=5'), await list('$limit=9999')]).toMatchObject([
      { total: 320, limit: 100, skip: 0 },
      { total: 320, limit: 3, skip: 5 },
      { total: 320, limit: 250, skip: 0 },
    ]);
    expect((await list('$limit=9999')).data).toHaveLength(250);
  });

  it('loses and repeats nothing, whatever the page size', async () => {
    const ids = people.map(({ id }) => id);
    for (const size of [1, 7, 100, 250])
      expect((await account.owner.all('/people', size)).map(({ id }) => id)).toEqual(ids);
  });

  it('counts the total before paging and after filtering', async () => {
    expect(await list('$limit=2&$skip=1&status=newHire')).toMatchObject({
      total: expected(({ status }) => status === 'newHire').length,
      skip: 1,
    });
  });

  it('is empty past the end', async () => {
    expect(await list('$skip=100000')).toEqual({ total: 320, limit: 100, skip: 100_000, data: [] });
  });

  it.each(['$limit=0', '$limit=-1', '$limit=ten', '$limit=1.5', '$limit[a]=1', '$skip=-1', '$skip=x'])(
    'refuses %s',
    async (query) => {
      expect(await issueOf(query)).toEqual([400, 'BadRequest', query.split(/[=[]/)[0]]);
    },
  );

  it('goes on for ever when a fault asks for it', async () => {
    const answer = await account.owner.get('/people?$limit=200&$skip=400', { 'x-sandbox-fault': 'endless_pages' });
    expect(answer.json.data).toHaveLength(200);
    expect(answer.json.total).toBeGreaterThan(600);
  });
});

describe('equality', () => {
  it('works on stored and on derived members', async () => {
    const someone = people[42];
    expect(await idsOf(`email=${someone.email}`)).toEqual([someone.id]);
    expect(await idsOf('status=offboarded')).toEqual(expected(({ status }) => status === 'offboarded'));
    expect(await idsOf('country=Portugal')).toEqual(expected(({ country }) => country === 'Portugal'));
  });

  it('combines members with and', async () => {
    const wanted = expected(({ status, locationId }) => status === 'active' && locationId === 'remote');
    expect(wanted.length).toBeGreaterThan(20);
    expect(await idsOf('status=active&locationId=remote')).toEqual(wanted);
  });

  it('takes repeated values as alternatives', async () => {
    const wanted = expected(({ status }) => status !== 'active');
    expect(await idsOf('status=newHire&status=offboarded')).toEqual(wanted);
  });

  it('finds booleans, numbers and null by their text', async () => {
    expect(await idsOf('isWorkEmailHidden=true')).toEqual(expected((person) => person.isWorkEmailHidden));
    expect(await idsOf('employmentEndDate=null')).toEqual(expected((person) => person.employmentEndDate === null));
    expect((await list('amount=-1', '/time-away-adjustments')).total).toBeGreaterThan(0);
  });

  it('compares money as text and instants as instants', async () => {
    const { data } = await list('$limit=1', '/compensations');
    expect((await list(`amount=${data[0].amount}`, '/compensations')).total).toBeGreaterThan(0);
    const other = data[0].createdAt.replace('.000Z', '+00:00').replace('+', '%2B');
    expect(await idsOf(`createdAt=${other}`, '/compensations')).toContain(data[0].id);
  });
});

describe('operators', () => {
  it('$in and $nin read every spelling of a list', async () => {
    const [a, b] = [people[3].id, people[5].id];
    for (const query of [
      `id[$in][]=${a}&id[$in][]=${b}`,
      `id[$in][0]=${a}&id[$in][1]=${b}`,
      `id[$in]=${a}&id[$in]=${b}`,
    ])
      expect(await idsOf(query)).toEqual([a, b]);
    const rest = people.map(({ id }) => id).filter((id) => id !== a && id !== b);
    expect((await list(`id[$nin][]=${a}&id[$nin][]=${b}`)).total).toBe(rest.length);
    expect((await list(`id[$ne]=${a}`)).total).toBe(people.length - 1);
    expect(await idsOf('id[$in][]=nobody')).toEqual([]);
  });

  it('$in takes 250 values', async () => {
    const ids = people.slice(0, 250).map(({ id }) => id);
    expect(await idsOf(ids.map((id) => `id[$in][]=${id}`).join('&'))).toEqual(ids);
    expect(await idsOf(ids.map((id, index) => `id[$in][${index}]=${id}`).join('&'))).toEqual(ids);
  });

  it('$gt, $gte, $lt and $lte order dates', async () => {
    const day = people[60].employmentStartDate;
    const by = (test: (start: string) => boolean) => expected(({ employmentStartDate }) => test(employmentStartDate));
    expect(await idsOf(`employmentStartDate[$gt]=${day}`)).toEqual(by((start) => start > day));
    expect(await idsOf(`employmentStartDate[$gte]=${day}`)).toEqual(by((start) => start >= day));
    expect(await idsOf(`employmentStartDate[$lt]=${day}`)).toEqual(by((start) => start < day));
    expect(await idsOf(`employmentStartDate[$lte]=${day}`)).toEqual(by((start) => start <= day));
    const span = by((start) => start >= '2020-01-01' && start < '2021-01-01');
    expect(await idsOf('employmentStartDate[$gte]=2020-01-01&employmentStartDate[$lt]=2021-01-01')).toEqual(span);
  });

  it('compare dates with instants, and never match null', async () => {
    const recent = expected(({ updatedAt }) => updatedAt >= '2026-02-20T12:00:00.000Z');
    expect(recent.length).toBeGreaterThan(3);
    expect(await idsOf('updatedAt[$gte]=2026-02-20T12:00:00Z')).toEqual(recent);
    const ended = expected(({ employmentEndDate }) => employmentEndDate !== null && employmentEndDate < '2030-01-01');
    expect(await idsOf('employmentEndDate[$lt]=2030-01-01')).toEqual(ended);
  });

  it('order numbers by size', async () => {
    const all = await account.owner.all('/time-away');
    const long = all.filter(({ days }) => days >= 4.5).map(({ id }) => id);
    expect((await account.owner.all('/time-away?days[$gte]=4.5')).map(({ id }) => id)).toEqual(long);
  });

  it('$or and $and join conditions', async () => {
    const [a, b] = [people[7], people[9]];
    expect(await idsOf(`$or[0][email]=${a.email}&$or[1][id]=${b.id}`)).toEqual([a.id, b.id]);
    expect(await idsOf(`$or[0][id][$in][]=${a.id}&$or[1][id]=${b.id}&lastName=${a.lastName}`)).toEqual([a.id]);
    expect(await idsOf(`$and[0][id]=${a.id}&$and[1][lastName]=${encodeURIComponent(a.lastName)}`)).toEqual([a.id]);
  });

  it.each([
    ['status[$like]=a', 'status[$like]'],
    ['status[toString]=a', 'status[toString]'],
    ['$select=id', '$select'],
    ['$or=x', '$or'],
    ['nonsense=1', 'nonsense'],
    ['hasOwnProperty=1', 'hasOwnProperty'],
    ['employmentStartDate[$gte]=soon', 'employmentStartDate'],
    ['createdAt=2025-02-30', 'createdAt'],
    ['employmentStartDate[$gte][]=2020-01-01&employmentStartDate[$gte][]=2021-01-01', 'employmentStartDate[$gte]'],
    ['$asOf=2025-01-01', '$asOf'],
  ])('%s is refused', async (query, name) => {
    expect(await issueOf(query)).toEqual([400, 'BadRequest', name]);
  });

  it('answer 200 or 400 to anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.webQueryParameters(), async (query) => {
        const { status } = await account.owner.get(`/spaces?${query}`);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 200 },
    );
  });
});

describe('$sort', () => {
  it('orders by one field and then another, up or down', async () => {
    const { data } = await list('$sort[countryCode]=1&$sort[lastName]=-1&$limit=250');
    const keys = data.map(({ countryCode, lastName }: Record<string, string>) => [countryCode, lastName]);
    const sorted = [...keys].sort(([ca, la], [cb, lb]) =>
      ca === cb ? (la < lb ? 1 : la > lb ? -1 : 0) : ca < cb ? -1 : 1,
    );
    expect(keys).toEqual(sorted);
  });

  it('orders by derived members', async () => {
    const { data } = await list('$sort[days]=-1&$limit=50', '/time-away');
    const days = data.map((one: { days: number }) => one.days);
    expect(days).toEqual([...days].sort((a, b) => b - a));
  });

  it.each(['$sort=lastName', '$sort[lastName]=up', '$sort[nonsense]=1'])('refuses %s', async (query) => {
    expect((await list(query)).code).toBe(400);
  });
});

describe('$asOf', () => {
  it('keeps of everybody the job role in force on a date', async () => {
    const all = await account.owner.all('/job-roles');
    const day = '2023-06-30';
    const inForce = all.filter(
      ({ effectiveDate, endDate }) => effectiveDate <= day && (endDate === null || endDate >= day),
    );
    const shown = await account.owner.all(`/job-roles?$asOf=${day}`);
    expect(shown).toEqual(inForce);
    expect(new Set(shown.map(({ personId }) => personId)).size).toBe(shown.length);
    expect(shown.length).toBeLessThan(all.length);
  });

  it('goes with other filters', async () => {
    const id = people[30].id;
    expect((await list(`$asOf=2026-03-04&personId=${id}`, '/job-roles')).total).toBe(1);
    expect((await list(`$asOf=2001-01-01&personId=${id}`, '/job-roles')).total).toBe(0);
  });

  it('must be a date', async () => {
    expect(await issueOf('$asOf=today', '/job-roles')).toEqual([400, 'BadRequest', '$asOf']);
  });
});

describe('public holidays', () => {
  it('are listed by calendar, within a span of dates', async () => {
    expect(await issueOf('', '/public-holidays')).toEqual([400, 'BadRequest', 'publicHolidayCalendarId']);
    const query = 'publicHolidayCalendarId=GB-ENG&date[$gte]=2026-01-01&date[$lte]=2026-12-31';
    const { data } = await list(query, '/public-holidays');
    expect(data.map(({ name, date }: Record<string, string>) => [date, name])).toEqual([
      ['2026-01-01', 'New Year’s Day'],
      ['2026-04-03', 'Good Friday'],
      ['2026-04-06', 'Easter Monday'],
      ['2026-05-04', 'Early May bank holiday'],
      ['2026-05-25', 'Spring bank holiday'],
      ['2026-08-31', 'Summer bank holiday'],
      ['2026-12-25', 'Christmas Day'],
      ['2026-12-26', 'Boxing Day'],
    ]);
  });
});
