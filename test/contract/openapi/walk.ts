import { get, patch, post, remove, type Walk } from './steps.ts';
import { OPERATORS } from './walk-operators.ts';
import { REGISTRY } from './walk-registry.ts';
import { WEBHOOKS } from './walk-webhooks.ts';
import type { World } from './world.ts';

const on = (account: string) => ({ 'x-account-id': account });
const hub = ({ token }: World) => ({ authorization: '', 'x-hub-session-token': token });
const MCP = { accept: 'application/json, text/event-stream' };
const OWNER = { origin_owner_id: 'walk', origin_owner_name: 'Walk' };

const authConfigs = (base: string): Record<string, Walk> => ({
  [`GET ${base}`]: () => [get(base), get(`${base}?page=2&page_size=3&enabled=true`), get(`${base}?page=0`, 400)],
  [`GET ${base}/{id}`]: ({ authConfig }) => [get(`${base}/${authConfig}`), get(`${base}/nobody`, 404)],
  [`PATCH ${base}/{id}`]: ({ authConfig }) => [
    patch(`${base}/${authConfig}`, { name: 'Walked' }),
    patch(`${base}/${authConfig}`, { actions: ['nothing'] }, 400),
    patch(`${base}/nobody`, { name: 'x' }, 404),
  ],
  [`POST ${base}`]: () => [
    { ...post(base, { connector_key: 'nutshell', name: 'Second', connector_version: 'latest' }, 201), keep: 'config' },
    post(base, { connector_key: 'nutshell', connector_version: '^1.0.0' }, 400),
    post(base, {}, 400),
    post(base, { connector_key: 'nobody' }, 404),
  ],
  [`DELETE ${base}/{id}`]: ({ authConfig }) => [
    remove(`${base}/${authConfig}`, 409),
    remove(`${base}/<config>`),
    remove(`${base}/<config>`, 404),
  ],
});

