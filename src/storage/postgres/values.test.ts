import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNumber } from './values.ts';

describe('a number of the server', () => {
  it('is read as it is when JavaScript can hold it', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => parseNumber(String(value)) === value));
    expect([parseNumber('0.5'), parseNumber('-12.25'), parseNumber('1e3')]).toEqual([0.5, -12.25, 1000]);
  });

  it('is refused when JavaScript would round it', () => {
    const large = fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(large, fc.boolean(), (value, negative) => {
        expect(() => parseNumber(String(negative ? -value : value))).toThrow(RangeError);
      }),
    );
  });
});
