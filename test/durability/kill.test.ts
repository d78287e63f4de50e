import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EMULATORS } from '../../src/sandbox/index.ts';
import { forEachDatabase, type TestPlace } from '../../src/storage/testing/databases.ts';
import { ensureBundle } from '../support/bundle.ts';
import { databaseEnv } from '../support/database-env.ts';
import { basic, send, TEST_KEY } from '../support/server.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { untoldEvents } from './told-events.ts';
import { lostWrites, startWriters } from './writers.ts';

const ROUNDS = 20;
/** Requests that are answered between two kills, at least and at most. */
const BETWEEN = [5, 60] as const;

const running = new Set<ServerProcess>();
const receivers: WebhookReceiver[] = [];
beforeAll(ensureBundle);
afterEach(async () => {
  await Promise.all([...running].map((server) => server.kill()));
  running.clear();
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});

/** The environment of servers over one database. */
async function environment(place: TestPlace, receiver: WebhookReceiver): Promise<Record<string, string>> {
  return {
    PATCHBAY_BOOTSTRAP_API_KEY: TEST_KEY,
    PATCHBAY_RATE_LIMIT: '0',
    PATCHBAY_EGRESS_ALLOW: receiver.host,
    ...databaseEnv(await place.newLocation()),
  };
}

async function start(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const server = await startServerProcess(env);
  running.add(server);
  return server;
}

/** Has every event of the project sent to the receiver. */
async function subscribe(server: ServerProcess, receiver: WebhookReceiver): Promise<void> {
  const events = ['account.created', 'account.updated', 'account.deleted'];
  const { status } = await send(`${server.url}/webhooks`, {
    method: 'POST',
    headers: { authorization: basic(TEST_KEY), 'content-type': 'application/json' },
    body: JSON.stringify({ url: receiver.url, events }),
  });
  expect(status).toBe(201);
}

async function kill(server: ServerProcess): Promise<void> {
  running.delete(server);
  await server.kill();
}

const demoCredentials = async () =>
  (await EMULATORS.find(({ key }) => key === 'humaans')!.load()).credentialSets[0]!.fields;

describe('servers that are killed at any moment under load', () => {
  forEachDatabase((_open, place) => {
    const count = place.kind === 'postgres' ? 2 : 1;

    it(`lose nothing they acknowledged and tell every event, ${ROUNDS} times in a row (${count} at a time)`, async () => {
      const receiver = await startReceiver();
      receivers.push(receiver);
      const env = await environment(place, receiver);
      const servers = [await start(env)];
      await subscribe(servers[0]!, receiver);
      while (servers.length < count) servers.push(await start(env));
      const up = (): ServerProcess[] => servers.filter((server) => running.has(server));
      const writers = startWriters(4, { servers: up, apiKey: TEST_KEY, credentials: await demoCredentials() });
      const { ledger } = writers;

      for (let round = 0; round < ROUNDS; round += 1) {
        const enough = ledger.answered + BETWEEN[0] + Math.floor(Math.random() * (BETWEEN[1] - BETWEEN[0]));
        await expect.poll(() => ledger.answered, { timeout: 60_000, interval: 1 }).toBeGreaterThanOrEqual(enough);
        const victim = Math.floor(Math.random() * servers.length);
        await kill(servers[victim]!);
        servers[victim] = await start(env);
      }
      await writers.stop();

      for (const server of servers) expect(await lostWrites(server, TEST_KEY, ledger)).toEqual([]);
      // The test has shown something only if the kills hit requests under way and most work went on.
      expect(ledger.accounts.size).toBeGreaterThan(ROUNDS);
      expect(ledger.cutOff).toBeGreaterThan(0);
      // Jobs of a killed process are taken up when its lease is over.
      await expect.poll(() => untoldEvents(receiver.arrivals, ledger), { timeout: 150_000, interval: 500 }).toEqual([]);
      for (const server of servers) {
        running.delete(server);
        expect(await server.stop()).toBe(0);
      }
    }, 900_000);
  });
});
