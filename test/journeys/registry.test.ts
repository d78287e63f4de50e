import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCOPES } from '../../src/platform/api-keys/index.ts';
import { createSession, hub } from '../support/linking.ts';
import { connectorFolder, type MadeConnector, madeConnector } from '../support/made-connector.ts';
import { type MockProvider, startProvider } from '../support/mock-provider.ts';
import { basic, startTestServer, type TestServer } from '../support/server.ts';

let provider: MockProvider;
let folder: string;
let server: TestServer;
let baseUrl: string;
/** Headers of a key of another project. */
let stranger: Record<string, string>;
let projectId: string;

beforeAll(async () => {
  provider = await startProvider({
    'GET /echo': ({ headers }) => ({ json: { client: headers['x-client'], version: headers['x-version'] } }),
  });
  baseUrl = `http://127.0.0.1:${provider.port}`;
  folder = connectorFolder([
    'anvil',
    madeConnector({ key: 'anvil', version: '1.4.0', baseUrl }).replace(
      '{ name: x-version, value: 1.4.0',
      '{ name: x-version, value: built in',
    ),
  ]);
  server = await startTestServer({
    connectors: folder,
    env: { PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${provider.port}` },
  });
  const { projects, apiKeys } = server.platform;
  projectId = (await projects.ensureDefault()).id;
  const other = await projects.create('Other');
  const { value } = await apiKeys.create({ projectId: other.id, name: 'x', scopes: SCOPES });
  stranger = { authorization: basic(value) };
});
afterAll(async () => {
  await server.dispose();
  await provider.close();
  rmSync(folder, { recursive: true });
});

const filesOf = (made: MadeConnector) => ({
  [`${made.key ?? 'forge'}.connector.s1.yaml`]: madeConnector({ baseUrl, ...made }),
});
const push = (made: MadeConnector, headers = {}) =>
  server.call('PUT', `/connectors/${made.key ?? 'forge'}`, { files: filesOf(made) }, headers);
const get = (path: string, headers = {}) => server.call('GET', path, undefined, headers);
const remove = (key: string, query = '') => server.call('DELETE', `/connectors/${key}${query}`);
const configsOf = async (key: string) => (await get(`/auth_configs?connector_key=${key}`)).body.data;
const rpc = (account: string, action: string) =>
  server.call('POST', '/actions/rpc', { action }, { 'x-account-id': account });
const used = async (account: string, key: string) => (await rpc(account, `${key}_get_echo`)).body.data?.version;

/** Links an account of a connector through the auth config that a session is offered. @returns its id */
async function link(key: string, owner = 'o1'): Promise<string> {
  const { token } = await createSession(server, { type: 'production', origin_owner_id: owner, provider: key });
  const offers = await hub(server, token, 'GET', '/hub/connectors');
  const { status, body } = await hub(server, token, 'POST', '/hub/accounts', {
    integration_id: offers.body.integrations[0].integration_id,
    credentials: { apiKey: 'key' },
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

describe('a pushed connector', () => {
  it('is used at once: linked, called, listed, downloaded', async () => {
    const made = { key: 'hammer', environments: ['production', 'sandbox'] };
    const pushed = await push(made);
    expect(pushed).toMatchObject({
      status: 201,
      body: { key: 'hammer', version: '1.0.0', created: true, diagnostics: [] },
    });
    const configs = await configsOf('hammer');
    expect(configs).toHaveLength(2);
    for (const environment of made.environments)
      expect(configs).toContainEqual(
        expect.objectContaining({
          environment,
          enabled: true,
          default: true,
          connector_owner: 'custom',
          connector_label: 'HAMMER',
          connector_version: '1.0.0',
        }),
      );
    const { token } = await createSession(server, { type: 'production', provider: 'hammer' });
    const [{ integration_id }] = (await hub(server, token, 'GET', '/hub/connectors')).body.integrations;
    const form = await hub(server, token, 'GET', `/hub/connectors/${integration_id}`);
    // The guide pages are open to everybody and show built-in connectors only.
    expect(form.body.config).toMatchObject({ key: 'hammer', support: { link: null } });
    const account = await link('hammer');
    expect(await used(account, 'hammer')).toBe('1.0.0');
    expect((await get(`/accounts/${account}`)).body.provider_name).toBe('HAMMER');
    expect((await get(`/accounts/${account}/meta`)).body.provider).toBe('hammer');
    expect((await get('/actions?filter[connectors]=hammer')).body.data[0].actions).toHaveLength(1);
    expect((await get('/connectors/meta/hammer')).body).toMatchObject({ provider_name: 'HAMMER', active: true });
    const tools = await server.call(
      'POST',
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/list' },
      { 'x-account-id': account, accept: 'application/json' },
    );
    expect(tools.body.result.tools).toMatchObject([{ name: 'hammer_get_echo' }]);
    const icon = await get(configs[0].logo_url.replace(server.publicUrl, ''));
    expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);

    expect((await get('/connectors')).body.data).toEqual([
      expect.objectContaining({ key: 'anvil', source: 'builtin', version: '1.4.0', usable: true }),
      {
        key: 'hammer',
        title: 'HAMMER',
        source: 'custom',
        version: '1.0.0',
        usable: true,
        release_stage: 'ga',
        categories: ['crm'],
      },
    ]);
    expect((await get('/connectors/hammer')).body).toEqual({
      key: 'hammer',
      version: '1.0.0',
      source: 'custom',
      files: filesOf(made),
    });
    expect((await get('/connectors/anvil')).body).toMatchObject({
      source: 'builtin',
      files: { 'anvil.connector.s1.yaml': expect.stringContaining('key: anvil') },
    });
  });

  it('gets no auth config while its set-up is to be filled', async () => {
    expect((await push({ key: 'tongs', setup: true })).status).toBe(201);
    expect(await configsOf('tongs')).toEqual([]);
    const { body } = await server.call('POST', '/auth_configs', {
      connector_key: 'tongs',
      setup: { clientId: 'a', clientSecret: 'b' },
    });
    expect(body).toMatchObject({ connector_owner: 'custom', default: true });
    expect((await rpc(await link('tongs'), 'tongs_get_echo')).body.data.client).toBe('b');
  });

  it('is unknown in another project, which may have one of its own by the same key', async () => {
    await push({ key: 'secret' });
    const account = await link('secret');
    const unknown = { status: 404, body: { code: 'connector_not_found' } };
    for (const path of ['/connectors/secret', '/connectors/secret/versions', '/connectors/meta/secret']) {
      const answer = await get(path, stranger);
      expect(answer).toMatchObject(unknown);
      expect(answer.body.message).not.toContain('hammer');
    }
    expect((await get('/connectors', stranger)).body.data.map(({ key }: { key: string }) => key)).toEqual(['anvil']);
    expect(JSON.stringify((await get('/actions', stranger)).body)).not.toContain('secret');
    expect(await server.call('DELETE', '/connectors/secret?force=true', undefined, stranger)).toMatchObject(unknown);
    expect(await server.call('POST', '/auth_configs', { connector_key: 'secret' }, stranger)).toMatchObject(unknown);
    const session = { origin_owner_id: 'o', origin_owner_name: 'O', provider: 'secret' };
    expect(await server.call('POST', '/connect_sessions', session, stranger)).toMatchObject(unknown);

    const theirs = await push({ key: 'secret', version: '1.0.0', title: 'Theirs' }, stranger);
    expect(theirs).toMatchObject({ status: 201, body: { created: true } });
    expect((await get('/connectors/secret', stranger)).body.files).not.toEqual(
      (await get('/connectors/secret')).body.files,
    );
    expect(await used(account, 'secret')).toBe('1.0.0');
  });
});

describe('a version', () => {
  it('never changes: the same files are accepted, others refused', async () => {
    expect((await push({ key: 'chisel' })).status).toBe(201);
    expect(await push({ key: 'chisel' })).toMatchObject({ status: 200, body: { created: false, version: '1.0.0' } });
    expect(await push({ key: 'chisel', title: 'Other' })).toMatchObject({
      status: 409,
      body: { code: 'connector_version_exists', message: expect.stringContaining('raise info.version') },
    });
    expect((await push({ key: 'chisel', title: 'Other', version: '1.0.1' })).status).toBe(201);
    expect((await get('/connectors/chisel/versions')).body).toEqual({
      key: 'chisel',
      data: [
        { version: '1.0.1', source: 'custom', created_at: expect.any(String), current: true },
        { version: '1.0.0', source: 'custom', created_at: expect.any(String), current: false },
      ],
    });
    expect((await get('/connectors/chisel?version=1.0.0')).body.files).toEqual(filesOf({ key: 'chisel' }));
    expect((await get('/connectors/chisel?version=9.x.x')).body.code).toBe('connector_version_missing');
    expect((await get('/connectors/chisel?version=^1.0.0')).body.message).toContain('version ^1.0.0 is no version pin');
  });

  it('is used from the next request on, unless a pin says otherwise', async () => {
    await push({ key: 'saw' });
    const account = await link('saw');
    const [{ id }] = await configsOf('saw');
    const pin = (connector_version: string | null) =>
      server.call('PATCH', `/auth_configs/${id}`, { connector_version });
    await push({ key: 'saw', version: '1.1.0' });
    expect(await used(account, 'saw')).toBe('1.1.0');
    await pin('1.0.x');
    expect(await used(account, 'saw')).toBe('1.0.0');
    await push({ key: 'saw', version: '1.0.5' });
    expect(await used(account, 'saw')).toBe('1.0.5');
    await pin('1.0.0');
    expect(await used(account, 'saw')).toBe('1.0.0');
    await pin('latest');
    await push({ key: 'saw', version: '2.0.0' });
    expect(await used(account, 'saw')).toBe('2.0.0');
    await pin('1.x.x');
    expect(await used(account, 'saw')).toBe('1.1.0');
    expect((await get(`/auth_configs/${id}`)).body).toMatchObject({
      connector_version: '1.1.0',
      connector_pinned_version: '1.x.x',
    });

    expect(await pin('3.x.x')).toMatchObject({
      status: 200,
      body: { connector_label: 'SAW', connector_version: null, connector_pinned_version: '3.x.x' },
    });
    const missing = {
      status: 409,
      body: {
        code: 'connector_version_missing',
        message: expect.stringContaining('There are: 2.0.0, 1.1.0, 1.0.5, 1.0.0.'),
      },
    };
    expect(await rpc(account, 'saw_get_echo')).toMatchObject(missing);
    const { token } = await createSession(server, { type: 'production', provider: 'saw' });
    const body = { integration_id: id, credentials: { apiKey: 'key' } };
    expect(await hub(server, token, 'POST', '/hub/accounts', body)).toMatchObject(missing);
    await pin(null);
    expect(await used(account, 'saw')).toBe('2.0.0');
  });

  it('of the built-in connector can be pinned too', async () => {
    const account = await link('anvil', 'pinned');
    const [{ id }] = await configsOf('anvil');
    await server.call('PATCH', `/auth_configs/${id}`, { connector_version: '2.x.x' });
    expect(await rpc(account, 'anvil_get_echo')).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining('There are: 1.4.0 (built in).') },
    });
    await server.call('PATCH', `/auth_configs/${id}`, { connector_version: '1.x.x' });
    expect(await used(account, 'anvil')).toBe('built in');
    await server.call('PATCH', `/auth_configs/${id}`, { connector_version: null });
    await server.call('DELETE', `/accounts/${account}`);
  });
});

describe('a connector with mistakes', () => {
  it('is refused with every mistake and its place, and nothing is stored', async () => {
    const text = madeConnector({ key: 'broken', baseUrl });
    const files = {
      'broken.connector.s1.yaml': text.replace('method: get', 'method: fetch').replace('label: Get', 'labell: Get'),
    };
    const { status, body } = await server.call('PUT', '/connectors/broken', { files });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'connector_invalid', statusCode: 422 });
    const lines = files['broken.connector.s1.yaml'].split('\n');
    for (const [word, severity] of [
      ['fetch', 'error'],
      ['labell', 'warning'],
    ] as const) {
      const line = lines.findIndex((one) => one.includes(word));
      const found = body.diagnostics.find((one: { line: number }) => one.line === line + 1);
      expect(found, word).toEqual({
        file: 'broken.connector.s1.yaml',
        line: line + 1,
        column: expect.any(Number),
        severity,
        code: expect.any(String),
        message: expect.stringContaining(word),
      });
      expect(found.column).toBeGreaterThan(1);
    }
    expect((await get('/connectors/broken')).status).toBe(404);
  });

  it.each([
    [
      'a key that is not the one of the path',
      'other',
      { 'hoe.connector.s1.yaml': madeConnector({ key: 'hoe' }) },
      422,
      'connector_key_refused',
    ],
    [
      'a key that is a path of its own',
      'meta',
      { 'meta.connector.s1.yaml': madeConnector({ key: 'meta' }) },
      422,
      'connector_key_refused',
    ],
    [
      'a name with a folder',
      'hoe',
      { '../hoe.connector.s1.yaml': madeConnector({ key: 'hoe' }) },
      400,
      'validation_failed',
    ],
    ['a name that is no YAML file', 'hoe', { 'hoe.js': '' }, 400, 'validation_failed'],
    ['no file', 'hoe', {}, 400, 'validation_failed'],
    ['a file that is no text', 'hoe', { 'hoe.connector.s1.yaml': 7 }, 400, 'validation_failed'],
    ['an empty file', 'hoe', { 'hoe.connector.s1.yaml': '' }, 422, 'connector_invalid'],
    ['more than 5 MiB', 'hoe', { 'hoe.connector.s1.yaml': ' '.repeat(5_300_000) }, 413, 'body_too_large'],
  ])('is refused: %s', async (_what, key, files, status, code) => {
    expect(await server.call('PUT', `/connectors/${key}`, { files })).toMatchObject({ status, body: { code } });
  });
});

describe('a connector in place of a built-in one', () => {
  it('is used for its accounts, even at the same version number, until it is deleted', async () => {
    const account = await link('anvil');
    expect(await used(account, 'anvil')).toBe('built in');
    expect((await push({ key: 'anvil', version: '1.4.0' })).status).toBe(201);
    expect(await used(account, 'anvil')).toBe('1.4.0');
    expect((await configsOf('anvil')).map((one: { connector_owner: string }) => one.connector_owner)).toEqual([
      'custom',
    ]);
    expect(await remove('anvil')).toMatchObject({ status: 409, body: { code: 'connector_in_use' } });
    expect((await remove('anvil', '?force=true')).status).toBe(204);
    expect(await used(account, 'anvil')).toBe('built in');
    expect(await remove('anvil')).toMatchObject({ status: 409, body: { code: 'connector_builtin' } });
  });

  it('with another way to connect gets an auth config for that, as the default', async () => {
    expect((await push({ key: 'anvil', version: '1.5.0', method: 'token' })).status).toBe(201);
    const configs = await configsOf('anvil');
    expect(
      configs
        .filter((one: { default: boolean }) => one.default)
        .map((one: Record<string, string>) => one['authentication_config_key']),
    ).toEqual(['token']);
    await link('anvil', 'token');
    await remove('anvil', '?force=true');
  });
});

describe('a deleted connector', () => {
  it('is kept while accounts use it, unless it shall go all the same', async () => {
    await push({ key: 'rasp' });
    const account = await link('rasp');
    expect(await remove('rasp')).toMatchObject({
      status: 409,
      body: { code: 'connector_in_use', message: expect.stringContaining('1 linked account') },
    });
    expect((await remove('rasp', '?force=true')).status).toBe(204);
    expect((await get('/connectors/rasp')).status).toBe(404);
    expect(await rpc(account, 'rasp_get_echo')).toMatchObject({ status: 404, body: { code: 'connector_not_found' } });
    // The account was not thrown away: it works again when its connector is back.
    await push({ key: 'rasp', version: '1.0.0', title: 'Again' });
    expect(await used(account, 'rasp')).toBe('1.0.0');
    await server.call('DELETE', `/accounts/${account}`);
    expect((await remove('rasp')).status).toBe(204);
    expect(await configsOf('rasp')).toEqual([]);
    expect((await remove('rasp')).status).toBe(404);
    await push({ key: 'rasp' });
    expect(await configsOf('rasp')).toHaveLength(1);
  });

  it('that this version of the server can no longer read is reported, and hinders nobody', async () => {
    await push({ key: 'worn' });
    const account = await link('worn');
    const files = JSON.stringify({ 'worn.connector.s1.yaml': 'StackOne: 1.0.0\n' });
    const { kysely } = server.platform.database;
    await kysely
      .updateTable('connector_versions')
      .set({ files, hash: 'other' })
      .where('connector_key', '=', 'worn')
      .execute();
    await server.platform.database.notify('connectors_changed', '');
    expect(await rpc(account, 'worn_get_echo')).toMatchObject({ status: 502, body: { code: 'connector_unusable' } });
    const { data } = (await get('/connectors')).body;
    expect(data.find(({ key }: { key: string }) => key === 'worn')).toMatchObject({ usable: false, title: 'WORN' });
    expect((await get('/connectors/worn')).body.files).toEqual(JSON.parse(files));
    expect((await configsOf('worn'))[0]).toMatchObject({ connector_label: null, connector_version: null });
    expect((await get(`/accounts/${account}`)).status).toBe(200);
    expect((await get('/actions')).status).toBe(200);
    const { token } = await createSession(server, { type: 'production' });
    expect((await hub(server, token, 'GET', '/hub/connectors')).status).toBe(200);
    expect((await push({ key: 'worn', version: '1.0.1' })).status).toBe(201);
    expect(await used(account, 'worn')).toBe('1.0.1');
  });

  it('and every push are in the audit log, with the key that did it', async () => {
    await push({ key: 'vise' });
    await push({ key: 'vise' });
    await remove('vise');
    const entries = (await server.platform.audit.list({}, { limit: 100 })).filter(
      ({ target }) => target?.id === 'vise',
    );
    expect(entries).toMatchObject([
      { action: 'connector.deleted', projectId, details: { versions: ['1.0.0'] } },
      {
        action: 'connector.pushed',
        projectId,
        actor: { type: 'api_key', ip: '127.0.0.1' },
        details: { version: '1.0.0' },
      },
    ]);
  });
});

describe('the logs of a project', () => {
  it('know the category of its own connectors, to show, to filter and to sort by', async () => {
    await push({ key: 'ledger', version: '1.0.0' });
    const account = await link('ledger', 'logged');
    expect((await rpc(account, 'ledger_get_echo')).status).toBe(200);
    for (const path of ['/requests/logs', '/requests/logs/steps']) {
      const found = (await get(`${path}?services=crm&account_ids=${account}`)).body.data;
      expect(
        found.map((log: Record<string, unknown>) => [log['provider'], log['service']]),
        path,
      ).toEqual([['ledger', 'crm']]);
      expect((await get(`${path}?services=hris&account_ids=${account}`)).body.data, path).toEqual([]);
      const sorted = (await get(`${path}?order_by=service&order_direction=desc`)).body.data;
      expect(sorted[0].service, path).toBe('crm');
    }
    const [log] = (await get(`/requests/logs?account_ids=${account}`)).body.data;
    expect((await get(`/requests/logs/${log.request_id}`)).body.data.service).toBe('crm');
  });
});
