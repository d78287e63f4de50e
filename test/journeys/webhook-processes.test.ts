import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { DatabaseLocation } from '../../src/storage/index.ts';
import { forEachDatabase } from '../../src/storage/testing/databases.ts';
import { ensureBundle } from '../support/bundle.ts';
import { databaseEnv } from '../support/database-env.ts';
import { linkDemoAccount } from '../support/linking.ts';
import { basic, send, startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';
import { startServerProcess } from '../support/server-process.ts';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

beforeAll(ensureBundle);

const undo: (() => Promise<unknown> | unknown)[] = [];

async function receiverForTest(): Promise<WebhookReceiver> {
  const receiver = await startReceiver();
  undo.push(() => receiver.close());
  return receiver;
}

/** Settings of processes that share a database. */
function envFor(location: DatabaseLocation, receiver: WebhookReceiver): Record<string, string> {
  const scratch = mkdtempSync(join(tmpdir(), 'patchbay-webhooks-'));
  undo.push(() => rmSync(scratch, { recursive: true, force: true }));
  return {
    PATCHBAY_BOOTSTRAP_API_KEY: TEST_KEY,
    PATCHBAY_EGRESS_ALLOW: receiver.host,
    PATCHBAY_DATA_DIR: scratch,
    ...databaseEnv(location),
  };
}

/** A server in a process of its own, that can be killed. */
async function serverProcess(env: Readonly<Record<string, string>>) {
  const { url, kill } = await startServerProcess(env);
  undo.push(kill);
  const call: TestServer['call'] = (method, path, body, headers = {}) =>
    send(`${url}${path}`, {
      method,
      headers: { authorization: basic(TEST_KEY), 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return { call, kill, asServer: { call } as TestServer };
}

/** A server of this process whose clock is past the leases of those that were killed. */
async function laterServer(env: Readonly<Record<string, string>>): Promise<TestServer> {
  const server = await startTestServer({ env, clock: { now: () => Date.now() + 61_000 } });
  undo.push(() => server.dispose());
  return server;
}

const WEBHOOK = { events: ['account.created', 'account.updated', 'account.deleted'] };

forEachDatabase((_open, { kind, newLocation }) => {
  // Registered after that of the databases, so it runs before they are removed.
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  }, 60_000);

  it('kill -9 while an event is being sent: the next process sends it again, with the same id', async () => {
    const receiver = await receiverForTest();
    receiver.answer = 'silence';
    const env = envFor(await newLocation(), receiver);
    const first = await serverProcess(env);
    const { body: webhook } = await first.call('POST', '/webhooks', { ...WEBHOOK, url: receiver.url });
    await linkDemoAccount(first.asServer, 'humaans');
    await expect.poll(() => receiver.arrivals.length).toBe(1);
    await first.kill();
    receiver.answer = 200;
    const second = await laterServer(env);
    await second.platform.jobs.runDue();
    expect(receiver.arrivals).toHaveLength(2);
    const ids = receiver.arrivals.map(({ headers }) => headers['webhook-id']);
    expect(ids[0]).toBe(ids[1]);
    expect((await second.call('GET', `/webhooks/${webhook.id}/deliveries`)).body.data).toMatchObject([
      { status: 'delivered', event_id: ids[0] },
    ]);
  });

  it('kill -9 in the middle of many changes: every change that was answered is told of, in order', async () => {
    const receiver = await receiverForTest();
    const env = envFor(await newLocation(), receiver);
    const first = await serverProcess(env);
    await first.call('POST', '/webhooks', { ...WEBHOOK, url: receiver.url });
    const account = await linkDemoAccount(first.asServer, 'humaans');
    const answered: string[] = [];
    const changing = (async () => {
      for (let n = 0; ; n += 1) {
        const answer = await first.call('PATCH', `/accounts/${account}`, { origin_owner_name: String(n) });
        if (answer.status === 200) answered.push(String(n));
      }
    })().catch(() => {});
    await expect.poll(() => answered.length).toBeGreaterThan(20);
    await first.kill();
    await changing;
    const second = await laterServer(env);
    await second.platform.jobs.runDue();
    const told = new Map<unknown, string>();
    for (const { headers, json } of receiver.arrivals)
      if (json.event === 'account.updated') told.set(headers['webhook-id'], json.origin_owner_name);
    const names = [...told.values()];
    expect(names).toEqual([...names].sort((a, b) => Number(a) - Number(b)));
    expect(names).toEqual(expect.arrayContaining(answered));
    // One that was committed but never answered may be told of as well.
    expect(names.length - answered.length).toBeLessThanOrEqual(1);
    expect(await second.platform.webhooks.counts()).toMatchObject({ deliveries: { pending: 0, dead: 0 } });
  });

  if (kind === 'postgres') {
    it('two processes over one database deliver each event once', async () => {
      const receiver = await receiverForTest();
      const env = envFor(await newLocation(), receiver);
      const servers: TestServer[] = [];
      for (let n = 0; n < 2; n += 1) {
        const server = await startTestServer({ env });
        undo.push(() => server.dispose());
        servers.push(server);
      }
      const [one, two] = servers as [TestServer, TestServer];
      await one.call('POST', '/webhooks', { ...WEBHOOK, url: receiver.url });
      const accounts: string[] = [];
      for (let n = 0; n < 3; n += 1) {
        const session = { origin_owner_id: `owner-${n}` };
        accounts.push(await linkDemoAccount(servers[n % 2]!, 'humaans', { session }));
      }
      for (let n = 0; n < 10; n += 1) {
        for (const account of accounts)
          await (n % 2 === 0 ? one : two).call('PATCH', `/accounts/${account}`, { origin_owner_name: String(n) });
      }
      await expect
        .poll(async () => (await one.platform.webhooks.counts()).deliveries, { timeout: 30_000 })
        .toEqual({ pending: 0, delivered: 33, dead: 0 });
      expect(receiver.arrivals).toHaveLength(33);
      expect(new Set(receiver.arrivals.map(({ headers }) => headers['webhook-id'])).size).toBe(33);
      for (const account of accounts) {
        const names = receiver.arrivals
          .filter(({ json }) => json.account_id === account && json.event === 'account.updated')
          .map(({ json }) => json.origin_owner_name);
        expect(names).toEqual(Array.from({ length: 10 }, (_, n) => String(n)));
      }
    });
  }
});
