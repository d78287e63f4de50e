import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { forEachDatabase } from '../testing/databases.ts';
import { accountRow, addProject, authConfigRow } from '../testing/rows.ts';
import { KEY_FILE, loadOrCreateKeyFile } from './key-file.ts';
import { reseal } from './reseal.ts';
import { rotateEncryptionKeys } from './rotate.ts';
import { createSealer, type Sealer } from './sealer.ts';
import { assertKeysOpen } from './stored-keys.ts';

const key = (id: string) => ({ id, key: createSecretKey(randomBytes(32)) });
const [old, current] = [key('old'), key('current')];

const bindingOf = (id: string): string => `p1|${id}|credentials`;

/** A database with accounts, an auth config and a secret of the installation, all sealed with the current key. */
async function fill({ kysely }: Database, sealer: Sealer, accounts: number): Promise<string[]> {
  await addProject(kysely);
  await kysely
    .insertInto('auth_configs')
    .values([
      authConfigRow({ setup_sealed: sealer.seal('{"clientSecret":"s"}', 'p1|config1|setup') }),
      authConfigRow({ id: 'plain' }),
    ])
    .execute();
  const ids = Array.from({ length: accounts }, (_, index) => `account${String(index).padStart(4, '0')}`);
  for (const id of ids)
    await kysely
      .insertInto('accounts')
      .values(accountRow({ id, credentials_sealed: sealer.seal('{"n":0}', bindingOf(id)) }))
      .execute();
  await kysely
    .insertInto('server_meta')
    .values([
      { key: 'pepper', value: sealer.seal('pepper', 'pepper') },
      { key: 'plain', value: 'v1' },
    ])
    .execute();
  return ids;
}

const sealedOf = async ({ kysely }: Database): Promise<string[]> => [
  ...(await kysely.selectFrom('accounts').select('credentials_sealed as sealed').execute()).map(({ sealed }) => sealed),
  ...(await kysely.selectFrom('auth_configs').select('setup_sealed as sealed').execute()).flatMap(({ sealed }) =>
    sealed === null ? [] : [sealed],
  ),
];

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'patchbay-rotate-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

