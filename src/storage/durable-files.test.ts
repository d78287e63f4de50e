import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFile, ownFile, publishFile } from './durable-files.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'patchbay-files-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a file that is written whole or not at all', () => {
  it('is for its owner alone, and nothing else is left', () => {
    expect(createFile(join(dir, 'a'), 'text')).toBe(true);
    expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('text');
    expect(statSync(join(dir, 'a')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(['a']);
  });

  it('replaces nothing', () => {
    writeFileSync(join(dir, 'a'), 'first');
    expect(createFile(join(dir, 'a'), 'second')).toBe(false);
    expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('first');
    expect(readdirSync(dir)).toEqual(['a']);
  });

  it('fails in a folder that does not exist', () => {
    expect(() => createFile(join(dir, 'missing', 'a'), 'text')).toThrow(/ENOENT/);
  });

  it('says so when what should get the name is missing', () => {
    expect(() => publishFile(join(dir, 'missing'), join(dir, 'a'))).toThrow(/ENOENT/);
  });
});

describe('a file of our own', () => {
  it('is made empty, and closed to others when it exists', () => {
    ownFile(join(dir, 'a'));
    expect([statSync(join(dir, 'a')).size, statSync(join(dir, 'a')).mode & 0o777]).toEqual([0, 0o600]);
    writeFileSync(join(dir, 'b'), 'kept', { mode: 0o644 });
    ownFile(join(dir, 'b'));
    expect([readFileSync(join(dir, 'b'), 'utf8'), statSync(join(dir, 'b')).mode & 0o777]).toEqual(['kept', 0o600]);
  });
});
