import { describe, expect, it } from 'vitest';
import { SyntaxFault } from '../expression-error.ts';
import { tokenizePath } from './tokenizer.ts';

const parts = (path: string): string[] => tokenizePath(path).map(({ text }) => text);

describe('tokenizePath', () => {
  it.each([
    ['$', ['$']],
    ['$.', ['$']],
    ['$.a.b', ['$', 'a', 'b']],
    ['$.a[0].b', ['$', 'a', '0', 'b']],
    [`$['a']["b"]`, ['$', 'a', 'b']],
    [`$['a.b'].c`, ['$', 'a.b', 'c']],
    [`$["it's"].c`, ['$', "it's", 'c']],
    [`$['a]b']`, ['$', 'a]b']],
    [`$['a^b~c']`, ['$', 'a^b~c']],
    [`$['']`, ['$', '']],
    [`$["a"b"c"].d`, ['$', 'a"b"c', 'd']],
    [`$['a"].d`, ['$', 'a', 'd']],
    ['$.k-v', ['$', 'k-v']],
    ['$..a', ['$', '..', 'a']],
    ['$.a..b[*]', ['$', 'a', '..', 'b', '*']],
    ['$..[0]', ['$', '..', '0']],
    ['$.a.', ['$', 'a']],
    ['$.a..', ['$', 'a', '..']],
    [`$.a.['b']`, ['$', 'a', '..', 'b']],
    ['$....a', ['$', '..', '', 'a']],
    ['$.a^', ['$', 'a', '^']],
    ['$.a^^.b', ['$', 'a', '^', '^', 'b']],
    ['$.a.b^.c~', ['$', 'a', 'b', '^', 'c', '~']],
    ['$.a@string()', ['$', 'a', '@string()']],
    ['$.a[*]@number()', ['$', 'a', '*', '@number()']],
    ['$.a[0,1][b.c]', ['$', 'a', '0,1', 'b.c']],
    ['$.a[-1:]', ['$', 'a', '-1:']],
    [`$.'a'.'b'`, ['$', 'a', 'b']],
    [`$['a','b']`, ['$', `a','b`]],
    ['$.a b[0]', ['$', 'a b', '0']],
  ])('splits %s', (path, expected) => {
    expect(parts(path)).toEqual(expected);
  });

  it('reads filters and scripts as a whole, whatever brackets and quotes they hold', () => {
    expect(parts(`$.a[?(@.b[0] == ']' && (@['c)'] || ")" == @.d))].e`)).toEqual([
      '$',
      'a',
      `?(@.b[0] == ']' && (@['c)'] || ")" == @.d))`,
      'e',
    ]);
    expect(parts('$.a[(@.length-1)][?(@.b[?(@.c)])]')).toEqual(['$', 'a', '(@.length-1)', '?(@.b[?(@.c)])']);
  });

  it('points at what it cannot read', () => {
    const offsetOf = (path: string): number | undefined => {
      try {
        tokenizePath(path);
      } catch (error) {
        if (error instanceof SyntaxFault) return error.offset;
      }
      return undefined;
    };
    expect(offsetOf('$.a[?(@.b ==)]')).toBe(12);
    expect(offsetOf('$.a[?(@.b)')).toBe(10);
    expect(offsetOf('$.a[?(@.b]')).toBe(9);
    expect(offsetOf('$.a\u0000b')).toBe(3);
  });
});
