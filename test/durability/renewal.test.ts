import { createHash } from 'node:crypto';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { forEachDatabase } from '../../src/storage/testing/databases.ts';
import { ensureBundle } from '../support/bundle.ts';
import { databaseEnv } from '../support/database-env.ts';
import { type Asked, type MockProvider, startProvider, type Told } from '../support/mock-provider.ts';
import { basic, send, startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { addAuthConfig, linkSignedIn } from '../support/signed-in-accounts.ts';

const ROUNDS = 20;
/** Uses after which the provider takes an access token no longer. */
const USES = 25;

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
      setupFields:
        - { key: clientId, label: Client ID, type: text, required: true }
actions:
  - actionId: get_me
    actionType: get
    label: Get me
    description: Who the token belongs to.
    inputs: [{ name: call, description: Number of the call., type: string, in: query }]
    steps:
      - stepId: me
        description: Ask
        stepFunction:
          functionName: request
          parameters:
            url: /me
            method: get
            args: [{ name: call, value: $.inputs.call, in: query }]
    result: { data: $.steps.me.output.data }
`;

/**
 * A provider whose refresh tokens count once. As providers with a grace period do, it gives the same tokens again for one
 * that was used just before, so that a lost answer is not the end of an account; how often that happens is counted.
 */
async function rotatingProvider() {
  const next = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16);
  const state = { refresh: 'first', previous: '', access: next('first'), uses: 0 };
  const presented = new Map<string, number>();
  /** Every access token in the order in which they were given. */
  const given = [state.access];
  /** With what token a call was refused. */
  const refused = new Map<string | null, number>();
  const answer = (): Told => ({
    json: { access_token: state.access, refresh_token: state.refresh, token_type: 'Bearer' },
  });
  const renew = ({ body }: Asked): Told => {
    const token = new URLSearchParams(body.toString()).get('refresh_token') ?? '';
    presented.set(token, (presented.get(token) ?? 0) + 1);
    if (token === state.previous) return answer();
    if (token !== state.refresh) return { status: 400, json: { error: 'invalid_grant' } };
    Object.assign(state, { previous: token, refresh: next(token), access: next(next(token)), uses: 0 });
    given.push(state.access);
    return answer();
  };
  const me = ({ headers, query }: Asked): Told => {
    state.uses += 1;
    const call = query.get('call');
    const token = given.indexOf((headers.authorization ?? '').slice('Bearer '.length));
    const before = refused.get(call);
    // A call asks once more: the others must not use up its newer token while it waits for its turn.
    const good = before === undefined ? token === given.length - 1 && state.uses <= USES : token > before;
    if (!good) refused.set(call, token);
    return good ? { json: { name: 'Ann' } } : { status: 401, json: { message: 'This token has ended.' } };
  };
  const provider = await startProvider({ 'POST /token': renew, 'GET /me': me });
  return { provider, first: () => ({ accessToken: state.access, refreshToken: state.refresh }), presented };
}

beforeAll(ensureBundle);

forEachDatabase((_open, { kind, newLocation }) => {
  const count = kind === 'postgres' ? 2 : 1;
  const undo: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });

  /** Makes the account that everybody uses. */
  async function linkAccount(
    server: TestServer,
    provider: MockProvider,
    secrets: Readonly<Record<string, string>>,
  ): Promise<string> {
    const pushed = await server.call('PUT', '/connectors/acme', {
      files: { 'acme.connector.s1.yaml': connector(provider.port) },
    });
    expect(pushed.status).toBe(201);
    const config = await addAuthConfig(server, {
      connectorKey: 'acme',
      authMethodKey: 'oauth2',
      setup: { clientId: 'client' },
    });
    return linkSignedIn(server, config, { secrets });
  }

  it(`tokens are renewed once, although one of ${count} at work is killed ${ROUNDS} times`, async () => {
    const { provider, first, presented } = await rotatingProvider();
    undo.push(() => provider.close());
    const env = {
      ...databaseEnv(await newLocation()),
      PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${provider.port}`,
      PATCHBAY_BOOTSTRAP_API_KEY: TEST_KEY,
      PATCHBAY_RATE_LIMIT: '0',
    };
    const keeper = await startTestServer({ env });
    const account = await linkAccount(keeper, provider, first());
    await keeper.dispose();

    const servers: (ServerProcess | undefined)[] = [await startServerProcess(env)];
    if (count === 2) servers.push(await startServerProcess(env));
    undo.push(() => Promise.all(servers.map((server) => server?.kill())));
    const seen = { good: 0, cutOff: 0, others: [] as unknown[] };
    let stopped = false;
    const use = async (turn: number): Promise<void> => {
      for (let n = turn; !stopped; n += 1) {
        const server = servers[n % count];
        if (server === undefined) {
          await new Promise((resolve) => setImmediate(resolve));
          continue;
        }
        const answer = await fetch(`${server.url}/actions/rpc`, {
          method: 'POST',
          headers: { authorization: basic(TEST_KEY), 'content-type': 'application/json', 'x-account-id': account },
          body: JSON.stringify({ action: 'acme_get_me', query: { call: `${turn}-${n}` } }),
        })
          .then(async (response) => ({ status: response.status, body: await response.json() }))
          .catch(() => undefined);
        if (answer === undefined || answer.status === 503) seen.cutOff += 1;
        else if (answer.status === 200) seen.good += 1;
        else seen.others.push(answer);
      }
    };
    const callers = Promise.all(Array.from({ length: 6 }, (_, turn) => use(turn)));

    for (let round = 0; round < ROUNDS; round += 1) {
      const enough = seen.good + 20 + Math.floor(Math.random() * 3 * USES);
      await expect.poll(() => seen.good, { timeout: 60_000, interval: 1 }).toBeGreaterThanOrEqual(enough);
      const victim = round % count;
      const server = servers[victim];
      servers[victim] = undefined;
      await server?.kill();
      servers[victim] = await startServerProcess(env);
    }
    stopped = true;
    await callers;

    const twice = [...presented.values()].filter((times) => times > 1);
    // A killed renewal may be begun again with the same token: nobody knows whether its answer was given.
    expect(twice.length).toBeLessThanOrEqual(ROUNDS);
    expect(twice.every((times) => times === 2)).toBe(true);
    expect(presented.size).toBeGreaterThan(ROUNDS);
    expect(seen.others).toEqual([]);
    const shown = await send(`${servers[0]?.url}/accounts/${account}`, { headers: { authorization: basic(TEST_KEY) } });
    expect(shown.body.status).toBe('active');
  }, 600_000);
});