/** Requests to every operation of the API, in order: at least one that succeeds where one can, and those it refuses. */
export const WALK: Readonly<Record<string, Walk>> = {
  'GET /health': () => [get('/health')],
  'GET /ready': () => [get('/ready')],
  'GET /sandbox': () => [get('/sandbox')],
  'GET /accounts': () => [get('/accounts'), get('/accounts?page_size=1&status=active'), get('/accounts?status=x', 400)],
  'GET /accounts/{id}': ({ account, suspended }) => [
    get(`/accounts/${account}`),
    get(`/accounts/${suspended}`),
    get('/accounts/nobody', 404),
  ],
  'PATCH /accounts/{id}': ({ account }) => [
    patch(`/accounts/${account}`, { label: 'Walked', metadata: { deep: { list: [1] } } }),
    patch(`/accounts/${account}`, { provider: 'other' }, 400),
    patch(`/accounts/${account}`, { integration_id: 'nobody' }, 404),
    patch('/accounts/nobody', { label: 'x' }, 404),
  ],
  'GET /accounts/{id}/credentials': ({ account }) => [
    get(`/accounts/${account}/credentials`),
    get('/accounts/nobody/credentials', 404),
  ],
  'GET /accounts/{id}/meta': ({ account }) => [get(`/accounts/${account}/meta`), get('/accounts/nobody/meta', 404)],
  ...authConfigs('/auth_configs'),
  ...authConfigs('/connector_profiles'),
  'POST /connect_sessions': () => [
    post('/connect_sessions', { ...OWNER, provider: 'humaans', metadata: { a: 1 } }, 201),
    post('/connect_sessions', { ...OWNER, categories: ['hris', 'crm'], type: 'test' }, 201),
    post('/connect_sessions', {}, 400),
    post('/connect_sessions', { ...OWNER, provider: 'nobody' }, 404),
  ],
  'POST /connect_sessions/authenticate': ({ token }) => [
    post('/connect_sessions/authenticate', { token }, 201),
    post('/connect_sessions/authenticate', { token: 'nobody' }, 401),
    post('/connect_sessions/authenticate', {}, 400),
  ],
  'GET /requests/logs': () => [
    get('/requests/logs?include=step_logs,advanced_logs&page_size=5'),
    get('/requests/logs?next=broken', 400),
  ],
  'GET /requests/logs/steps': () => [
    get('/requests/logs/steps?include=advanced_logs'),
    get('/requests/logs/steps?page_size=0', 400),
  ],
  'GET /requests/logs/{id}': ({ requestId }) => [
    get(`/requests/logs/${requestId}?include=step_logs,advanced_logs`),
    get(`/requests/logs/${requestId}?include=all`, 400),
    get('/requests/logs/nobody', 404),
  ],
  'GET /requests/platform-logs': () => [
    get('/requests/platform-logs'),
    get('/requests/platform-logs?success=perhaps', 400),
  ],
  'GET /actions': ({ account, suspended }) => [
    get('/actions?include=action_details,authentication_guides&page_size=1'),
    get('/actions?include=operation_details,authentication_guides'),
    get(`/actions?filter[account_ids]=${account}&exclude=actions`),
    get('/actions?page_size=0', 400),
    get('/actions?filter[account_ids]=nobody', 404),
    get(`/actions?filter[account_ids]=${suspended}`, 412),
  ],
  'POST /actions/rpc': ({ account, suspended }) => [
    post('/actions/rpc', { action: 'humaans_list_people', query: { page_size: 2 } }, 200, on(account)),
    post('/actions/rpc', { action: 'humaans_get_me' }, 200, on(account)),
    post('/actions/rpc', { action: 'humaans_get_me' }, 400),
    post('/actions/rpc', { action: 'humaans_get_person', path: {} }, 400, on(account)),
    post('/actions/rpc', { action: 'humaans_get_person', path: { id: 'nobody' } }, 404, on(account)),
    post('/actions/rpc', { action: 'nothing' }, 404, on(account)),
    post('/actions/rpc', { action: 'humaans_get_me' }, 404, on('nobody')),
    post('/actions/rpc', { action: 'humaans_get_me' }, 412, on(suspended)),
  ],
  'POST /actions/search': () => [
    post('/actions/search', { query: 'book a day off', top_k: 3 }),
    post('/actions/search', { query: 'people', connector: 'humaans', min_similarity: 0.2, project_id: null }),
    post('/actions/search', { query: '' }, 400),
    post('/actions/search', { query: 'people', project_id: 'other' }, 403),
  ],
  'POST /actions/build': () => [
    post('/actions/build', {}),
    post('/actions/build', { connector_key: 'humaans', force_refresh: true }),
    post('/actions/build', { connector_key: 'nobody' }, 404),
  ],
  'GET /connectors/meta': () => [
    get('/connectors/meta?include=field_path,unmapped_fields,resources,inactive,webhooks,static_fields'),
    get('/connectors/meta?include=x', 400),
  ],
  'GET /connectors/meta/{provider}': () => [
    get('/connectors/meta/nutshell?include=resources'),
    get('/connectors/meta/nobody', 404),
  ],
  'POST /mcp': ({ account, suspended }) => {
    const ask = (message: object | object[], status = 200, headers: object = {}) =>
      post('/mcp', message, status, { ...MCP, ...on(account), ...headers });
    const rpc = (method: string, params: object = {}) => ({ jsonrpc: '2.0', id: 1, method, params });
    return [
      ask(rpc('initialize', { protocolVersion: '2025-06-18' })),
      ask({ jsonrpc: '2.0', method: 'notifications/initialized' }, 202),
      ask(rpc('tools/list')),
      ask([rpc('ping'), rpc('nothing')]),
      ask(rpc('tools/call', { name: 'humaans_get_me', arguments: {} })),
      ask(rpc('ping'), 200, { accept: 'text/event-stream' }),
      ask({ hello: 'world' }, 400),
      ask([], 400),
      ask(rpc('ping'), 406, { accept: 'image/png' }),
      ask(rpc('tools/list'), 404, on('nobody')),
      ask(rpc('tools/list'), 412, on(suspended)),
    ];
  },
  'POST /unified/proxy': ({ account, suspended }) => [
    post('/unified/proxy', { path: '/me' }, 200, on(account)),
    post('/unified/proxy', { path: '/no-such-thing', method: 'get', headers: { a: 'b' } }, 200, on(account)),
    post('/unified/proxy', { url: 'https://evil.example' }, 400, on(account)),
    post('/unified/proxy', { method: 'trace' }, 400, on(account)),
    post('/unified/proxy', { path: '/me' }, 400),
    post('/unified/proxy', { path: '/me' }, 404, on('nobody')),
    post('/unified/proxy', { path: '/me' }, 412, on(suspended)),
  ],
  'POST /ai/tool-feedback': ({ account }) => {
    const said = { feedback: 'Worked well.', account_id: account, tool_names: ['humaans_list_people'] };
    return [
      post('/ai/tool-feedback', said),
      post('/ai/tool-feedback', { ...said, tool_names: [] }, 400),
      post('/ai/tool-feedback', { ...said, account_id: 'nobody' }, 404),
    ];
  },
  'GET /mcp': () => [get('/mcp', 405)],
  'DELETE /mcp': () => [{ method: 'DELETE', path: '/mcp', status: 405 }],
  'GET /hub/settings': (world) => [get('/hub/settings', 200, hub(world))],
  'GET /hub/connectors': (world) => [
    get('/hub/connectors', 200, hub(world)),
    get('/hub/connectors?provider=lattice', 200, hub(world)),
  ],
  'GET /hub/connectors/{id}': (world) => [
    get(`/hub/connectors/${world.authConfig}`, 200, hub(world)),
    get('/hub/connectors/nobody', 404, hub(world)),
  ],
  'POST /hub/accounts': (world) => {
    const body = (credentials: object) => ({ integration_id: world.authConfig, credentials });
    return [
      post('/hub/accounts', body(world.fields), 201, hub(world)),
      post('/hub/accounts', body({}), 400, hub(world)),
      post('/hub/accounts', body({ apiKey: 'nobody-knows-this-token-here' }), 422, hub(world)),
      post('/hub/accounts', { ...body(world.fields), integration_id: 'nobody' }, 404, hub(world)),
    ];
  },
  'GET /hub/accounts/{id}': (world) => [
    get(`/hub/accounts/${world.hubAccount}`, 200, hub(world)),
    get('/hub/accounts/nobody', 404, hub(world)),
  ],
  'PATCH /hub/accounts/{id}': (world) => [
    patch(`/hub/accounts/${world.hubAccount}`, { credentials: world.fields }, 200, hub(world)),
    patch(
      `/hub/accounts/${world.hubAccount}`,
      { credentials: { apiKey: 'no-such-token-anywhere-here' } },
      422,
      hub(world),
    ),
    patch('/hub/accounts/nobody', { credentials: {} }, 404, hub(world)),
  ],
  'POST /hub/connection_attempts': (world) => [
    { ...post('/hub/connection_attempts', { token: world.token }, 201, hub(world)), keep: 'attempt' },
    post('/hub/connection_attempts', { token: 7 }, 400, hub(world)),
  ],
  'GET /hub/connection_attempts/{id}': (world) => [
    get('/hub/connection_attempts/<attempt>', 200, hub(world)),
    get('/hub/connection_attempts/nobody', 404, hub(world)),
  ],
  'DELETE /hub/connection_attempts/{id}': (world) => [
    remove('/hub/connection_attempts/<attempt>', 200, hub(world)),
    remove('/hub/connection_attempts/nobody', 404, hub(world)),
  ],
  'DELETE /accounts/{id}': ({ spare }) => [remove(`/accounts/${spare}`, 200), remove(`/accounts/${spare}`, 404)],
  ...REGISTRY,
  ...WEBHOOKS,
  ...OPERATORS,
};
