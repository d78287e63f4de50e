import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCOPES } from '../../src/platform/api-keys/index.ts';
import { createSealer, loadOrCreateKeyFile, type Sealer } from '../../src/storage/index.ts';
import { accountRow } from '../../src/storage/testing/rows.ts';
import { madeConnector } from '../support/made-connector.ts';
import { type MockProvider, startProvider } from '../support/mock-provider.ts';
import { basic, startTestServer, type TestServer } from '../support/server.ts';

/** Long enough for answers to be kept under it. */
const ACCOUNT = 'twin-account-0123456789';
const CONFIG = 'twin-config';
const REQUEST = '01a1fc00-0000-7000-8000-000000000001';

let server: TestServer;
let provider: MockProvider;
let sealer: Sealer;
const [a, b] = ['a', 'b'].map((name) => ({ name, projectId: '', key: '' })) as [Side, Side];

interface Side {
  readonly name: string;
  projectId: string;
  key: string;
}
const as = ({ key }: Side, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  server.call(method, path, body, { authorization: basic(key), accept: 'application/json', ...headers });
const rpc = (side: Side, account = ACCOUNT) =>
  as(side, 'POST', '/actions/rpc', { action: 'forge_get_echo' }, { 'x-account-id': account });
const credentials = ({ projectId, name }: Side, id: string): string =>
  sealer.seal(JSON.stringify({ apiKey: `key-${name}` }), `${projectId}|${id}|credentials`);

async function addAccount(side: Side, id: string, sealed: string): Promise<void> {
  await server.platform.database.kysely
    .insertInto('accounts')
    .values(
      accountRow({
        project_id: side.projectId,
        id,
        auth_config_id: CONFIG,
        provider: 'forge',
        auth_method_key: 'custom',
        origin_owner_id: `owner-${id}`,
        label: `label-${side.name}`,
        credentials_sealed: sealed,
      }),
    )
    .execute();
}

async function furnish(side: Side): Promise<void> {
  const { database, authConfigs } = server.platform;
  // The same connector in the same version, but each project's own: its answers are kept for a minute.
  const text = madeConnector({ baseUrl: `http://127.0.0.1:${provider.port}` })
    .replace('{ name: x-version, value: 1.0.0', `{ name: x-version, value: own-${side.name}`)
    .replace('title: FORGE', `title: Forge ${side.name}`)
    .replace('            method: get', '            method: get\n            cacheTTL: 60');
  const pushed = await as(side, 'PUT', '/connectors/forge', { files: { 'forge.connector.s1.yaml': text } });
  expect(pushed.body).toMatchObject({ version: '1.0.0', created: true });
  const made = (await authConfigs.list(side.projectId)).find(({ connectorKey }) => connectorKey === 'forge');
  const row = await database.kysely
    .selectFrom('auth_configs')
    .selectAll()
    .where('id', '=', made!.id)
    .executeTakeFirstOrThrow();
  await database.kysely
    .insertInto('auth_configs')
    .values({ ...row, id: CONFIG, name: `config-${side.name}`, is_default: 0 })
    .execute();
  await addAccount(side, ACCOUNT, credentials(side, ACCOUNT));
  const log = {
    project_id: side.projectId,
    request_id: REQUEST,
    account_id: ACCOUNT,
    provider: 'forge',
    action: 'forge_get_echo',
    method: 'POST',
    started_at: Date.now(),
    duration_ms: 1,
    request: null,
    response: null,
    expires_at: null,
    bodies_expire_at: null,
  };
  await database.kysely
    .insertInto('request_logs')
    .values({
      ...log,
      category: 'action',
      source_type: 'api_key',
      source_id: 'x',
      source_ip: '127.0.0.1',
      source_name: `source-${side.name}`,
      path: '/actions/rpc',
      status: 200,
      success: 1,
      error_code: null,
    })
    .execute();
  await database.kysely
    .insertInto('step_logs')
    .values({
      ...log,
      id: 'twin-step',
      step_id: `step-${side.name}`,
      url: `http://${side.name}/`,
      status: 200,
      error: null,
    })
    .execute();
}

beforeAll(async () => {
  provider = await startProvider({
    'GET /echo': ({ headers }) => ({ json: { version: headers['x-version'], key: headers.authorization } }),
  });
  server = await startTestServer({ env: { PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${provider.port}` } });
  sealer = createSealer(loadOrCreateKeyFile(server.config.dataDir).keys);
  for (const side of [a, b]) {
    side.projectId = (await server.platform.projects.create(side.name)).id;
    const made = await server.platform.apiKeys.create({ projectId: side.projectId, name: side.name, scopes: SCOPES });
    side.key = made.value;
    await furnish(side);
  }
});
afterAll(async () => {
  await server.dispose();
  await provider.close();
});

describe('two projects whose things have the same ids', () => {
  it('call their own provider with their own credentials, whatever is in memory', async () => {
    for (const side of [a, b, a, b]) {
      const wanted = { version: `own-${side.name}`, key: `Bearer key-${side.name}` };
      expect(await rpc(side)).toMatchObject({ status: 200, body: { data: wanted } });
      const message = {
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'forge_get_echo', arguments: {} },
      };
      const { body } = await as(side, 'POST', '/mcp', message, { 'x-account-id': ACCOUNT });
      expect(JSON.stringify(body)).toContain(`Bearer key-${side.name}`);
      const proxied = await as(side, 'POST', '/unified/proxy', { path: '/echo' }, { 'x-account-id': ACCOUNT });
      expect(proxied).toMatchObject({ status: 200, body: { data: { key: wanted.key } } });
    }
    // The connector's answers were kept: without that this would say nothing of their keys.
    expect(provider.asked.length).toBeLessThan(12);
  });

  it('read their own records on every route', async () => {
    for (const [side, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const paths = [
        `/accounts`,
        `/accounts?account_ids=${ACCOUNT}`,
        `/accounts/${ACCOUNT}`,
        `/accounts/${ACCOUNT}/credentials`,
        `/accounts/${ACCOUNT}/meta`,
        `/auth_configs?connector_key=forge`,
        `/auth_configs/${CONFIG}`,
        `/connectors`,
        `/connectors/forge`,
        `/connectors/forge?version=1.0.0`,
        `/connectors/forge/versions`,
        `/connectors/meta/forge`,
        `/requests/logs`,
        `/requests/logs/${REQUEST}?include=step_logs,advanced_logs`,
        `/requests/logs/steps`,
        `/requests/platform-logs`,
        `/actions?filter[account_ids]=${ACCOUNT}`,
      ];
      for (const path of paths) {
        const { status, body } = await as(side, 'GET', path);
        expect(status, path).toBe(200);
        const text = JSON.stringify(body);
        for (const word of ['label-', 'config-', 'key-', 'source-', 'step-', 'Forge '])
          expect(text.includes(`${word}${other.name}"`), `${path} tells ${side.name} ${word}${other.name}`).toBe(false);
        expect(text, path).not.toContain(other.projectId);
      }
      const search = await as(side, 'POST', '/actions/search', { query: 'echo', connector: 'forge' });
      expect(JSON.stringify(search.body)).not.toContain(`Forge ${other.name}`);
      expect((await as(side, 'GET', `/accounts/${ACCOUNT}`)).body.label).toBe(`label-${side.name}`);
      expect(
        (await as(side, 'GET', `/requests/logs/${REQUEST}?include=step_logs`)).body.data.step_requests,
      ).toMatchObject([{ step_id: `step-${side.name}` }]);
    }
  });

  it('open secrets that were sealed for them, and no others', async () => {
    await addAccount(a, 'swapped-account-0123456', credentials(b, 'swapped-account-0123456'));
    await addAccount(b, 'swapped-account-0123456', credentials(a, 'swapped-account-0123456'));
    // Sealed for this project, but for another of its accounts.
    await addAccount(a, 'moved-account-012345678', credentials(a, ACCOUNT));
    const before = provider.asked.length;
    for (const [side, id] of [
      [a, 'swapped-account-0123456'],
      [b, 'swapped-account-0123456'],
      [a, 'moved-account-012345678'],
    ] as const) {
      const answer = await rpc(side, id);
      expect(answer.status, JSON.stringify(answer.body)).toBe(500);
      expect(JSON.stringify(answer.body)).not.toMatch(/key-[ab]/);
      expect((await as(side, 'GET', `/accounts/${id}/credentials`)).status).toBe(500);
    }
    expect(provider.asked.length).toBe(before);
  });

  it('touch none of the other’s webhooks and deliveries', async () => {
    const hook = { url: 'https://hook.example/', events: ['account.updated'] };
    const { body } = await as(a, 'POST', '/webhooks', hook);
    for (const [method, path, sent] of [
      ['GET', ''],
      ['PATCH', '', { description: 'theirs' }],
      ['POST', '/rotate_secret', {}],
      ['POST', '/test'],
      ['GET', '/deliveries'],
      ['POST', '/deliveries/x/redeliver'],
      ['DELETE', ''],
    ] as const)
      expect((await as(b, method, `/webhooks/${body.id}${path}`, sent)).status, `${method} ${path}`).toBe(404);
    expect((await as(b, 'GET', '/webhooks')).body.data).toEqual([]);
    expect((await as(a, 'GET', `/webhooks/${body.id}`)).body).toMatchObject({ description: null });
  });

  it('change their own records alone, in memory too', async () => {
    await as(a, 'PATCH', `/accounts/${ACCOUNT}`, { label: 'changed', metadata: { by: 'a' } });
    expect((await as(b, 'GET', `/accounts/${ACCOUNT}`)).body).toMatchObject({ label: 'label-b', metadata: null });
    await as(a, 'PATCH', `/auth_configs/${CONFIG}`, { name: 'changed', enabled: false });
    expect((await rpc(a)).status).toBe(412);
    expect((await rpc(b)).status).toBe(200);
    expect((await as(b, 'GET', `/auth_configs/${CONFIG}`)).body).toMatchObject({ name: 'config-b', enabled: true });
    await as(a, 'PATCH', `/auth_configs/${CONFIG}`, { enabled: true });
    await as(a, 'PATCH', `/accounts/${ACCOUNT}`, { status: 'suspended' });
    expect([(await rpc(a)).status, (await rpc(b)).status]).toEqual([412, 200]);
    expect((await as(a, 'DELETE', `/accounts/${ACCOUNT}`)).status).toBe(200);
    expect([(await rpc(a)).status, (await rpc(b)).status]).toEqual([404, 200]);
    expect((await as(a, 'DELETE', '/connectors/forge?force=true')).status).toBe(204);
    expect((await as(a, 'GET', '/connectors/forge')).status).toBe(404);
    expect((await as(b, 'GET', '/connectors/forge')).status).toBe(200);
    expect((await rpc(b)).body.data).toEqual({ version: 'own-b', key: 'Bearer key-b' });
  });
});
