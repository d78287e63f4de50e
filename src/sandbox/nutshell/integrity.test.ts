import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, serveNutshell } from './testing/client.ts';

let client: Client;
beforeEach(async () => {
  await client?.close();
  client = await serveNutshell();
});
afterAll(() => client.close());

/** Lists that hold every record other records can lead to. */
const LISTS = [
  '/accounts',
  '/contacts',
  '/leads',
  '/activities',
  '/notes',
  '/tasks',
  '/users',
  '/tags',
  '/sources',
  '/products',
  '/productmaps',
  '/competitors',
  '/competitormaps',
  '/stages',
  '/stagesets',
  '/outcomes',
  '/markets',
  '/territories',
  '/industries',
  '/accounttypes',
  '/activitytypes',
  '/audiences',
  '/quotes',
  '/invoices',
];

/** Types without a list of their own. */
const ELSEWHERE = /-(origins|teams|productCategories|recurrenceRules)$/;

/** Links that lead to no record that can be read, as `from relation → to`. Sold products may lie in the trash. */
async function brokenLinks(): Promise<string[]> {
  const records = (await Promise.all(LISTS.map((path) => client.all(path)))).flat();
  const ids = new Set(records.map(({ id }) => id));
  for (let product = 1; product <= 22; product++)
    if ((await client.get(`/products/${product}`)).status === 200) ids.add(`${product}-products`);
  return records.flatMap(({ id, links = {} }) =>
    Object.entries(links as Record<string, unknown>).flatMap(([relation, value]) =>
      [value]
        .flat()
        .filter((target) => typeof target === 'string' && !ELSEWHERE.test(target) && !ids.has(target))
        .map((target) => `${id} ${relation} → ${target}`),
    ),
  );
}

const number = fc.integer({ min: 0, max: 40 }).map((index) => 3 + index * 4);
const write = fc.oneof(
  fc.tuple(fc.constantFrom('accounts', 'contacts'), number).map(
    ([type, id]) =>
      () =>
        client.delete(`/${type}/${id}`),
  ),
  fc.tuple(fc.constantFrom('accounts', 'contacts'), number).map(
    ([type, id]) =>
      () =>
        client.post(`/${type}/${id}/undelete`),
  ),
  number.map((id) => () => client.delete(`/leads/${1000 + id}`)),
  fc
    .tuple(
      fc.constantFrom('tags', 'sources', 'products', 'tasks', 'notes', 'productmaps', 'competitormaps'),
      fc.integer({ min: 1, max: 9 }),
    )
    .map(
      ([type, id]) =>
        () =>
          client.delete(`/${type}/${id}`),
    ),
  fc.tuple(number, number).map(
    ([lead, contact]) =>
      () =>
        client.patch(`/leads/${1000 + lead}`, [
          { op: 'add', path: '/leads/0/links/contacts/-', value: `${contact}-contacts` },
        ]),
  ),
  fc.tuple(number, fc.array(number, { maxLength: 3 })).map(
    ([account, contacts]) =>
      () =>
        client.patch(`/accounts/${account}`, [
          { op: 'replace', path: '/accounts/0/links/contacts', value: contacts.map((id) => `${id}-contacts`) },
        ]),
  ),
  fc.tuple(number, fc.array(fc.integer({ min: 1, max: 22 }), { maxLength: 3 })).map(
    ([lead, products]) =>
      () =>
        client.patch(`/leads/${1000 + lead}`, [
          { op: 'replace', path: '/leads/0/links/products', value: products.map((id) => `${id}-products`) },
        ]),
  ),
  fc.tuple(number, number).map(
    ([account, contact]) =>
      () =>
        client.post('/leads', {
          leads: [{ links: { accounts: [account], contacts: [contact], productMaps: ['1-products'] } }],
        }),
  ),
  number.map((lead) => () => client.post('/notes', { data: { body: 'x', links: { parent: `${1000 + lead}-leads` } } })),
);

describe('links', () => {
  it('lead to records that are there, from the beginning', async () => {
    expect(await brokenLinks()).toEqual([]);
  });

  it('still do after any writes, refused or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 15, maxLength: 40 }), async (writes) => {
        for (const act of writes) expect((await act()).status).toBeLessThan(500);
        expect(await brokenLinks()).toEqual([]);
      }),
      { numRuns: 4 },
    );
  });

  it('to a product outlast its deletion for as long as it can be read', async () => {
    const map = await client.one('/productmaps/1-productMaps');
    await client.delete(`/products/${map.links.product}`);
    expect((await client.one('/productmaps/1-productMaps')).links.product).toBe(map.links.product);
    client.served.clock.advance(31 * 86_400_000);
    expect(await client.one('/productmaps/1-productMaps')).toMatchObject({ name: map.name, links: { product: null } });
    expect(await brokenLinks()).toEqual([]);
  });

  it('are seen from both ends', async () => {
    const [accounts, contacts, leads] = await Promise.all(
      ['/accounts', '/contacts', '/leads'].map((path) => client.all(path)),
    );
    const people = new Map(contacts!.map(({ id, links }) => [id, links.accounts]));
    for (const { id, links } of accounts!)
      for (const contact of links.contacts) expect(people.get(contact)).toContain(id);
    const [productMaps, competitorMaps] = await Promise.all(
      ['/productmaps', '/competitormaps'].map((path) => client.all(path)),
    );
    const maps = new Map([...productMaps!, ...competitorMaps!].map(({ id, links }) => [id, links.lead]));
    for (const { id, links } of leads!)
      for (const map of [...links.productMaps, ...links.competitorMaps]) expect(maps.get(map)).toBe(id);
  });
});

describe('two instances', () => {
  it('answer alike to the same requests, and apart from each other', async () => {
    const other = await serveNutshell();
    const script = async (as: Client) => {
      const { json } = await as.post('/accounts', { accounts: [{ name: 'Twin', emails: ['twin@example.com'] }] });
      await as.post('/leads', { leads: [{ description: 'Twin', links: { accounts: [json.accounts[0].id] } }] });
      await as.delete('/contacts/3-contacts');
      const texts = [];
      for (const path of [
        '/accounts',
        '/contacts',
        '/leads',
        '/activities',
        '/events',
        '/quotes',
        '/leads/list?page[limit]=20',
      ])
        texts.push((await as.request('GET', path)).text);
      return texts;
    };
    const before = (await other.get('/accounts')).json.meta.total;
    const mine = await script(client);
    expect((await other.get('/accounts')).json.meta.total).toBe(before);
    expect(await script(other)).toEqual(mine);
    await other.close();
  });

  it('begin anew after a reset', async () => {
    const { text } = await client.get('/accounts');
    await client.post('/accounts', { accounts: [{ name: 'Aardvark' }] });
    expect((await client.get('/accounts')).text).not.toBe(text);
    await client.reset();
    expect((await client.get('/accounts')).text).toBe(text);
  });
});
