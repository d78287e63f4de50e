import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, hub } from '../support/linking.ts';
import { connectorFolder, madeConnector } from '../support/made-connector.ts';
import { type MockProvider, startProvider } from '../support/mock-provider.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const SECRET = 'canary-client-secret-0123456789';
let provider: MockProvider;
let folder: string;
let server: TestServer;

beforeAll(async () => {
  provider = await startProvider({
    'GET /echo': ({ headers }) => ({ json: { client: headers['x-client'], version: headers['x-version'] } }),
  });
  const baseUrl = `http://127.0.0.1:${provider.port}`;
  folder = connectorFolder(
    ['forge', madeConnector({ baseUrl, setup: true })],
    ['plain', madeConnector({ key: 'plain', baseUrl, environments: ['production', 'sandbox'] })],
  );
  server = await startTestServer({
    connectors: folder,
    env: { PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${provider.port}` },
  });
});
afterAll(async () => {
  await server.dispose();
  await provider.close();
  rmSync(folder, { recursive: true });
});

const create = (body: object = {}) =>
  server.call('POST', '/auth_configs', {
    connector_key: 'forge',
    setup: { clientId: 'abc', clientSecret: SECRET },
    ...body,
  });
const get = async (id: string) => (await server.call('GET', `/auth_configs/${id}`)).body;
const patch = (id: string, body: object) => server.call('PATCH', `/auth_configs/${id}`, body);
const remove = (id: string, query = '') => server.call('DELETE', `/auth_configs/${id}${query}`);
const rpc = (account: string, action = 'forge_get_echo') =>
  server.call('POST', '/actions/rpc', { action }, { 'x-account-id': account });

/** Links an account through an auth config. @returns its id */
async function link(integrationId: string, owner = 'o1'): Promise<string> {
  const { token } = await createSession(server, {
    type: 'production',
    origin_owner_id: owner,
    integration_id: integrationId,
  });
  const { status, body } = await hub(server, token, 'POST', '/hub/accounts', {
    integration_id: integrationId,
    credentials: { apiKey: 'key' },
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

describe('a new auth config', () => {
  it('shows everything but its secrets, the first of its connector being the default', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'FORGE',
      connector_key: 'forge',
      environment: 'production',
      authentication_config_key: 'custom',
      enabled: true,
      default: true,
      actions: null,
      connector_version: '1.0.0',
      connector_pinned_version: null,
      connector_owner: 'builtin',
      setup: { clientId: 'abc', clientSecret: '__secretvalue:**redacted**' },
    });
    expect(await get(body.id)).toEqual(body);
    const list = await server.call('GET', '/auth_configs?connector_key=forge');
    expect(list.body.data).toEqual([body]);
    expect(JSON.stringify([body, list.body])).not.toContain(SECRET);
    const second = await server.call('POST', '/connector_profiles', {
      name: ' Second ',
      connector_key: 'forge',
      authentication_config_key: 'custom',
      environment: 'production',
      setup: { clientId: 'x', clientSecret: 'y' },
      actions: ['get_echo'],
      enabled: false,
      connector_version: '1.x.x',
    });
    expect(second.body).toMatchObject({
      name: 'Second',
      default: false,
      enabled: false,
      actions: ['forge_get_echo'],
      connector_pinned_version: '1.x.x',
    });
    for (const { id } of [second.body, body]) expect((await remove(id)).status).toBe(204);
  });

  it.each([
    [{ connector_key: 'nobody' }, 404, 'There is no connector nobody'],
    [{ setup: { clientId: 'abc' } }, 400, 'Client secret is required.'],
    [{ setup: { clientId: 'abc', clientSecret: 's', clientid: 'x' } }, 400, 'clientid'],
    [{ setup: { clientId: 7, clientSecret: 's' } }, 400, 'clientId must be'],
    [{ authentication_config_key: 'oauth2' }, 400, 'This connector has: custom (production).'],
    [{ environment: 'sandbox' }, 400, 'environment sandbox'],
    [{ actions: ['fly'] }, 400, 'fly'],
    [{ connector_version: '^1.0.0' }, 400, 'no version pin'],
    [{ connector_version: '~1.0.0' }, 400, 'no version pin'],
    [{ connector_version: '1' }, 400, 'no version pin'],
    [{ connector_version: 'v1.0.0' }, 400, 'no version pin'],
    [{ connector_version: '1.x.1' }, 400, 'no version pin'],
    [{ colour: 'red' }, 400, 'colour'],
  ])('is refused for %j', async (body, status, said) => {
    const answer = await create(body);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toContain(said);
    expect((await server.call('GET', '/auth_configs?connector_key=forge')).body.total).toBe(0);
  });

  it('says which field is wrong', async () => {
    const { body } = await create({ setup: {} });
    expect(body).toMatchObject({
      code: 'credentials_invalid',
      field_errors: { clientId: 'Client id is required.', clientSecret: 'Client secret is required.' },
    });
  });
});

describe('a changed auth config', () => {
  it('keeps the set-up values that are not named, and uses new ones at once', async () => {
    const { id } = (await create()).body;
    const account = await link(id);
    expect((await rpc(account)).body.data.client).toBe(SECRET);

    const named = await patch(id, { setup: { clientId: 'new', region: 'eu' } });
    expect(named.body.setup).toEqual({
      clientId: 'new',
      clientSecret: '__secretvalue:**redacted**',
      region: 'eu',
    });
    expect((await rpc(account)).body.data.client).toBe(SECRET);
    // What GET showed may be sent back as it is.
    expect((await patch(id, { setup: named.body.setup })).body.setup).toEqual(named.body.setup);
    expect((await rpc(account)).body.data.client).toBe(SECRET);

    await patch(id, { setup: { clientSecret: 'second-secret' } });
    expect((await rpc(account)).body.data.client).toBe('second-secret');
    expect((await patch(id, { setup: { region: null } })).body.setup).not.toHaveProperty('region');
    expect(await patch(id, { setup: { clientSecret: null } })).toMatchObject({
      status: 400,
      body: { field_errors: { clientSecret: 'Client secret is required.' } },
    });
    expect((await rpc(account)).body.data.client).toBe('second-secret');
    expect((await remove(id, '?force=true')).status).toBe(204);
  });

  it('takes the default from the one that had it', async () => {
    const [first, second] = [(await create()).body.id, (await create()).body.id];
    expect([(await get(first)).default, (await get(second)).default]).toEqual([true, false]);
    expect((await patch(second, { default: true })).body.default).toBe(true);
    expect((await get(first)).default).toBe(false);
    expect((await patch(second, { default: true })).body.default).toBe(true);
    await remove(second);
    expect((await get(first)).default).toBe(true);
    await remove(first);
  });

  it('is pinned to a version and unpinned again', async () => {
    const { id } = (await create()).body;
    for (const pin of ['latest', '1.x.x', '1.0.x', '1.0.0', null])
      expect((await patch(id, { connector_version: pin })).body).toMatchObject({
        connector_pinned_version: pin,
        connector_version: '1.0.0',
      });
    expect((await patch(id, { connector_version: '^1.0.0' })).status).toBe(400);
    await remove(id);
  });
});

describe('a deleted auth config', () => {
  it('is kept while accounts use it, unless they shall go too', async () => {
    const { id } = (await create()).body;
    const accounts = [await link(id, 'a'), await link(id, 'b')];
    expect(await remove(id)).toMatchObject({
      status: 409,
      body: { code: 'auth_config_in_use', message: expect.stringContaining('2 linked accounts') },
    });
    expect((await rpc(accounts[0]!)).status).toBe(200);
    expect((await remove(id, '?force=true')).status).toBe(204);
    for (const account of accounts) expect((await rpc(account)).status).toBe(404);
    expect((await remove(id)).body.code).toBe('auth_config_unknown');
    expect((await server.call('GET', `/connector_profiles/${id}`)).status).toBe(404);
  });

  it('does not come back with the next start, although its connector needs no set-up', async () => {
    const { body } = await server.call('GET', '/auth_configs?connector_key=plain');
    expect(body.total).toBe(2);
    for (const { id } of body.data) expect((await remove(id)).status).toBe(204);
    const { authConfigs, projects } = server.platform;
    const ready = ['production', 'sandbox'].map((environment) => ({ key: 'custom', environment }));
    const { id: projectId } = await projects.ensureDefault();
    await authConfigs.ensureDefaults(projectId, [{ key: 'plain', title: 'Plain', methods: ready }]);
    expect(await authConfigs.page(projectId, { connectorKey: 'plain' }, { offset: 0, limit: 9 })).toMatchObject({
      total: 0,
    });
  });
});
