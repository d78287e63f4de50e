import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCOPES, type Scope } from '../../src/platform/api-keys/index.ts';
import { createSession, hub, linkDemoAccount } from '../support/linking.ts';
import { basic, send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let account: string;
let projectId: string;
const other = { projectId: 'other-project', key: '', account: '' };

beforeAll(async () => {
  server = await startTestServer();
  account = await linkDemoAccount(server, 'humaans');
  const { database, apiKeys, projects, authConfigs } = server.platform;
  projectId = (await projects.ensureDefault()).id;
  await database.kysely
    .insertInto('projects')
    .values({ id: other.projectId, organization_id: '1', name: 'Other', settings: '{}', created_at: 1, updated_at: 1 })
    .execute();
  await authConfigs.ensureDefaults(other.projectId, [
    { key: 'humaans', title: 'Humaans', methods: [{ key: 'custom', environment: 'sandbox' }] },
  ]);
  other.key = (await apiKeys.create({ projectId: other.projectId, name: 'other', scopes: SCOPES })).value;
});
afterAll(() => server.dispose());

/** Every route of the API that takes a key, with a body that is valid where one is needed. */
const routes = (): readonly (readonly [method: string, path: string, scopes: readonly Scope[], body?: object])[] => [
  ['GET', '/accounts', ['platform:read']],
  ['GET', `/accounts/${account}`, ['platform:read']],
  ['PATCH', `/accounts/${account}`, ['platform:write'], { label: 'x' }],
  ['DELETE', '/accounts/nobody', ['platform:write']],
  ['GET', `/accounts/${account}/meta`, ['platform:read']],
  ['GET', `/accounts/${account}/credentials`, ['credentials:read']],
  ['GET', '/connectors/meta', ['platform:read']],
  ['GET', '/connectors/meta/nobody', ['platform:read']],
  ['POST', '/connect_sessions', ['platform:write'], { origin_owner_id: 'a', origin_owner_name: 'A' }],
  ['POST', '/connect_sessions/authenticate', ['platform:write'], { token: 'x' }],
  ['GET', '/auth_configs', ['platform:read']],
  ['POST', '/auth_configs', ['platform:write'], { connector_key: 'nobody' }],
  ['GET', '/auth_configs/nobody', ['platform:read']],
  ['PATCH', '/auth_configs/nobody', ['platform:write'], { name: 'x' }],
  ['DELETE', '/auth_configs/nobody', ['platform:write']],
  ['GET', '/connector_profiles', ['platform:read']],
  ['POST', '/connector_profiles', ['platform:write'], { connector_key: 'nobody' }],
  ['GET', '/connector_profiles/nobody', ['platform:read']],
  ['PATCH', '/connector_profiles/nobody', ['platform:write'], { name: 'x' }],
  ['DELETE', '/connector_profiles/nobody', ['platform:write']],
  ['GET', '/webhooks', ['platform:read']],
  ['POST', '/webhooks', ['platform:write'], { url: 'https://example.com/hook', events: ['account.created'] }],
  ['GET', '/webhooks/nobody', ['platform:read']],
  ['PATCH', '/webhooks/nobody', ['platform:write'], { description: 'x' }],
  ['DELETE', '/webhooks/nobody', ['platform:write']],
  ['POST', '/webhooks/nobody/rotate_secret', ['platform:write'], {}],
  ['POST', '/webhooks/nobody/test', ['platform:write']],
  ['GET', '/webhooks/nobody/deliveries', ['platform:read']],
  ['POST', '/webhooks/*/deliveries/nobody/redeliver', ['platform:write']],
  ['GET', '/requests/logs', ['platform:read']],
  ['GET', '/requests/logs/nobody', ['platform:read']],
  ['GET', '/requests/logs/steps', ['platform:read']],
  ['GET', '/requests/platform-logs', ['platform:read']],
  ['GET', '/connectors', ['connectors:read']],
  ['GET', '/connectors/nobody', ['connectors:read']],
  ['GET', '/connectors/nobody/versions', ['connectors:read']],
  ['PUT', '/connectors/nobody', ['connectors:write'], { files: { 'nobody.connector.s1.yaml': '' } }],
  ['DELETE', '/connectors/nobody', ['connectors:write']],
  ['GET', '/actions', ['actions:execute', 'platform:read']],
  ['POST', '/actions/search', ['actions:execute', 'platform:read'], { query: 'list people' }],
  ['POST', '/actions/build', ['actions:execute', 'platform:write'], {}],
  ['POST', '/actions/rpc', ['actions:execute'], { action: 'humaans_get_me' }],
  ['POST', '/ai/tool-feedback', ['actions:execute'], { feedback: 'x', account_id: account, tool_names: ['x'] }],
  ['POST', '/unified/proxy', ['unified:write', 'actions:execute'], { path: '/me' }],
  ['POST', '/mcp', ['actions:execute'], { jsonrpc: '2.0', id: 1, method: 'ping' }],
  ['GET', '/mcp', ['actions:execute']],
  ['DELETE', '/mcp', ['actions:execute']],
];

const call = (key: string, [method, path, , body]: ReturnType<typeof routes>[number]) =>
  send(`${server.url}${path}`, {
    method,
    headers: {
      authorization: basic(key),
      accept: 'application/json',
      'x-account-id': account,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

describe('every route', () => {
  it('of the server is known to this test, or needs no key', async () => {
    const { paths } = (await server.call('GET', '/openapi.json')).body as {
      paths: Record<string, Record<string, { security?: object[] }>>;
    };
    const guarded = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { security = [] }]) => security.some((way) => 'apiKey' in way))
        .map(([method]) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '*')}`),
    );
    const known = new Set(
      routes().map(([method, path]) => `${method} ${path.replace(account, '*').replace('nobody', '*')}`),
    );
    expect(guarded.filter((route) => !known.has(route))).toEqual([]);
    expect(guarded.length).toBeGreaterThan(7);
  });

  it('refuses a key without one of its scopes and lets one with any of them pass', async () => {
    const { apiKeys } = server.platform;
    for (const scope of SCOPES) {
      const { value } = await apiKeys.create({ projectId, name: scope, scopes: [scope] });
      for (const route of routes()) {
        const { status, body } = await call(value, route);
        const [method, path, allowed] = route;
        if (allowed.includes(scope)) expect(status, `${scope} on ${method} ${path}`).not.toBe(403);
        else
          expect({ status, code: body.code }, `${scope} on ${method} ${path}`).toEqual({
            status: 403,
            code: 'scope_missing',
          });
      }
    }
  });

  it('refuses disabled, deleted and expired keys, and none at all', async () => {
    const { apiKeys } = server.platform;
    const make = async (expiresAt: number | null = null) =>
      apiKeys.create({ projectId, name: 'x', scopes: SCOPES, expiresAt });
    const [disabled, deleted, expired] = [await make(), await make(), await make(Date.now() - 1)];
    await apiKeys.setEnabled(projectId, disabled.key.id, false);
    await apiKeys.remove(projectId, deleted.key.id);
    for (const route of routes()) {
      expect((await call(disabled.value, route)).body.code).toBe('api_key_disabled');
      expect((await call(deleted.value, route)).body.code).toBe('api_key_unknown');
      expect((await call(expired.value, route)).body.code).toBe('api_key_disabled');
      expect((await send(`${server.url}${route[1]}`, { method: route[0] })).body.code).toBe('api_key_missing');
    }
  });
});

describe('another project', () => {
  it('sees none of this one’s accounts, sessions or links, by any door', async () => {
    const as = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
      server.call(method, path, body, { authorization: basic(other.key), accept: 'application/json', ...headers });
    expect((await as('GET', '/accounts')).body).toEqual([]);
    expect((await as('GET', `/accounts?account_ids=${account}`)).body).toEqual([]);
    for (const [method, body] of [['GET'], ['PATCH', { label: 'mine' }], ['DELETE']] as const) {
      expect(await as(method, `/accounts/${account}`, body)).toMatchObject({
        status: 404,
        body: { code: 'account_not_found' },
      });
    }
    const header = { 'x-account-id': account };
    expect(await as('POST', '/actions/rpc', { action: 'humaans_get_me' }, header)).toMatchObject({
      status: 404,
      body: { code: 'account_not_found' },
    });
    expect(await as('POST', '/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list' }, header)).toMatchObject({
      status: 404,
    });
    expect(await as('POST', '/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list' })).toMatchObject({
      status: 200,
      body: { result: { tools: [] } },
    });
    expect(await as('GET', `/actions?filter[account_ids]=${account}`)).toMatchObject({ status: 404 });
    expect(
      await as('POST', '/connect_sessions', { origin_owner_id: 'a', origin_owner_name: 'A', account_id: account }),
    ).toMatchObject({ status: 404 });
    const { token } = await createSession(server);
    expect(await as('POST', '/connect_sessions/authenticate', { token })).toMatchObject({
      status: 401,
      body: { code: 'session_token_unknown' },
    });
    expect((await server.call('GET', `/accounts/${account}`)).body.label).not.toBe('mine');
  });

  it('cannot link through this one’s auth configs', async () => {
    const mine = await createSession(server);
    const { body } = await hub(server, mine.token, 'GET', '/hub/connectors');
    const theirs = await server.call(
      'POST',
      '/connect_sessions',
      { origin_owner_id: 'a', origin_owner_name: 'A', type: 'test' },
      { authorization: basic(other.key) },
    );
    const answer = await hub(server, theirs.body.token, 'POST', '/hub/accounts', {
      integration_id: body.integrations[0].integration_id,
      credentials: { apiKey: 'x' },
    });
    expect(answer).toMatchObject({ status: 404, body: { code: 'auth_config_not_found' } });
  });
});

describe('browsers of other sites', () => {
  it('may call the hub’s routes and nothing else', async () => {
    const preflight = (path: string) =>
      send(`${server.url}${path}`, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://shop.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,x-hub-session-token,x-hub-version',
        },
      });
    for (const path of ['/hub/settings', '/hub/connectors', '/hub/accounts', '/hub/accounts/x']) {
      const { status, headers } = await preflight(path);
      expect(status, path).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-headers')).toMatch(/x-hub-session-token/);
    }
    const refused = await server.call('GET', '/hub/settings', undefined, {
      'x-hub-session-token': 'nobody',
      origin: 'https://shop.example',
    });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    for (const path of ['/accounts', '/connect_sessions', '/actions/rpc', '/mcp', '/openapi.json', '/sandbox']) {
      expect((await preflight(path)).headers.get('access-control-allow-origin'), path).toBeNull();
      const answer = await server.call('GET', path, undefined, { origin: 'https://shop.example' });
      expect(answer.headers.get('access-control-allow-origin'), path).toBeNull();
    }
  });
});
