import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testClock } from '../../src/platform/testing/index.ts';
import { DEMO_CLIENTS } from '../../src/sandbox/lattice/oauth/clients.ts';
import { linkDemoAccount } from '../support/linking.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { addAuthConfig, linkSignedIn } from '../support/signed-in-accounts.ts';

const HOUR = 3_600_000;
const PARTNER = DEMO_CLIENTS.find(({ kind }) => kind === 'partner')!;
const SCOPE = 'openid offline employees:personal.read employees:role_details.read';

const clock = testClock(Date.now());
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ clock });
});
afterAll(() => server.dispose());

const form = (path: string, members: Readonly<Record<string, string>>) =>
  fetch(`${server.url}/sandbox/lattice${path}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(members),
  });

/** Signs in at the emulator as an admin would. @returns the tokens as the provider gives them */
async function signIn(): Promise<{ readonly access_token: string; readonly refresh_token: string }> {
  const redirect = `${server.url}/callback`;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: PARTNER.id,
    redirect_uri: redirect,
    scope: SCOPE,
    state: 'a-long-enough-state',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'plain',
  });
  const consent = await form(`/oauth2/auth?${query}`, { decision: 'allow' });
  const code = new URL(consent.headers.get('location')!).searchParams.get('code')!;
  const answer = await form('/oauth2/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirect,
    code_verifier: 'a'.repeat(43),
    client_id: PARTNER.id,
    client_secret: PARTNER.secret,
  });
  return answer.json() as Promise<{ access_token: string; refresh_token: string }>;
}

async function link(): Promise<string> {
  const tokens = await signIn();
  const config = await addAuthConfig(server, {
    connectorKey: 'lattice',
    authMethodKey: 'oauth2',
    environment: 'sandbox',
    setup: { clientId: PARTNER.id, scopes: SCOPE },
    secrets: { clientSecret: PARTNER.secret },
  });
  return linkSignedIn(server, config, {
    secrets: { accessToken: tokens.access_token, refreshToken: tokens.refresh_token, expiresIn: 3_600 },
  });
}
const run = (account: string) =>
  server.call('POST', '/actions/rpc', { action: 'lattice_list_employees' }, { 'x-account-id': account });
const read = async (account: string) => (await server.call('GET', `/accounts/${account}/credentials`)).body.credentials;

describe('an account of a provider whose refresh tokens last two hours and are replaced at each use', () => {
  it('lives on without being used, because its tokens are renewed ahead', async () => {
    const account = await link();
    const first = await read(account);
    for (let hours = 0; hours < 6; hours += 1) {
      clock.advance(HOUR - 60_000);
      expect((await server.platform.accountHealth.runDue()).renewed).toBe(1);
    }
    expect((await run(account)).status).toBe(200);
    const last = await read(account);
    expect(last.accessToken).not.toBe(first.accessToken);
    expect(last.refreshToken).not.toBe(first.refreshToken);
    expect(JSON.stringify(last)).not.toContain(PARTNER.secret);
    await server.call('DELETE', `/accounts/${account}`);
  });

  it('is renewed by the call that finds the token about to end', async () => {
    const account = await link();
    clock.advance(HOUR);
    expect((await run(account)).status).toBe(200);
    expect((await run(account)).status).toBe(200);
    await server.call('DELETE', `/accounts/${account}`);
  });

  it('expires when nobody renewed it in time, and says what to do', async () => {
    const account = await link();
    clock.advance(3 * HOUR);
    expect(await run(account)).toMatchObject({
      status: 401,
      body: {
        code: 'account_credentials_expired',
        errorCode: 'AccountExpiredCredentialsError',
        message: expect.stringContaining('Link the account again'),
      },
    });
    expect((await server.call('GET', `/accounts/${account}`)).body.status).toBe('expired');
  });

  it('gives its tokens back when it is deleted', async () => {
    const account = await link();
    const { accessToken, refreshToken } = await read(account);
    const { body } = await server.call('DELETE', `/accounts/${account}`);
    expect(body.revocation).toEqual({ attempted: true, succeeded: true, reason: null });
    const renewed = await form('/oauth2/token', {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: PARTNER.id,
      client_secret: PARTNER.secret,
    });
    expect(renewed.status).toBe(400);
    const used = await fetch(`${server.url}/sandbox/lattice/v2/employees?limit=1`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(used.status).toBe(401);
  });
});

describe('an account that is linked by a key', () => {
  it.each(['15five', 'humaans', 'lattice', 'nutshell'])('of %s says that its key is to be ended there', async (key) => {
    const account = await linkDemoAccount(server, key);
    const { status, body } = await server.call('DELETE', `/accounts/${account}`);
    expect([status, body.id]).toEqual([200, account]);
    expect(body.revocation).toEqual({
      attempted: false,
      succeeded: false,
      reason: expect.stringMatching(/offers no way to end these credentials from here\. End them at /),
    });
  });
});
