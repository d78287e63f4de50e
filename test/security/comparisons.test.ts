import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
/** Emulators hold demo secrets only. */
const files = globSync('src/**/*.ts', { cwd: ROOT }).filter(
  (name) => !/\.test\.ts$|\/testing\/|^src\/sandbox\//.test(name),
);

const SECRET = String.raw`(?:[\w.$]*(?:[Tt]oken|[Ss]ecret|[Pp]assword|[Pp]asswordHash|[Pp]epper|[Ss]ignature|[Hh]mac|[Dd]igest|[Hh]ash|[Vv]erifier|[Nn]once|[Ss]tate|apiKey))`;
const COMPARED = new RegExp(
  String.raw`(?:\b${SECRET}(?:\(.*\))?\s*[!=]==\s*(?!undefined|null|'|"|\x60|\d|-|true|false|typeof)[\w.$(]+)|(?:[\w.$)]+\s*[!=]==\s*${SECRET}\b(?!\())`,
);

/** Plain comparisons whose sides are no secrets that somebody outside may guess, and why. */
const KNOWN: Readonly<Record<string, string>> = {
  'src/platform/operators/sign-in.ts': 'Both sides are stored hashes: was the password changed meanwhile?',
  'src/platform/audit/service.ts': 'Hashes of the audit log, which are no secrets.',
  'src/platform/registry/service.ts': 'Hashes of files, which are no secrets.',
};

describe('comparisons of secrets', () => {
  it('take the same time whatever they find, but for those that compare no secret', () => {
    const found = files.flatMap((name) =>
      readFileSync(join(ROOT, name), 'utf8')
        .split('\n')
        .filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line) && COMPARED.test(line))
        .map((line) => `${name}: ${line.trim()}`),
    );
    expect(found.filter((line) => KNOWN[line.slice(0, line.indexOf(':'))] === undefined)).toEqual([]);
    for (const name of Object.keys(KNOWN))
      expect(
        found.some((line) => line.startsWith(`${name}:`)),
        name,
      ).toBe(true);
  });

  it('are made in few places, with the function made for it', () => {
    const safe = files.filter((name) => readFileSync(join(ROOT, name), 'utf8').includes('timingSafeEqual('));
    expect(safe.sort()).toEqual([
      'src/kernel/same-text.ts',
      'src/platform/operators/passwords.ts',
      'src/telemetry/metrics-route.ts',
    ]);
  });

  it('is what this test would find', () => {
    for (const line of [
      'if (given.token === wanted) return;',
      'a.hash !== b.hash',
      'x = (secret === other);',
      'given === session.token',
    ])
      expect(COMPARED.test(line), line).toBe(true);
    for (const line of ["kind === 'token'", 'token === undefined', "state === 'dead'", 'const token = given;'])
      expect(COMPARED.test(line), line).toBe(false);
  });
});
