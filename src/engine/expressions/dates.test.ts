import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hasPassed, hasPassedAsPublished, isoText, nextAnniversary, parseDateLoosely, yearsElapsed } from './dates.ts';
import { compileExpression } from './index.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2025-06-15T10:30:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const iso = (value: unknown, format?: string): string | undefined => parseDateLoosely(value, format)?.toISOString();

describe('parseDateLoosely', () => {
  it.each([
    ['2020-12-31', '2020-12-31T00:00:00.000Z'],
    ['2020/12/31', '2020-12-31T00:00:00.000Z'],
    ['31/12/2020', '2020-12-31T00:00:00.000Z'],
    ['31-12-2020', '2020-12-31T00:00:00.000Z'],
    ['12/31/2024', '2024-12-31T00:00:00.000Z'],
    ['12-31-2024', '2024-12-31T00:00:00.000Z'],
    ['2020-31-12', '2020-12-31T00:00:00.000Z'],
    ['2020/31/12', '2020-12-31T00:00:00.000Z'],
    ['03/04/2020', '2020-04-03T00:00:00.000Z'],
    ['2024-01-05T10:00:00', '2024-01-05T10:00:00.000Z'],
    ['2024-01-05 10:00', '2024-01-05T10:00:00.000Z'],
    ['2024-01-05T10:00:00.123Z', '2024-01-05T10:00:00.123Z'],
    ['2024-01-05T10:00:00+02:00', '2024-01-05T08:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it.each([
    '',
    ' ',
    'soon',
    '2024-02-30',
    '2023-02-29',
    '32/01/2020',
    '2024-01-05T25:00:00',
    '1'.repeat(200),
    'x'.repeat(1_000_000),
  ])('reads nothing in %.20j', (text) => {
    expect(parseDateLoosely(text)).toBeNull();
  });

  it('tries the format asked for first, then the usual ones', () => {
    expect(iso('03/04/2020', 'MM/dd/yyyy')).toBe('2020-03-04T00:00:00.000Z');
    expect(iso('5 Jan 2024', 'd MMM yyyy')).toBe('2024-01-05T00:00:00.000Z');
    expect(iso('2024-01-05', 'dd/MM/yyyy')).toBe('2024-01-05T00:00:00.000Z');
    expect(iso('2024-01-05 22:15 +01:00', 'yyyy-MM-dd HH:mm XXX')).toBe('2024-01-05T21:15:00.000Z');
  });

  it('passes over formats that make no sense, without a word', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    for (const format of ['YYYY-MM-DD', 'DD/MM/YYYY', 'nonsense', "'", '', 'y'.repeat(5_000)]) {
      expect(iso('2024-01-05', format)).toBe('2024-01-05T00:00:00.000Z');
    }
    expect(warn).not.toHaveBeenCalled();
  });

  it('copies dates, and takes nothing but dates and texts', () => {
    const date = new Date();
    expect(parseDateLoosely(date)).toEqual(date);
    expect(parseDateLoosely(date)).not.toBe(date);
    for (const value of [new Date(Number.NaN), 1_700_000_000, null, undefined, {}, []])
      expect(parseDateLoosely(value)).toBeNull();
  });

  it('reads back every day it can write, in UTC wherever the server stands', () => {
    const day = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        expect(iso(date.toISOString())).toBe(date.toISOString());
        expect(iso(date.toISOString().slice(0, 10))).toBe(`${date.toISOString().slice(0, 10)}T00:00:00.000Z`);
      }),
    );
  });
});

describe('a server outside UTC', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    process.env['TZ'] = zone;
  });

  it.each(['America/Sao_Paulo', 'Asia/Kolkata', 'Pacific/Kiritimati'])('in %s reads the same dates', (name) => {
    process.env['TZ'] = name;
    expect(new Date(2020, 0, 1).getTimezoneOffset()).not.toBe(0);
    expect(iso('2018-11-04')).toBe('2018-11-04T00:00:00.000Z');
    expect(iso('04/11/2018 00:30', 'dd/MM/yyyy HH:mm')).toBe('2018-11-04T00:30:00.000Z');
    expect(iso('2018-11-04T00:30:00')).toBe('2018-11-04T00:30:00.000Z');
    expect(nextAnniversary('1990-06-15', 'yyyy-MM-dd')).toEqual(new Date('2025-06-15T00:00:00Z'));
    expect(yearsElapsed('2000-06-15', 'yyyy-MM-dd', '2010-06-15')).toBe(10);
    expect(hasPassed('2025-06-14', 'yyyy-MM-dd', 0)).toBe(true);
  });
});