forEachDatabase((open) => {
  describe('sealing anew', () => {
    it('seals every value with the current key, so that the old one may go', async () => {
      const database = await open();
      await assertKeysOpen(database, createSealer([old]));
      const ids = await fill(database, createSealer([old]), 120);
      const sealer = createSealer([current, old]);
      const seen: number[] = [];
      const result = await reseal(database, sealer, { onProgress: ({ resealed }) => seen.push(resealed) });
      expect(result).toEqual({ keyId: 'current', resealed: 122, broken: {}, remaining: 0 });
      expect(seen).toEqual([50, 100, 120, 121, 122]);
      const alone = createSealer([current]);
      await assertKeysOpen(database, alone);
      const rows = await database.kysely.selectFrom('accounts').selectAll().orderBy('id').execute();
      for (const [index, row] of rows.entries())
        expect(alone.open(row.credentials_sealed, bindingOf(ids[index]!))).toBe('{"n":0}');
      const config = await database.kysely
        .selectFrom('auth_configs')
        .selectAll()
        .where('id', '=', 'config1')
        .executeTakeFirstOrThrow();
      expect(alone.open(config.setup_sealed!, 'p1|config1|setup')).toBe('{"clientSecret":"s"}');
    });

    it('does nothing where all is sealed with the current key', async () => {
      const database = await open();
      const sealer = createSealer([current, old]);
      await fill(database, sealer, 3);
      const before = await sealedOf(database);
      expect(await reseal(database, sealer)).toMatchObject({ resealed: 0, remaining: 0 });
      expect(await sealedOf(database)).toEqual(before);
    });

    it('loses no change that others make meanwhile', async () => {
      const database = await open();
      const sealer = createSealer([old]);
      const ids = await fill(database, sealer, 40);
      const rounds = 12;
      let working = true;
      /** Adds one to what is sealed in an account, again when another was faster: as all writers of accounts do. */
      const addOne = async (id: string): Promise<void> => {
        for (;;) {
          const row = await database.kysely
            .selectFrom('accounts')
            .select(['credentials_sealed', 'credentials_version'])
            .where('id', '=', id)
            .executeTakeFirstOrThrow();
          const { n } = JSON.parse(sealer.open(row.credentials_sealed, bindingOf(id))) as { n: number };
          const done = await database.kysely
            .updateTable('accounts')
            .set({
              credentials_sealed: sealer.seal(JSON.stringify({ n: n + 1 }), bindingOf(id)),
              credentials_version: row.credentials_version + 1,
            })
            .where('id', '=', id)
            .where('credentials_version', '=', row.credentials_version)
            .executeTakeFirst();
          if (done.numUpdatedRows > 0n) return;
        }
      };
      /** Writes the whole row back with the sealed text it has read, as a change of the label does. */
      const rewrite = async (id: string): Promise<void> => {
        const row = await database.kysely
          .selectFrom('accounts')
          .selectAll()
          .where('id', '=', id)
          .executeTakeFirstOrThrow();
        await new Promise((resolve) => setImmediate(resolve));
        await database.kysely
          .updateTable('accounts')
          .set({ ...row, label: 'x', credentials_version: row.credentials_version + 1 })
          .where('id', '=', id)
          .where('credentials_version', '=', row.credentials_version)
          .execute();
      };
      const writers = [
        ...Array.from({ length: 4 }, async (_, lane) => {
          for (let round = 0; round < rounds; round += 1)
            for (const id of ids.slice(lane * 10, lane * 10 + 10)) await addOne(id);
        }),
        (async () => {
          while (working) for (const id of ids) await rewrite(id);
        })(),
      ];
      sealer.useKeys([current, old]);
      const first = await reseal(database, sealer);
      await Promise.all(writers.slice(0, 4));
      working = false;
      await Promise.all(writers);
      expect(first.remaining).toBe(0);
      // Nobody could write back what the old key has sealed, not even who had read it before.
      await assertKeysOpen(database, createSealer([current]));
      const alone = createSealer([current]);
      for (const row of await database.kysely.selectFrom('accounts').selectAll().execute())
        expect(JSON.parse(alone.open(row.credentials_sealed, bindingOf(row.id)))).toEqual({ n: rounds });
    });

    it('goes on where it was stopped', async () => {
      const database = await open();
      await fill(database, createSealer([old]), 120);
      const sealer = createSealer([current, old]);
      const stop = new AbortController();
      const stopped = reseal(database, sealer, { signal: stop.signal, onProgress: () => stop.abort() });
      await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
      expect(await reseal(database, sealer)).toMatchObject({ resealed: 72, remaining: 0 });
    });

    it('leaves values that do not open, and counts them', async () => {
      const database = await open();
      const ids = await fill(database, createSealer([old]), 3);
      const stranger = createSealer([old]).seal('{}', bindingOf('another'));
      await database.kysely
        .updateTable('accounts')
        .set({ credentials_sealed: stranger })
        .where('id', '=', ids[1]!)
        .execute();
      const result = await reseal(database, createSealer([current, old]));
      expect(result).toEqual({ keyId: 'current', resealed: 4, broken: { accounts: 1 }, remaining: 1 });
      expect(await sealedOf(database)).toContain(stranger);
    });

    it('stops when a key is missing', async () => {
      const database = await open();
      await fill(database, createSealer([old]), 1);
      await expect(reseal(database, createSealer([current]))).rejects.toMatchObject({ code: 'encryption_key_missing' });
    });
  });

  describe('rotating generated keys', () => {
    it('makes a key that has never been used, teaches it to the sealer at work, and keeps the old ones', async () => {
      const database = await open();
      const sealer = createSealer(loadOrCreateKeyFile(dir).keys);
      await assertKeysOpen(database, sealer);
      const ids = await fill(database, sealer, 5);
      const inMemory = (await sealedOf(database))[0]!;
      const result = await rotateEncryptionKeys({ database, sealer, keyDir: dir });
      expect(result).toEqual({ keyId: 'k2', resealed: 7, broken: {}, remaining: 0, newKey: true, removedKeys: [] });
      expect(sealer.currentKeyId).toBe('k2');
      expect(sealer.open(inMemory, bindingOf(ids[0]!))).toBe('{"n":0}');
      expect(sealer.keyIdOf(sealer.seal('x', 'y'))).toBe('k2');
      expect(loadOrCreateKeyFile(dir).keys.map(({ id }) => id)).toEqual(['k2', 'k1']);
      expect(statSync(join(dir, KEY_FILE)).mode & 0o777).toBe(0o600);
      await assertKeysOpen(database, createSealer(loadOrCreateKeyFile(dir).keys));
    });

    it('removes old keys when told to, and never gives a name twice', async () => {
      const database = await open();
      const sealer = createSealer(loadOrCreateKeyFile(dir).keys);
      await assertKeysOpen(database, sealer);
      await fill(database, sealer, 2);
      const parts = { database, sealer, keyDir: dir };
      expect(await rotateEncryptionKeys(parts, { removeOld: true })).toMatchObject({
        keyId: 'k2',
        removedKeys: ['k1'],
      });
      const restarted = createSealer(loadOrCreateKeyFile(dir).keys);
      await assertKeysOpen(database, restarted);
      expect(await rotateEncryptionKeys({ ...parts, sealer: restarted })).toMatchObject({ keyId: 'k3', remaining: 0 });
    });

    it('keeps old keys while something is sealed with them, whatever it was told', async () => {
      const database = await open();
      const sealer = createSealer(loadOrCreateKeyFile(dir).keys);
      const ids = await fill(database, sealer, 2);
      const stranger = sealer.seal('{}', 'elsewhere');
      await database.kysely
        .updateTable('accounts')
        .set({ credentials_sealed: stranger })
        .where('id', '=', ids[0]!)
        .execute();
      const result = await rotateEncryptionKeys({ database, sealer, keyDir: dir }, { removeOld: true });
      expect(result).toMatchObject({ remaining: 1, removedKeys: [] });
      expect(loadOrCreateKeyFile(dir).keys).toHaveLength(2);
    });

    it('goes on after an interruption without another key', async () => {
      const database = await open();
      const sealer = createSealer(loadOrCreateKeyFile(dir).keys);
      await fill(database, sealer, 60);
      const stop = new AbortController();
      const parts = { database, sealer, keyDir: dir };
      const stopped = rotateEncryptionKeys(parts, { signal: stop.signal, onProgress: () => stop.abort() });
      await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
      const restarted = createSealer(loadOrCreateKeyFile(dir).keys);
      await assertKeysOpen(database, restarted);
      const result = await rotateEncryptionKeys({ ...parts, sealer: restarted }, { resume: true });
      expect(result).toMatchObject({ keyId: 'k2', newKey: false, resealed: 12, remaining: 0 });
    });

    it('is refused while another one runs', async () => {
      const database = await open();
      const sealer = createSealer(loadOrCreateKeyFile(dir).keys);
      await fill(database, sealer, 1);
      await database.withLock('encryption-keys', async () => {
        await expect(rotateEncryptionKeys({ database, sealer, keyDir: dir })).rejects.toMatchObject({
          code: 'conflict',
        });
      });
      expect(loadOrCreateKeyFile(dir).keys).toHaveLength(1);
    });
  });

  it('rotating keys given from outside seals with the first of them and touches no file', async () => {
    const database = await open();
    await fill(database, createSealer([old]), 2);
    const sealer = createSealer([current, old]);
    const result = await rotateEncryptionKeys({ database, sealer, keyDir: undefined }, { removeOld: true });
    expect(result).toMatchObject({ keyId: 'current', newKey: false, remaining: 0, removedKeys: [] });
    expect(() => readFileSync(join(dir, KEY_FILE))).toThrow('ENOENT');
  });
});
