import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dateOf,
  daysBetween,
  eachDay,
  earlierOf,
  easterSunday,
  isDate,
  isWeekend,
  laterOf,
  onOrAfter,
  timestampOn,
  weekdayOf,
} from './dates.ts';

const dates = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('calendar dates', () => {
  it('are told from days that do not exist and from other text', () => {
    expect(['2024-02-29', '1999-12-31'].every(isDate)).toBe(true);
    const wrong = ['2023-02-29', '2024-13-01', '2024-00-10', '2024-1-1', '24-01-01', '2024-01-01T00:00', '', null, 5];
    expect(wrong.filter(isDate)).toEqual([]);
  });

  it('move by days there and back', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -5000, max: 5000 }), (date, days) => {
        expect(addDays(addDays(date, days), -days)).toBe(date);
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });

  it('move by months to the last day where the month is shorter', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2023-01-31', 1)).toBe('2023-02-28');
    expect(addMonths('2024-03-31', -1)).toBe('2024-02-29');
    expect(addMonths('2023-11-15', 3)).toBe('2024-02-15');
  });

  it('list every day of a span and nothing when it runs backwards', () => {
    expect(eachDay('2024-02-28', '2024-03-01')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(eachDay('2024-03-02', '2024-03-01')).toEqual([]);
  });

  it('know their weekday', () => {
    expect(weekdayOf('2024-02-29')).toBe('thursday');
    expect(['2024-03-02', '2024-03-03', '2024-03-04'].map(isWeekend)).toEqual([true, true, false]);
    fc.assert(fc.property(dates, (date) => weekdayOf(addDays(date, 7)) === weekdayOf(date)));
  });

  it('find the next of some weekdays, today included', () => {
    expect(onOrAfter('2024-02-29', ['thursday'])).toBe('2024-02-29');
    expect(onOrAfter('2024-02-29', ['monday', 'tuesday'])).toBe('2024-03-04');
  });

  it.each([
    ['2019-04-21', 2019],
    ['2024-03-31', 2024],
    ['2025-04-20', 2025],
    ['2026-04-05', 2026],
    ['2038-04-25', 2038],
  ])('know that Easter is on %s', (date, year) => {
    expect(easterSunday(year)).toBe(date);
  });

  it('compare as text', () => {
    expect([earlierOf('2024-01-02', '2023-12-31'), laterOf('2024-01-02', '2023-12-31')]).toEqual([
      '2023-12-31',
      '2024-01-02',
    ]);
  });

  it('turn into and come from instants', () => {
    expect(timestampOn('2024-02-29', 3723)).toBe('2024-02-29T01:02:03.000Z');
    expect(dateOf(Date.parse('2024-02-29T23:59:59.999Z'))).toBe('2024-02-29');
  });
});
