import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FORBIDDEN_HOSTS } from '../../src/egress/testing/forbidden-hosts.ts';
import { createSession, hub } from '../support/linking.ts';
import { type MockProvider, startProvider } from '../support/mock-provider.ts';
import { beginSignIn, visit } from '../support/oauth.ts';
import { startTestServer, type TestAnswer, type TestServer } from '../support/server.ts';
import { addAuthConfig, linkSignedIn } from '../support/signed-in-accounts.ts';
import { OPEN_NAME, resolveForTests, SOME_FORBIDDEN_HOSTS } from './fixtures/forbidden-hosts.ts';

let server: TestServer;
/** May be called, under its name alone. */
let provider: MockProvider;
/** Stands on this machine and may not be called by anything. */
let inside: MockProvider;
let open: string;
let custom: string;

beforeAll(async () => {
  inside = await startProvider({});
  provider = await startProvider({
    'GET /list': ({ query }) => ({ json: { next: query.get('to') } }),
    'GET /away': ({ query }) => ({ status: 302, headers: { location: query.get('to') ?? '' } }),
    'GET /inside': ({ headers }) =>
      headers.authorization === 'Bearer old' ? { status: 401, json: {} } : { json: { here: true } },
  });
  open = `${OPEN_NAME}:${provider.port}`;
  server = await startTestServer({ env: { PATCHBAY_EGRESS_ALLOW: open }, lookup: resolveForTests });
  const text = readFileSync(join(import.meta.dirname, 'fixtures/reach.yaml'), 'utf8').replaceAll('OPEN', open);
  const pushed = await server.call('PUT', '/connectors/reach', { files: { 'reach.connector.s1.yaml': text } });
  expect(pushed.body).toMatchObject({ key: 'reach', created: true });
  custom = await link({ site: open, apiKey: 'key' });
});
afterEach(() => {
  expect(inside.asked.map(({ method, host, path }) => `${method} ${host}${path}`)).toEqual([]);
});
afterAll(async () => {
  await server.dispose();
  await Promise.all([provider.close(), inside.close()]);
});

/** The URL of a forbidden host, at the port where a call would be noticed. */
const at = (host: string, scheme = 'http'): string => `${scheme}://${host}:${inside.port}`;
const codes = ['egress_blocked', 'egress_request_invalid', 'provider_unreachable'];

let owners = 0;
const authConfig = (method: string, secrets = {}): Promise<string> =>
  addAuthConfig(server, {
    connectorKey: 'reach',
    authMethodKey: method,
    setup: method === 'person' ? { clientId: 'client' } : {},
    secrets,
  });
async function submit(method: string, credentials: object): Promise<TestAnswer> {
  owners += 1;
  const integration = await authConfig(method);
  const { token } = await createSession(server, {
    type: 'production',
    integration_id: integration,
    origin_owner_id: `owner-${owners}`,
  });
  return hub(server, token, 'POST', '/hub/accounts', { integration_id: integration, credentials });
}
async function link(credentials: object): Promise<string> {
  const { status, body } = await submit('custom', credentials);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}
const run = (action: string, query: object = {}, account = custom) =>
  server.call('POST', '/actions/rpc', { action: `reach_${action}`, query }, { 'x-account-id': account });

function expectRefused(answer: TestAnswer, what: string): void {
  const { status, body } = answer;
  expect({ what, status, code: body.code, body: codes.includes(body.code) ? '' : body }).toEqual({
    what,
    status: expect.toSatisfy((one: number) => one === 400 || one === 502),
    code: expect.toBeOneOf(codes),
    body: '',
  });
  expect(JSON.stringify(body), what).not.toContain('8.8.8.8');
}

describe('the way that is open', () => {
  it('works, so that refusals say something', async () => {
    expect(await run('get_site')).toMatchObject({ status: 200, body: { data: { here: true } } });
    expect(await run('get_next', { to: `http://${open}` })).toMatchObject({
      status: 200,
      body: { data: { here: true } },
    });
    expect(await run('get_link', { to: `http://${open}/inside` })).toMatchObject({ status: 200 });
    expect(await run('get_file', { to: `http://${open}/inside` })).toMatchObject({ status: 200 });
  });
});

