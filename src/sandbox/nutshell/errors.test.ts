import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../kit/index.ts';
import { authorization, type Client, serveNutshell } from './testing/client.ts';
import { OPERATIONS } from './testing/operations.ts';

let client: Client;
beforeAll(async () => {
  client = await serveNutshell();
});
afterAll(() => client.close());

describe('errors in the provider’s words', () => {
  it('are a web page for unknown paths and records', async () => {
    for (const path of [
      '',
      '/',
      '/nowhere',
      '/accounts/abc',
      '/accounts/3-planets',
      '/accounts/3-accounts/nothing',
      '/teams',
    ]) {
      const { status, headers, text } = await client.get(path);
      expect([path, status, headers['content-type']]).toEqual([path, 404, 'text/html; charset=UTF-8']);
      expect(text).toContain('<h1>Oops! An Error Occurred</h1>');
      expect(text).toContain('"404 Not Found"');
    }
  });

  it('are a JSON string in plain text for methods a path does not have', async () => {
    for (const [method, path] of [
      ['PUT', '/accounts'],
      ['DELETE', '/users/1-users'],
      ['POST', '/stages'],
      ['PATCH', '/notes/3-notes'],
    ] as const) {
      const { status, headers, text } = await client.request(method, path, {});
      expect([status, headers['content-type'], text]).toEqual([405, 'text/plain', '"Internal Error"']);
    }
  });

  it('are the envelope for bodies that are no JSON', async () => {
    const { status, json } = await client.request('POST', '/audiences', '{"emAudiences":');
    expect(status).toBe(400);
    expect(json).toMatchObject({ emAudiences: [], errors: [{ title: 'Invalid JSON', status: '400' }] });
  });

  it('name the records like the path that was called', async () => {
    const keys: Readonly<Record<string, string>> = {
      '/leads?sort=x': 'leads',
      '/productCategories': 'productCategories',
      '/TAGS': 'tags',
    };
    for (const [path, key] of Object.entries(keys)) {
      const { json } = path.includes('?') ? await client.request('GET', path) : await client.post(path, {});
      expect(json).toHaveProperty(key, []);
    }
  });

  it('carry the request id, as every answer does, and each its own', async () => {
    const answers = await Promise.all([
      client.get('/users'),
      client.get('/nowhere'),
      client.as('Mistyped key').get('/users'),
    ]);
    const ids = answers.map(({ headers }) => headers['x-nutshell-request-id']);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('faults on demand', () => {
  const faulty = (kind: string, path = '/accounts') =>
    client.request('GET', path, undefined, { 'x-sandbox-fault': kind });

  it('speak the provider’s words where it has any', async () => {
    expect(await faulty('server_error')).toMatchObject({
      status: 500,
      json: { code: 500, message: 'Internal Server Error' },
    });
    const limited = await faulty('rate_limited; retry_after=7');
    expect(limited).toMatchObject({ status: 429, json: { code: 429, message: 'Too Many Requests' } });
    expect(limited.headers['retry-after']).toBe('7');
    expect((await faulty('rate_limited_bare')).headers).not.toHaveProperty('retry-after');
    expect((await faulty('bad_gateway_html')).status).toBe(502);
    expect((await faulty('html_success')).text).toContain('<html>');
  });

  it('strike a write before or after it takes effect, as their kind says', async () => {
    const total = async () => (await client.get('/accounts')).json.meta.total;
    const send = (kind: string) =>
      client.request('POST', '/accounts', { accounts: [{ name: `Fault ${kind}` }] }, { 'x-sandbox-fault': kind });
    const before = await total();
    await send('server_error');
    expect(await total()).toBe(before);
    await send('empty_body');
    expect(await total()).toBe(before + 1);
  });

  it('are known by name', async () => {
    const { status, json } = await faulty('volcano');
    expect(status).toBe(400);
    expect(json.sandbox_error).toContain(Object.keys(FAULT_KINDS)[0]);
  });

  it('leave data that can be read again', async () => {
    const { text } = await faulty('malformed_json', '/stages');
    expect(() => JSON.parse(text)).toThrow();
    expect((await client.get('/stages')).json.stages).toHaveLength(12);
  });
});

describe('limits', () => {
  it('are not published, so that nothing is counted and no header tells of it until they are switched on', async () => {
    const { headers } = await client.get('/users');
    expect(Object.keys(headers).filter((name) => /limit|retry/i.test(name))).toEqual([]);
    const set = (body: object) => client.served.send('POST', '/__admin/limits', { body });
    await set({ enabled: true, limit: 2, window_ms: 60_000 });
    const statuses = [];
    for (let call = 0; call < 3; call++) statuses.push((await client.get('/users')).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await client.get('/users')).headers['retry-after']).toBe('30');
    await set({ enabled: false });
    expect((await client.get('/users')).status).toBe(200);
  });
});

describe('hostile requests', () => {
  const WRITES = OPERATIONS.filter(({ method }) => method !== 'GET');
  const hostile = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      '{"__proto__":{"admin":true}}',
      '[[[[[[[[[[]]]]]]]]]]',
      'null',
      '0',
      '"',
      '{"accounts":[{"__proto__":{"name":"x"}}]}',
    ),
  );

  it('of any body never break the emulator', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...WRITES), hostile, async ({ method, path, id = '3-accounts' }, body) => {
        const at = path.replace(/\{\w+\}/, id === 'a quote' || id === 'an invoice' ? '1-quotes' : id);
        const { status } = await client.request(method, at, typeof body === 'string' ? body : JSON.stringify(body), {
          'content-type': method === 'PATCH' ? 'application/json-patch+json' : 'application/json',
        });
        expect([method, at, status < 500]).toEqual([method, at, true]);
      }),
      { numRuns: 300 },
    );
  });

  it('of any members inside a known wrapper never break it', async () => {
    const names = [
      'name',
      'description',
      'emails',
      'phones',
      'addresses',
      'links',
      'customFields',
      'dueTime',
      'manualValue',
      'activityType',
      'startTime',
      'tagType',
      'channel',
      '__proto__',
      'constructor',
    ];
    const record = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('accounts', 'contacts', 'leads', 'activities', 'tags', 'sources'),
        record,
        async (type, body) => {
          const { status } = await client.post(`/${type}`, { [type]: [body] });
          expect(status).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of any patch never break it', async () => {
    const operation = fc.record({
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
      path: fc.oneof(
        fc.string(),
        fc
          .constantFrom(
            'name',
            'emails',
            'links/tags/-',
            'links/contacts',
            'links/owner',
            '__proto__',
            'constructor/prototype',
            'links/__proto__/-',
            '~0~1',
            'Region',
          )
          .map((rest) => `/accounts/0/${rest}`),
      ),
      from: fc.constantFrom(
        '/accounts/0/name',
        '/accounts/0/links/tags',
        '/accounts/0/customFields',
        '',
        '/leads/0/name',
      ),
      value: fc.jsonValue({ maxDepth: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 4 }), async (operations) => {
        const { status } = await client.patch('/accounts/3-accounts', operations);
        expect([204, 400]).toContain(status);
        expect((await client.get('/accounts/3-accounts')).status).toBe(200);
      }),
      { numRuns: 300 },
    );
  });

  it('of any query never break it', async () => {
    const name = fc.constantFrom(
      'q',
      'sort',
      'email',
      'page[limit]',
      'page[page]',
      'filter[name]',
      'filter[createdTime]',
      'filter[tags][]',
      'filter[address][country]',
      'filter[a][b][c][d][e][f]',
      'filters[payload][]',
      'since_id',
      'max_time',
      'reportType',
      '__proto__[x]',
      'filter',
    );
    const paths = fc.constantFrom(
      '/accounts',
      '/contacts/list',
      '/leads',
      '/events',
      '/activities',
      '/tasks',
      '/leads/report',
      '/filters',
      '/events/deleted',
      '/tags',
    );
    await fc.assert(
      fc.asyncProperty(paths, fc.array(fc.tuple(name, fc.string()), { maxLength: 4 }), async (path, pairs) => {
        const { status } = await client.request('GET', `${path}?${new URLSearchParams(pairs)}`);
        expect([200, 400, 404]).toContain(status);
      }),
      { numRuns: 300 },
    );
  });

  it('of deep nesting, long lists and long text are refused or kept short', async () => {
    const deep = `{"accounts":[{"name":"Deep","emails":${'['.repeat(5000)}${']'.repeat(5000)}}]}`;
    expect((await client.request('POST', '/accounts', deep)).status).toBe(400);
    expect((await client.post('/accounts', { accounts: [{ name: 'n'.repeat(20_000) }] })).status).toBe(400);
    const emails = Array.from({ length: 500 }, (_, index) => `a${index}@b.example`);
    expect((await client.post('/accounts', { accounts: [{ name: 'Many', emails }] })).status).toBe(400);
    const operations = Array.from({ length: 2000 }, () => ({ op: 'replace', path: '/accounts/0/name', value: 'x' }));
    expect((await client.patch('/accounts/3-accounts', operations)).status).toBe(400);
    const ids = Array.from({ length: 3000 }, (_, index) => `${index}-tags`).join(',');
    expect((await client.get(`/accounts/${ids}`)).status).toBe(404);
  });

  it('leave the prototype of objects alone', async () => {
    await client.request(
      'POST',
      '/accounts',
      '{"accounts":[{"name":"P","__proto__":{"polluted":1},"customFields":{"__proto__":{"polluted":1}}}]}',
    );
    await client.request('GET', '/accounts?__proto__[polluted]=1&filter[__proto__][polluted]=1');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('with credentials in odd places stay unauthenticated', async () => {
    const { status } = await client.served.send(
      'GET',
      `/users?authorization=${encodeURIComponent(authorization('Full access'))}`,
    );
    expect(status).toBe(401);
  });
});
