import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkDemoAccount } from '../support/linking.ts';
import { type OperatorBrowser, OWNER_ENV, openBrowser, signedIn } from '../support/operators.ts';
import { basic, send, startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';

type Person = 'nobody' | 'stranger' | 'viewer' | 'admin' | 'owner';

let server: TestServer;
let projectId: string;
let account: string;
const browsers = {} as Record<Person, OperatorBrowser>;

beforeAll(async () => {
  server = await startTestServer({ env: OWNER_ENV });
  projectId = (await server.platform.projects.ensureDefault()).id;
  account = await linkDemoAccount(server, 'humaans');
  browsers.nobody = openBrowser(server);
  browsers.owner = await signedIn(server);
  const other = (await browsers.owner.call('POST', '/operator/projects', { name: 'Other' })).body;
  for (const [name, role, id] of [
    ['viewer', 'viewer', projectId],
    ['admin', 'admin', projectId],
    ['stranger', 'admin', other.id],
  ] as const) {
    const email = `${name}@example.com`;
    const { body } = await browsers.owner.call('POST', `/operator/projects/${id}/members`, { email, role });
    const browser = await signedIn(server, { email, password: body.one_time_password });
    const passwords = { current_password: body.one_time_password, new_password: `the password of ${name}` };
    await browser.call('POST', '/operator/password', passwords);
    browsers[name] = browser;
  }
});
afterAll(() => server.dispose());

const as = (who: Person, method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  browsers[who].call(method, path, body, { 'x-project-id': projectId, accept: 'application/json', ...headers });

interface Route {
  readonly method: string;
  readonly path: string;
  readonly scopes: readonly string[];
}

/** Every route that takes an API key, with ids of nothing. */
async function routes(): Promise<Route[]> {
  const { paths } = (await server.call('GET', '/openapi.json')).body as {
    paths: Record<string, Record<string, { security?: object[]; 'x-scopes'?: string[] }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { security = [] }]) => security.some((way) => 'apiKey' in way))
      .map(([method, { 'x-scopes': scopes = [] }]) => ({
        method: method.toUpperCase(),
        path: path.replace(/\{\w+\}/g, '999999999'),
        scopes,
      })),
  );
}

const KEYS_ONLY = ['GET /accounts/999999999/credentials', 'POST /ai/tool-feedback'];
const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
/** A viewer may do what `platform:read` or `connectors:read` is enough for. */
const isRead = ({ scopes }: Route): boolean => scopes.some((scope) => /^(platform|connectors):read$/.test(scope));

