import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canTakeExponentialTime } from './pattern-speed.ts';
import { readPattern } from './pattern-tree.ts';

describe('canTakeExponentialTime', () => {
  it.each([
    '^(a+)+$',
    '^(a*)*$',
    '^(a|a)*$',
    '^(a|aa)+$',
    '^(\\w+\\s?)*$',
    '^(a*b*)*$',
    '(x+x+)+y',
    '^(a{2,5})*$',
    '^(a{1,40})*$',
    '^((a|b|ab)*)c$',
    '^(\\d+|\\w+)*!$',
    '^([^,]*|"[^"]*")*;$',
    '^(?:[a-z]|[^0-9])+!$',
    '^(?<word>\\w+)*-$',
    '^(\\x61|a)+$',
    '^(.|\\n)*(.)*x$'.replace('(.)*', '(.|y)*'),
    '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}[a-z]{2,3}$',
  ])('says yes to %s', (source) => {
    expect(canTakeExponentialTime(source)).toBe(true);
  });

  it.each([
    '',
    '^$',
    '^[a-z]+$',
    '^([a-z]+\\.)*[a-z]+$',
    '^(a|b)*$',
    '^(a?)*$',
    '(a+)+',
    '^(\\w+\\s?)*',
    '^https://[\\w.-]+\\.example\\.com(/[^/]+)*$',
    '^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$',
    '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
    '^\\s*\\S+(\\s+\\S+)*\\s*$',
    '^(?=.*[A-Z])(?=.*\\d).{8,}$',
    '^([01]\\d|2[0-3]):[0-5]\\d$',
    '^(\\d{3}-){2}\\d{4}$',
    '^(?<year>\\d{4})-\\k<year>$',
    '^[[\\]a-]+$',
    '^(\\u{61}|b)+$'.replace('\\u{61}', '\\u0061'),
    '^(\\bfoo\\b ?)+$',
  ])('says no to %s', (source) => {
    expect(canTakeExponentialTime(source)).toBe(false);
  });

  it('gives up on expressions too large to analyse, at once', () => {
    const started = performance.now();
    expect(canTakeExponentialTime(`^(${'[a-z]*'.repeat(300)})*$`)).toBe(false);
    expect(canTakeExponentialTime(`^${'(a?'.repeat(2_000)}${')'.repeat(2_000)}$`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('agrees with the clock: what it says no to matches long texts in an instant', () => {
    const part = fc.constantFrom(
      'a',
      'b',
      '[ab]',
      '\\w',
      'a?',
      'a*',
      'b+',
      '(a|b)',
      '(ab)*',
      '(a+b)*',
      '(a|b)+',
      '(a*)*',
      '(a|a)+',
      '(b?a)*',
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), fc.boolean(), (parts, repeated) => {
        const source = repeated ? `^(${parts.join('')})*!$` : `^${parts.join('')}!$`;
        if (canTakeExponentialTime(source)) return;
        const started = performance.now();
        for (const text of ['a'.repeat(28), 'b'.repeat(28), 'ab'.repeat(14)]) new RegExp(source).test(text);
        expect(performance.now() - started).toBeLessThan(2_000);
      }),
      { numRuns: 300 },
    );
  });

  it('ends on every expression that compiles', () => {
    const piece = fc.constantFrom(
      'a',
      '.',
      '\\d',
      '\\W',
      '[^a]',
      '[a-c\\d]',
      '(',
      ')',
      '(?:',
      '(?=',
      '(?<!',
      '|',
      '*',
      '+',
      '?',
      '{2}',
      '{1,}',
      '{0,3}',
      '^',
      '$',
      '\\b',
      '\\1',
      '[',
      ']',
      '-',
      '\\u0061',
      '\\x41',
      '\\cA',
      '\\p{L}',
      '}',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const source = pieces.join('');
        try {
          new RegExp(source);
        } catch {
          return;
        }
        expect(typeof canTakeExponentialTime(source)).toBe('boolean');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('readPattern', () => {
  const setOf = (source: string) => {
    const tree = readPattern(source);
    const [only] = tree.kind === 'sequence' ? tree.parts : [tree];
    return only?.kind === 'set' ? only.set : undefined;
  };

  it('reads classes and escapes as ranges of characters', () => {
    expect(setOf('[a-cx]')).toEqual([
      [97, 99],
      [120, 120],
    ]);
    expect(setOf('[^\\u0000-\\uffff]')).toEqual([]);
    expect(setOf('\\d')).toEqual([[48, 57]]);
    expect(setOf('[\\]-]')).toEqual([
      [45, 45],
      [93, 93],
    ]);
    expect(setOf('\\t')).toEqual([[9, 9]]);
    expect(setOf('[\\b]')).toEqual([[8, 8]]);
  });

  it('reads assertions as parts that take no character', () => {
    expect(setOf('(?=a)')).toEqual([]);
    expect(setOf('$')).toEqual([]);
  });
});
