import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nutshell } from './index.ts';
import { type Client, serveNutshell } from './testing/client.ts';
import { OPERATIONS, type Operation } from './testing/operations.ts';

let client: Client;
/** Ids of the examples that the data decides. */
const named: Record<string, string> = {};

beforeAll(async () => {
  client = await serveNutshell();
  const quotes = await client.all('/quotes');
  const invoices = await client.all('/invoices');
  named['a quote'] = quotes.find(({ displayStatus }) => displayStatus === 'ACCEPTED').id;
  named['an invoice'] = invoices.find(
    ({ displayStatus }) => displayStatus === 'EXPIRED' || displayStatus === 'SENT',
  ).id;
});
afterAll(() => client.close());

const pathOf = ({ path, id = '' }: Operation): string => path.replace(/\{\w+\}/, named[id] ?? id);

function send({ method, body, ...operation }: Operation) {
  const path = pathOf({ method, ...operation });
  return method === 'PATCH' ? client.patch(path, body) : client.request(method, path, body);
}

describe('the endpoints', () => {
  it('are the 112 operations of the published description, and the three of the legacy API', () => {
    expect(OPERATIONS).toHaveLength(112);
    const written = (method: string, path: string) => `${method} ${path.toLowerCase().replace(/\{\w+\}|:\w+/g, '*')}`;
    const documented = new Set(OPERATIONS.map(({ method, path }) => written(method, path)));
    const legacy = ['POST /api/v1/json', 'GET /api/v1/json', 'POST /v1/json'];
    const served = nutshell.endpoints.map(({ method, path }) => written(method, path));
    expect(new Set(served)).toEqual(new Set([...documented, ...legacy]));
    expect(served).toHaveLength(new Set(served).size);
  });

  it.each(OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s answers as documented',
    async (_title, operation) => {
      const { status, json, headers, text } = await send(operation);
      expect([status, status === operation.status ? '' : text]).toEqual([operation.status, '']);
      expect(headers['x-nutshell-request-id']).toMatch(/^[0-9a-f]{32}$/);
      if (operation.key === undefined) return;
      expect(headers['content-type']).toBe('application/json; charset=utf-8');
      expect(json.meta).toMatchObject({ instanceId: '401877', siteId: 'q7RtBn2K' });
      expect(json.links).toBeTypeOf('object');
      expect(json[operation.key].length).toBeGreaterThan(0);
      for (const record of json[operation.key])
        expect([record.type, record.id]).toEqual([expect.any(String), expect.any(String)]);
    },
  );

  it.each(OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s needs credentials',
    async (_title, { method, body, ...operation }) => {
      const { status } = await client.served.send(method, pathOf({ method, ...operation }), { body });
      expect(status).toBe(401);
    },
  );

  it.each(
    OPERATIONS.filter(({ path }) => path.includes('{')).map(
      (operation) => [`${operation.method} ${operation.path}`, operation] as const,
    ),
  )('%s answers 404 for a record that does not exist', async (_title, { method, path, body }) => {
    const missing = path.replace(/\{\w+\}/, '999999999');
    const { status, headers, text } =
      method === 'PATCH' ? await client.patch(missing, body) : await client.request(method, missing, body);
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('text/html; charset=UTF-8');
    expect(text).toContain('<title>An Error Occurred: Not Found</title>');
  });

  it('find paths in any case', async () => {
    expect((await client.get('/ProductMaps/1-productMaps')).status).toBe(200);
    expect((await client.get('/ACCOUNTTYPES')).status).toBe(200);
  });

  it('answer HEAD as GET without a body', async () => {
    const { status, text } = await client.request('HEAD', '/accounts/3-accounts');
    expect([status, text]).toEqual([200, '']);
  });
});
