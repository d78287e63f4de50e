const DAY_MS = 86_400_000;

/** Names of the days as used in schedules, Monday first. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
/** A day of the week in lower case. */
export type Weekday = (typeof WEEKDAYS)[number];

const toTime = (date: string): number => Date.parse(`${date}T00:00:00.000Z`);
const toDate = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** True for a real calendar date written `YYYY-MM-DD`. */
export function isDate(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = toTime(text);
  return !Number.isNaN(time) && toDate(time) === text;
}

/** The calendar date (UTC) of a time in milliseconds. */
export const dateOf = (time: number): string => toDate(time);

/** `date` moved by a number of days (negative: back). Dates are `YYYY-MM-DD` throughout this file. */
export const addDays = (date: string, days: number): string => toDate(toTime(date) + days * DAY_MS);

/** `date` moved by months; a day that the month lacks becomes its last day. */
export function addMonths(date: string, months: number): string {
  const from = new Date(toTime(date));
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(from.getUTCDate(), last));
  return toDate(first.getTime());
}

/** Days from `from` to `to` (negative when `to` is earlier). */
export const daysBetween = (from: string, to: string): number => Math.round((toTime(to) - toTime(from)) / DAY_MS);

/** Every date from `from` to `to`, both included; empty when `to` is earlier. */
export const eachDay = (from: string, to: string): string[] =>
  Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index));

/** The earlier of two dates, or of two timestamps. */
export const earlierOf = (a: string, b: string): string => [a, b].sort()[0]!;

/** The later of two dates, or of two timestamps. */
export const laterOf = (a: string, b: string): string => [a, b].sort()[1]!;

/** Day of the week of a date. */
export const weekdayOf = (date: string): Weekday => WEEKDAYS[(new Date(toTime(date)).getUTCDay() + 6) % 7]!;

/** True on Saturday and Sunday. */
export const isWeekend = (date: string): boolean => ['saturday', 'sunday'].includes(weekdayOf(date));

/** The next date, this one included, that falls on a weekday of the list. */
export function onOrAfter(date: string, days: readonly Weekday[]): string {
  const ahead = [0, 1, 2, 3, 4, 5, 6].find((offset) => days.includes(weekdayOf(addDays(date, offset))));
  return addDays(date, ahead ?? 0);
}

/** Western Easter Sunday of a year (the anonymous Gregorian computation). */
export function easterSunday(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const offset = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * offset) / 451);
  const day = epact + offset - 7 * shift + 114;
  return toDate(Date.UTC(year, Math.floor(day / 31) - 1, (day % 31) + 1));
}

/** A timestamp (`…T09:30:15.000Z`) on a date. @param seconds seconds since midnight UTC */
export const timestampOn = (date: string, seconds: number): string =>
  new Date(toTime(date) + seconds * 1000).toISOString();
