const DAY = 86_400;
const WEEKDAY = new Intl.DateTimeFormat('en-US', { weekday: 'long', timeZone: 'UTC' });
const FULL_DATE = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });

/** A time as leads and list items show it. */
export interface TimeObject {
  readonly absoluteLocalizedString: string;
  /** Unix seconds. */
  readonly timestamp: number;
  /** Relative for the last week (`Today`, `Yesterday`, `Tuesday`), else the date. */
  readonly value: string;
}

/** @param now Unix seconds */
export function timeObject(seconds: number, now: number): TimeObject {
  const date = new Date(seconds * 1000);
  const absoluteLocalizedString = FULL_DATE.format(date);
  const daysAgo = Math.floor(now / DAY) - Math.floor(seconds / DAY);
  const value =
    daysAgo === 0
      ? 'Today'
      : daysAgo === 1
        ? 'Yesterday'
        : daysAgo > 1 && daysAgo < 7
          ? WEEKDAY.format(date)
          : absoluteLocalizedString;
  return { absoluteLocalizedString, timestamp: seconds, value };
}

/** `3 days`, for how long something has been overdue. */
export function duration(seconds: number): string {
  const days = Math.floor(seconds / DAY);
  return days === 1 ? '1 day' : `${days} days`;
}

/** `2025-03-04T10:00:00Z`, as quotes and invoices write times. */
export const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

/** `2025-03-04T10:00:00+0000`, as installments and the legacy API write times. */
export const isoTimeWithOffset = (seconds: number): string => isoTime(seconds).replace('Z', '+0000');

/**
 * Reads a time as clients write it: Unix seconds (a number or its digits), an ISO 8601 date or timestamp, or an object
 * with a `timestamp`. Without an offset UTC is meant.
 * @returns Unix seconds, or undefined for anything else
 */
export function readTime(given: unknown): number | undefined {
  if (typeof given === 'object' && given !== null && !Array.isArray(given))
    return Object.hasOwn(given, 'timestamp') ? readTime((given as { timestamp: unknown }).timestamp) : undefined;
  const text = typeof given === 'number' ? String(given) : given;
  if (typeof text !== 'string') return undefined;
  if (/^\d{1,11}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/.test(text)) return undefined;
  const zoned = /\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/.test(text) || text.length === 10 ? text : `${text}Z`;
  const milliseconds = Date.parse(zoned.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

/** A span between two times, both included, in Unix seconds. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a span: `A TO B`, or `A B` with one space between. One time alone means from then until now.
 * @param now Unix seconds
 */
export function readSpan(text: string, now: number): TimeSpan | undefined {
  const [first, second] = text.includes(' TO ') ? text.split(' TO ', 2) : text.split(/\s+/, 2);
  const from = readTime(first?.trim());
  const to = second === undefined ? now : readTime(second.trim());
  return from === undefined || to === undefined ? undefined : { from, to: endOf(second?.trim(), to) };
}

/** A date without a time of day means the whole day when it ends a span. */
const endOf = (text: string | undefined, seconds: number): number =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) ? seconds + DAY - 1 : seconds;
