import { parse, parseISO } from 'date-fns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUsualDate } from './date-shapes.ts';
import { inUtc } from './utc-date.ts';

const two = (most: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'));
const year = fc
  .oneof(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 1, max: 9999 }))
  .map((value) => String(value).padStart(4, '0'));
const timeOf = (date: Date): number | null => (Number.isNaN(date.getTime()) ? null : date.getTime());

describe('readUsualDate', () => {
  it('reads days in the order of the formats, as date-fns would one after the other', () => {
    const format = fc.constantFrom('yyyy-MM-dd', 'yyyy/MM/dd', 'dd/MM/yyyy', 'dd-MM-yyyy', 'yyyy-dd-MM', 'MM/dd/yyyy');
    fc.assert(
      fc.property(format, year, two(32), two(32), (shape, y, first, second) => {
        const separator = shape.includes('/') ? '/' : '-';
        const text = (shape.startsWith('yyyy') ? [y, first, second] : [first, second, y]).join(separator);
        const orders = shape.startsWith('yyyy') ? ['yyyy-MM-dd', 'yyyy-dd-MM'] : ['dd-MM-yyyy', 'MM-dd-yyyy'];
        const [one, other] = orders.map((order) =>
          timeOf(parse(text, order.replaceAll('-', separator), 0, { in: inUtc })),
        );
        expect(readUsualDate(text)).toBe(one ?? other ?? null);
      }),
      { numRuns: 3_000 },
    );
  });

  it('reads ISO date-times as date-fns does', () => {
    const zone = fc.oneof(
      fc.constantFrom('', 'Z'),
      fc.tuple(fc.constantFrom('+', '-'), two(14), fc.constantFrom('', ':'), two(61)).map((parts) => parts.join('')),
    );
    const time = fc.tuple(
      two(25),
      two(61),
      fc.oneof(
        fc.constant(''),
        two(61).map((seconds) => `:${seconds}`),
      ),
    );
    fc.assert(
      fc.property(year, two(13), two(32), fc.constantFrom('T', ' '), time, zone, (y, m, d, between, [h, min, s], z) => {
        const text = `${y}-${m}-${d}${between}${h}:${min}${s}${z}`;
        const found = readUsualDate(text);
        const expected = timeOf(parseISO(text, { in: inUtc }));
        // Hour 24 is left to the full reading.
        if (found !== undefined) expect(found).toBe(expected);
        else expect(expected === null || h === '24').toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('keeps milliseconds exactly, and cuts what is finer', () => {
    const start = Date.UTC(2024, 0, 5, 10, 0, 1);
    for (let ms = 0; ms < 1000; ms++) {
      expect(readUsualDate(`2024-01-05T10:00:01.${String(ms).padStart(3, '0')}Z`)).toBe(start + ms);
    }
    expect(readUsualDate('2024-01-05T10:00:01.5Z')).toBe(start + 500);
    expect(readUsualDate('2024-01-05T10:00:01.123999999Z')).toBe(start + 123);
  });

  it('leaves every other shape to others', () => {
    for (const text of [
      '',
      '2024',
      '2024-01',
      '2024-1-5',
      '20240105',
      '5 Jan 2024',
      '2024-01-05T',
      '2024-01/05',
      'x2024-01-05',
      '2024-01-05T10:00:00.Z',
    ]) {
      expect(readUsualDate(text)).toBeUndefined();
    }
  });
});
