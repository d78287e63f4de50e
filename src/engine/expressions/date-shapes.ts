const YEAR_FIRST = /^(\d{4})([-/])(\d\d)\2(\d\d)$/;
const YEAR_LAST = /^(\d\d)([-/])(\d\d)\2(\d{4})$/;
const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:(Z)|([+-])(\d\d):?(\d\d))?$/;
const MINUTE_MS = 60_000;

/** Midnight UTC of a day, or null if there is no such day. Year 0 does not exist. */
function day(year: number, month: number, date: number): number | null {
  const time = new Date(0).setUTCFullYear(year, month - 1, date);
  const found = new Date(time);
  return year > 0 && found.getUTCMonth() === month - 1 && found.getUTCDate() === date ? time : null;
}

function dateTime(parts: RegExpExecArray): number | null {
  const [year, month, date, hours, minutes, seconds] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [fraction = '', , sign, zoneHours = '0', zoneMinutes = '0'] = parts.slice(7);
  const midnight = day(year, month, date);
  if (midnight === null || hours > 23 || minutes > 59 || seconds > 59 || Number(zoneMinutes) > 59) return null;
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1);
  const time =
    (hours * 60 + minutes - offset) * MINUTE_MS + seconds * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  return midnight + time;
}

/**
 * Reads the shapes nearly all dates come in, many times as fast as date-fns does: year, month and day with `-` or `/`,
 * in each usual order, and ISO 8601 date-times. Times without a zone are UTC.
 * @returns milliseconds; null for a day that does not exist; undefined for any other shape
 */
export function readUsualDate(text: string): number | null | undefined {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst !== null) {
    const [year, first, second] = [Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4])];
    return day(year, first, second) ?? day(year, second, first);
  }
  const yearLast = YEAR_LAST.exec(text);
  if (yearLast !== null) {
    const [first, second, year] = [Number(yearLast[1]), Number(yearLast[3]), Number(yearLast[4])];
    return day(year, second, first) ?? day(year, first, second);
  }
  const parts = DATE_TIME.exec(text);
  // A date-time that is no ISO time (hour 24, second 60) is left to the full reading.
  return parts === null ? undefined : (dateTime(parts) ?? undefined);
}
