import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, keyOf, serveNutshell } from './testing/client.ts';

let client: Client;
beforeAll(async () => {
  client = await serveNutshell();
});
afterAll(() => client.close());

const PAGED = ['/accounts', '/contacts', '/leads', '/activities', '/notes', '/tasks', '/quotes', '/invoices'];

/** Ids of a list, page by page until one is empty. */
async function walk(path: string, limit: number, parameters: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 0; ; page++) {
    const { status, json } = await client.get(path, { 'page[limit]': limit, 'page[page]': page, ...parameters });
    expect(status).toBe(200);
    const records: { id: string }[] = json[keyOf(json)];
    expect(json.meta).toMatchObject({ count: records.length });
    if (records.length === 0) {
      expect(json.meta.total).toBe(ids.length);
      return ids;
    }
    ids.push(...records.map(({ id }) => id));
  }
}

describe('a paged list', () => {
  it.each(PAGED)('%s shows every record once, whatever the page size', async (path) => {
    const whole = await walk(path, 10_000);
    expect(new Set(whole).size).toBe(whole.length);
    const size = Math.max(7, Math.ceil(whole.length / 9));
    expect(await walk(path, size)).toEqual(whole);
    expect(await walk(path, whole.length)).toEqual(whole);
  });

  it.each(['/accounts', '/leads'])('%s does so in a sorted and filtered order as well', async (path) => {
    const parameters = { sort: '-owner', 'filter[createdTime]': '2024-06-01 TO 2027-01-01' };
    const whole = await walk(path, 10_000, parameters);
    expect(whole.length).toBeGreaterThan(50);
    expect(await walk(path, 40, parameters)).toEqual(whole);
  });

  it.each(PAGED)('%s counts pages from 0 and has 50 records on one unless asked otherwise', async (path) => {
    const { json } = await client.get(path);
    expect(json.meta.count).toBe(Math.min(50, json.meta.total));
    const first = await client.get(path, { 'page[page]': 0, 'page[limit]': 50 });
    expect(first.text).toBe((await client.get(path)).text);
  });

  it.each(PAGED)('%s answers a page past the end with an empty list and unchanged totals', async (path) => {
    const { total } = (await client.get(path)).json.meta;
    const { status, json } = await client.get(path, { 'page[page]': 9999 });
    expect(status).toBe(200);
    expect(json.meta).toMatchObject({
      count: 0,
      countFormatted: { formatted: '0', prefix: '', suffix: '', value: 0 },
      total,
      totalFormatted: { formatted: total.toLocaleString('en-US'), value: total },
    });
    expect(json[path.slice(1)]).toEqual([]);
  });

  it.each([
    ['page[page]', '-1', 'Invalid page number: -1'],
    ['page[page]', 'two', 'Invalid page number: two'],
    ['page[limit]', '10001', 'Invalid page limit: 10001'],
    ['page[limit]', '0', 'Invalid page limit: 0'],
    ['page[limit]', '-5', 'Invalid page limit: -5'],
    ['page[limit]', 'all', 'Invalid page limit: all'],
  ])('refuses %s=%s', async (name, value, detail) => {
    for (const path of PAGED) {
      const { status, json } = await client.get(path, { [name]: value });
      expect(status).toBe(400);
      expect(json).toEqual({
        meta: { instanceId: '401877', siteId: 'q7RtBn2K' },
        links: {},
        [path.slice(1)]: [],
        errors: [
          {
            id: null,
            type: 'errors',
            code: null,
            detail,
            href: null,
            status: '400',
            title: 'Invalid filter',
            field: null,
          },
        ],
      });
    }
  });

  it('takes the largest page that is allowed', async () => {
    expect((await client.get('/leads', { 'page[limit]': 10_000 })).json.leads.length).toBe(1989);
  });

  it('limits activities by `limit` too', async () => {
    expect((await client.get('/activities', { limit: 3 })).json.activities).toHaveLength(3);
    expect((await client.get('/activities', { limit: 20_000 })).status).toBe(400);
  });
});

describe('lists of list items', () => {
  it('come whole unless pages are asked for', async () => {
    const { json } = await client.get('/accounts/list');
    expect(json.listItems).toHaveLength(json.meta.total);
    const page = await client.get('/accounts/list', { 'page[limit]': 10, 'page[page]': 1 });
    expect(page.json.listItems.map(({ id }: { id: string }) => id)).toEqual(
      json.listItems.slice(10, 20).map(({ id }: { id: string }) => id),
    );
  });
});

describe('lists without pages', () => {
  it.each([
    '/users',
    '/tags',
    '/sources',
    '/products',
    '/stages',
    '/stagesets',
    '/industries',
    '/productmaps',
    '/competitormaps',
  ])('%s come whole, without repeats, and take no notice of page parameters', async (path) => {
    const { json, text } = await client.get(path);
    const ids: string[] = json[keyOf(json)].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect((await client.get(path, { 'page[limit]': 1 })).text).toBe(text);
  });
});
