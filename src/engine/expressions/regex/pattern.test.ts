import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SyntaxFault } from '../expression-error.ts';
import { Budget } from '../limits.ts';
import { compilePattern } from './index.ts';

const find = (source: string, text: string, flags = ''): string | null => {
  const bounds = compilePattern(source, flags).exec(text, 0, new Budget());
  return bounds === null ? null : text.slice(bounds[0], bounds[1]);
};

describe('compilePattern', () => {
  it.each([
    ['abc', 'xabcx', 'abc'],
    ['a.c', 'a\nc abc', 'abc'],
    ['^b', 'ab', null],
    ['b$', 'ab', 'b'],
    ['a|ab', 'ab', 'a'],
    ['(?:a|ab)(?:c|bcd)(d*)', 'abcd', 'abcd'],
    ['a+?', 'aaa', 'a'],
    ['a{2}', 'aaa', 'aa'],
    ['a{2,}', 'aaaa', 'aaaa'],
    ['a{1,2}?', 'aaa', 'a'],
    ['x{', 'x{', 'x{'],
    ['[a-c]+', 'xxabcd', 'abc'],
    ['[^a-c]+', 'abxyc', 'xy'],
    ['[\\d-]+', 'a1-2b', '1-2'],
    ['[\\b]', 'a\bc', '\b'],
    ['\\bfoo\\b', 'a foo b', 'foo'],
    ['\\Boo', 'foo', 'oo'],
    ['\\x41\\u0042\\t', 'AB\t', 'AB\t'],
    ['\\.\\/\\$', './$', './$'],
    ['(?<year>\\d{4})-\\d\\d', 'on 2024-05', '2024-05'],
    ['', 'abc', ''],
    ['(a*)*', 'aaab', 'aaa'],
    ['[]', 'abc', null],
    ['[^]', '\n', '\n'],
    ['(?:)', 'x', ''],
  ])('/%s/ finds in %j %j', (source, text, expected) => {
    expect(find(source, text)).toBe(expected);
    expect(new RegExp(source).exec(text)?.[0] ?? null).toBe(expected);
  });

  it('knows the flags i, m, s and g', () => {
    expect(find('STRASSE', 'strasse', 'i')).toBe('strasse');
    expect(find('[^a]', 'A', 'i')).toBeNull();
    expect(find('^b$', 'a\nb\nc', 'm')).toBe('b');
    expect(find('a.b', 'a\nb', 's')).toBe('a\nb');
    expect(compilePattern('a', 'g').global).toBe(true);
    expect(() => compilePattern('a', 'y')).toThrow(SyntaxFault);
  });

  it('gives the bounds of groups, and starts where it is told', () => {
    expect(compilePattern('(a)(x)?(b)', '').exec('zab', 0, new Budget())).toEqual([1, 3, 1, 2, -1, -1, 2, 3]);
    expect(compilePattern('a', '').exec('aba', 1, new Budget())).toEqual([2, 3]);
  });

  it.each([
    '(?=a)',
    '(?!a)',
    '(?<=a)',
    '(?<!a)',
    '(a)\\1',
    '\\k<n>',
    '\\p{L}',
    '(',
    ')',
    '[',
    '[z-a]',
    '*',
    'a**',
    'a{3,2}',
    '\\',
    '(?a)',
    'a{9}{9}',
    '(?:a{900}){900}',
    'x'.repeat(1_001),
  ])('refuses /%.20s/', (source) => {
    expect(() => compilePattern(source, '')).toThrow(SyntaxFault);
  });

  const atom = fc.constantFrom(
    'a',
    'b',
    'c',
    '.',
    '\\d',
    '\\w',
    '\\s',
    '[ab]',
    '[^a]',
    '[a-c]',
    '\\b',
    '^',
    '$',
    '\\B',
    'A',
    '[\\d-x]',
  );
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      atom,
      fc.tuple(tie('pattern'), tie('pattern')).map((parts) => parts.join('')),
      fc.tuple(tie('pattern'), tie('pattern')).map((parts) => parts.join('|')),
      tie('pattern').map((source) => `(${source})`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,}', '*?', '+?', '??', '{1,3}?'))
        .map(([source, count]) => `(?:${source})${count}`),
    ),
  }));
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'A', 'B', '1', ' ', '\n', '-', '_'), { maxLength: 10 })
    .map((units) => units.join(''));

  it('matches exactly the texts JavaScript matches', () => {
    fc.assert(
      fc.property(pattern, fc.constantFrom('', 'i', 'm', 's'), text, (source, flags, subject) => {
        expect(find(source, subject, flags) !== null).toBe(new RegExp(source, flags).test(subject));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each(['(a+)+$', '(a|a)*$', '(a|aa)+$', '(.*)*$', '([a-z]+)*\\d', '(a*)*b', '(?:a?){50}a{50}$', '(x+x+)+y'])(
    'takes time in proportion to the text for /%s/',
    (source) => {
      const matcher = compilePattern(source, '');
      const start = process.cpuUsage();
      for (const hostile of [`${'a'.repeat(3_000)}!`, `${'x'.repeat(3_000)}`]) {
        try {
          matcher.exec(hostile, 0, new Budget());
        } catch (error) {
          expect(String(error)).toContain('steps');
        }
      }
      expect(process.cpuUsage(start).user / 1000).toBeLessThan(3_000);
    },
  );
});
