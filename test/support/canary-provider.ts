import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSession, hub } from './linking.ts';
import { startProvider } from './mock-provider.ts';
import type { TestServer } from './server.ts';

/** Secrets nobody may see again, each unlike all others. */
export const CANARY = {
  apiKey: 'canary-KEY/with+signs=7Qx2mZ',
  password: 'canary pässword "quoted" 9Lk4',
  seal: 'canaryseal5Tt8Wn',
  token: 'canarytoken3Vb6Hj0Pd',
  inputSecret: 'canaryinput8Gf1Rs',
} as const;

const CONNECTOR = `StackOne: 1.0.0
info: { title: Canary, key: canary, version: 1.0.0, description: Echoes what it is sent. }
baseUrl: \${credentials.baseUrl}
authentication:
  - custom:
      type: custom
      label: Secrets
      environments: [{ key: production, name: Production }]
      authorization: { type: basic, username: $.credentials.apiKey, password: $.credentials.password }
      configFields:
        - { key: baseUrl, label: Base URL, type: text, required: true }
        - { key: apiKey, label: API key, type: password, required: true, secret: true }
        - { key: password, label: Password, type: password, required: true, secret: true }
        - { key: seal, label: Seal, type: password, required: true, secret: true }
actions:
  - actionId: get_echo
    categories: [hris]
    actionType: get
    label: Echo
    description: Gets a token, then sends every secret in every place.
    inputs:
      - { name: outcome, description: ok or bad., type: string, in: query }
      - { name: client_secret, description: A secret of the caller., type: string, in: body }
    steps:
      - stepId: exchange
        description: Exchange
        stepFunction:
          functionName: request
          parameters:
            url: /token
            method: post
            args:
              - { name: Content-Type, value: application/x-www-form-urlencoded, in: headers }
              - { name: assertion, value: $.credentials.seal, in: body }
      - stepId: echo
        description: Echo
        stepFunction:
          functionName: request
          parameters:
            url: /echo/\${credentials.seal}
            method: post
            authorization: { type: bearer, token: $.steps.exchange.output.data.access_token }
            args:
              - { name: key, value: $.credentials.apiKey, in: query }
              - { name: outcome, value: $.inputs.outcome, in: query }
              - { name: X-Seal, value: $.credentials.seal, in: headers }
              - { name: note, value: 'the password is \${credentials.password}', in: body }
              - { name: client_secret, value: $.inputs.client_secret, in: body }
              - { name: plain, value: visible-value, in: body }
    result:
      data: $.steps.echo.output.data
`;

/** Starts the provider and writes its connector. @returns the folder of connectors, and the provider's `host:port` */
export async function startCanaryProvider() {
  const provider = await startProvider({
    'POST /token': () => ({ json: { access_token: CANARY.token, token_type: 'Bearer' } }),
    [`POST /echo/${CANARY.seal}`]: ({ headers, query, body }) => ({
      status: query.get('outcome') === 'bad' ? 422 : 200,
      headers: { 'set-cookie': `session=${CANARY.seal}`, 'x-plain': 'visible-header' },
      json: {
        message: `You sent ${query.get('key')} and ${headers['authorization']}`,
        headers,
        basic: Buffer.from(`${CANARY.apiKey}:${CANARY.password}`).toString('base64'),
        sent: body.toString(),
        plain: 'visible-answer',
      },
    }),
  });
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-canary-'));
  mkdirSync(join(folder, 'canary'));
  writeFileSync(join(folder, 'canary', 'canary.connector.s1.yaml'), CONNECTOR);
  return { provider, folder, host: `127.0.0.1:${provider.port}` };
}

/** Links an account with every secret. @returns its id */
export async function linkCanary(server: TestServer, host: string): Promise<string> {
  const { token } = await createSession(server, { provider: 'canary', type: 'production' });
  const offers = await hub(server, token, 'GET', '/hub/connectors');
  const { status, body } = await hub(server, token, 'POST', '/hub/accounts', {
    integration_id: offers.body.integrations[0].integration_id,
    credentials: {
      baseUrl: `http://${host}`,
      apiKey: CANARY.apiKey,
      password: CANARY.password,
      seal: CANARY.seal,
    },
  });
  if (status !== 201) throw new Error(`link: ${status} ${JSON.stringify(body)}`);
  return body.id;
}

/** Where a text holds a secret, in any spelling; empty when nowhere. */
export function canariesIn(text: string, others: readonly string[] = []): string[] {
  return [...Object.values(CANARY), ...others].flatMap((secret) =>
    [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1),
    ].filter((form) => text.includes(form)),
  );
}
