import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, hub, linkDemoAccount } from '../support/linking.ts';
import { basic, startTestServer, type TestServer } from '../support/server.ts';
import { strangerKey } from '../support/stranger.ts';

let server: TestServer;
let account: string;
/** The auth config of the account. */
let id: string;
let stranger: string;

const get = (path: string) => server.call('GET', path);
const patch = (body: object) => server.call('PATCH', `/auth_configs/${id}`, body);
const rpc = (action: string) => server.call('POST', '/actions/rpc', { action }, { 'x-account-id': account });
const tools = async (): Promise<string[]> => {
  const { body } = await server.call(
    'POST',
    '/mcp',
    { jsonrpc: '2.0', id: 1, method: 'tools/list' },
    { 'x-account-id': account, accept: 'application/json, text/event-stream' },
  );
  return body.result.tools.map(({ name }: { name: string }) => name);
};

beforeAll(async () => {
  server = await startTestServer();
  account = await linkDemoAccount(server, 'humaans');
  id = (await get(`/accounts/${account}`)).body.integration_id;
  stranger = await strangerKey(server);
});
afterAll(() => server.dispose());

describe('auth configs', () => {
  it('are listed with page, page size and total', async () => {
    const { status, body } = await get('/auth_configs?connector_key=humaans&enabled=true');
    expect(status).toBe(200);
    expect(body).toMatchObject({ page: 1, page_size: 25, total: 2 });
    expect(body.data.map((config: { environment: string }) => config.environment).sort()).toEqual([
      'production',
      'sandbox',
    ]);
    expect(body.data.find((config: { id: string }) => config.id === id)).toMatchObject({
      connector_key: 'humaans',
      connector_label: 'Humaans',
      logo_url: expect.stringMatching(/^http/),
      categories: ['hris'],
      active: true,
      default: true,
      release_stage: 'ga',
      connector_version: expect.any(String),
      connector_pinned_version: null,
      connector_owner: 'builtin',
      environment: 'sandbox',
      authentication_config_key: 'custom',
      authentication_config_label: expect.any(String),
      actions: null,
    });
    const second = await get('/auth_configs?page=2&page_size=1');
    expect(second.body).toMatchObject({ page: 2, page_size: 1 });
    expect(second.body.data).toHaveLength(1);
    expect(second.body.total).toBeGreaterThan(2);
  });

  it('are the same under the name connector profiles', async () => {
    expect((await get('/connector_profiles')).body).toEqual((await get('/auth_configs')).body);
    expect((await get(`/connector_profiles/${id}`)).body).toEqual((await get(`/auth_configs/${id}`)).body);
    const { body } = await server.call('PATCH', `/connector_profiles/${id}`, { name: ' People ' });
    expect(body).toMatchObject({ id, name: 'People' });
    expect((await get(`/auth_configs/${id}`)).body.name).toBe('People');
  });

  it('pause their accounts while they are disabled', async () => {
    expect((await rpc('humaans_get_me')).status).toBe(200);
    expect((await patch({ enabled: false })).body).toMatchObject({ active: false, enabled: false });
    expect(await rpc('humaans_get_me')).toMatchObject({
      status: 412,
      body: { code: 'account_auth_config_disabled', errorCode: 'AccountIntegrationInactiveError' },
    });
    expect((await get(`/accounts/${account}`)).body).toMatchObject({
      status: 'inactive',
      status_reasons: [{ code: 'account_auth_config_disabled', timestamp: expect.any(String) }],
    });
    const ids = async (status: string) =>
      (await get(`/accounts?status=${status}`)).body.map((one: { id: string }) => one.id);
    expect(await ids('inactive')).toEqual([account]);
    expect(await ids('active')).toEqual([]);
    const { token } = await createSession(server);
    const offers = await hub(server, token, 'GET', '/hub/connectors');
    expect(JSON.stringify(offers.body)).not.toContain(id);

    expect((await patch({ enabled: true })).status).toBe(200);
    expect((await get(`/accounts/${account}`)).body).toMatchObject({ status: 'active', status_reasons: [] });
    expect(await ids('active')).toEqual([account]);
    expect((await rpc('humaans_get_me')).status).toBe(200);
  });

  it('leave the status of a suspended account alone', async () => {
    await server.call('PATCH', `/accounts/${account}`, { status: 'suspended' });
    await patch({ enabled: false });
    expect((await get(`/accounts/${account}`)).body.status).toBe('suspended');
    await patch({ enabled: true });
    expect((await get(`/accounts/${account}`)).body.status).toBe('suspended');
    await server.call('PATCH', `/accounts/${account}`, { status: 'active' });
  });

  it('allow only the chosen actions, by every door, until all are allowed again', async () => {
    const { body } = await patch({ actions: ['humaans_get_me', 'list_people', 'humaans_list_people'] });
    expect(body.actions).toEqual(['humaans_get_me', 'humaans_list_people']);
    expect((await tools()).sort()).toEqual(['humaans_get_me', 'humaans_list_people']);
    expect((await rpc('humaans_list_people')).status).toBe(200);
    expect(await rpc('humaans_list_companies')).toMatchObject({ status: 403, body: { code: 'action_disabled' } });
    const listed = await get(`/actions?filter[account_ids]=${account}`);
    expect(listed.body.data[0].actions).toHaveLength(2);

    expect((await patch({ actions: [] })).body.actions).toEqual([]);
    expect(await tools()).toEqual([]);
    expect((await patch({ actions: null })).body.actions).toBeNull();
    expect((await rpc('humaans_list_companies')).status).toBe(200);
  });

  it('refuse actions that the connector does not have, and change nothing then', async () => {
    const { status, body } = await patch({ name: 'No', actions: ['humaans_get_me', 'humaans_fly', '__proto__'] });
    expect(status).toBe(400);
    expect(body.message).toContain('actions humaans_fly, __proto__: humaans has no such action');
    expect((await get(`/auth_configs/${id}`)).body).toMatchObject({ name: 'People', actions: null });
  });

  it.each([
    [{ name: '' }],
    [{ name: '   ' }],
    [{ name: null }],
    [{ enabled: 'no' }],
    [{ actions: 'humaans_get_me' }],
    [{ actions: [7] }],
    [{ connector_key: 'nutshell' }],
  ])('refuse the change %j', async (body) => {
    expect(await patch(body)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it('of one project are not seen or changed by another', async () => {
    const as = (method: string, path: string, body?: object) =>
      server.call(method, path, body, { authorization: basic(stranger) });
    expect((await as('GET', '/auth_configs')).body).toEqual({ page: 1, page_size: 25, total: 0, data: [] });
    for (const [method, body] of [['GET'], ['PATCH', { enabled: false }]] as const)
      expect(await as(method, `/auth_configs/${id}`, body)).toMatchObject({
        status: 404,
        body: { code: 'auth_config_unknown' },
      });
    expect((await get(`/auth_configs/${id}`)).body.active).toBe(true);
  });
});
