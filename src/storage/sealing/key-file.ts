import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../kernel/index.ts';
import { closeToOthers, createFile, isFileError, replaceFile } from '../durable-files.ts';
import { type EncryptionKey, KEY_BYTES, parseEncryptionKeys } from './encryption-keys.ts';

/** Name of the key file in the data directory. */
export const KEY_FILE = 'keys.json';

/** The secrets that were generated for an installation that names none. */
export interface KeyFile {
  /** The first one is the current one. */
  readonly keys: [EncryptionKey, ...EncryptionKey[]];
}

function newKeys(): string {
  const random = (): string => randomBytes(KEY_BYTES).toString('base64');
  return `${JSON.stringify({ encryption_keys: `k1:${random()}` }, null, 2)}\n`;
}

function read(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    closeToOthers(path);
    return text;
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function parse(text: string, path: string): KeyFile {
  const bad = (reason: string): Error => fail('config_invalid', { variable: path, reason });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // The cause would quote the file.
    throw bad('it is no JSON. Put it back from a backup; without it stored credentials cannot be opened.');
  }
  const { encryption_keys: keys } = (content ?? {}) as Record<string, unknown>;
  if (typeof keys !== 'string') throw bad('expected encryption_keys.');
  return { keys: parseEncryptionKeys(keys, path) };
}

/**
 * The keys of a data directory, generated when it holds none. The file is readable by its owner alone and appears
 * whole or not at all. Without it, what was sealed is lost: it belongs in every backup.
 * @throws PatchbayError `config_invalid` when the file is damaged
 */
export function loadOrCreateKeyFile(dir: string): KeyFile {
  const path = join(dir, KEY_FILE);
  const known = read(path);
  if (known !== undefined) return parse(known, path);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  // When another process was faster, its file is the one.
  createFile(path, newKeys());
  return parse(read(path)!, path);
}

/**
 * Puts a new random key before those of a key file.
 * @param id must not have named another key before
 * @returns all keys, the new one first
 * @throws PatchbayError `config_invalid` when the file is damaged
 */
export function addKeyToFile(dir: string, id: string): [EncryptionKey, ...EncryptionKey[]] {
  return rewrite(dir, (keys) => `${id}:${randomBytes(KEY_BYTES).toString('base64')},${keys}`);
}

/**
 * Keeps only the first key of a key file.
 * @returns ids of the keys that are gone
 */
export function dropOldKeysFromFile(dir: string): string[] {
  const before = loadOrCreateKeyFile(dir).keys.map(({ id }) => id);
  rewrite(dir, (keys) => keys.split(',')[0]!);
  return before.slice(1);
}

function rewrite(dir: string, change: (keys: string) => string): [EncryptionKey, ...EncryptionKey[]] {
  const path = join(dir, KEY_FILE);
  loadOrCreateKeyFile(dir);
  const content = JSON.parse(readFileSync(path, 'utf8')) as { encryption_keys: string };
  const keys = change(content.encryption_keys);
  // Read before it is written: a file that cannot be read would be the end of all stored credentials.
  const parsed = parseEncryptionKeys(keys, path);
  replaceFile(path, `${JSON.stringify({ ...content, encryption_keys: keys }, null, 2)}\n`);
  return parsed;
}
