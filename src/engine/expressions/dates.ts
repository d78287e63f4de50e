// From their own files: the package's index would load some 300 others.
import { addYears } from 'date-fns/addYears';
import { differenceInYears } from 'date-fns/differenceInYears';
import { parse } from 'date-fns/parse';
import { parseISO } from 'date-fns/parseISO';
import { systemClock } from '../../kernel/index.ts';
import { readUsualDate } from './date-shapes.ts';
import { inUtc, UtcDate } from './utc-date.ts';
import { isMissing } from './values.ts';

/** Formats tried in this order after the one asked for and ISO 8601 (date-fns tokens). */
const ALTERNATIVES = [
  'yyyy-MM-dd',
  'yyyy/MM/dd',
  'dd/MM/yyyy',
  'dd-MM-yyyy',
  'yyyy-dd-MM',
  'yyyy/dd/MM',
  'MM/dd/yyyy',
  'MM-dd-yyyy',
] as const;

/** No date is written longer; longer texts are not looked at. */
const MAX_DATE_TEXT = 100;
const DAY_MS = 86_400_000;
/** Epoch numbers below this are seconds (year 5138), from here on milliseconds (1973). */
const FIRST_EPOCH_MS = 1e11;
const EPOCH_TEXT = /^-?\d{9,16}(?:\.\d+)?$/;

const valid = (date: Date): Date | null => (Number.isNaN(date.getTime()) ? null : date);

function parseFormat(text: string, format: string): Date | null {
  if (format.length > MAX_DATE_TEXT) return null;
  try {
    const reference = new UtcDate(systemClock.now());
    return valid(
      parse(text, format, reference, {
        in: inUtc,
        // Without these, date-fns writes a warning to the console for tokens such as `YYYY`.
        useAdditionalDayOfYearTokens: true,
        useAdditionalWeekYearTokens: true,
      }),
    );
  } catch {
    return null;
  }
}

function parseText(text: string, format: string | undefined): number | null {
  if (text === '' || text.length > MAX_DATE_TEXT) return null;
  const asked = format === undefined || format === '' ? null : parseFormat(text, format);
  if (asked !== null) return asked.getTime();
  const usual = readUsualDate(text);
  if (usual !== undefined) return usual;
  const standard = parseFormat(text, 'yyyy-MM-dd') ?? valid(parseISO(text, { in: inUtc }));
  if (standard !== null) return standard.getTime();
  for (const alternative of ALTERNATIVES) {
    const date = parseFormat(text, alternative);
    if (date !== null) return date.getTime();
  }
  return null;
}

function parseTime(value: unknown, format: unknown): number | null {
  if (typeof value === 'string') return parseText(value, typeof format === 'string' ? format : undefined);
  return value instanceof Date ? (valid(value)?.getTime() ?? null) : null;
}

function parseUtc(value: unknown, format: unknown): UtcDate | null {
  const time = parseTime(value, format);
  return time === null ? null : new UtcDate(time);
}

/**
 * Reads a date the way the format does: by `format` (date-fns tokens) if given, then as `yyyy-MM-dd`, as ISO 8601,
 * and by the usual orders of day, month and year with `/` or `-`. Times without a zone are UTC.
 * @param value text, or a date, which is copied; anything else is no date
 * @returns null when it is no date, or a day that does not exist
 */
export function parseDateLoosely(value: unknown, format?: string): Date | null {
  const time = parseTime(value, format);
  return time === null ? null : new Date(time);
}

/**
 * Whole years from one date to another, negative when the second is earlier.
 * @param end now when missing
 * @returns null when a date cannot be read
 */
export function yearsElapsed(start: unknown, format: unknown, end: unknown): number | null {
  const from = parseUtc(start, format);
  const to = isMissing(end) ? new UtcDate(systemClock.now()) : parseUtc(end, format);
  return from === null || to === null ? null : differenceInYears(to, from);
}

/**
 * Midnight UTC of the next day with this day and month, today included.
 * @returns null when the date cannot be read
 */
export function nextAnniversary(value: unknown, format: unknown): Date | null {
  const date = parseUtc(value, format);
  if (date === null) return null;
  const today = new Date(systemClock.now()).setUTCHours(0, 0, 0, 0);
  const year = new Date(today).getUTCFullYear();
  const thisYear = Date.UTC(year, date.getUTCMonth(), date.getUTCDate());
  return new Date(thisYear >= today ? thisYear : Date.UTC(year + 1, date.getUTCMonth(), date.getUTCDate()));
}

/** When the day of the date, some years later, is over. */
function endOfDay(value: unknown, format: unknown, years: unknown): number | null {
  const date = parseUtc(value, format);
  if (date === null) return null;
  return addYears(date, Math.trunc(Number(years)) || 0).getTime() + DAY_MS;
}

/** Whether the day of the date, `years` later, is over. False when the date cannot be read. */
export function hasPassed(value: unknown, format: unknown, years: unknown): boolean {
  const end = endOfDay(value, format, years);
  return end !== null && end <= systemClock.now();
}

/** As the published engine computes it: the opposite of {@link hasPassed}, except that an unreadable date is false too. */
export function hasPassedAsPublished(value: unknown, format: unknown, years: unknown): boolean {
  const end = endOfDay(value, format, years);
  return end !== null && end > systemClock.now();
}

/**
 * RFC 3339 text in UTC of a date, a text {@link parseDateLoosely} reads, or an epoch in seconds or milliseconds.
 * @returns null for anything else
 */
export function isoText(value: unknown): string | null {
  const epoch =
    typeof value === 'number' || (typeof value === 'string' && EPOCH_TEXT.test(value)) ? Number(value) : null;
  if (epoch === null) return parseDateLoosely(value)?.toISOString() ?? null;
  return valid(new Date(Math.abs(epoch) < FIRST_EPOCH_MS ? epoch * 1000 : epoch))?.toISOString() ?? null;
}
