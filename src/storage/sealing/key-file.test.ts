import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEY_FILE, loadOrCreateKeyFile } from './key-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'patchbay-keys-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const mode = (path: string): number => statSync(path).mode & 0o777;

describe('the key file', () => {
  it('is made with a random key, for its owner alone', () => {
    const made = loadOrCreateKeyFile(dir);
    expect(made.keys.map(({ id, key }) => [id, key.symmetricKeySize])).toEqual([['k1', 32]]);
    expect(mode(join(dir, KEY_FILE))).toBe(0o600);
    expect(readdirSync(dir)).toEqual([KEY_FILE]);
  });

  it('makes the folder too, closed to others', () => {
    const inner = join(dir, 'a', 'b');
    loadOrCreateKeyFile(inner);
    expect(mode(inner)).toBe(0o700);
  });

  it('gives the same keys every time', () => {
    const [first, second] = [loadOrCreateKeyFile(dir), loadOrCreateKeyFile(dir)];
    expect(second.keys[0].key.equals(first.keys[0].key)).toBe(true);
  });

  it('differs from folder to folder', () => {
    const [first, second] = [loadOrCreateKeyFile(dir), loadOrCreateKeyFile(join(dir, 'other'))];
    expect(second.keys[0].key.equals(first.keys[0].key)).toBe(false);
  });

  it('may hold several keys after a rotation by hand', () => {
    loadOrCreateKeyFile(dir);
    const path = join(dir, KEY_FILE);
    const content = JSON.parse(readFileSync(path, 'utf8'));
    content.encryption_keys = `k2:${Buffer.alloc(32, 7).toString('base64')},${content.encryption_keys}`;
    writeFileSync(path, JSON.stringify(content));
    expect(loadOrCreateKeyFile(dir).keys.map(({ id }) => id)).toEqual(['k2', 'k1']);
  });

  it('is closed to others again when somebody opened it', () => {
    loadOrCreateKeyFile(dir);
    chmodSync(join(dir, KEY_FILE), 0o644);
    loadOrCreateKeyFile(dir);
    expect(mode(join(dir, KEY_FILE))).toBe(0o600);
  });

  it('survives what an interrupted start left', () => {
    writeFileSync(join(dir, `${KEY_FILE}.${process.pid}.partial`), '{"encryp');
    expect(loadOrCreateKeyFile(dir).keys).toHaveLength(1);
    expect(readdirSync(dir)).toEqual([KEY_FILE]);
  });

  it.each([
    ['is empty', ''],
    ['is cut off', '{"encryption_keys": "k1:c2VjcmV0c2VjcmV0'],
    ['is null', 'null'],
    ['lacks the keys', JSON.stringify({ pepper: 'c2VjcmV0' })],
    ['has a broken key', JSON.stringify({ encryption_keys: 'k1:c2VjcmV0' })],
  ])('that %s stops the start, unquoted and untouched', (_, text) => {
    const path = join(dir, KEY_FILE);
    writeFileSync(path, text);
    try {
      loadOrCreateKeyFile(dir);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'config_invalid', message: expect.stringContaining(path) });
      expect(String(error) + String((error as Error).cause)).not.toContain('c2VjcmV0');
    }
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
