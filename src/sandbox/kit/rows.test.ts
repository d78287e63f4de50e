import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareValues, fromCursor, pageRows, parseSortList, sortRows, toCursor } from './rows.ts';

describe('rows', () => {
  it('sort by several keys, nulls first, and keep their order otherwise', () => {
    const rows = [
      { id: 1, a: 'x', n: 10 },
      { id: 2, a: 'x', n: 9 },
      { id: 3, a: null, n: 1 },
      { id: 4, a: 'x', n: 10 },
    ];
    expect(sortRows(rows, [{ field: 'a' }, { field: 'n', descending: true }]).map(({ id }) => id)).toEqual([
      3, 1, 4, 2,
    ]);
    expect(rows[0]?.id).toBe(1);
  });

  it('compare numbers by size and text by code point', () => {
    expect(compareValues(9, 10)).toBeLessThan(0);
    expect(compareValues('9', '10')).toBeGreaterThan(0);
    expect(compareValues('a', 'a')).toBe(0);
    expect(compareValues(undefined, null)).toBe(0);
  });

  it('read sort lists with minus signs', () => {
    expect(parseSortList('a,-b,')).toEqual([{ field: 'a' }, { field: 'b', descending: true }]);
    expect(parseSortList('')).toEqual([]);
  });

  it('are complete when read page by page', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 20 }), (rows, limit) => {
        const read: number[] = [];
        for (let skip = 0; ; skip += limit) {
          const page = pageRows(rows, skip, limit);
          expect(page.total).toBe(rows.length);
          read.push(...page.rows);
          if (!page.hasMore) break;
        }
        expect(read).toEqual(rows);
      }),
    );
  });
});

describe('a cursor', () => {
  it('comes back as what it was made of', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fromCursor(toCursor(text)) === text));
  });

  it('is refused when it was not made here', () => {
    expect(['', 'x', 'AAAA', toCursor('5').slice(0, -3), Buffer.from('5').toString('base64')].map(fromCursor)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });
});
