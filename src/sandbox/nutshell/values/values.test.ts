import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';
import { formatMoney, leadMoney, money, readAmount } from './money.ts';
import { initialsOf, slugOf, splitName } from './names.ts';
import { parsePhone } from './phones.ts';
import { duration, isoTime, isoTimeWithOffset, readSpan, readTime, timeObject } from './times.ts';

describe('phone numbers', () => {
  it.each([
    ['734-555-0148', '1', '7345550148', null, '+17345550148'],
    ['(734) 555.0148', '1', '7345550148', null, '+17345550148'],
    ['1 734 555 0148', '1', '7345550148', null, '+17345550148'],
    ['+1 734 555 0148 ext. 9', '1', '7345550148', '9', '+17345550148'],
    ['+353 1 555 0100', '353', '15550100', null, '+35315550100'],
    ['+49 30 5550100#77', '49', '305550100', '77', '+49305550100'],
    ['555-0100', '1', '5550100', null, '+15550100'],
  ])('%s', (text, countryCode, number, extension, E164) => {
    expect(parsePhone(text)).toMatchObject({ countryCode, number, extension, E164 });
  });

  it('are read the same again from their international form', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[2-9]\d{9}$/), (digits) => {
        expect(parsePhone(parsePhone(digits).E164)).toEqual(parsePhone(digits));
      }),
    );
  });

  it('are taken apart whatever they hold', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parsePhone(text).E164).toMatch(/^\+\d+$/);
      }),
    );
  });
});

const NOW = Date.parse('2026-03-04T10:00:00Z') / 1000;

describe('times', () => {
  it.each([
    ['2026-03-04T00:00:00Z', 'Today'],
    ['2026-03-04T23:59:59Z', 'Today'],
    ['2026-03-03T23:59:59Z', 'Yesterday'],
    ['2026-03-02T12:00:00Z', 'Monday'],
    ['2026-02-26T00:00:00Z', 'Thursday'],
    ['2026-02-25T23:59:59Z', 'February 25, 2026'],
    ['2026-03-05T00:00:00Z', 'March 5, 2026'],
  ])('show %s as %s', (text, value) => {
    const seconds = Date.parse(text) / 1000;
    expect(timeObject(seconds, NOW)).toMatchObject({ timestamp: seconds, value });
  });

  it('are read in every shape that clients write', () => {
    const seconds = Date.parse('2025-03-04T10:00:00Z') / 1000;
    const shapes = [
      seconds,
      String(seconds),
      { timestamp: seconds },
      '2025-03-04T10:00:00Z',
      '2025-03-04T10:00:00',
      '2025-03-04 10:00',
      '2025-03-04T12:00:00+0200',
      '2025-03-04T05:00:00.000-05:00',
    ];
    for (const shape of shapes) expect([shape, readTime(shape)]).toEqual([shape, seconds]);
    expect(readTime('2025-03-04')).toBe(seconds - 36_000);
  });

  it.each([
    [''],
    ['soon'],
    ['2025-13-01'],
    ['2025-03'],
    [null],
    [undefined],
    [{}],
    [[1]],
    [-5],
    [1.5],
    ['1e9'],
    [true],
  ])('are not read from %j', (given) => expect(readTime(given)).toBeUndefined());

  it('are written and read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        expect(readTime(isoTime(seconds))).toBe(seconds);
        expect(readTime(isoTimeWithOffset(seconds))).toBe(seconds);
      }),
    );
  });

  it('span from one to another, the last day included', () => {
    expect(readSpan('2025-03-01 TO 2025-03-02', NOW)).toEqual({ from: 1_740_787_200, to: 1_740_959_999 });
    expect(readSpan('2025-03-01T00:00:00Z 2025-03-02T00:00:00Z', NOW)).toEqual({
      from: 1_740_787_200,
      to: 1_740_873_600,
    });
    expect(readSpan('2025-03-01', NOW)).toEqual({ from: 1_740_787_200, to: NOW });
    for (const text of ['', 'a TO b', '2025-03-01 TO', ' TO 2025-03-01']) expect(readSpan(text, NOW)).toBeUndefined();
  });

  it('tell how long something has lasted', () => {
    expect([duration(3600), duration(86_400), duration(200_000)]).toEqual(['0 days', '1 day', '2 days']);
  });
});

describe('money', () => {
  it('is printed with its sign, cents and thousands', () => {
    expect(money(18_500, 'USD')).toEqual({ amount: '18500.00', currency: 'USD', formatted: '$18,500.00' });
    expect(formatMoney(-1234.5, 'EUR')).toBe('-€1,234.50');
    expect(formatMoney(3, 'CHF')).toBe('CHF 3.00');
  });

  it('of a lead without value is the number 0, and nothing is printed', () => {
    expect(leadMoney(0, 'USD')).toEqual({ amount: 0, currency: 'USD', formatted: '' });
  });

  it.each([
    ['21000.00', 21_000],
    ['$21,000', 21_000],
    [7.5, 7.5],
    ['-3', -3],
    ['', undefined],
    ['1e5', undefined],
    ['much', undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [null, undefined],
    [{ amount: 1 }, undefined],
  ])('%j is read as %j', (given, amount) => expect(readAmount(given)).toBe(amount));
});

describe('names', () => {
  it('become initials, slugs, and first and last names', () => {
    expect(['Priya Nandakumar', 'Harbourline', 'Anna Maria Luisa', ''].map(initialsOf)).toEqual(['PN', 'H', 'AL', '']);
    expect(['Harbourline Freight', 'Größe & Söhne GmbH', '  ', 'A/B'].map(slugOf)).toEqual([
      'harbourline-freight',
      'grosse-sohne-gmbh',
      '',
      'a-b',
    ]);
    expect(splitName('Ada Byron')).toEqual({ firstName: 'Ada', lastName: 'Byron' });
    expect(splitName('')).toEqual({ firstName: null, lastName: null });
  });
});

describe('CSV', () => {
  it('quotes what needs it', () => {
    expect(
      toCsv([
        ['a', 'b,c'],
        ['say "x"', 'two\nlines'],
      ]),
    ).toBe('a,"b,c"\r\n"say ""x""","two\nlines"\r\n');
  });
});
