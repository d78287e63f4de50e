import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConnector } from '../parse/index.ts';
import type { Diagnostic } from '../program.ts';
import { formatDiagnostics, validateConnector } from './index.ts';
import { connector, MAIN, withRequest } from './testing/check.ts';

const shown = (text: string): string => {
  const files = { [MAIN]: text };
  return formatDiagnostics(validateConnector(parseConnector(files)).diagnostics, files);
};

const one = (more: Partial<Diagnostic & { endLine: number; endColumn: number; help: string }>) => ({
  file: 'a.yaml',
  line: 1,
  column: 1,
  severity: 'error' as const,
  code: 'unknown-key',
  message: 'Unknown key.',
  path: '',
  ...more,
});

describe('formatDiagnostics', () => {
  it('shows the place, the line, what is meant in it, and what to do', () => {
    const text = connector({
      actions: withRequest("\nargs:\n  - name: id\n    value: '{{inputs.id ==}}'\n    in: path\n    condtion: x"),
    });
    expect(shown(text)).toBe(`\
demo.connector.s1.yaml:31:39 error: "value" does not parse as an expression: unexpected end of the expression. [invalid-expression]
     |
  31 |                 value: '{{inputs.id ==}}'
     |                                       ^

demo.connector.s1.yaml:32:21 error: "in" must be "query", "body" or "headers", not "path". [unknown-value]
     |
  32 |                 in: path
     |                     ^^^^
  help: Put path parameters into the url: /items/\${inputs.id}.

demo.connector.s1.yaml:33:17 warning: Unknown key "condtion" in an argument. Did you mean "condition"? [unknown-key]
     |
  33 |                 condtion: x
     |                 ^^^^^^^^

2 errors, 1 warning`);
  });

  it('is empty when nothing was found', () => {
    expect(formatDiagnostics([], {})).toBe('');
  });

  it('does without a frame where there is no such file or line', () => {
    expect(formatDiagnostics([one({ file: '', help: 'Name it.' })], {})).toBe(
      'error: Unknown key. [unknown-key]\n  help: Name it.\n\n1 error',
    );
    expect(formatDiagnostics([one({ line: 9 })], { 'a.yaml': 'x: 1' })).toBe(
      'a.yaml:9:1 error: Unknown key. [unknown-key]\n\n1 error',
    );
  });

  it('marks one character where the end is not known', () => {
    expect(
      formatDiagnostics([one({ column: 4 })], { 'a.yaml': 'x: 1' })
        .split('\n')
        .slice(2, 4),
    ).toEqual(['  1 | x: 1', '    |    ^']);
  });

  it('marks the first line of what goes over several', () => {
    const text = 'x:\n  - one\n  - two\n';
    expect(formatDiagnostics([one({ line: 2, column: 3, endLine: 4, endColumn: 1 })], { 'a.yaml': text })).toContain(
      '  2 |   - one\n    |   ^^^^^',
    );
  });

  it('cuts long lines around what is meant', () => {
    const text = `x: "${'a'.repeat(500)}!${'b'.repeat(500)}"`;
    const frame = formatDiagnostics([one({ column: 505, endLine: 1, endColumn: 506 })], { 'a.yaml': text }).split('\n');
    expect(frame[2]!.length).toBeLessThan(140);
    expect(frame[2]![frame[3]!.indexOf('^')]).toBe('!');
    expect(frame[2]).toContain('…');
  });

  it('shows tabs as one space and nothing a terminal could act on', () => {
    const text = 'x:\t\u001b[31mred\u0007';
    const frame = formatDiagnostics([one({ column: 4, endLine: 1, endColumn: 12, message: 'A\u001b[2Jb' })], {
      'a.yaml': text,
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(frame).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(frame).toContain('x: \ufffd[31mred\ufffd');
  });

  it('puts the mark under what is meant, on any line', () => {
    const line = fc.string({ unit: fc.constantFrom('a', ' ', '\t', 'é', 'x'), minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(line, line, (before, after) => {
        const text = `${before}#${after}`;
        const column = before.length + 1;
        const frame = formatDiagnostics([one({ column, endLine: 1, endColumn: column + 1 })], { 'a.yaml': text }).split(
          '\n',
        );
        expect(frame[2]![frame[3]!.indexOf('^')]).toBe('#');
      }),
    );
  });

  it('reads names of files as names only', () => {
    expect(formatDiagnostics([one({ file: '__proto__' })], {})).toBe(
      '__proto__:1:1 error: Unknown key. [unknown-key]\n\n1 error',
    );
  });
});