describe('a route for API keys', () => {
  it('lets a signed-in operator in as far as the role goes, and nobody else', async () => {
    const refusals = [];
    for (const route of await routes()) {
      const { method, path } = route;
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      for (const who of ['nobody', 'stranger', 'viewer', 'admin', 'owner'] as const) {
        const { status, body: answer } = await as(who, method, path, body);
        const name = `${who} on ${nameOf(route)}`;
        const door = status === 401 || status === 403 || answer.code === 'project_not_found' ? answer.code : 'open';
        if (KEYS_ONLY.includes(nameOf(route))) expect(door, name).toBe('api_key_missing');
        else if (who === 'nobody') expect(door, name).toBe('operator_session_missing');
        else if (who === 'stranger') expect(door, name).toBe('project_not_found');
        else if (who === 'viewer' && !isRead(route)) expect(door, name).toBe('operator_role_missing');
        else expect(door, name).toBe('open');
        if (door !== 'open') refusals.push(name);
      }
    }
    expect(refusals.length).toBeGreaterThan(100);
  });

  it('wants the project named, and honours no cookie beside an API key', async () => {
    const { cookie } = browsers.owner;
    for (const { method, path } of await routes()) {
      const plain = await send(`${server.url}${path}`, { method, headers: { cookie: cookie(), origin: server.url } });
      expect(plain.body.code, `${method} ${path}`).toBe('api_key_missing');
    }
    const wrong = { authorization: basic('not-a-key-0123456789abcdefghijklmnopqrst') };
    expect((await as('owner', 'GET', '/accounts', undefined, wrong)).body.code).toBe('api_key_unknown');
    const elsewhere = { authorization: basic(TEST_KEY), 'x-project-id': 'another' };
    expect((await as('stranger', 'GET', '/accounts', undefined, elsewhere)).status).toBe(200);
    expect((await as('owner', 'GET', '/accounts', undefined, { 'x-project-id': 'nowhere' })).body.code).toBe(
      'project_not_found',
    );
  });

  it('changes nothing for the page of another site, and tells browsers of no other origin that they may send this', async () => {
    const writes = (await routes()).filter((one) => one.method !== 'GET' && !KEYS_ONLY.includes(nameOf(one)));
    for (const { method, path } of writes) {
      const body = method === 'DELETE' ? undefined : {};
      for (const from of [
        { origin: 'https://shop.example' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ])
        expect((await as('owner', method, path, body, from)).body.code, `${method} ${path}`).toBe('cross_site_refused');
    }
    for (const { path } of await routes()) {
      const preflight = await send(`${server.url}${path}`, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://shop.example',
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'x-project-id',
        },
      });
      expect(preflight.headers.get('access-control-allow-origin'), path).toBeNull();
    }
  });

  it('is closed to those who must first choose a password of their own, and to those who signed out', async () => {
    const email = 'new@example.com';
    const members = `/operator/projects/${projectId}/members`;
    const { body } = await browsers.owner.call('POST', members, { email, role: 'admin' });
    const browser = await signedIn(server, { email, password: body.one_time_password });
    const list = () => browser.call('GET', '/accounts', undefined, { 'x-project-id': projectId });
    expect((await list()).body.code).toBe('password_change_required');
    await browser.call('POST', '/operator/sign-out');
    expect((await list()).body.code).toBe('operator_session_missing');
  });
});

describe('an operator', () => {
  it('sees and changes the accounts, auth configs and connectors of a project', async () => {
    const list = await as('viewer', 'GET', '/accounts');
    expect(list.body.map(({ id }: { id: string }) => id)).toEqual([account]);
    expect((await as('admin', 'PATCH', `/accounts/${account}`, { label: 'Main' })).body.label).toBe('Main');
    expect((await as('viewer', 'GET', `/accounts/${account}`)).body.label).toBe('Main');
    const configs = await as('viewer', 'GET', '/auth_configs');
    const { id } = configs.body.data[0];
    expect((await as('admin', 'PATCH', `/auth_configs/${id}`, { name: 'Ours' })).body.name).toBe('Ours');
    expect((await as('viewer', 'GET', '/connectors')).body.data.length).toBeGreaterThan(3);
    const run = await as('admin', 'POST', '/actions/rpc', { action: 'humaans_get_me' }, { 'x-account-id': account });
    expect(run.status).toBe(200);
  });

  it('is named in the audit log and as the source in the logs', async () => {
    const hook = { url: 'https://example.com/hook', events: ['account.created'] };
    const made = await as('admin', 'POST', '/webhooks', hook);
    expect(made.status).toBe(201);
    const [entry] = await server.platform.audit.list({ action: 'webhook.created' }, { limit: 1 });
    const actor = { type: 'operator', name: 'admin@example.com', ip: '127.0.0.1' };
    expect(entry).toMatchObject({ projectId, actor, target: { id: String(made.body.id) } });

    await as('admin', 'GET', `/operator/projects/${projectId}/api_keys`);
    await as('admin', 'GET', '/operator/me');
    const logs = (await as('viewer', 'GET', '/requests/platform-logs?source_types=dashboard&page_size=10')).body.data;
    const shown = logs.map((log: Record<string, unknown>) => [log['http_method'], log['path'], log['source_value']]);
    expect(shown.slice(0, 2)).toEqual([
      ['GET', `/operator/projects/${projectId}/api_keys`, 'admin@example.com'],
      ['POST', '/webhooks', 'admin@example.com'],
    ]);
  });
});
