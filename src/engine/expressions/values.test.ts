import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  atMost,
  isMissing,
  isPlainObject,
  lessThan,
  looseEquals,
  ownValue,
  propertyName,
  toNumber,
  toText,
} from './values.ts';

const data = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    true,
    false,
    0,
    -0,
    1,
    2.5,
    Number.NaN,
    '',
    ' ',
    '0',
    '1',
    '2.5',
    'x',
    'NaN',
  ),
  fc.array(fc.constantFrom<unknown>(null, undefined, 0, 1, '', 'x', [1, [2]]), { maxLength: 3 }),
  fc.constantFrom<unknown>({}, { a: 1 }, new Date(86_400_000), new Date(Number.NaN)),
);

describe('operators', () => {
  it('convert plain data as JavaScript does', () => {
    fc.assert(
      fc.property(data, data, (left, right) => {
        const [a, b] = [left, right] as [never, never];
        // biome-ignore lint/suspicious/noDoubleEquals: what is compared with
        expect(looseEquals(left, right)).toBe(a == b);
        expect(lessThan(left, right)).toBe(a < b);
        expect(atMost(left, right)).toBe(a <= b);
        expect(add(left, right)).toEqual(a + b);
        expect(toNumber(left)).toBe(Number(left));
        expect(toText(left)).toBe(String(left));
      }),
      { numRuns: 5_000 },
    );
  });

  it('never call conversions the data brings along', () => {
    const calls: string[] = [];
    const hostile = {
      toString: () => calls.push('toString'),
      valueOf: () => calls.push('valueOf'),
      [Symbol.toPrimitive]: () => calls.push('toPrimitive'),
    };
    expect(toText([hostile, hostile])).toBe('[object Object],[object Object]');
    expect(toNumber(hostile)).toBeNaN();
    expect(add(hostile, 1)).toBe('[object Object]1');
    expect(looseEquals(hostile, 1)).toBe(false);
    expect(lessThan(hostile, 1)).toBe(false);
    expect(calls).toEqual([]);
  });

  it('see nothing in functions', () => {
    expect(toText(() => 1)).toBe('');
    expect(add('a', () => 1)).toBe('a');
  });

  it('refuse lists that contain themselves, and texts without end', () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(() => toText(cyclic)).toThrow('too deeply nested');
    const half = 'x'.repeat(9_000_000);
    expect(() => add(half, half)).toThrow('characters');
    expect(() => toText([half, half])).toThrow('characters');
  });
});

describe('ownValue', () => {
  it('reads what objects, lists and texts hold themselves', () => {
    expect(ownValue({ a: 1 }, 'a')).toBe(1);
    expect(ownValue(['x'], 0)).toBe('x');
    expect(ownValue(['x'], 'length')).toBe(1);
    expect(ownValue('abc', 'length')).toBe(3);
    expect(ownValue('abc', '1')).toBe('b');
    expect(ownValue(JSON.parse('{"__proto__": 1}'), '__proto__')).toBe(1);
  });

  it('reads nothing that is inherited, and no function', () => {
    const inherited = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'at', 'push', 'call', 'name'];
    for (const holder of [{}, [], 'text', 5, true, null, undefined, () => 1, new Date(), Object.create({ name: 1 })]) {
      for (const name of inherited) expect(ownValue(holder, name)).toBeUndefined();
    }
    expect(ownValue({ run: () => 1 }, 'run')).toBeUndefined();
  });
});

describe('isPlainObject', () => {
  it('tells data from everything else', () => {
    for (const value of [{}, { a: 1 }, Object.create(null), JSON.parse('{}')]) expect(isPlainObject(value)).toBe(true);
    for (const value of [
      null,
      [],
      'x',
      1,
      new Date(),
      new Map(),
      () => 1,
      Object.create({ a: 1 }),
      new URL('http://x'),
    ]) {
      expect(isPlainObject(value)).toBe(false);
    }
  });
});

describe('isMissing', () => {
  it('holds for null, undefined and the empty text only', () => {
    expect([null, undefined, ''].every(isMissing)).toBe(true);
    expect([0, false, ' ', [], {}].some(isMissing)).toBe(false);
  });
});

describe('propertyName', () => {
  it('gives the same text back, whatever it is', () => {
    fc.assert(fc.property(fc.string(), (text) => propertyName(text) === text));
    for (const text of ['__proto__', 'constructor', '0', '']) expect(propertyName(text)).toBe(text);
  });
});
