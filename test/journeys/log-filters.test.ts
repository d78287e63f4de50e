import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, hub, linkDemoAccount } from '../support/linking.ts';
import { basic, send, startTestServer, type TestAnswer, type TestServer } from '../support/server.ts';

let server: TestServer;
let account: string;
let keyId: string;
let weakKey: string;
let good: TestAnswer;
let other: TestAnswer;
let viaMcp: TestAnswer;

const idOf = ({ headers }: TestAnswer): string => headers.get('x-request-id')!;
const get = (path: string) => server.call('GET', path);
const idsOf = async (path: string): Promise<string[]> =>
  (await get(path)).body.data.map((log: { request_id: string }) => log.request_id);
const rpc = (action: string, more: object = {}, headers: Record<string, string> = {}) =>
  server.call('POST', '/actions/rpc', { action, ...more }, { 'x-account-id': account, ...headers });
const tool = (name: string, args: object = {}) =>
  server.call(
    'POST',
    '/mcp',
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
    { 'x-account-id': account, accept: 'application/json' },
  );

beforeAll(async () => {
  server = await startTestServer();
  account = await linkDemoAccount(server, 'humaans');
  const { apiKeys, projects } = server.platform;
  const projectId = (await projects.list())[0]!.id;
  keyId = (await apiKeys.list(projectId))[0]!.id;
  weakKey = (await apiKeys.create({ projectId, name: 'Weak', scopes: ['platform:read'] })).value;
  const lattice = await linkDemoAccount(server, 'lattice', { session: { origin_owner_id: 'o2' } });
  good = await rpc('humaans_list_people', { query: { page_size: 2 } });
  other = await rpc('lattice_get_me', {}, { 'x-account-id': lattice });
  viaMcp = await tool('humaans_get_person', { path: { id: 'nobody' } });
  await get(`/accounts/${account}/meta`);
  const { token } = await createSession(server, { origin_owner_id: 'o3', origin_owner_name: 'Owner Three' });
  await hub(server, token, 'GET', '/hub/connectors');
});
afterAll(() => server.dispose());

/** Every filter of Appendix A, with values that hold for the good request only (and one that holds for none). */
const filters = (): Record<string, readonly string[]> => ({
  account_ids: [account, 'nobody'],
  actions: ['humaans_list_people', 'x_y_z'],
  providers: ['humaans', 'nobody'],
  request_ids: [idOf(good), 'nobody'],
  resources: ['people', 'nothing'],
  status_codes: ['200', '999'],
  services: ['hris', 'none'],
  http_methods: ['post', 'PUT'],
  source_ids: [keyId, 'nobody'],
  source_types: ['API_KEY', 'dashboard'],
  source_values: ['First key', 'Nobody'],
});
/** Filters that other requests meet, too. */
const WIDE = new Set([
  'status_codes',
  'http_methods',
  'source_ids',
  'source_types',
  'source_values',
  'services',
  'account_ids',
  'providers',
]);

describe('every filter of the list of requests', () => {
  it('works bare and inside filter, as a comma list and repeated', async () => {
    for (const [name, [value = '', none = '']] of Object.entries(filters())) {
      const enc = encodeURIComponent;
      const spellings = [
        `${name}=${enc(value)}`,
        `filter[${name}]=${enc(value)}`,
        `filter%5B${name}%5D=${enc(`${value},${none}`)}`,
        `${name}=${enc(value)}%2C${enc(none)}`,
        `${name}=${enc(none)}&${name}=${enc(value)}`,
        `filter[${name}]=${enc(none)}&filter[${name}]=${enc(value)}`,
        `${name}=${enc(none)}&filter[${name}]=${enc(value)}`,
      ];
      const found = await Promise.all(spellings.map((query) => idsOf(`/requests/logs?${query}`)));
      for (const [at, ids] of found.entries()) {
        expect(ids, spellings[at]).toEqual(found[0]);
        expect(ids, spellings[at]).toContain(idOf(good));
        if (!WIDE.has(name)) expect(ids, spellings[at]).toEqual([idOf(good)]);
      }
      expect(await idsOf(`/requests/logs?${name}=${enc(none)}`), name).toEqual([]);
    }
  });

  it.each(['sub_resources', 'child_resources'])('knows %s, which actions have none of', async (name) => {
    expect(await idsOf(`/requests/logs?${name}=people`)).toEqual([]);
    expect(await idsOf(`/requests/logs/steps?filter[${name}]=people`)).toEqual([]);
  });

  it.each(['account_ids', 'actions', 'providers', 'request_ids', 'resources', 'status_codes', 'services'])(
    'by %s works on provider calls, too',
    async (name) => {
      const [value = '', none = ''] = filters()[name]!;
      expect(await idsOf(`/requests/logs/steps?${name}=${value}`)).toContain(idOf(good));
      expect(await idsOf(`/requests/logs/steps?filter[${name}]=${none}`)).toEqual([]);
    },
  );
});

