import type { Command } from 'commander';
import { readConfig } from '../../config.ts';
import {
  assertKeysOpen,
  createSealer,
  loadOrCreateKeyFile,
  openDatabase,
  parseEncryptionKeys,
  type Rotated,
  rotateEncryptionKeys,
} from '../../storage/index.ts';
import type { Output } from '../output.ts';

/** What a rotation came to, for people. */
export function describeRotation({ keyId, resealed, remaining, broken, newKey, removedKeys }: Rotated): string {
  const damaged = Object.entries(broken).map(([table, count]) => `${count} in ${table}`);
  return [
    newKey ? `Made the encryption key ${keyId}.` : `The current encryption key is ${keyId}.`,
    `Sealed ${resealed} value${resealed === 1 ? '' : 's'} with it.`,
    ...(damaged.length === 0 ? [] : [`Values that do not open were left as they are: ${damaged.join(', ')}.`]),
    ...(removedKeys.length === 0 ? [] : [`Removed from the key file: ${removedKeys.join(', ')}.`]),
    remaining === 0
      ? 'Nothing is sealed with another key. Copies of the database made before still need the earlier keys.'
      : `${remaining} values are still sealed with other keys; keep those keys and run this again with --resume.`,
  ].join('\n');
}

/** `patchbay encryption-keys rotate`: seals everything with a new key, while processes on PostgreSQL work. */
export function encryptionKeysCommand(program: Command, output: Output): void {
  program
    .command('encryption-keys')
    .description('the keys that credentials are sealed with')
    .command('rotate')
    .description('seal everything with a new key (or with the first of PATCHBAY_ENCRYPTION_KEYS)')
    .option('--resume', 'make no new key: go on with what was begun')
    .option('--remove-old', 'take the old keys out of the key file once nothing is sealed with them')
    .option('--json', 'print the result as JSON')
    .action(async (options: { resume?: boolean; removeOld?: boolean; json?: boolean }) => {
      const config = readConfig();
      const database = await openDatabase(
        config.databaseUrl === undefined
          ? { kind: 'sqlite', dir: config.dataDir }
          : { kind: 'postgres', url: config.databaseUrl },
      );
      try {
        const generated = config.encryptionKeys === undefined;
        const sealer = createSealer(
          generated ? loadOrCreateKeyFile(config.dataDir).keys : parseEncryptionKeys(config.encryptionKeys),
        );
        await assertKeysOpen(database, sealer);
        const result = await rotateEncryptionKeys(
          { database, sealer, keyDir: generated ? config.dataDir : undefined },
          {
            resume: options.resume === true,
            removeOld: options.removeOld === true,
            onProgress: ({ table, resealed }) => output.err(`${table}: ${resealed} sealed so far`),
          },
        );
        output.out(options.json === true ? JSON.stringify(result) : describeRotation(result));
      } finally {
        await database.close();
      }
    });
}
