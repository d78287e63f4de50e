import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/kernel/index.ts';
import { SCOPES } from '../../src/platform/api-keys/index.ts';
import { testClock } from '../../src/platform/testing/index.ts';
import { createSession, hub } from '../support/linking.ts';
import { connectorFolder } from '../support/made-connector.ts';
import { type Asked, type MockProvider, startProvider, type Told } from '../support/mock-provider.ts';
import { basic, startTestServer, type TestServer } from '../support/server.ts';
import { addAuthConfig, linkSignedIn } from '../support/signed-in-accounts.ts';

const HOUR = 3_600_000;

const connector = (port: number): string => `StackOne: 1.0.0
info: { title: Acme, key: acme, version: 1.0.0, description: Makes everything. }
baseUrl: http://127.0.0.1:${port}
authentication:
  - oauth2:
      type: oauth2
      label: OAuth 2.0
      environments: [{ key: production, name: Production }]
      authorization:
        type: oauth2
        token: $.credentials.accessToken
        authorizationUrl: http://127.0.0.1:${port}/authorize
        tokenUrl: http://127.0.0.1:${port}/token
        revocationUrl: http://127.0.0.1:${port}/revoke
      setupFields:
        - { key: clientId, label: Client ID, type: text, required: true }
        - { key: clientSecret, label: Client Secret, type: password, required: true, secret: true }
actions:
  - actionId: get_me
    actionType: get
    label: Get me
    description: Who the token belongs to.
    steps:
      - stepId: me
        description: Ask
        stepFunction: { functionName: request, parameters: { url: /me, method: get } }
    result: { data: $.steps.me.output.data }
  - actionId: create_and_check
    actionType: custom
    label: Create and check
    description: Creates something and looks at it.
    steps:
      - stepId: create
        description: Create
        stepFunction: { functionName: request, parameters: { url: /things, method: post } }
      - stepId: check
        description: Check
        stepFunction: { functionName: request, parameters: { url: /me, method: get } }
    result: { data: $.steps.check.output.data }
`;

/** Its tokens have no end that anybody knows; they are exchanged every New Year. */
const clockwork = (port: number): string => `StackOne: 1.0.0
info: { title: Clockwork, key: clockwork, version: 1.0.0, description: Runs. }
baseUrl: http://127.0.0.1:${port}
authentication:
  - custom:
      type: custom
      label: Key
      environments: [{ key: production, name: Production }]
      authorization: { type: bearer, token: $.credentials.accessToken }
      configFields:
        - { key: apiKey, label: Key, type: password, required: true, secret: true }
      refreshAuthentication:
        schedule: 0 0 1 1 *
        action:
          actionId: exchange
          actionType: refresh_token
          categories: [internal]
          label: Exchange
          description: Exchanges the key for a token.
          steps:
            - stepId: token
              description: Ask
              stepFunction:
                functionName: request
                parameters: { url: /token, method: post, authorization: { type: none } }
          result: { data: { accessToken: $.steps.token.output.data.access_token } }
actions: []
`;

const warned: string[] = [];
let server: TestServer;
let provider: MockProvider;
let folder: string;
const clock = testClock(Date.now());
/** The access tokens that the provider takes. */
const good = new Set<string>();
let issued = 0;
let token: (asked: Asked) => Told;
let me: (asked: Asked) => Told;
let revoked: (asked: Asked) => Told;
const bearer = ({ headers }: Asked): string => (headers.authorization ?? '').slice('Bearer '.length);
const issue = (more: object = {}): Told => {
  issued += 1;
  good.clear();
  good.add(`access-${issued}`);
  return {
    json: {
      access_token: `access-${issued}`,
      refresh_token: `refresh-${issued}`,
      token_type: 'Bearer',
      expires_in: '3600',
      ...more,
    },
  };
};
const answerMe = (asked: Asked): Told =>
  good.has(bearer(asked)) ? { json: { token: bearer(asked) } } : { status: 401, json: { message: 'Bad token.' } };