describe('a link that a provider gave', () => {
  it.each(FORBIDDEN_HOSTS)('does not lead a request to %s', async (host) => {
    expectRefused(await run('get_next', { to: at(host) }), host);
  });

  it.each(SOME_FORBIDDEN_HOSTS)('does not lead a download to %s, by redirect or address', async (host) => {
    expectRefused(await run('get_file', { to: `${at(host)}/inside` }), host);
    expectRefused(await run('get_link', { to: `${at(host)}/inside` }), host);
    const chain = `http://${open}/away?to=${encodeURIComponent(`${at(host)}/inside`)}`;
    expectRefused(await run('get_file', { to: chain }), `chain to ${host}`);
  });

  it('does not lead to other ports of a host that is open on one', async () => {
    expectRefused(await run('get_next', { to: `http://${OPEN_NAME}:${inside.port}` }), 'port');
    expectRefused(await run('get_next', { to: `http://127.0.0.1:${provider.port}` }), 'address of the name');
  });

  it('does not lead to other schemes, or to hosts with a user name', async () => {
    for (const to of [
      `http://${open}@127.0.0.1:${inside.port}`,
      `http://user:secret@${open}`,
      'file:///etc',
      'ftp://127.0.0.1',
      `gopher://127.0.0.1:${inside.port}`,
      'data:text/plain,x',
    ]) {
      const { status, body } = await run('get_next', { to });
      expect([400, 500, 502], `${to} ${JSON.stringify(body)}`).toContain(status);
      expect(body.code, to).not.toBe('internal_error');
    }
  });

  it('is judged anew at each connection, so that a name cannot change its address', async () => {
    const to = at('rebound.example');
    // The first answer is public; the network is shut to it here.
    expect((await run('get_next', { to })).body.code).not.toBe('egress_blocked');
    expect((await run('get_next', { to })).body.code).toBe('egress_blocked');
  });
});

describe('a field of a linked account that is part of the base URL', () => {
  it.each(SOME_FORBIDDEN_HOSTS)('does not lead to %s', async (host) => {
    const account = await link({ site: `${host}:${inside.port}`, apiKey: 'key' });
    expectRefused(await run('get_site', {}, account), host);
    const proxied = await server.call('POST', '/unified/proxy', { path: '/inside' }, { 'x-account-id': account });
    expectRefused(proxied, `proxy ${host}`);
  });

  it('does not lead to another host by what is put behind or before it', async () => {
    for (const site of [
      `${open}@127.0.0.1:${inside.port}`,
      `127.0.0.1:${inside.port}#.${open}`,
      `127.0.0.1:${inside.port}?.${open}`,
      `127.0.0.1:${inside.port}\\.${open}`,
    ]) {
      const linked = await submit('custom', { site, apiKey: 'key' });
      if (linked.status !== 201) continue;
      const { status, body } = await run('get_site', {}, linked.body.id);
      expect([400, 500, 502], `${site} ${JSON.stringify(body)}`).toContain(status);
      expect(body.code, site).not.toBe('internal_error');
    }
  });
});

