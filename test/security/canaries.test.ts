import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createControl, createKey, listAudit, listKeys, listProjects, verifyAudit } from '../../src/control/index.ts';
import { createSession, hub } from '../support/linking.ts';
import { keptLog } from '../support/log-lines.ts';
import { type MockProvider, startProvider } from '../support/mock-provider.ts';
import { beginSignIn, defaultProject, visit } from '../support/oauth.ts';
import { OWNER_ENV, openBrowser } from '../support/operators.ts';
import { basic, startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';

const canary = (name: string): string => `canary-${name}-${randomBytes(12).toString('hex')}`;
const SECRET = {
  apiKey: canary('api-key'),
  wrongKey: canary('wrong-key'),
  clientSecret: canary('client-secret'),
  nextClientSecret: canary('next-client-secret'),
  code: canary('code'),
  wrongCode: canary('wrong-code'),
  accessToken: canary('access-token'),
  refreshToken: canary('refresh-token'),
  renewedToken: canary('renewed-token'),
  idToken: canary('id-token'),
  password: canary('operator-password'),
  newPassword: canary('new-password'),
  wrongPassword: canary('wrong-password'),
  unknownKey: canary('unknown-key'),
  unknownSession: canary('unknown-session'),
  metricsToken: canary('metrics-token'),
  collectorKey: canary('collector-key'),
  encryptionKey: randomBytes(32).toString('base64'),
  bootstrap: TEST_KEY,
} as const;

/** Found on the way: what the server makes itself. */
const made = new Map<string, string>();
const note = (name: string, value: unknown): string => {
  expect(String(value).length, name).toBeGreaterThan(15);
  made.set(name, String(value));
  return String(value);
};
const formsOf = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1),
  Buffer.from(secret).toString('hex'),
];
/** Names of the secrets that a text holds. */
const leaksIn = (text: string, shown: readonly string[] = []): string[] =>
  [...Object.entries(SECRET), ...made]
    .filter(([, secret]) => !shown.includes(secret) && formsOf(secret).some((form) => text.includes(form)))
    .map(([name]) => name);

let server: TestServer;
let provider: MockProvider;
let collector: Server;
const { logger, lines } = keptLog();
const spans: string[] = [];
const found: string[] = [];
/** Looks at everything an answer holds. @param shown secrets that the contract shows here */
const look = <T extends { readonly headers: Headers; readonly body: unknown }>(
  at: string,
  answer: T,
  ...shown: string[]
): T => {
  const text = `${typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)}\n${[...answer.headers].join('\n')}`;
  for (const name of leaksIn(text, shown)) found.push(`${at}: ${name}`);
  return answer;
};
const call = async (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
  ...shown: string[]
) => look(`${method} ${path}`, await server.call(method, path, body, headers), ...shown);

const CONNECTOR = (port: number): string => `StackOne: 1.0.0
info: { title: Vault, key: vault, version: 1.0.0, description: Repeats every secret. }
baseUrl: http://127.0.0.1:${port}
authentication:
  - custom:
      type: custom
      label: Key
      environments: [{ key: production, name: Production }]
      authorization: { type: bearer, token: $.credentials.apiKey }
      configFields: [{ key: apiKey, label: Key, type: password, required: true, secret: true }]
      testActions: [{ action: get_me, required: true }]
  - person:
      type: oauth2
      label: Person
      grantType: authorization_code
      environments: [{ key: production, name: Production }]
      authorization:
        type: oauth2
        token: $.credentials.accessToken
        authorizationUrl: http://127.0.0.1:${port}/authorize
        tokenUrl: http://127.0.0.1:${port}/token
        revocationUrl: http://127.0.0.1:${port}/revoke
        pkce: true
      setupFields:
        - { key: clientId, label: Client ID, type: text, required: true }
        - { key: clientSecret, label: Client secret, type: password, required: true, secret: true }
actions:
  - actionId: get_me
    actionType: get
    label: Get me
    description: Says who the key belongs to.
    inputs: [{ name: outcome, description: How it ends., type: string, in: query }]
    steps:
      - stepId: me
        description: Ask
        stepFunction:
          functionName: request
          parameters:
            url: /me
            method: get
            args:
              - { name: outcome, value: $.inputs.outcome, in: query }
              - { name: api_key, value: $.credentials.apiKey, in: query }
    result: { data: $.steps.me.output.data }
`;

