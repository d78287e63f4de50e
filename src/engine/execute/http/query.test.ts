import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ArrayFormat, percentEncode, Query, withQuery } from './query.ts';

describe('queries', () => {
  it('say what was put in, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))), (pairs) => {
        const query = new Query();
        for (const [name, value] of new Map(pairs)) query.add(name, value, 'repeat');
        const read = [...new URLSearchParams(query.toText())];
        expect(read).toEqual([...new Map(pairs)].map(([name, value]) => [name.toWellFormed(), value.toWellFormed()]));
      }),
    );
  });

  it.each<[ArrayFormat, string]>([
    ['indices', 'k%5B0%5D=a%20b&k%5B1%5D=1'],
    ['repeat', 'k=a%20b&k=1'],
    ['brackets', 'k%5B%5D=a%20b&k%5B%5D=1'],
    ['comma', 'k=a%20b%2C1'],
    ['stringify', 'k=%5B%22a%20b%22%2C1%5D'],
  ])('write lists as %s', (format, expected) => {
    const query = new Query();
    query.add('k', ['a b', 1], format);
    expect(query.toText()).toBe(expected);
  });

  it('write objects as the published engine does, and stringify other values', () => {
    const query = new Query();
    query.add('o', { a: 1 });
    query.add('s', { a: 1 }, 'stringify');
    query.add('t', 'text', 'stringify');
    expect(decodeURIComponent(query.toText())).toBe('o=[object Object]&s={"a":1}&t=text');
  });

  it('replace and remove parameters', () => {
    const query = new Query();
    query.add('a', 1);
    query.add('a', 2, 'comma');
    query.set('a', 3);
    expect(query.toText()).toBe('a=3');
    query.delete('a');
    expect(query.isEmpty).toBe(true);
    expect(query.toText()).toBe('');
  });
});

describe('percent-encoding', () => {
  it('leaves only unreserved characters', () => {
    expect(percentEncode("aZ0-._~!'()* é")).toBe('aZ0-._~%21%27%28%29%2A%20%C3%A9');
  });
});

describe('a query in an address', () => {
  it.each([
    ['https://x/a', 'q=1', 'https://x/a?q=1'],
    ['https://x/a?b=2', 'q=1', 'https://x/a?b=2&q=1'],
    ['https://x/a?', 'q=1', 'https://x/a?q=1'],
    ['https://x/a#f', 'q=1', 'https://x/a?q=1#f'],
    ['https://x/a', '', 'https://x/a'],
  ])('%s and %s make %s', (url, query, expected) => {
    expect(withQuery(url, query)).toBe(expected);
  });
});