beforeAll(async () => {
  provider = await startProvider({
    'POST /token': (asked) => token(asked),
    'GET /me': (asked) => me(asked),
    'POST /revoke': (asked) => revoked(asked),
    'POST /things': { status: 201, json: {} },
  });
  folder = connectorFolder(['acme', connector(provider.port)], ['clockwork', clockwork(provider.port)]);
  server = await startTestServer({
    clock,
    connectors: folder,
    logger: { ...silentLogger, warn: (fields, text) => void warned.push(JSON.stringify([text, fields])) },
    env: { PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${provider.port}` },
  });
});
afterAll(async () => {
  await server.dispose();
  await provider.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a connector with a schedule for renewals', () => {
  it('has credentials renewed then, from the moment they are linked or changed', async () => {
    token = () => issue();
    const { token: session } = await createSession(server, { type: 'production', provider: 'clockwork' });
    const [offer] = (await hub(server, session, 'GET', '/hub/connectors')).body.integrations;
    const form = { integration_id: offer.integration_id, credentials: { apiKey: 'key' } };
    const { status, body } = await hub(server, session, 'POST', '/hub/accounts', form);
    expect(status, JSON.stringify(body)).toBe(201);
    const { projects, accounts } = server.platform;
    const { id: projectId } = await projects.ensureDefault();
    const newYear = Date.UTC(new Date(clock.now()).getUTCFullYear() + 1, 0, 1);
    const scheduled = { credentialsExpireAt: null, renewAt: newYear };
    expect(await accounts.fresh(projectId, body.id)).toMatchObject(scheduled);
    await accounts.update(projectId, body.id, { renewAt: null });
    const { token: edit } = await createSession(server, { type: 'production', account_id: body.id });
    const changed = await hub(server, edit, 'PATCH', `/hub/accounts/${body.id}`, { credentials: { apiKey: 'other' } });
    expect(changed.status).toBe(200);
    expect(await accounts.fresh(projectId, body.id)).toMatchObject(scheduled);
  });
});

/** Links an account whose access token is the newest that the provider gave. */
async function linkAccount(secrets: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const config = await addAuthConfig(server, {
    connectorKey: 'acme',
    authMethodKey: 'oauth2',
    setup: { clientId: 'client' },
    secrets: { clientSecret: 'client-secret' },
  });
  return linkSignedIn(server, config, {
    secrets: { accessToken: `access-${issued}`, refreshToken: `refresh-${issued}`, expiresIn: 3_600, ...secrets },
  });
}
const run = (account: string, action = 'acme_get_me') =>
  server.call('POST', '/actions/rpc', { action }, { 'x-account-id': account });
const statusOf = async (account: string) => (await server.call('GET', `/accounts/${account}`)).body;
const askedFor = (path: string) => provider.asked.filter((one) => one.path === path);
const since = (path: string) => {
  const before = askedFor(path).length;
  return () => askedFor(path).slice(before);
};
const reset = () => {
  token = () => issue();
  me = answerMe;
  revoked = () => ({ status: 200 });
  issue();
};
beforeAll(reset);
afterEach(reset);

describe('a call with an access token that is about to end', () => {
  it('renews it first, with the client of the auth config, and then asks with the new one', async () => {
    const account = await linkAccount();
    const [old, asked] = [`refresh-${issued}`, since('/token')];
    clock.advance(HOUR - 10_000);
    const { status, body } = await run(account);
    expect([status, body.data]).toEqual([200, { token: `access-${issued}` }]);
    expect(asked()).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(asked()[0]!.body.toString()))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: old,
      client_id: 'client',
      client_secret: 'client-secret',
    });
    expect((await run(account)).status).toBe(200);
    expect(asked()).toHaveLength(1);
  });

  it('is answered with 502 while the provider cannot renew it, and with 200 later', async () => {
    const account = await linkAccount();
    clock.advance(HOUR);
    token = () => ({ status: 503, text: 'down' });
    expect(await run(account)).toMatchObject({ status: 502, body: { code: 'credentials_not_renewed' } });
    expect(await statusOf(account)).toMatchObject({ status: 'active', status_reasons: [] });
    token = () => issue();
    expect((await run(account)).status).toBe(200);
  });

  it('is answered with 401 once the provider has ended the grant, and the account is expired', async () => {
    const account = await linkAccount();
    clock.advance(HOUR);
    token = () => ({ status: 400, json: { error: 'invalid_grant', error_description: 'Consent was withdrawn' } });
    const expired = {
      status: 401,
      body: { code: 'account_credentials_expired', errorCode: 'AccountExpiredCredentialsError' },
    };
    const asked = since('/token');
    expect(await run(account)).toMatchObject(expired);
    expect(await run(account)).toMatchObject(expired);
    expect(asked()).toHaveLength(1);
    expect(await statusOf(account)).toMatchObject({
      status: 'expired',
      status_reasons: [{ code: 'AccountExpiredCredentialsError', description: 'Consent was withdrawn.' }],
    });
    issue();
    const secrets = { accessToken: `access-${issued}`, refreshToken: `refresh-${issued}` };
    expect(await server.call('PATCH', `/accounts/${account}`, { secrets })).toMatchObject({
      status: 200,
      body: { status: 'active', status_reasons: [] },
    });
    expect((await run(account)).status).toBe(200);
  });
});

describe('a call whose token the provider refuses', () => {
  it('renews the token and asks once more', async () => {
    const account = await linkAccount();
    good.clear();
    const asked = since('/me');
    expect(await run(account)).toMatchObject({ status: 200, body: { data: { token: `access-${issued}` } } });
    expect(asked()).toHaveLength(2);
    expect(await statusOf(account)).toMatchObject({ status: 'active' });
  });

  it('renews it once for many calls at once', async () => {
    const account = await linkAccount();
    good.clear();
    const asked = since('/token');
    const answers = await Promise.all(Array.from({ length: 10 }, () => run(account)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(asked()).toHaveLength(1);
  });

  it('says so with 401 and an account in error when the new token is refused too; the next success ends that', async () => {
    const account = await linkAccount();
    me = () => ({ status: 401, json: { message: 'You are locked out' } });
    const asked = since('/me');
    expect(await run(account)).toMatchObject({ status: 401, body: { code: 'provider_credentials_rejected' } });
    expect(asked()).toHaveLength(2);
    expect(await statusOf(account)).toMatchObject({
      status: 'error',
      status_reasons: [{ code: 'AccountInvalidCredentialsError', description: expect.stringContaining('locked out') }],
    });
    me = answerMe;
    expect((await run(account)).status).toBe(200);
    expect(await statusOf(account)).toMatchObject({ status: 'active', status_reasons: [] });
  });

  it('is not run again once it has changed something', async () => {
    const account = await linkAccount();
    good.clear();
    const [things, tokens] = [since('/things'), since('/token')];
    expect(await run(account, 'acme_create_and_check')).toMatchObject({
      status: 409,
      body: { code: 'credentials_ran_out_midway' },
    });
    expect([things().length, tokens().length]).toEqual([1, 1]);
    expect((await run(account)).status).toBe(200);
  });

  it('without a refresh token puts the account in error; a provider that is down or busy does not', async () => {
    const account = await linkAccount({ refreshToken: null });
    for (const status of [500, 503]) {
      me = () => ({ status, json: { message: 'Not now' } });
      expect((await run(account)).status).toBe(502);
    }
    expect(await statusOf(account)).toMatchObject({ status: 'active' });
    good.clear();
    me = answerMe;
    expect(await run(account)).toMatchObject({ status: 401, body: { code: 'provider_credentials_rejected' } });
    expect(await statusOf(account)).toMatchObject({ status: 'error' });
    issue();
    const patched = await server.call('PATCH', `/accounts/${account}`, {
      credentials: { accessToken: `access-${issued}` },
    });
    expect(patched.body).toMatchObject({ status: 'active', status_reasons: [] });
    expect((await run(account)).status).toBe(200);
  });
});

describe('GET /accounts/:id/credentials', () => {
  const read = (account: string, headers = {}) =>
    server.call('GET', `/accounts/${account}/credentials`, undefined, headers);

  it('gives what the account is used with, without the client secret, and may not be stored', async () => {
    const account = await linkAccount();
    const answer = await read(account);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        account_id: account,
        provider: 'acme',
        environment: 'production',
        authentication_config_key: 'oauth2',
        credentials: { accessToken: `access-${issued}`, refreshToken: `refresh-${issued}`, clientId: 'client' },
        expires_at: new Date(clock.now() + HOUR).toISOString(),
      },
    });
    expect(JSON.stringify(answer.body)).not.toContain('client-secret');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('renews a token that has ended first', async () => {
    const account = await linkAccount();
    clock.advance(2 * HOUR);
    expect((await read(account)).body.credentials.accessToken).toBe(`access-${issued}`);
    expect(good.has(`access-${issued}`)).toBe(true);
  });

  it('is recorded before it answers, with the key and its address, without secrets; no record, no answer', async () => {
    const account = await linkAccount();
    const { audit, apiKeys, projects } = server.platform;
    const { id: projectId } = await projects.ensureDefault();
    const { key, value } = await apiKeys.create({ projectId, name: 'reader', scopes: SCOPES });
    expect((await read(account, { authorization: basic(value) })).status).toBe(200);
    const [entry] = await audit.list({ projectId }, { limit: 1 });
    expect(entry).toMatchObject({
      actor: { type: 'api_key', id: key.id, name: 'reader', ip: '127.0.0.1' },
      action: 'account.credentials_read',
      target: { type: 'account', id: account },
    });
    expect(JSON.stringify(entry)).not.toMatch(/access-\d|refresh-\d/);

    const { kysely } = server.platform.database;
    await kysely.schema.alterTable('audit_log').renameTo('audit_log_away').execute();
    try {
      const { status, body } = await read(account);
      expect(status).toBeGreaterThanOrEqual(500);
      expect(JSON.stringify(body)).not.toMatch(/access-\d|refresh-\d/);
    } finally {
      await kysely.schema.alterTable('audit_log_away').renameTo('audit_log').execute();
    }
  });

  it('is refused for suspended accounts and those of others', async () => {
    const account = await linkAccount();
    await server.call('PATCH', `/accounts/${account}`, { status: 'suspended' });
    expect(await read(account)).toMatchObject({ status: 412 });
    expect(await read('nobody')).toMatchObject({ status: 404, body: { code: 'account_not_found' } });
  });
});

describe('DELETE /accounts/:id', () => {
  const remove = (account: string) => server.call('DELETE', `/accounts/${account}`);

  it('gives the tokens back to the provider, and says so', async () => {
    const account = await linkAccount();
    const asked = since('/revoke');
    expect(await remove(account)).toMatchObject({
      status: 200,
      body: { id: account, provider: 'acme', revocation: { attempted: true, succeeded: true, reason: null } },
    });
    expect(Object.fromEntries(new URLSearchParams(asked()[0]!.body.toString()))).toEqual({
      token: `refresh-${issued}`,
      token_type_hint: 'refresh_token',
      client_id: 'client',
      client_secret: 'client-secret',
    });
    expect((await server.call('GET', `/accounts/${account}`)).status).toBe(404);
  });

  it('deletes all the same when the provider fails, and says what is left to do', async () => {
    const account = await linkAccount();
    revoked = () => ({ status: 503, json: { message: `Down, ${`refresh-${issued}`}` } });
    const { status, body } = await remove(account);
    expect([status, body.revocation]).toEqual([
      200,
      { attempted: true, succeeded: false, reason: expect.stringContaining('End them at Acme') },
    ]);
    expect(JSON.stringify(body)).not.toContain(`refresh-${issued}`);
    expect((await server.call('GET', `/accounts/${account}`)).status).toBe(404);
  });

  it('does not ask where there is no token to give back', async () => {
    const account = await linkAccount({ refreshToken: null, accessToken: null });
    const asked = since('/revoke');
    expect((await remove(account)).body.revocation).toEqual({
      attempted: false,
      succeeded: false,
      reason: expect.stringContaining('Acme offers no way'),
    });
    expect(asked()).toEqual([]);
  });
});

describe('DELETE /auth_configs/:id with force', () => {
  const removeConfigOf = async (account: string) =>
    server.call('DELETE', `/auth_configs/${(await statusOf(account)).integration_id}?force=true`);

  it('gives the tokens of every account back to the provider', async () => {
    const account = await linkAccount();
    const asked = since('/revoke');
    expect((await removeConfigOf(account)).status).toBe(204);
    expect(asked().map(({ body }) => new URLSearchParams(body.toString()).get('token'))).toEqual([`refresh-${issued}`]);
    expect((await statusOf(account)).code).toBe('account_not_found');
    expect(warned.filter((line) => line.includes(account))).toEqual([]);
  });

  it('deletes all the same when the provider fails, and the log says what is left to do', async () => {
    const account = await linkAccount();
    revoked = () => ({ status: 503, json: { message: `Down, ${`refresh-${issued}`}` } });
    expect((await removeConfigOf(account)).status).toBe(204);
    expect((await statusOf(account)).code).toBe('account_not_found');
    const [line, ...more] = warned.filter((one) => one.includes(account));
    expect(more).toEqual([]);
    expect(line).toContain('tokens were not given back');
    expect(line).toContain('End them at Acme');
    expect(line).not.toContain(`refresh-${issued}`);
  });
});
