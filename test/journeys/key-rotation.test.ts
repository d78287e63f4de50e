import { createHmac } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { SEALED_COLUMNS, SEALED_META } from '../../src/storage/sealing/stored-keys.ts';
import { linkDemoAccount } from '../support/linking.ts';
import { beginSignIn, locationOf, visit } from '../support/oauth.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { startReceiver } from '../support/webhook-receiver.ts';
import { consent, setStage } from './oauth/stage.ts';

const servers: TestServer[] = [];
const folders: string[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) await server.dispose();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const start = async (dir?: string): Promise<TestServer> => {
  const server = await startTestServer(dir === undefined ? {} : { env: { PATCHBAY_DATA_DIR: dir } });
  servers.push(server);
  return server;
};
const me = (server: TestServer, account: string) =>
  server.call('POST', '/actions/rpc', { action: 'humaans_get_me' }, { 'x-account-id': account });

/** Runs a command on a data directory. */
async function patchbay(dir: string, ...args: string[]): Promise<{ readonly out: string; readonly err: string }> {
  vi.stubEnv('PATCHBAY_DATA_DIR', dir);
  const seen = { out: '', err: '' };
  const program = createProgram({ out: (text) => (seen.out += `${text}\n`), err: (text) => (seen.err += `${text}\n`) });
  await program.parseAsync(args, { from: 'user' });
  return seen;
}

describe('rotating the encryption keys', () => {
  it('of a running server disturbs no call, and what was linked before and meanwhile works after a restart', async () => {
    const server = await start();
    const account = await linkDemoAccount(server, 'humaans');
    let rotating = true;
    const statuses: number[] = [];
    const traffic = (async () => {
      while (rotating) {
        statuses.push((await me(server, account)).status);
        statuses.push((await server.call('PATCH', `/accounts/${account}`, { label: `${statuses.length}` })).status);
      }
    })();
    await expect.poll(() => statuses.length).toBeGreaterThan(3);
    const result = await server.platform.rotateKeys({ removeOld: true });
    rotating = false;
    await traffic;
    expect(result).toMatchObject({ keyId: 'k2', newKey: true, remaining: 0, broken: {}, removedKeys: ['k1'] });
    expect(new Set(statuses)).toEqual(new Set([200]));
    const later = await linkDemoAccount(server, 'nutshell');

    const copy = mkdtempSync(join(tmpdir(), 'patchbay-rotated-'));
    folders.push(copy);
    await server.close();
    cpSync(server.config.dataDir, copy, { recursive: true });
    const restarted = await start(copy);
    expect((await me(restarted, account)).status).toBe(200);
    expect((await restarted.call('GET', `/accounts/${later}/credentials`)).status).toBe(200);
  });

  it('is a command for a running server, too, whose audit log says who gave it', async () => {
    const server = await start();
    const account = await linkDemoAccount(server, 'humaans');
    const { out } = await patchbay(server.config.dataDir, 'encryption-keys', 'rotate');
    expect(out).toContain('Made the encryption key k2.');
    expect((await me(server, account)).status).toBe(200);
    const [entry] = await server.platform.audit.list({ action: 'encryption_key.rotated' }, { limit: 1 });
    expect(entry).toMatchObject({ actor: { type: 'command' }, target: { id: 'k2' }, details: { remaining: 0 } });
  });

  it('is a command for a stopped server, and says what it did', async () => {
    const server = await start();
    const account = await linkDemoAccount(server, 'humaans');
    const dir = mkdtempSync(join(tmpdir(), 'patchbay-rotated-'));
    folders.push(dir);
    await server.close();
    cpSync(server.config.dataDir, dir, { recursive: true });
    const { out } = await patchbay(dir, 'encryption-keys', 'rotate');
    expect(out).toContain('Made the encryption key k2.\nSealed 2 values with it.\nNothing is sealed with another key.');
    const again = await patchbay(dir, 'encryption-keys', 'rotate', '--resume', '--remove-old', '--json');
    expect(JSON.parse(again.out)).toEqual({
      keyId: 'k2',
      resealed: 0,
      broken: {},
      remaining: 0,
      newKey: false,
      removedKeys: ['k1'],
    });
    const restarted = await start(dir);
    expect((await me(restarted, account)).status).toBe(200);
  });

  it('reaches every sealed column: accounts, set-ups, webhooks, and sign-ins that wait for their answer', async () => {
    const receiver = await startReceiver();
    const stage = await setStage({ allow: receiver.host });
    const { server } = stage;
    try {
      const config = await stage.authConfig();
      const options = { fields: { hall: 'north', passphrase: 'canary-passphrase' } };
      const begin = async () => {
        const begun = await beginSignIn(server, config, options);
        return { ...begun, at: locationOf(await visit(begun.address)) };
      };
      const [done, waiting] = [await begin(), await begin()];
      expect((await visit((await consent(done.at)).href)).status).toBe(200);
      const hook = { url: receiver.url, events: ['account.created', 'account.updated'] };
      const { body: webhook } = await server.call('POST', '/webhooks', hook);

      const sealedBy = async () => {
        const rows: { place: string; keyId: string }[] = [];
        const places = [
          ...SEALED_COLUMNS.map(({ table, column }) => ({ table, column, where: sql`${sql.ref(column)} is not null` })),
          { table: 'server_meta', column: 'value', where: SEALED_META },
        ];
        for (const { table, column, where } of places) {
          const found = await sql<{ value: string }>`
            select ${sql.ref(column)} as value from ${sql.table(table)} where ${where}
          `.execute(server.platform.database.kysely);
          rows.push(...found.rows.map(({ value }) => ({ place: table, keyId: value.split('.', 2)[1]! })));
        }
        return Map.groupBy(rows, ({ place }) => place);
      };
      const tables = [...SEALED_COLUMNS.map(({ table }) => table), 'server_meta'].sort();
      const before = await sealedBy();
      expect([...before.keys()].sort()).toEqual(tables);
      expect(new Set([...before.values()].flat().map(({ keyId }) => keyId))).toEqual(new Set(['k1']));

      const result = await server.platform.rotateKeys({ removeOld: true });
      expect(result).toMatchObject({ keyId: 'k2', broken: {}, remaining: 0, removedKeys: ['k1'] });
      const after = await sealedBy();
      expect([...after.keys()].sort()).toEqual(tables);
      expect(new Set([...after.values()].flat().map(({ keyId }) => keyId))).toEqual(new Set(['k2']));

      // Each still opens: the answer of the provider finds its attempt and the set-up, the delivery its secret.
      expect((await visit((await consent(waiting.at)).href)).status).toBe(200);
      expect(await waiting.status()).toMatchObject({ status: 'authenticated' });
      await expect.poll(() => receiver.arrivals.length).toBe(1);
      const { body, headers } = receiver.arrivals[0]!;
      const signature = createHmac('sha256', Buffer.from(webhook.secret.slice('whsec_'.length), 'base64'))
        .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
        .digest('base64');
      expect(headers['webhook-signature']).toBe(`v1,${signature}`);
    } finally {
      await stage.close();
      await receiver.close();
    }
  });
});
