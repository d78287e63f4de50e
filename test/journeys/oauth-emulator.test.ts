import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, hub } from '../support/linking.ts';
import { beginSignIn, defaultProject, locationOf, visit } from '../support/oauth.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const SCOPES = 'openid offline employees:personal.read employees:employment_details.read';

let server: TestServer;
let owners = 0;
/** What the sandbox lists for the set-up of an auth config. */
let client: { readonly clientId: string; readonly clientSecret: string };

/** An auth config for Lattice by OAuth 2.0 against the emulator, made as the documentation says. */
async function authConfig(more: Readonly<Record<string, string>> = {}): Promise<string> {
  const { status, body } = await server.call('POST', '/auth_configs', {
    connector_key: 'lattice',
    authentication_config_key: 'oauth2',
    environment: 'sandbox',
    name: 'Lattice HRIS (demo)',
    setup: { ...client, ...more },
  });
  expect(status).toBe(201);
  return body.id;
}

/** Answers the emulator's consent page. @returns where the browser goes then */
async function consent(address: URL, decision: 'allow' | 'deny' = 'allow'): Promise<URL> {
  expect((await visit(address.href)).status).toBe(200);
  return locationOf(await visit(address.href, { method: 'POST', body: new URLSearchParams({ decision }) }));
}

const nextOwner = () => ({ origin_owner_id: `owner-${++owners}`, origin_owner_name: 'Owner' });

beforeAll(async () => {
  server = await startTestServer();
  const { body } = await server.call('GET', '/sandbox', undefined, { accept: 'application/json' });
  const [setup] = body.find(({ key }: { key: string }) => key === 'lattice').setup;
  expect(setup).toMatchObject({ authentication_config_key: 'oauth2', name: 'HRIS partner application' });
  client = setup.fields;
});
afterAll(() => server.dispose());

describe('an account of an emulated provider, linked by signing in there', () => {
  it('is linked once the person has agreed, and its actions run', async () => {
    const owner = nextOwner();
    const begun = await beginSignIn(server, await authConfig({ scopes: SCOPES }), {
      fields: { region: 'us' },
      session: owner,
    });
    const sent = await visit(begun.address);
    expect([sent.status, sent.headers.get('referrer-policy')]).toEqual([302, 'no-referrer']);
    const address = locationOf(sent);
    expect(`${address.origin}${address.pathname}`).toBe(`${server.publicUrl}/sandbox/lattice/oauth2/auth`);
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      client_id: client.clientId,
      response_type: 'code',
      scope: SCOPES,
      code_challenge_method: 'S256',
      redirect_uri: `${server.publicUrl}/connect/oauth2/lattice/callback`,
    });
    expect((await begun.status()).status).toBe('pending');

    const back = await visit((await consent(address)).href);
    expect(back.status).toBe(200);
    expect(await back.text()).toContain('Lattice is connected');

    const { status, account, error } = await begun.status();
    expect([status, error]).toEqual(['authenticated', null]);
    const found = await server.call('GET', `/accounts/${account!.id}`);
    expect(found.body).toMatchObject({ provider: 'lattice', status: 'active', ...owner });
    const header = { 'x-account-id': account!.id };
    const ran = await server.call('POST', '/actions/rpc', { action: 'lattice_list_employees' }, header);
    expect(ran.status).toBe(200);
    expect((await hub(server, begun.token, 'POST', '/hub/connection_attempts', {})).status).toBe(401);

    const { accounts } = server.platform;
    const stored = (await accounts.get(await defaultProject(server), account!.id))!;
    expect(stored.grantedScopes).toEqual(SCOPES.split(' '));
    expect(accounts.secrets(stored)).toEqual({
      accessToken: expect.stringMatching(/^at_/),
      refreshToken: expect.stringMatching(/^rt_/),
      expiresIn: 3600,
      idToken: expect.any(String),
    });
    expect(stored.setup).toEqual({ region: 'us' });
    expect(stored.credentialsExpireAt).toBe(stored.createdAt + 3_600_000);
  });

  it('gets new tokens in a session that edits it', async () => {
    const owner = nextOwner();
    const id = await authConfig();
    const first = await beginSignIn(server, id, { session: owner });
    await visit((await consent(locationOf(await visit(first.address)))).href);
    const account = (await first.status()).account!.id;
    const { accounts } = server.platform;
    const project = await defaultProject(server);
    const before = accounts.secrets((await accounts.get(project, account))!);

    const { token } = await createSession(server, { ...owner, account_id: account });
    const shown = await hub(server, token, 'GET', `/hub/accounts/${account}`);
    expect(shown.body).toMatchObject({ secrets: {}, setupInformation: { region: 'us' }, integrationId: id });
    const again = await beginSignIn(server, id, { token });
    await visit((await consent(locationOf(await visit(again.address)))).href);
    expect(await again.status()).toMatchObject({ status: 'authenticated', account: { id: account } });
    const after = accounts.secrets((await accounts.get(project, account))!);
    expect(after['accessToken']).not.toBe(before['accessToken']);
    expect((await server.call('GET', `/accounts?origin_owner_id=${owner.origin_owner_id}`)).body).toHaveLength(1);
  });

  it('is not linked when the person refuses; the hub and the window say so', async () => {
    const owner = nextOwner();
    const begun = await beginSignIn(server, await authConfig(), { session: owner });
    const address = locationOf(await visit(begun.address));
    expect(address.searchParams.get('scope')).toMatch(/^openid offline employees:/);
    const back = await visit((await consent(address, 'deny')).href);
    expect(back.status).toBe(400);
    const page = await back.text();
    expect(page).toContain('Lattice is not connected');
    expect(page).toContain('allow what is asked for');
    expect(await begun.status()).toMatchObject({
      status: 'error',
      account: null,
      error: { code: 'access_denied', description: expect.stringContaining('The resource owner denied the request.') },
    });
    expect((await server.call('GET', `/accounts?origin_owner_id=${owner.origin_owner_id}`)).body).toEqual([]);
  });

  it('is not linked with a wrong client secret or scope, which is the affair of whoever set it up', async () => {
    const wrongSecret = await beginSignIn(server, await authConfig({ clientSecret: 'canary-wrong-secret' }));
    const back = await visit((await consent(locationOf(await visit(wrongSecret.address)))).href);
    expect(back.status).toBe(502);
    expect(await back.text()).not.toContain('canary');
    expect((await wrongSecret.status()).error).toMatchObject({
      code: 'invalid_client',
      description: expect.stringContaining('must be corrected first'),
    });
    const wrongScope = await beginSignIn(server, await authConfig({ scopes: 'employees:everything' }));
    const refused = locationOf(await visit(locationOf(await visit(wrongScope.address)).href));
    expect((await visit(refused.href)).status).toBe(400);
    expect((await wrongScope.status()).error).toMatchObject({ code: 'invalid_scope' });
  });

  it('cannot be linked by a form', async () => {
    const id = await authConfig();
    const { token } = await createSession(server, { integration_id: id });
    const answer = await hub(server, token, 'POST', '/hub/accounts', { integration_id: id, credentials: {} });
    expect(answer).toMatchObject({ status: 400, body: { code: 'oauth_sign_in_needed' } });
  });
});
