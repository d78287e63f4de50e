import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { forEachDatabase } from '../testing/databases.ts';
import { accountRow, addProject, authConfigRow } from '../testing/rows.ts';
import { createSealer, type Sealer } from './sealer.ts';
import { assertKeysOpen } from './stored-keys.ts';

const key = (id: string) => ({ id, key: createSecretKey(randomBytes(32)) });
const [old, current] = [key('old'), key('current')];

async function addAccount({ kysely }: Database, sealer: Sealer): Promise<void> {
  await addProject(kysely);
  await kysely.insertInto('auth_configs').values(authConfigRow()).execute();
  const row = accountRow({ credentials_sealed: sealer.seal('{}', 'data') });
  await kysely.insertInto('accounts').values(row).execute();
}

describe('the check of the keys before a start', () => {
  forEachDatabase((open) => {
    it('passes on an empty database, and again', async () => {
      const database = await open();
      await assertKeysOpen(database, createSealer([current]));
      await assertKeysOpen(database, createSealer([current]));
    });

    it('passes while every key that was used is at hand', async () => {
      const database = await open();
      await assertKeysOpen(database, createSealer([old]));
      await addAccount(database, createSealer([old]));
      await assertKeysOpen(database, createSealer([current, old]));
      await assertKeysOpen(database, createSealer([current, old]));
    });

    it('refuses when credentials are sealed with a key that is missing', async () => {
      const database = await open();
      await assertKeysOpen(database, createSealer([old]));
      await addAccount(database, createSealer([old]));
      await expect(assertKeysOpen(database, createSealer([current]))).rejects.toMatchObject({
        code: 'encryption_key_missing',
        message: expect.stringContaining('"old"'),
      });
    });

    it('refuses when the set-up of an auth config is sealed with a key that is missing', async () => {
      const database = await open();
      await addProject(database.kysely);
      const row = authConfigRow({ setup_sealed: createSealer([old]).seal('{}', 'data') });
      await database.kysely.insertInto('auth_configs').values(row).execute();
      await expect(assertKeysOpen(database, createSealer([current]))).rejects.toMatchObject({
        code: 'encryption_key_missing',
      });
    });

    it('refuses when a secret of the installation is sealed with a key that is missing', async () => {
      const database = await open();
      const value = createSealer([old]).seal('pepper', 'data');
      await database.kysely.insertInto('server_meta').values({ key: 'pepper', value }).execute();
      await expect(assertKeysOpen(database, createSealer([current]))).rejects.toMatchObject({
        code: 'encryption_key_missing',
      });
      await assertKeysOpen(database, createSealer([current, old]));
    });

    it('refuses another key under a name that was used before', async () => {
      const database = await open();
      await assertKeysOpen(database, createSealer([old]));
      await addAccount(database, createSealer([old]));
      const impostor = { ...old, key: current.key };
      for (const keys of [[impostor], [current, impostor]]) {
        await expect(assertKeysOpen(database, createSealer(keys))).rejects.toMatchObject({
          code: 'encryption_key_differs',
          message: expect.stringContaining('"old"'),
        });
      }
    });

    it('lets a key go once nothing is sealed with it', async () => {
      const database = await open();
      await assertKeysOpen(database, createSealer([old]));
      await addAccount(database, createSealer([old]));
      await assertKeysOpen(database, createSealer([current, old]));
      const credentials_sealed = createSealer([current]).seal('{}', 'data');
      await database.kysely.updateTable('accounts').set({ credentials_sealed }).execute();
      await assertKeysOpen(database, createSealer([current]));
    });

    it('may run in several processes at once', async () => {
      const database = await open();
      await Promise.all(Array.from({ length: 8 }, () => assertKeysOpen(database, createSealer([current]))));
      expect(await database.kysely.selectFrom('server_meta').select('key').execute()).toHaveLength(1);
    });

    it('names a sealed value that is no sealed value', async () => {
      const database = await open();
      await addAccount(database, createSealer([current]));
      await database.kysely.updateTable('accounts').set({ credentials_sealed: 'rubbish' }).execute();
      await expect(assertKeysOpen(database, createSealer([current]))).rejects.toMatchObject({
        code: 'sealed_value_broken',
      });
    });
  });
});
