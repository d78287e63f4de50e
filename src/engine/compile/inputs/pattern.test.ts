import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './pattern.ts';

describe('a pattern', () => {
  it.each([
    ['^\\d+(\\.\\d+)?$', '1250.50', true],
    ['^\\d+(\\.\\d+)?$', '1250.', false],
    ['^(a+)+$', 'a'.repeat(5_000), true],
    ['^(a+)+$', `${'a'.repeat(5_000)}b`, false],
    ['(x+x+)+y', 'x'.repeat(2_000), false],
    ['^(?=.*\\d).{8,}$', 'password1', true],
    ['^(?=.*\\d).{8,}$', 'password', false],
    ['^(.)\\1+$', 'aaaa', true],
    ['^.{2}$', '\u{1F600}\u{1F600}', true],
    ['^\\p{Lu}+\\d+$', 'ÄÖ12', true],
  ])('%s judges a text', (source, text, fits) => {
    expect(compilePattern(source).test(text)).toBe(fits);
  });

  it('that would make the platform go back without end is answered by counting steps', () => {
    expect(compilePattern('^(\\w+\\s?)*$').test(`${'word '.repeat(30)}!`)).toBe(false);
    expect(compilePattern('^(\\w+\\s?)*$').test('word '.repeat(30))).toBe(true);
  });

  it('judges as the platform does', () => {
    const sources = ['^\\d+(\\.\\d+)?$', '^[a-z]+(-[a-z]+)*$', '(ab|cd)+e?f*', '^\\s*\\S+\\s*$', '[^x]+y+'];
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'x', 'y', '-', '.', ' ', '1', '\n', 'é'),
    });
    fc.assert(
      fc.property(fc.constantFrom(...sources), text, (source, subject) => {
        expect(compilePattern(source).test(subject)).toBe(new RegExp(source, 'u').test(subject));
      }),
    );
  });

  it('that is none is refused', () => {
    expect(() => compilePattern('(')).toThrow(SyntaxError);
  });
});
