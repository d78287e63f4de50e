import { fail } from '../../kernel/index.ts';
import type { Database } from '../database.ts';
import { addKeyToFile, dropOldKeysFromFile } from './key-file.ts';
import { type Resealed, type ResealProgress, reseal } from './reseal.ts';
import type { Sealer } from './sealer.ts';
import { assertKeysOpen, CANARY } from './stored-keys.ts';

/** What rotating needs. */
export interface RotateParts {
  readonly database: Database;
  /** The sealer in use; it learns the new key. */
  readonly sealer: Sealer;
  /** Folder of the key file; undefined when the keys are given from outside, whose first one is then used. */
  readonly keyDir: string | undefined;
}

/** How to rotate. */
export interface RotateOptions {
  /** Makes no new key: goes on with what was begun. */
  readonly resume?: boolean;
  /** Takes the old keys out of the key file once nothing is sealed with them. Copies made before need them still. */
  readonly removeOld?: boolean;
  readonly onProgress?: (progress: ResealProgress) => void;
  readonly signal?: AbortSignal;
}

/** What rotating came to. */
export interface Rotated extends Resealed {
  /** Whether a key was made for it. */
  readonly newKey: boolean;
  /** Keys that were taken out of the key file. */
  readonly removedKeys: readonly string[];
}

/** A name that no key has had: one that was removed is remembered by its canary. */
async function nextKeyId({ kysely }: Database, sealer: Sealer): Promise<string> {
  const rows = await kysely.selectFrom('server_meta').select('key').where('key', 'like', `${CANARY}%`).execute();
  const names = [...sealer.keyIds, ...rows.map(({ key }) => key.slice(CANARY.length))];
  const numbers = names.map((name) => Number(/^k(\d{1,9})$/.exec(name)?.[1] ?? 0));
  return `k${Math.max(0, ...numbers) + 1}`;
}

/**
 * Makes a new encryption key where the keys are generated, and seals everything with the current one while the server
 * works. The new key is on the disk before anything is sealed with it; the old ones stay, so that it may be stopped at
 * any moment.
 * @throws PatchbayError `conflict` when another rotation runs; those of {@link reseal}
 */
export function rotateEncryptionKeys(parts: RotateParts, options: RotateOptions = {}): Promise<Rotated> {
  const { database, sealer, keyDir } = parts;
  const { resume = false, removeOld = false, ...run } = options;
  const work = async (): Promise<Rotated> => {
    const newKey = keyDir !== undefined && !resume;
    if (newKey) sealer.useKeys(addKeyToFile(keyDir, await nextKeyId(database, sealer)));
    // It writes, so it waits for the transactions in which something may have been sealed with the key before.
    await assertKeysOpen(database, sealer);
    const result = await reseal(database, sealer, run);
    const removable = removeOld && keyDir !== undefined && result.remaining === 0;
    return { ...result, newKey, removedKeys: removable ? dropOldKeysFromFile(keyDir) : [] };
  };
  return database.withLock('encryption-keys', work, 1_000).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'request_timed_out')
      throw fail('conflict', { reason: 'The encryption keys are being rotated already.' }, { cause: error });
    throw error;
  });
}
