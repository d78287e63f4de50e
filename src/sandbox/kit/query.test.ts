import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asInteger, asList, asText, parseQuery } from './query.ts';

describe('a query string', () => {
  it.each([
    ['a[]=1&a[]=2', ['1', '2']],
    ['a[0]=1&a[1]=2', ['1', '2']],
    ['a=1&a=2', ['1', '2']],
    ['a=1', ['1']],
    ['b=1', []],
    ['a=', ['']],
  ])('reads %s as a list', (text, list) => {
    expect(asList(parseQuery(text)['a'])).toEqual(list);
  });

  it('reads lists of more than a hundred items in every spelling', () => {
    const numbers = Array.from({ length: 150 }, (_, index) => String(index));
    for (const spell of [(n: string) => `a[]=${n}`, (n: string) => `a[${n}]=${n}`, (n: string) => `a=${n}`])
      expect(asList(parseQuery(numbers.map(spell).join('&'))['a'])).toEqual(numbers);
  });

  it('reads lists with a separator', () => {
    expect(asList(parseQuery('a=1,2')['a'], ',')).toEqual(['1', '2']);
  });

  it('reads nested members', () => {
    const query = parseQuery('$or[0][age][$gte]=3&$or[1][name]=x');
    expect(JSON.parse(JSON.stringify(query))).toEqual({ $or: [{ age: { $gte: '3' } }, { name: 'x' }] });
  });

  it('leaves prototypes alone', () => {
    const query = parseQuery('__proto__[x]=1&a[__proto__][x]=1&constructor[prototype][x]=1&a[b]=2');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(Object.getPrototypeOf(query)).toBeNull();
    expect(Object.keys(query)).not.toContain('__proto__');
  });

  it('never throws, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const value of Object.values(parseQuery(text))) {
          expect(Array.isArray(asList(value))).toBe(true);
          expect(['string', 'undefined']).toContain(typeof asText(value));
        }
      }),
    );
  });

  it('takes the last of a repeated parameter as its text', () => {
    expect(asText(parseQuery('a=1&a=2')['a'])).toBe('2');
    expect(asText(parseQuery('a[b]=2')['a'])).toBeUndefined();
  });

  it('tells absent, wrong and right numbers apart', () => {
    expect([undefined, '12', '-3', '1.5', 'x', '', '99999999999999999'].map((text) => asInteger(text))).toEqual([
      undefined,
      12,
      -3,
      null,
      null,
      null,
      null,
    ]);
  });
});