describe('the addresses of OAuth 2.0', () => {
  it.each(SOME_FORBIDDEN_HOSTS)('do not lead a token request to %s', async (host) => {
    const { status, body } = await submit('service', { site: open, tokenUrl: `${at(host)}/token`, apiKey: 'key' });
    expect([400, 422, 502], JSON.stringify(body)).toContain(status);
    expect(body.code).not.toBe('internal_error');
  });

  const linkPerson = async (tokenUrl: string): Promise<string> =>
    linkSignedIn(server, await authConfig('person', { clientSecret: 'client-secret' }), {
      setup: { site: open, tokenUrl },
      secrets: { accessToken: 'old', refreshToken: 'refresh', expiresIn: 3_600 },
    });

  it.each(SOME_FORBIDDEN_HOSTS)('do not lead a renewal to %s', async (host) => {
    const account = await linkPerson(`${at(host)}/token`);
    const { status, body } = await run('get_site', {}, account);
    expect({ status, body }, host).toMatchObject({ status: 502 });
    expect(body.code, host).not.toBe('internal_error');
  });

  it.each(SOME_FORBIDDEN_HOSTS)('do not lead a revocation to %s', async (host) => {
    const account = await linkPerson(`${at(host)}/revoke`);
    const { status, body } = await server.call('DELETE', `/accounts/${account}`);
    expect({ status, revocation: body.revocation }).toMatchObject({
      status: 200,
      revocation: { attempted: true, succeeded: false },
    });
  });

  it.each(SOME_FORBIDDEN_HOSTS)('do not lead the exchange of a code to %s', async (host) => {
    owners += 1;
    const id = await authConfig('person', { clientSecret: 'client-secret' });
    const begun = await beginSignIn(server, id, {
      fields: { site: open, tokenUrl: `${at(host)}/token` },
      session: { type: 'production', origin_owner_id: `owner-${owners}` },
    });
    const sent = await visit(begun.address);
    const state = new URL(sent.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const cookie = sent.headers
      .getSetCookie()
      .map((one) => one.split(';', 1)[0])
      .join('; ');
    const query = new URLSearchParams({ state, code: 'code' });
    await visit(`${server.url}/connect/oauth2/reach/callback?${query}`, { headers: { cookie } });
    expect(await begun.status()).toMatchObject({ status: 'error', account: null, error: { code: expect.any(String) } });
  });
});

describe('webhooks', () => {
  const make = (url: string) => server.call('POST', '/webhooks', { url, events: ['account.created'] });

  it.each(FORBIDDEN_HOSTS)('are not made for %s', async (host) => {
    expect(await make(at(host, 'https'))).toMatchObject({
      status: 400,
      body: { code: expect.stringMatching(/url|webhook/) },
    });
    expect((await make(at(host))).status).toBe(400);
  });

  it('are not moved to a forbidden host', async () => {
    const { body } = await make('https://receiver.example/hook');
    for (const host of FORBIDDEN_HOSTS.filter((_, index) => index % 5 === 0))
      expect((await server.call('PATCH', `/webhooks/${body.id}`, { url: at(host, 'https') })).status, host).toBe(400);
    expect((await server.call('GET', `/webhooks/${body.id}`)).body.url).toBe('https://receiver.example/hook');
  });

  it.each(['inside.example', 'mixed.example', 'later-rebound.example'])('send nothing to %s', async (host) => {
    if (host.startsWith('later')) await resolveForTests(host);
    const { status, body } = await make(at(host, 'https'));
    expect(status).toBe(201);
    const tested = await server.call('POST', `/webhooks/${body.id}/test`);
    expect(JSON.stringify(tested.body)).not.toContain('8.8.8.8');
    await expect
      .poll(async () => (await server.call('GET', `/webhooks/${body.id}/deliveries`)).body.data)
      .toMatchObject([{ response_status: null, error: expect.stringContaining('resolves to') }]);
    await server.call('DELETE', `/webhooks/${body.id}`);
  });
});

describe('the server’s own address, open for its emulators', () => {
  const own = () => new URL(server.url).host;

  it('is closed to everything but them, whatever the spelling', async () => {
    const { port } = new URL(server.url);
    for (const base of [
      server.url,
      `http://127.1:${port}`,
      `http://[::ffff:127.0.0.1]:${port}`,
      `http://localhost:${port}`,
      `http://inside.example:${port}`,
      `${server.url}/sandbox/..`,
      `${server.url}/sandbox/%2e%2e`,
      `${server.url}/sandbox/humaans/../..`,
      `${server.url}/sandboxes`,
    ])
      expectRefused(await run('get_next', { to: base }), base);
    expectRefused(await run('get_file', { to: `${server.url}/openapi.json` }), 'redirect');
    const emulated = `${server.url}/sandbox/humaans/x`;
    expect((await run('get_file', { to: emulated })).body.code, emulated).not.toBe('egress_blocked');
    // The connection that this left open serves no other path.
    expectRefused(await run('get_file', { to: `${server.url}/openapi.json` }), 'open connection');
  });

  it('is closed to base URLs of accounts, the proxy and webhooks', async () => {
    const account = await link({ site: own(), apiKey: 'key' });
    expectRefused(await run('get_site', {}, account), 'base URL');
    const proxied = await server.call('POST', '/unified/proxy', { path: '/accounts' }, { 'x-account-id': account });
    expectRefused(proxied, 'proxy');
    const hook = { url: `${server.url}/operator/sign-in`, events: ['account.created'] };
    expect((await server.call('POST', '/webhooks', hook)).status).toBe(400);
  });
});
