import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareValues } from '../kit/index.ts';
import { type Client, keyOf, serveNutshell } from './testing/client.ts';

let client: Client;
/** Names by id, for what sorts by a related record. */
const names = new Map<string, string>();
const positions = new Map<string, number>();
beforeAll(async () => {
  client = await serveNutshell();
  for (const path of ['/accounttypes', '/industries', '/territories', '/users', '/sources', '/accounts'])
    for (const { id, name } of await client.all(path)) names.set(id, name);
  for (const { id, position } of await client.all('/stages')) positions.set(id, position);
});
afterAll(() => client.close());

const ACCOUNT_SORTS = [
  'accountType',
  'createdTime',
  'industry',
  'lastContactedTime',
  'name',
  'numberOfContacts',
  'owner',
  'phone',
  'postalCode',
  'territory',
];
const CONTACT_SORTS = [
  'accountType',
  'accounts',
  'createdTime',
  'industry',
  'lastContactedTime',
  'owner',
  'phone',
  'postalCode',
  'territory',
];
const LEAD_SORTS = ['age', 'closedTime', 'confidence', 'milestone', 'name', 'owner', 'sources', 'value'];

const SORTS: Readonly<Record<string, readonly string[]>> = {
  '/accounts': ACCOUNT_SORTS,
  '/accounts/list': ACCOUNT_SORTS,
  '/contacts': [...CONTACT_SORTS, 'email', 'name'],
  '/contacts/list': CONTACT_SORTS,
  '/leads': LEAD_SORTS,
  '/leads/list': LEAD_SORTS,
  '/products': ['name', 'sku'],
};

/** What some sorts must go by, as the records show it. */
// biome-ignore lint/suspicious/noExplicitAny: records of every shape
const VISIBLE: Readonly<Record<string, Readonly<Record<string, (row: any) => string | number | null>>>> = {
  '/accounts': {
    name: ({ name }) => name.toLowerCase(),
    numberOfContacts: ({ links }) => links.contacts.length,
    accountType: ({ links }) => names.get(links.accountType)?.toLowerCase() ?? null,
    territory: ({ links }) => names.get(links.territory)?.toLowerCase() ?? null,
    postalCode: ({ addresses }) => addresses[0]?.value.postalCode ?? null,
  },
  '/contacts': {
    name: ({ name }) => name.toLowerCase(),
    email: ({ emails }) => emails[0]?.value ?? null,
    accounts: ({ links }) => names.get(links.accounts[0])?.toLowerCase() ?? null,
  },
  '/leads': {
    name: ({ name }) => name.toLowerCase(),
    value: ({ value }) => Number(value.amount),
    confidence: ({ confidence }) => confidence,
    closedTime: ({ closedTime }) => closedTime?.timestamp ?? null,
    milestone: ({ links }) => positions.get(links.stage) ?? null,
    sources: ({ links }) => names.get(links.sources[0])?.toLowerCase() ?? null,
  },
  '/products': { sku: ({ sku }) => sku },
};

const cases = Object.entries(SORTS).flatMap(([path, keys]) => keys.map((key) => [path, key] as const));
const [lists, records] = [
  cases.filter(([path]) => path.endsWith('/list')),
  cases.filter(([path]) => !path.endsWith('/list')),
];

describe('sort', () => {
  it.each(records)('%s by %s holds the same records as without, in opposite order with a minus', async (path, key) => {
    const read = async (sort?: string) => {
      const some = path === '/leads' ? { 'filter[createdTime]': '2025-06-01 TO 2025-09-30' } : {};
      const { status, json } = await client.get(path, { 'page[limit]': 10_000, ...some, ...(sort && { sort }) });
      expect(status).toBe(200);
      return json[keyOf(json)] as { id: string }[];
    };
    const [plain, up, down] = [await read(), await read(key), await read(`-${key}`)];
    const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
    expect(ids(up).sort()).toEqual(ids(plain).sort());
    expect(ids(down).sort()).toEqual(ids(plain).sort());
    const visible = VISIBLE[path]?.[key];
    if (visible === undefined) return;
    for (const [rows, sign] of [
      [up, 1],
      [down, -1],
    ] as const) {
      const values = rows.map(visible);
      const wrong = values.findIndex((value, at) => at > 0 && sign * compareValues(values[at - 1], value) > 0);
      expect([wrong, values[wrong]]).toEqual([-1, undefined]);
    }
  });

  it.each(lists)('%s by %s has the order of the records themselves', async (path, key) => {
    const read = async (from: string, sort: string): Promise<string[]> => {
      const { json } = await client.get(from, { 'page[limit]': 30, 'page[page]': 1, sort });
      return json[keyOf(json)].map(({ id }: { id: string }) => id);
    };
    for (const sort of [key, `-${key}`])
      expect(await read(path, sort)).toEqual(await read(path.replace('/list', ''), sort));
  });

  it('is by name for companies and people, by age for leads, unless asked otherwise', async () => {
    for (const path of ['/accounts', '/contacts'])
      expect((await client.get(path)).text).toBe((await client.get(path, { sort: 'name' })).text);
    const leads = await client.all('/leads');
    const times: number[] = leads.map(({ createdTime }) => createdTime.timestamp);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('takes several keys, as a list or one after the other', async () => {
    const rows = await client.all('/accounts', { sort: 'accountType,-name' });
    for (let index = 1; index < rows.length; index++) {
      const [before, after] = [rows[index - 1], rows[index]];
      const order = compareValues(names.get(before.links.accountType), names.get(after.links.accountType));
      expect(order).toBeLessThanOrEqual(0);
      if (order === 0) expect(before.name.toLowerCase() >= after.name.toLowerCase()).toBe(true);
    }
    const listed = await client.request('GET', '/accounts?page[limit]=10000&sort[]=accountType&sort[]=-name');
    expect(listed.json.accounts.map(({ id }: { id: string }) => id)).toEqual(rows.map(({ id }) => id));
  });

  it.each([
    ['/accounts', 'revenue'],
    ['/accounts', 'email'],
    ['/contacts/list', 'name'],
    ['/leads', 'createdTime'],
    ['/leads', '__proto__'],
    ['/products', 'price'],
    ['/events/deleted', 'change_time'],
  ])('refuses %s by %s', async (path, key) => {
    const { status, json } = await client.get(path, { sort: key });
    expect(status).toBe(400);
    expect(json.errors[0].status).toBe('400');
  });
});
