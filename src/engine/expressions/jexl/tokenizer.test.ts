import { describe, expect, it } from 'vitest';
import { SyntaxFault } from '../expression-error.ts';
import { tokenizeJexl } from './tokenizer.ts';

const tokens = (text: string): unknown[] => tokenizeJexl(text).map(({ type, value }) => [type, value]);
const values = (text: string): unknown[] =>
  tokenizeJexl(text)
    .slice(0, -1)
    .map(({ value }) => value);

describe('tokenizeJexl', () => {
  it('tells literals, names and operators apart, and where they start', () => {
    expect(tokenizeJexl(' a.b >= 1.5')).toEqual([
      { type: 'identifier', value: 'a', start: 1 },
      { type: '.', value: '.', start: 2 },
      { type: 'identifier', value: 'b', start: 3 },
      { type: 'binary', value: '>=', start: 5 },
      { type: 'literal', value: 1.5, start: 8 },
      { type: 'end', value: '', start: 11 },
    ]);
  });

  it('takes the longest operator', () => {
    expect(values('a??b?c:d//e/f<=g<h')).toEqual([
      'a',
      '??',
      'b',
      '?',
      'c',
      ':',
      'd',
      '//',
      'e',
      '/',
      'f',
      '<=',
      'g',
      '<',
      'h',
    ]);
  });

  it('takes keywords for keywords only where they stand alone', () => {
    expect(tokens('true in falsey')).toEqual([
      ['literal', true],
      ['binary', 'in'],
      ['identifier', 'falsey'],
      ['end', ''],
    ]);
    expect(values('index trueish $in')).toEqual(['index', 'trueish', '$in']);
  });

  it.each([
    ['-5', [-5]],
    ['a - 5', ['a', '-', 5]],
    ['a -5', ['a', '-', 5]],
    ['a * -5', ['a', '*', -5]],
    ['(-5', ['(', -5]],
    ['a ? -1 : -2', ['a', '?', -1, ':', -2]],
    ['--5', [-5]],
    ['- 5', [-5]],
    ['f(1, -1', ['f', '(', 1, ',', '-', 1]],
  ])('reads the minus in %j', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each([
    [`'it\\'s'`, "it's"],
    [`"say \\"hi\\""`, 'say "hi"'],
    [`'a\\nb'`, 'a\\nb'],
    [`'a\\\\b'`, 'a\\b'],
    [`'a\\\\b\\\\c'`, 'a\\b\\\\c'],
    [`"it's"`, "it's"],
    [`''`, ''],
    [`'ends with \\'`, 'ends with \\'],
  ])('unescapes %s', (text, expected) => {
    expect(tokenizeJexl(text)[0]).toEqual({ type: 'literal', value: expected, start: 0 });
  });

  it('takes letters beyond ASCII into names as the published grammar does', () => {
    expect(values('größe имя')).toEqual(['größe', 'имя']);
  });

  it.each(['a # b', 'a = b', 'a & b', '"open', "'open", '-a', 'a ~ b', 'a; b', '-', '`x`', '名'])(
    'refuses %j',
    (text) => {
      expect(() => tokenizeJexl(text)).toThrow(SyntaxFault);
    },
  );

  it('takes no name that every object inherits', () => {
    for (const name of Object.getOwnPropertyNames(Object.prototype))
      expect(() => tokenizeJexl(name)).toThrow(SyntaxFault);
  });
});