describe('requests that ran an action through MCP', () => {
  it('are listed with how the action ended, though the answer has status 200', async () => {
    expect(viaMcp.status).toBe(200);
    const { body } = await get(`/requests/logs/${idOf(viaMcp)}?include=step_logs`);
    expect(body.data).toMatchObject({
      path: '/mcp',
      action: 'humaans_get_person',
      provider: 'humaans',
      account_id: account,
      status: 404,
      success: false,
      error_code: 'provider_not_found',
      step_requests: [{ status: 404 }],
    });
  });

  it('are listed when the action is not known, too', async () => {
    const answer = await tool('humaans_no_such_tool');
    expect((await get(`/requests/logs/${idOf(answer)}`)).body.data).toMatchObject({
      status: 404,
      error_code: 'action_not_found',
      account_id: account,
    });
  });
});

describe('refused requests', () => {
  const logOf = async (answer: TestAnswer) => (await get(`/requests/logs?request_ids=${idOf(answer)}`)).body.data;

  it.each<[number, string, () => Promise<TestAnswer>]>([
    [403, 'scope_missing', () => rpc('humaans_get_me', {}, { authorization: basic(weakKey) })],
    [404, 'account_not_found', () => rpc('humaans_get_me', {}, { 'x-account-id': 'nobody' })],
    [404, 'action_not_found', () => rpc('humaans_get_moon')],
    [400, 'inputs_invalid', () => rpc('humaans_get_person')],
    [400, 'validation_failed', () => server.call('POST', '/actions/rpc', { nothing: 1 }, { 'x-account-id': account })],
  ])('are listed with status %i and code %s', async (status, code, call) => {
    const answer = await call();
    expect(answer.status).toBe(status);
    expect(await logOf(answer)).toMatchObject([{ status, error_code: code, success: false, path: '/actions/rpc' }]);
  });

  it('are listed when they name no account, or the provider has enough', async () => {
    const unnamed = await rpc('humaans_get_me', {}, { 'x-account-id': '' });
    expect(await logOf(unnamed)).toMatchObject([{ status: unnamed.status, error_code: unnamed.body.code }]);
    await server.call('POST', '/sandbox/humaans/__admin/faults', {
      kind: 'rate_limited',
      retry_after: 0,
      times: 6,
    });
    const limited = await rpc('humaans_get_me');
    expect(limited.status).toBe(429);
    expect(await logOf(limited)).toMatchObject([{ status: 429, error_code: 'provider_rate_limited' }]);
  });

  it('of strangers belong to no project and are listed nowhere', async () => {
    const answer = await send(`${server.url}/actions/rpc`, {
      method: 'POST',
      headers: { authorization: basic('x'.repeat(40)) },
    });
    expect(answer.status).toBe(401);
    expect(await logOf(answer)).toEqual([]);
    expect(await idsOf(`/requests/platform-logs?request_ids=${idOf(answer)}`)).toEqual([]);
  });
});

describe('requests to the platform', () => {
  it('are filtered by source, of sessions as well as of keys', async () => {
    const { body } = await get('/requests/platform-logs?source_values=Owner Three');
    expect(body.data).toMatchObject([{ source_type: 'SESSION', source_value: 'Owner Three', path: '/hub/connectors' }]);
    const types = await get('/requests/platform-logs?filter[source_types]=session&resources=hub');
    expect(types.body.data.length).toBeGreaterThanOrEqual(1);
  });

  it('are filtered by resource, sub-resource, category, method and time', async () => {
    const path = (query: string) => get(`/requests/platform-logs?${query}`).then(({ body }) => body.data);
    expect(await path('resources=accounts&sub_resources=meta')).toMatchObject([
      { path: `/accounts/${account}/meta`, resource: 'accounts', sub_resource: 'meta', child_resource: null },
    ]);
    expect(await path('categories=action')).toEqual([]);
    expect((await path('filter[categories]=platform,x')).length).toBeGreaterThan(1);
    expect(await path('http_methods=delete')).toEqual([]);
    expect(await path('start_date=2999-01-01')).toEqual([]);
    expect(await path('success=false&resources=accounts')).toEqual([]);
  });
});

describe('an order', () => {
  it.each([
    ['provider', (log: { provider: string }) => log.provider],
    ['status', (log: { status: number }) => log.status],
    ['duration', (log: { duration: number }) => log.duration],
    ['eventDatetime', (log: { event_datetime: string }) => log.event_datetime],
  ] as const)('by %s holds over pages, in both directions', async (order, sortedBy) => {
    const until = new Date().toISOString();
    for (const direction of ['asc', 'desc']) {
      const seen: { request_id: string }[] = [];
      let next: string | null = '';
      do {
        const query = `filter[order_by]=${order}&order_direction=${direction}&page_size=2&end_date=${until}&next=${next}`;
        const { body } = await get(`/requests/logs?${query}`);
        seen.push(...body.data);
        next = body.next;
        await rpc('humaans_get_me');
      } while (next !== null);
      const values = seen.map((log) => sortedBy(log as never) ?? '');
      const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(values).toEqual(direction === 'asc' ? sorted : sorted.reverse());
      expect(new Set(seen.map((log) => log.request_id)).size).toBe(seen.length);
      expect(seen.map((log) => log.request_id)).toEqual(
        expect.arrayContaining([idOf(good), idOf(other), idOf(viaMcp)]),
      );
    }
  });
});
