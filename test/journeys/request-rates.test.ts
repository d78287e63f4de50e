import { afterEach, describe, expect, it } from 'vitest';
import { testClock } from '../../src/platform/testing/index.ts';
import { forEachDatabase } from '../../src/storage/testing/databases.ts';
import { databaseEnv } from '../support/database-env.ts';
import { OWNER_ENV, signedIn } from '../support/operators.ts';
import { basic, startTestServer, type TestServer } from '../support/server.ts';

const servers: TestServer[] = [];
const start = async (options: Parameters<typeof startTestServer>[0]): Promise<TestServer> => {
  const server = await startTestServer(options);
  servers.push(server);
  return server;
};
const stopAll = async (): Promise<void> => {
  for (const server of servers.splice(0)) await server.dispose();
};
afterEach(stopAll);

describe('the request rate of an API key', () => {
  it('is on every answer to a key, and above the limit the answer is 429 with the seconds to wait', async () => {
    const clock = testClock(Date.now());
    const server = await start({ env: { PATCHBAY_RATE_LIMIT: '3' }, clock });
    const call = (path = '/accounts') => server.call('GET', path);
    const first = await call();
    expect(first.status).toBe(200);
    expect(first.headers.get('x-ratelimit-limit')).toBe('3');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('2');
    expect(first.headers.get('x-ratelimit-reset')).toMatch(/^\d+$/);
    expect((await call('/accounts/nobody')).headers.get('x-ratelimit-remaining')).toBe('1');
    await call();
    const refused = await call();
    expect(refused).toMatchObject({ status: 429, body: { statusCode: 429, code: 'rate_limited' } });
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(refused.body.message).toContain('60 s');

    const { apiKeys, projects } = server.platform;
    const project = await projects.ensureDefault();
    const other = await apiKeys.create({ projectId: project.id, name: 'other', scopes: ['platform:read'] });
    const theirs = await server.call('GET', '/accounts', undefined, { authorization: basic(other.value) });
    expect(theirs.headers.get('x-ratelimit-remaining')).toBe('2');
    clock.advance(60_000);
    expect((await call()).status).toBe(200);
  });

  it('does not concern routes without a key, and is off at 0', async () => {
    const limited = await start({ env: { PATCHBAY_RATE_LIMIT: '1' } });
    for (let n = 0; n < 3; n += 1) {
      const { status, headers } = await limited.call('GET', '/health');
      expect([status, headers.get('x-ratelimit-limit')]).toEqual([200, null]);
    }
    const free = await start({ env: { PATCHBAY_RATE_LIMIT: '0' } });
    for (let n = 0; n < 3; n += 1) {
      const { status, headers } = await free.call('GET', '/accounts');
      expect([status, headers.get('x-ratelimit-limit')]).toEqual([200, null]);
    }
  });
});

describe('the request rate of an operator', () => {
  it('counts all sessions together, on the routes of operators and of API keys', async () => {
    const clock = testClock(Date.now());
    const server = await start({ env: { ...OWNER_ENV, PATCHBAY_RATE_LIMIT: '3' }, clock });
    const [one, other] = [await signedIn(server), await signedIn(server)];
    const { id } = await server.platform.projects.ensureDefault();
    expect((await one.call('GET', '/operator/me')).headers.get('x-ratelimit-remaining')).toBe('2');
    expect((await other.call('GET', '/operator/projects')).status).toBe(200);
    const last = await one.call('GET', '/accounts', undefined, { 'x-project-id': id });
    expect([last.status, last.headers.get('x-ratelimit-remaining')]).toEqual([200, '0']);
    for (const refused of [
      await other.call('GET', '/operator/me'),
      await one.call('GET', '/accounts', undefined, { 'x-project-id': id }),
    ]) {
      expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
      expect(refused.headers.get('retry-after')).toBe('60');
    }
    expect((await server.call('GET', '/accounts')).status).toBe(200);
    clock.advance(60_000);
    expect((await one.call('GET', '/operator/me')).status).toBe(200);
  });
});

forEachDatabase((_open, { kind, newLocation }) => {
  // Before the database is dropped.
  afterEach(stopAll);

  it.runIf(kind === 'postgres')('two servers on one database share the requests of a key', async () => {
    const env = { ...databaseEnv(await newLocation()), PATCHBAY_RATE_LIMIT: '40' };
    const clock = testClock(Date.now());
    const [first, second] = [await start({ env, clock }), await start({ env, clock })];
    for (let n = 0; n < 30; n += 1) expect((await first.call('GET', '/accounts')).status).toBe(200);
    // The clock stands still, so what is counted stays counted; the second server hears of it by and by.
    let asked = 0;
    await expect
      .poll(
        async () => {
          asked += 1;
          const { headers } = await second.call('GET', '/accounts');
          return Number(headers.get('x-ratelimit-remaining')) <= 40 - 30 - asked;
        },
        { interval: 400 },
      )
      .toBe(true);
    while ((await second.call('GET', '/accounts')).status === 200);
    await expect.poll(async () => (await first.call('GET', '/accounts')).status).toBe(429);
  });
});
