import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTooDeep, MOST_LEVELS } from './json-depth.ts';

const nested = (levels: number, inner = ''): string => '['.repeat(levels) + inner + ']'.repeat(levels);
const levelsOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(levelsOf)) : 0;

describe('the depth of a body', () => {
  it('may be a hundred levels and no more', () => {
    expect(isTooDeep(nested(MOST_LEVELS))).toBe(false);
    expect(isTooDeep(nested(MOST_LEVELS + 1))).toBe(true);
    expect(isTooDeep(`${'{"a":'.repeat(MOST_LEVELS + 1)}1${'}'.repeat(MOST_LEVELS + 1)}`)).toBe(true);
  });

  it('does not count what stands beside each other or in strings', () => {
    expect(isTooDeep(`[${'[],{},'.repeat(5_000)}1]`)).toBe(false);
    expect(isTooDeep(JSON.stringify({ a: '['.repeat(500), [`${'{'.repeat(500)}\\"`]: '"\\"[[[' }))).toBe(false);
    expect(isTooDeep(nested(MOST_LEVELS, '"\\\\\\"[[[["'))).toBe(false);
    expect(isTooDeep(`["\\\\",${nested(MOST_LEVELS)}]`)).toBe(true);
  });

  it('is that of the value, whatever its strings hold', () => {
    const text = fc.string({ unit: fc.constantFrom('"', '\\', '[', '{', ']', 'x') });
    fc.assert(
      fc.property(fc.jsonValue(), text, fc.integer({ min: 95, max: 105 }), (value, note, outer) => {
        const whole = `{"note":${JSON.stringify(note)},"value":${nested(outer, JSON.stringify(value))}}`;
        expect(isTooDeep(whole)).toBe(1 + outer + levelsOf(value) > MOST_LEVELS);
      }),
    );
  });

  it('is found in time linear to the text', () => {
    expect(isTooDeep(`["${'\\'.repeat(1_000_000)}`)).toBe(false);
    expect(isTooDeep(`["${'\\"'.repeat(500_000)}`)).toBe(false);
  });
});