beforeAll(async () => {
  const refusal = (status: number, asked: { headers: object; body: Buffer; query: URLSearchParams }) => ({
    status,
    json: { error: 'invalid_request', error_description: `${asked.body} ${asked.query}`, ...asked.headers },
  });
  provider = await startProvider({
    'GET /me': (asked) => {
      const bearer = asked.headers.authorization ?? '';
      const outcome = asked.query.get('outcome');
      if (outcome === 'bad') return refusal(422, asked);
      if (outcome === 'broken') return refusal(500, asked);
      if (bearer.includes(SECRET.wrongKey) || bearer.includes(SECRET.accessToken)) return refusal(401, asked);
      return { json: { name: 'me' } };
    },
    'POST /token': (asked) => {
      const form = new URLSearchParams(asked.body.toString());
      const verifier = form.get('code_verifier');
      if (verifier !== null) note(`verifier-${made.size}`, verifier);
      if (form.get('code') === SECRET.wrongCode) return refusal(400, asked);
      const isFirst = form.get('grant_type') === 'authorization_code';
      return {
        json: {
          access_token: isFirst ? SECRET.accessToken : SECRET.renewedToken,
          refresh_token: SECRET.refreshToken,
          id_token: SECRET.idToken,
          token_type: 'Bearer',
          expires_in: 3_600,
        },
      };
    },
    'POST /revoke': (asked) => refusal(400, asked),
  });
  collector = createServer(async (message, response) => {
    let body = '';
    for await (const chunk of message) body += chunk;
    spans.push(body);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  server = await startTestServer({
    logger,
    env: {
      ...OWNER_ENV,
      PATCHBAY_ADMIN_PASSWORD: SECRET.password,
      PATCHBAY_METRICS_TOKEN: SECRET.metricsToken,
      PATCHBAY_ENCRYPTION_KEYS: `k1:${SECRET.encryptionKey}`,
      PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${provider.port}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_HEADERS: `x-key=${SECRET.collectorKey}`,
    },
  });
  await server.platform.projects.update(await defaultProject(server), { settings: { bodyLogging: 'all' } });
  await call('PUT', '/connectors/vault', { files: { 'vault.connector.s1.yaml': CONNECTOR(provider.port) } });
});
afterAll(async () => {
  await server.dispose();
  await provider.close();
  await new Promise((resolve) => collector.close(resolve));
});

/** Calls an account through every door, with every end. */
async function useAccount(id: string): Promise<void> {
  const on = { 'x-account-id': id, accept: 'application/json' };
  for (const outcome of ['ok', 'bad', 'broken']) {
    await call('POST', '/actions/rpc', { action: 'vault_get_me', query: { outcome } }, on);
    const params = { name: 'vault_get_me', arguments: { query: { outcome } } };
    await call('POST', '/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params }, on);
  }
  await call('POST', '/unified/proxy', { path: '/me' }, on);
  for (const path of ['', '/meta']) await call('GET', `/accounts/${id}${path}`);
}

describe('every secret', () => {
  it('of a form is used and told nobody', async () => {
    const { body: configs } = await call('GET', '/auth_configs?connector_key=vault');
    const session = await createSession(server, { type: 'production', provider: 'vault', multiple: true });
    note('session token', session.token);
    for (const apiKey of [SECRET.wrongKey, SECRET.apiKey]) {
      const answer = await hub(server, session.token, 'POST', '/hub/accounts', {
        integration_id: configs.data[0].id,
        credentials: { apiKey },
      });
      look('POST /hub/accounts', answer);
      expect(answer.status).toBe(apiKey === SECRET.apiKey ? 201 : 422);
    }
    const { body: accounts } = await call('GET', '/accounts?provider=vault');
    const id = accounts[0].id as string;
    await useAccount(id);
    look('GET /hub/accounts', await hub(server, session.token, 'GET', `/hub/accounts/${id}`));
    look(
      'PATCH /hub/accounts',
      await hub(server, session.token, 'PATCH', `/hub/accounts/${id}`, { credentials: { apiKey: SECRET.wrongKey } }),
    );
    await call('PATCH', `/accounts/${id}`, { credentials: { apiKey: SECRET.apiKey } });
    const shown = await call('GET', `/accounts/${id}/credentials`, undefined, {}, SECRET.apiKey);
    expect(JSON.stringify(shown.body)).toContain(SECRET.apiKey);
    await call('POST', '/connect_sessions/authenticate', { token: SECRET.unknownSession });
    look('GET /hub/settings', await hub(server, SECRET.unknownSession, 'GET', '/hub/settings'));
    await call('GET', '/accounts', undefined, { authorization: basic(SECRET.unknownKey) });
    expect(found).toEqual([]);
  });

  it('of a sign-in is used and told nobody', async () => {
    const setup = { clientId: 'client', clientSecret: SECRET.clientSecret };
    const config = await call('POST', '/auth_configs', {
      connector_key: 'vault',
      authentication_config_key: 'person',
      environment: 'production',
      setup,
    });
    expect(config.status, JSON.stringify(config.body)).toBe(201);
    for (const [index, code] of [SECRET.wrongCode, SECRET.code].entries()) {
      const begun = await beginSignIn(server, config.body.id, {
        session: { type: 'production', origin_owner_id: `person-${index}` },
      });
      note(`sign-in token ${index}`, begun.token);
      const sent = await visit(begun.address);
      const state = note(`state ${index}`, new URL(sent.headers.get('location')!).searchParams.get('state'));
      const back = await visit(
        `${server.publicUrl}/connect/oauth2/vault/callback?${new URLSearchParams({ state, code })}`,
      );
      look('callback', { headers: back.headers, body: await back.text() });
      const status = await begun.status();
      look('attempt', { headers: new Headers(), body: status });
      expect(status.status, JSON.stringify(status)).toBe(code === SECRET.code ? 'authenticated' : 'error');
    }
    expect([...made.keys()].filter((name) => name.startsWith('verifier'))).toHaveLength(2);
    const { body: accounts } = await call('GET', '/accounts?origin_owner_id=person-1');
    const id = accounts[0].id as string;
    await useAccount(id);
    expect(provider.asked.some(({ headers }) => headers.authorization === `Bearer ${SECRET.renewedToken}`)).toBe(true);
    await call(
      'GET',
      `/accounts/${id}/credentials`,
      undefined,
      {},
      SECRET.renewedToken,
      SECRET.refreshToken,
      SECRET.idToken,
    );
    await call('PATCH', `/auth_configs/${config.body.id}`, { setup: { clientSecret: SECRET.nextClientSecret } });
    await call('GET', `/auth_configs/${config.body.id}`);
    await call('DELETE', `/accounts/${id}`);
    expect(found).toEqual([]);
  });

  it('of webhooks, keys and operators is shown once at most', async () => {
    const hook = await server.call('POST', '/webhooks', {
      url: `http://127.0.0.1:${provider.port}/hook`,
      events: ['account.updated'],
    });
    note('webhook secret', hook.body.secret);
    look('POST /webhooks', hook, hook.body.secret);
    const rotated = await server.call('POST', `/webhooks/${hook.body.id}/rotate_secret`, {});
    note('next webhook secret', rotated.body.secret);
    look('rotate', rotated, rotated.body.secret);
    await call('POST', `/webhooks/${hook.body.id}/test`);
    await expect.poll(() => provider.asked.some(({ path }) => path === '/hook')).toBe(true);
    await call('GET', `/webhooks/${hook.body.id}/deliveries`);
    await call('GET', '/webhooks');

    const browser = openBrowser(server);
    const email = OWNER_ENV.PATCHBAY_ADMIN_EMAIL;
    look('sign-in', await browser.signIn({ email, password: SECRET.wrongPassword }));
    const signedIn = await browser.signIn({ email, password: SECRET.password });
    const cookie = note('cookie', browser.cookie().split('=')[1]);
    look('sign-in', signedIn, cookie);
    const project = `/operator/projects/${await defaultProject(server)}`;
    const operator = browser.call;
    const key = await operator('POST', `${project}/api_keys`, { name: 'k' });
    note('api key', key.body.value);
    look('POST api_keys', key, key.body.value);
    const member = await operator('POST', `${project}/members`, { email: 'm@example.com', role: 'viewer' });
    note('one-time password', member.body.one_time_password);
    look('POST members', member, member.body.one_time_password);
    const link = await operator('POST', `${project}/auth_links`, { origin_owner_id: 'l', origin_owner_name: 'L' });
    note('link token', new URL(link.body.auth_link_url).hash.slice('#token='.length));
    for (const path of [
      `${project}/api_keys`,
      `${project}/members`,
      `${project}/audit_log`,
      '/operator/audit_log',
      '/operator/me',
      project,
    ])
      look(path, await operator('GET', path));
    const changed = await operator('POST', '/operator/password', {
      current_password: SECRET.password,
      new_password: SECRET.newPassword,
    });
    const next = note('next cookie', browser.cookie().split('=')[1]);
    look('password', changed, next);
    expect(changed.status).toBe(200);
    expect(found).toEqual([]);
  });

  it('is in no answer about logs, no metric, no command, no log line, no span and no file', async () => {
    await server.platform.logs.flush();
    for (const path of [
      '/requests/logs?include=step_logs,advanced_logs&page_size=100',
      '/requests/logs/steps?include=advanced_logs&page_size=100',
      '/requests/platform-logs',
      '/connectors',
      '/connectors/vault',
      '/accounts',
      '/auth_configs',
    ])
      expect((await call('GET', path)).status, path).toBe(200);
    const metrics = await call('GET', '/metrics', undefined, { authorization: `Bearer ${SECRET.metricsToken}` });
    expect(metrics.body).toContain('# TYPE');
    await call('GET', '/metrics', undefined, { authorization: `Bearer ${SECRET.wrongKey}` });
    expect(found).toEqual([]);

    const { dataDir } = server.config;
    const control = createControl(
      { dataDir, databaseUrl: undefined, encryptionKeys: undefined },
      { uid: 1, name: 'ann' },
    );
    const created = await control.run(createKey, { name: 'by command' } as never);
    const { key: value } = created as unknown as { key: string };
    note('key by command', value);
    expect(leaksIn(JSON.stringify(created), [value])).toEqual([]);
    for (const [operation, input] of [
      [listKeys, {}],
      [listProjects, {}],
      [listAudit, { limit: 100 }],
      [verifyAudit, {}],
    ] as const) {
      const told = JSON.stringify(await control.run(operation as never, input as never));
      expect(leaksIn(told), told.slice(0, 200)).toEqual([]);
    }

    await expect.poll(() => spans.length).toBeGreaterThan(0);
    expect(leaksIn(spans.join('\n'))).toEqual([]);
    expect(lines.length).toBeGreaterThan(20);
    expect(leaksIn(lines.join('\n'))).toEqual([]);
    const files = readdirSync(dataDir).filter((name) => name.startsWith('patchbay.db'));
    expect(files.length).toBeGreaterThan(0);
    const stored = files.map((name) => readFileSync(join(dataDir, name), 'latin1')).join('\n');
    expect(stored).toContain('vault_get_me');
    for (const name of files) expect(leaksIn(readFileSync(join(dataDir, name), 'latin1')), name).toEqual([]);
    expect(readdirSync(dataDir)).not.toContain('keys.json');
  });
});
