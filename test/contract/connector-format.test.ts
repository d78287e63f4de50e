import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { NAMED_ENUMS } from '../../src/engine/definition/named-enums.ts';
import { enumMatcher } from '../../src/engine/execute/enums/matchers.ts';
import { EXPRESSION_FUNCTIONS } from '../../src/engine/expressions/index.ts';
import { isMethod } from '../../src/engine/expressions/jexl/methods.ts';
import * as expressionLimits from '../../src/engine/expressions/limits.ts';
import { compileExpression, DIAGNOSTIC_CODES } from '../../src/engine/index.ts';
import { LIMITS } from '../../src/engine/parse/limits.ts';
import { parametersOf, STEP_FUNCTIONS } from '../../src/engine/validate/functions/registry.ts';
import '../../src/engine/validate/index.ts';
import { blockTables } from '../../src/engine/validate/kinds/mapping.ts';
import { ENUM_MATCHERS } from '../../src/engine/validate/matchers.ts';
import { diagnosticsPage } from '../../tools/generators/diagnostics-page.ts';
import { examplesOf, findingsOf } from './connector-format/examples.ts';
import { expressionsOf, resultOf, shownValue } from './connector-format/expressions.ts';
import { anchorsOf, codesIn, DOCS, linksOf, readPage, readPages, tableRows } from './connector-format/pages.ts';
import { playExample } from './connector-format/plays.ts';

const pages = readPages();
const text = pages.map((page) => page.text).join('\n');

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-31T12:00:00.000Z') });
});
afterAll(() => {
  vi.useRealTimers();
});

describe.each(pages.filter((page) => examplesOf(page).length > 0))('$name', (page) => {
  const examples = examplesOf(page);

  it.each(examples)('shows a connector that loads without a finding at $at', (example) => {
    expect(findingsOf(example)).toBe('');
  });

  const played = examples.flatMap(({ play, ...example }) => (play === undefined ? [] : [{ ...example, play }]));
  it.each(played.length === 0 ? [] : played)(
    'shows what becomes of the example at $at',
    async ({ play, ...example }) => {
      const { outcome, expected, sent, shown } = await playExample(example, play);
      expect({ sent, outcome }).toEqual({ sent: shown, outcome: expected });
    },
  );
});

describe('the expressions of the pages', () => {
  const examples = pages.flatMap(expressionsOf);

  it.each(examples)('$expression, at $at', (example) => {
    expect(resultOf(example)).toEqual(shownValue(example));
  });

  it('call every function there is', () => {
    const called = new Set(examples.flatMap(({ expression }) => compileExpression(expression).calls));
    expect([...EXPRESSION_FUNCTIONS].filter((name) => !called.has(name))).toEqual([]);
  });

  it('call every method there is', () => {
    const names = [String.prototype, Array.prototype].flatMap(Object.getOwnPropertyNames).filter(isMethod);
    const source = examples.map(({ expression }) => expression).join('\n');
    expect([...new Set(names)].filter((name) => !source.includes(`.${name}(`))).toEqual([]);
  });
});

describe('the tables of keys', () => {
  for (const versions of Object.values(STEP_FUNCTIONS)) for (const one of Object.values(versions)) parametersOf(one);
  const blocks = blockTables();
  const tables = pages.flatMap((page) => page.keyTables);
  const documented = new Map<string, Set<string>>();
  for (const table of tables) {
    for (const name of table.blocks) {
      const keys = documented.get(name) ?? new Set();
      for (const key of table.keys) keys.add(key);
      documented.set(name, keys);
    }
  }
  const setsOf = (what: string): ReadonlySet<string>[] =>
    [...documented].filter(([name]) => name === what || name.startsWith(`${what} (`)).map(([, keys]) => keys);
  const same = (keys: readonly string[], set: ReadonlySet<string>): boolean =>
    keys.length === set.size && keys.every((key) => set.has(key));

  it.each(blocks)('have every key of $what, and no other', ({ what, keys }) => {
    const found = setsOf(what);
    expect(found.map((set) => [...set].sort())).toContainEqual([...keys].sort());
  });

  it('speak of no block that does not exist', () => {
    const unknown = [...documented].filter(([name, set]) => {
      const what = name.replace(/ \([^)]*\)$/, '');
      return !blocks.some((block) => (block.what === name || block.what === what) && same(block.keys, set));
    });
    expect(unknown.map(([name]) => name)).toEqual([]);
  });
});

describe('the pages', () => {
  it('have every step function in every version', () => {
    const rows = tableRows(pages, 'functions');
    const listed = rows.flatMap(([names = '', versions = '']) =>
      codesIn(names).map((name) => `${name} ${versions.split(', ').join(' ')}`),
    );
    const known = Object.entries(STEP_FUNCTIONS).map(
      ([name, versions]) => `${name} ${Object.keys(versions).join(' ')}`,
    );
    expect(listed.sort()).toEqual(known.sort());
  });

  it('have every enum matcher with what it makes of a value', () => {
    const rows = tableRows(pages, 'matchers').map((cells) => cells.map((cell) => codesIn(cell)[0] ?? cell));
    for (const [name = '', value = '', expected = ''] of rows) {
      expect([name, enumMatcher(name)?.(JSON.parse(value)) ?? 'unmapped_value']).toEqual([name, JSON.parse(expected)]);
    }
    const shown = new Set(rows.map(([name]) => name));
    expect([...ENUM_MATCHERS].filter((name) => !shown.has(name) && !text.includes(`\`${name}\``))).toEqual([]);
    expect([...ENUM_MATCHERS].filter((name) => enumMatcher(name) === undefined)).toEqual([]);
  });

  it('have the values of every named enum', () => {
    const rows = tableRows(pages, 'named enums');
    expect(Object.fromEntries(rows.map(([name = '', values = '']) => [codesIn(name)[0], codesIn(values)]))).toEqual(
      NAMED_ENUMS,
    );
  });

  it('have the limits that hold', () => {
    const shown = (name: string) =>
      Object.fromEntries(
        tableRows(pages, name).map(([, value = '', constant = '']) => [
          codesIn(constant)[0],
          Number.parseInt(value, 10),
        ]),
      );
    expect(shown('limits: files')).toEqual(LIMITS);
    const { Budget: _class, boundedText: _function, ...constants } = expressionLimits;
    expect(shown('limits: expressions')).toEqual(constants);
  });

  it('number the deviations, and say of each whether there is a switch', () => {
    const rows = tableRows(pages, 'deviations');
    expect(rows.map(([number]) => Number(number))).toEqual(rows.map((_row, index) => index + 1));
    for (const row of rows) expect(row.at(-1), row[1]).toMatch(/^(yes|no)$/);
  });

  it('have every diagnostic, and the page of them is fresh', () => {
    const page = readPage('diagnostics.md');
    expect(page.text).toBe(diagnosticsPage());
    expect(Object.keys(DIAGNOSTIC_CODES).filter((code) => !page.text.includes(`\`${code}\``))).toEqual([]);
  });

  it('link to places that exist', () => {
    const broken = pages.flatMap((page) =>
      linksOf(page).filter(({ path, anchor }) => {
        const target = path === '' ? page.name : join(dirname(page.name), path);
        try {
          const found = readFileSync(join(DOCS, target), 'utf8');
          return anchor !== '' && !anchorsOf(found).has(anchor);
        } catch {
          return true;
        }
      }),
    );
    expect(broken).toEqual([]);
  });
});
