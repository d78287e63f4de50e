import { isDate } from '../kit/index.ts';

/** A point or a day in time as a client writes it. */
export interface Span {
  /** First and last timestamp that it covers, written as all timestamps here. */
  readonly from: string;
  readonly to: string;
}

/** A time as the API writes it: `2026-03-02T09:14:55.120431Z`. @param micros added to the milliseconds, 0 to 999 */
export const stamp = (ms: number, micros = 0): string =>
  new Date(ms).toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`);

const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,6}))? ?(Z|[+-]\d{2}:?\d{2})?$/i;

/** Reads `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS` or an ISO timestamp; without an offset it is UTC. A day covers all of itself. */
export function readSpan(text: string): Span | undefined {
  const trimmed = text.trim();
  if (isDate(trimmed)) return { from: `${trimmed}T00:00:00.000000Z`, to: `${trimmed}T23:59:59.999999Z` };
  const [, date, time, fraction = '', zone = 'Z'] = MOMENT.exec(trimmed) ?? [];
  const ms = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  if (!isDate(date) || Number.isNaN(ms) || ms < Date.UTC(0) || ms > Date.UTC(9999, 11, 31)) return undefined;
  const micros = Number(fraction.padEnd(6, '0'));
  const point = stamp(ms + Math.floor(micros / 1000), micros % 1000);
  return { from: point, to: point };
}
