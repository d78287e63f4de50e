import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateConnector } from '../validate/index.ts';
import { parseConnector } from './index.ts';

const MEGA = 1024 * 1024;

/** Without the limits these texts take minutes or end in a crash; with them, a second or so on an idle machine. */
const ENDS_WITHIN = 60_000;

/** Loads a text and says what was found. */
function load(text: string): string[] {
  const { diagnostics } = validateConnector(parseConnector({ 'a.connector.s1.yaml': text }));
  return [...new Set(diagnostics.map(({ code }) => code))];
}

const billionLaughs = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
].join('\n');

const hostile: Record<string, [text: () => string, code: string]> = {
  'aliases that repeat aliases': [() => billionLaughs, 'too-large'],
  'aliases that repeat mappings': [
    () =>
      [
        'a0: &a0 {k: v}',
        ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} {x: *a${i}, y: *a${i}, z: *a${i}}`),
      ].join('\n'),
    'too-large',
  ],
  'merge keys that repeat mappings': [
    () =>
      [
        'a0: &a0 {k: v}',
        ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} {<<: [*a${i}, *a${i}], x${i}: *a${i}}`),
      ].join('\n'),
    'too-large',
  ],
  'a text of ten megabytes': [() => `a: ${'x'.repeat(10 * MEGA)}`, 'too-large'],
  'a long chain of aliases': [
    () => ['a0: &a0 [x]', ...Array.from({ length: 20_000 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`)].join('\n'),
    'too-large',
  ],
  'deep brackets': [() => `a: ${'['.repeat(500_000)}`, 'too-deep'],
  'deep braces': [() => '{a: '.repeat(200_000), 'too-deep'],
  'deep dashes': [() => '- '.repeat(500_000), 'too-deep'],
  'deep indentation': [() => Array.from({ length: 1_500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'too-deep'],
  'deep keys': [() => '? '.repeat(200_000), 'too-deep'],
  'millions of values': [() => `a: [${'1,'.repeat(3 * MEGA)}]`, 'too-large'],
  'millions of lines': [() => '\n'.repeat(7 * MEGA), 'too-large'],
  'millions of comments': [() => '#\n'.repeat(3 * MEGA), 'too-large'],
  'millions of mistakes': [() => `a: [${','.repeat(300_000)}]`, 'yaml-syntax'],
  'millions of escapes that are none': [() => `a: "${'\\q'.repeat(MEGA)}"`, 'yaml-syntax'],
  'millions of closing brackets': [() => ']'.repeat(MEGA), 'yaml-syntax'],
  'millions of anchors': [() => '&a '.repeat(300_000), 'yaml-syntax'],
  'thousands of documents': [() => '---\n'.repeat(500_000), 'yaml-syntax'],
  'a quote that is never closed': [() => `a: "${'x\n '.repeat(MEGA)}`, 'yaml-syntax'],
  'NUL characters': [() => 'a: b\0c', 'not-text'],
  'UTF-16 read as bytes': [() => [...'StackOne: 1.0.0\n'.repeat(20)].map((c) => `${c}\0`).join(''), 'not-text'],
  'half a surrogate pair': [() => 'a: \ud800', 'not-text'],
  'markers of the lexer': [() => 'a: \u0002\u0018\u001f', 'not-text'],
  'prototype keys': [
    () => '__proto__:\n  polluted: true\nconstructor:\n  prototype:\n    polluted: true',
    'forbidden-key',
  ],
  'replacement characters': [
    () => 'StackOne: 1.0.0\ninfo: { title: "\ufffd", key: a, version: 1.0.0 }',
    'wrong-encoding',
  ],
};

describe('a hostile file ends in a diagnostic, quickly:', () => {
  for (const [title, [text, code]] of Object.entries(hostile)) {
    it(title, { timeout: ENDS_WITHIN }, () => {
      expect(load(text())).toContain(code);
    });
  }

  it('thousands of unknown keys, of which only so many are listed', () => {
    const text = `StackOne: 1.0.0\ninfo: { title: A, key: a, version: 1.0.0 }\n${Array.from({ length: 50_000 }, (_, i) => `k${i}: 1`).join('\n')}`;
    const { diagnostics } = validateConnector(parseConnector({ 'a.s1.yaml': text }));
    expect(diagnostics).toHaveLength(500);
    expect(diagnostics.filter(({ code }) => code === 'too-many-findings')).toHaveLength(1);
  });

  it('names and texts of any length, of which only so much is repeated', () => {
    const key = 'k'.repeat(1_000);
    const long = 'k'.repeat(MEGA);
    const text = `StackOne: 1.0.0\ninfo: { title: A, key: "${long} ", version: ${'9'.repeat(MEGA)} }\n${key}:\n  ${key}: *${long}\nactions:\n  $ref: ${long}\n`;
    const { diagnostics } = validateConnector(parseConnector({ 'a.s1.yaml': text }));
    expect(diagnostics.length).toBeGreaterThan(3);
    for (const one of diagnostics) expect(JSON.stringify(one).length).toBeLessThan(4_000);
  });

  it('more files than a connector may have', () => {
    const files = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`a.${i}.s1.partial.yaml`, '']));
    expect(parseConnector(files).diagnostics).toMatchObject([
      { code: 'too-large', message: 'A connector may have 500 files; this one has 501.' },
    ]);
  });

  it('files that are no texts', () => {
    const files = { 'a.s1.yaml': 5 as unknown as string };
    expect(parseConnector(files).diagnostics).toMatchObject([{ file: 'a.s1.yaml', code: 'not-text' }]);
  });

  it('file names that reach for prototypes', () => {
    const files = Object.fromEntries([
      ['__proto__', 'x'],
      ['a.s1.yaml', 'a: 1'],
    ]);
    expect(parseConnector(files).root).toBeDefined();
  });

  it('nothing is left on prototypes', () => {
    load('__proto__: &p\n  polluted: true\n<<: *p\nx:\n  __proto__: *p');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('parseConnector', () => {
  const token = fc.constantFrom(
    ...[
      'a',
      ':',
      ': ',
      '- ',
      '\n',
      '\n  ',
      '\t',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '|',
      '>',
      '&a',
      '*a',
      '!',
      '#',
      ' #',
      '?',
      '@',
      '%',
      '---',
      '...',
    ],
    ...[
      '$ref',
      '$ref: b',
      'actions',
      '__proto__',
      '<<',
      '{{',
      '}}',
      '${',
      '\\',
      '1',
      'null',
      '~',
      '\0',
      '\ud800',
      '\ufeff',
      '\r',
      'é',
    ],
  );

  it('never throws and always ends, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), fc.array(token, { maxLength: 20 }), (main, partial) => {
        const files = { 'a.connector.s1.yaml': main.join(''), 'b.s1.partial.yaml': partial.join('') };
        const { diagnostics } = validateConnector(parseConnector(files));
        for (const { line, column, message } of diagnostics) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(message).toMatch(/\S[.?]$/s);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws on text of any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        validateConnector(parseConnector({ 'a.s1.yaml': text }));
      }),
      { numRuns: 500 },
    );
  });
});
