import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fifteenFive } from './index.ts';
import { CATALOGUE } from './testing/catalogue.ts';
import { openCompany, type TestCompany } from './testing/company.ts';
import { boundOf, idIn, type Known, satisfies, shownBy } from './testing/expectations.ts';
import { MEMBERS } from './testing/members.ts';

let company: TestCompany;
let known: Known;
let cycle: number;

beforeAll(async () => {
  company = await openCompany();
  const users = await company.admin.all('/user/');
  known = { groups: new Map(users.map(({ id, company_groups_ids }) => [id, company_groups_ids])) };
  // The latest cycle that is over.
  cycle = (await company.admin.get('/review-cycle/?order_by=-id')).json.results[1].id;
});
afterAll(() => company.close());

const BARE = '/priority/';
const ANSWERS = '/review-cycle/:id/results/answers/';

const lists = CATALOGUE.filter(
  ([request, parameters]) => request.startsWith('GET') && parameters !== undefined && !request.endsWith(ANSWERS),
).map(([request, parameters = '', ordering = '']) => ({
  path: request.slice(4),
  parameters: parameters.split(' '),
  ordering: ordering.split(' ').filter((name) => name !== ''),
}));

/** Parameters that compare with something the list does not show; they are tested beside. */
const UNSHOWN: Readonly<Record<string, readonly string[]>> = {
  '/report/': ['created_after', 'created_before'],
  '/question/': ['user_id', 'group_id'],
};
const shownParameters = (path: string, parameters: readonly string[]): string[] =>
  parameters.filter((parameter) => !UNSHOWN[path]?.includes(parameter));

const at = (path: string, query = ''): string => `${path.replace(':id', String(cycle))}${query && `?${query}`}`;

type Shown = readonly Record<string, unknown>[];
const whole = new Map<string, Promise<Shown>>();

/** Every record of a list, read once. */
function readAll(path: string): Promise<Shown> {
  const known = whole.get(path) ?? read(path);
  whole.set(path, known);
  return known;
}

/** Every record of a list, also of the one that has no pages. */
async function read(path: string, query = ''): Promise<Shown> {
  if (path !== BARE) return company.admin.all(at(path, query));
  const answer = await company.admin.get(at(path, query));
  expect(answer.status).toBe(200);
  return answer.json;
}

describe('the operations', () => {
  it('are the published ones', () => {
    const offered = fifteenFive.endpoints.map(({ method, path }) => `${method} ${path}`);
    expect(offered.sort()).toEqual(CATALOGUE.map(([request]) => request).sort());
  });
});

describe.each(lists)('the list $path', ({ path, parameters, ordering }) => {
  it('has records of the published members', async () => {
    const rows = await readAll(path);
    expect(rows.length).toBeGreaterThan(3);
    const members = MEMBERS[path]!.split(' ');
    for (const row of rows) expect(Object.keys(row)).toEqual(members);
  });

  it('is complete when paged, without loss or repetition', async () => {
    if (path === BARE) return expect(Array.isArray((await company.admin.get(path)).json)).toBe(true);
    const { json } = await company.admin.get(at(path));
    expect(Object.keys(json)).toEqual(['count', 'next', 'previous', 'results']);
    expect(json.results.length).toBe(Math.min(100, json.count));
    const rows = (await readAll(path)).map((row) => JSON.stringify(row));
    expect(rows.length).toBe(json.count);
    if (path !== '/objective/history/') expect(new Set(rows).size).toBe(json.count);
    const size = Math.min(97, Math.max(2, Math.ceil(json.count / 23)));
    expect((await read(path, `page_size=${size}`)).map((row) => JSON.stringify(row))).toEqual(rows);
  });

  it.each(shownParameters(path, parameters))('is narrowed by %s', async (parameter) => {
    const all = await readAll(path);
    const shown = shownBy(path, parameter);
    const values = all
      .flatMap((row) => shown(row, known))
      .filter((value) => value !== null && value !== undefined)
      .map(String);
    const sorted = boundOf(parameter) === undefined ? values : [...values].sort();
    const text = sorted[Math.floor(sorted.length / 2)]!;
    const expected = all.filter((row) => satisfies(parameter, text, shown(row, known)));
    expect(expected.length).toBeGreaterThan(0);
    const found = await read(path, `${parameter}=${encodeURIComponent(text)}`);
    const id = (row: Record<string, unknown>) => row['id'] ?? JSON.stringify(row);
    expect(found.map(id)).toEqual(expected.map(id));
    if (boundOf(parameter) === undefined && parameter !== 'is_active')
      expect(found.length).toBeLessThanOrEqual(all.length);
  });

  it.each(ordering)('is ordered by %s, up and down', async (field) => {
    const direct = (row: Record<string, unknown>): unknown => {
      if (path === '/priority/' && !(field in row)) return undefined;
      const value = field in row ? row[field] : row['create_ts'];
      return typeof value === 'string' && value.startsWith('http') ? idIn(value) : value;
    };
    const up = (await read(path, `order_by=${field}`)).map(direct);
    const down = (await read(path, `order_by=-${field}`)).map(direct);
    const sorted = [...up].sort((a, b) => {
      if (a === null || a === undefined || b === null || b === undefined)
        return Number(a !== null && a !== undefined) - Number(b !== null && b !== undefined);
      return a < b ? -1 : a > b ? 1 : 0;
    });
    // Reviews do not show what they can be ordered by.
    if (field === 'hierarchy_update_ts' && path.endsWith('reviews/')) return expect(up).toHaveLength(down.length);
    expect(up).toEqual(sorted);
    expect(down).toEqual([...sorted].reverse());
  });
});

const singles = CATALOGUE.map(([request]) => request)
  .filter((request) => /^GET \/[\w-]+\/:id\/$/.test(request))
  .map((request) => request.slice(4));

describe.each(singles)('one record: %s', (path) => {
  const list = path.replace(':id/', '');

  it('is read by its id', async () => {
    const { id } = (await company.admin.get(list)).json.results[0];
    const { status, json } = await company.admin.get(path.replace(':id', String(id)));
    expect([status, json.id]).toEqual([200, id]);
    expect(Object.keys(json)).toEqual((MEMBERS[path] ?? MEMBERS[list]!).split(' '));
  });

  it.each(['1', '0', '999999999999', 'abc', '1.5', '-4', '%00', '__proto__'])(
    'is not found by the id %s',
    async (id) => {
      const answer = await company.admin.get(path.replace(':id', id));
      expect([answer.status, answer.json]).toEqual([404, { detail: 'Not found.' }]);
    },
  );
});
