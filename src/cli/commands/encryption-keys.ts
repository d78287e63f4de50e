import type { Command } from 'commander';
import { rotateEncryption } from '../../control/index.ts';
import type { Rotated } from '../../storage/index.ts';
import { installation } from '../installation.ts';
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

/** `patchbay encryption-keys rotate`: seals everything with a new key, in the running server or without one. */
export function encryptionKeysCommand(program: Command, output: Output): void {
  program
    .command('encryption-keys')
    .description('the keys that credentials are sealed with')
    .command('rotate')
    .description('seal everything with a new key (or with the first of PATCHBAY_ENCRYPTION_KEYS)')
    .option('--resume', 'make no new key: go on with what was begun')
    .option('--remove-old', 'take the old keys out of the key file once nothing is sealed with them')
    .option('--json', 'print the result as JSON')
    .action(
      async ({ resume = false, removeOld = false, json }: { resume?: boolean; removeOld?: boolean; json?: true }) => {
        const result = await installation().run(rotateEncryption, { resume, remove_old: removeOld });
        output.out(json === true ? JSON.stringify(result) : describeRotation(result));
      },
    );
}
