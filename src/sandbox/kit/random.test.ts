import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

const draw = (seed: string) => {
  const random = createRandom(seed);
  return [random.next(), random.int(1, 1000), random.base62(24), random.hex(8), random.uuid(), random.pick([1, 2, 3])];
};

describe('a random source', () => {
  it('yields the same choices for the same seed and others for another', () => {
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('yields the same values on every machine and in every version', () => {
    expect(createRandom('patchbay').base62(24)).toMatchInlineSnapshot(`"73GBFD8tPjrrSPNO1jQQq3PG"`);
    expect(createRandom('patchbay').int(0, 1_000_000)).toMatchInlineSnapshot(`113636`);
  });

  it('forks by label alone, whatever was drawn before', () => {
    const [used, fresh] = [createRandom('x'), createRandom('x')];
    used.next();
    expect(used.fork('people').next()).toBe(fresh.fork('people').next());
    expect(fresh.fork(1).next()).not.toBe(fresh.fork(2).next());
  });

  it('stays within bounds and reaches both ends', () => {
    const random = createRandom('bounds');
    const drawn = new Set(Array.from({ length: 300 }, () => random.int(-2, 2)));
    expect([...drawn].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
    fc.assert(fc.property(fc.string(), (seed) => createRandom(seed).next() < 1 && createRandom(seed).next() >= 0));
  });

  it('writes ids, hexadecimal text and version 4 UUIDs in their alphabets', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const random = createRandom(seed);
        expect(random.base62(24)).toMatch(/^[0-9A-Za-z]{24}$/);
        expect(random.hex(32)).toMatch(/^[0-9a-f]{32}$/);
        expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it('samples without repeats, and no more than there is', () => {
    const random = createRandom('sample');
    expect(new Set(random.sample([1, 2, 3, 4, 5], 3)).size).toBe(3);
    expect(random.sample([1, 2], 9).sort()).toEqual([1, 2]);
    expect(random.sample([], 1)).toEqual([]);
  });

  it('weighs choices and never makes one of weight zero', () => {
    const random = createRandom('weights');
    const drawn = Array.from({ length: 1000 }, () =>
      random.weighted([
        ['a', 9],
        ['b', 1],
        ['never', 0],
      ] as const),
    );
    const share = drawn.filter((choice) => choice === 'a').length / drawn.length;
    expect(share).toBeGreaterThan(0.85);
    expect(share).toBeLessThan(0.95);
    expect(drawn).not.toContain('never');
  });

  it('refuses to choose from nothing', () => {
    expect(() => createRandom('x').pick([])).toThrow(RangeError);
    expect(() => createRandom('x').weighted([])).toThrow(RangeError);
  });
});
