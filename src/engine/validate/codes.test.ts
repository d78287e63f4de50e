import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DIAGNOSTIC_CODES } from './codes.ts';

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));

const engine = join(import.meta.dirname, '..');
const texts = [...sources(join(engine, 'parse')), ...sources(join(engine, 'validate'))].filter(
  (path) => !path.endsWith('/codes.ts'),
);
const product = texts
  .filter((path) => !path.endsWith('.test.ts'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');
const tests = texts
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

describe('the table of diagnostic codes', () => {
  for (const [code, { severity, meaning }] of Object.entries(DIAGNOSTIC_CODES)) {
    it(`${code} is a kebab-case name with one line of meaning`, () => {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(['error', 'warning']).toContain(severity);
      expect(meaning).toMatch(/^[A-Z][^\n]+\.$/);
    });

    it(`${code} is reported by the product and proven by a test`, () => {
      expect(product.includes(`'${code}'`)).toBe(true);
      expect(new RegExp(`[' ]${code}[':]`).test(tests)).toBe(true);
    });
  }
});