describe('yearsElapsed', () => {
  it('counts whole years, to now unless told otherwise', () => {
    expect(yearsElapsed('2000-01-15', 'yyyy-MM-dd', '2000-06-15')).toBe(0);
    expect(yearsElapsed('2000-06-15', 'yyyy-MM-dd', '2010-06-14')).toBe(9);
    expect(yearsElapsed('2000-06-15', 'yyyy-MM-dd', '2010-06-15')).toBe(10);
    expect(yearsElapsed('2025-01-01', 'yyyy-MM-dd', '2015-01-01')).toBe(-10);
    expect(yearsElapsed('15/06/2000', 'dd/MM/yyyy', undefined)).toBe(25);
    expect(yearsElapsed('16/06/2000', 'dd/MM/yyyy', '')).toBe(24);
  });

  it('is null for dates that cannot be read', () => {
    expect(yearsElapsed('soon', 'yyyy-MM-dd', undefined)).toBeNull();
    expect(yearsElapsed(undefined, 'yyyy-MM-dd', undefined)).toBeNull();
    expect(yearsElapsed('2000-01-01', 'yyyy-MM-dd', 'soon')).toBeNull();
  });
});

describe('nextAnniversary', () => {
  it('is this year up to its day, then next year', () => {
    const next = (text: string): string | undefined => nextAnniversary(text, 'yyyy-MM-dd')?.toISOString().slice(0, 10);
    expect(next('1990-06-14')).toBe('2026-06-14');
    expect(next('1990-06-15')).toBe('2025-06-15');
    expect(next('1990-06-16')).toBe('2025-06-16');
    expect(next('2030-01-01')).toBe('2026-01-01');
    expect(next('2000-02-29')).toBe('2026-03-01');
  });

  it('is a date at midnight UTC, or null', () => {
    expect(nextAnniversary('1990-12-24T18:00:00Z', 'yyyy-MM-dd')).toEqual(new Date('2025-12-24T00:00:00Z'));
    expect(nextAnniversary('soon', 'yyyy-MM-dd')).toBeNull();
    expect(nextAnniversary(null, 'yyyy-MM-dd')).toBeNull();
  });
});

describe('hasPassed', () => {
  it.each([
    ['2000-01-15', undefined, true],
    ['2025-06-13', undefined, true],
    ['2025-06-14', undefined, true],
    ['2025-06-15', undefined, false],
    ['2025-06-16', undefined, false],
    ['2000-01-15', 25, true],
    ['2000-01-15', 26, false],
    ['2000-01-15', '25', true],
  ])('of %s and %s years', (text, years, expected) => {
    expect(hasPassed(text, 'yyyy-MM-dd', years)).toBe(expected);
    expect(hasPassedAsPublished(text, 'yyyy-MM-dd', years)).toBe(!expected);
  });

  it('is false either way for what is no date', () => {
    for (const value of ['soon', '', null, undefined, 5]) {
      expect(hasPassed(value, 'yyyy-MM-dd', 0)).toBe(false);
      expect(hasPassedAsPublished(value, 'yyyy-MM-dd', 0)).toBe(false);
    }
  });
});

describe('isoText', () => {
  it.each([
    [1_700_000_000, '2023-11-14T22:13:20.000Z'],
    [1_700_000_000_000, '2023-11-14T22:13:20.000Z'],
    ['1700000000', '2023-11-14T22:13:20.000Z'],
    ['1700000000000', '2023-11-14T22:13:20.000Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    [-86_400, '1969-12-31T00:00:00.000Z'],
    ['31/12/2020', '2020-12-31T00:00:00.000Z'],
    ['20201231', '2020-12-31T00:00:00.000Z'],
    [new Date(5), '1970-01-01T00:00:00.005Z'],
  ])('of %s', (value, expected) => {
    expect(isoText(value)).toBe(expected);
  });

  it('is null for what is no time', () => {
    for (const value of ['soon', '', null, undefined, {}, Number.NaN, 1e300, true]) expect(isoText(value)).toBeNull();
  });
});

describe('the functions of expressions', () => {
  it('hand dates on', () => {
    const context = { born: '25/12/2000' };
    const evaluate = (source: string): unknown => compileExpression(source).evaluate(context);
    expect(evaluate("{{yearsElapsed(born, 'dd/MM/yyyy')}}")).toBe(24);
    expect(evaluate("{{hasPassed(nextAnniversary(born, 'dd/MM/yyyy'), '')}}")).toBe(false);
    expect(evaluate("{{toISO8601(nextAnniversary(born, 'dd/MM/yyyy'))}}")).toBe('2025-12-25T00:00:00.000Z');
    expect(evaluate('{{now()}}')).toBe('2025-06-15T10:30:00.000Z');
    expect(evaluate("{{nextAnniversary(born, 'dd/MM/yyyy') > nextAnniversary('2000-07-01', '')}}")).toBe(true);
  });
});
