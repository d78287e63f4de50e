import { eachDay, isWeekend, weekdayOf } from '../../kit/index.ts';
import { type Item, textOf } from '../item.ts';
import type { View } from '../view.ts';

/** One day of an absence. */
export interface AwayDay {
  readonly date: string;
  readonly period: 'full' | 'am' | 'pm';
  readonly weekend?: true;
  readonly holiday?: true;
}

const MAX_DAYS = 1100;

/** The days of an absence. Days that are nobody's working days anyway are marked, not left out. */
export function breakdownOf(item: Item, isHoliday: (date: string) => boolean): AwayDay[] {
  const [start, end] = [textOf(item, 'startDate'), textOf(item, 'endDate')];
  return eachDay(start, end)
    .slice(0, MAX_DAYS)
    .map((date) => {
      const period = date === start ? item['startPeriod'] : date === end ? item['endPeriod'] : 'full';
      return {
        date,
        period: period as AwayDay['period'],
        ...(isWeekend(date) && { weekend: true as const }),
        ...(isHoliday(date) && { holiday: true as const }),
      };
    });
}

/** Working days of an absence: half days count 0.5; weekends, holidays and days the person does not work count nothing. */
export function daysOf(breakdown: readonly AwayDay[], workingDays: readonly { readonly day: string }[]): number {
  const works = new Set(workingDays.map(({ day }) => day));
  return breakdown
    .filter(({ date, holiday }) => holiday === undefined && works.has(weekdayOf(date)))
    .reduce((sum, { period }) => sum + (period === 'full' ? 1 : 0.5), 0);
}

/** Computed members of an absence. */
export function deriveTimeAway(item: Item, view: View): Readonly<Record<string, unknown>> {
  const type = view.item('timeAwayTypes', item['timeAwayTypeId']);
  const holidays = view.having('publicHolidays', 'publicHolidayCalendarId', textOf(item, 'publicHolidayCalendarId'));
  const dates = new Set(holidays.map((holiday) => textOf(holiday, 'date')));
  const breakdown = breakdownOf(item, (date) => dates.has(date));
  return {
    timeAwayType: type === undefined ? null : { id: type.id, name: type['name'] },
    name: type?.['name'] ?? null,
    isTimeOff: type?.['isTimeOff'] ?? true,
    breakdown,
    days: daysOf(breakdown, item['workingDays'] as { day: string }[]),
  };
}

/** An absence as `public:read` alone shows it: when, but not why. */
export function reduceTimeAway(item: Item): Item {
  const { note: _note, reviewNote: _reviewNote, timeAwayType: _type, timeAwayTypeId: _typeId, ...shown } = item;
  return { ...shown, name: item['isTimeOff'] === false ? 'Working elsewhere' : 'Away' } as Item;
}
