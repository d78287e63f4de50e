import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
/** A hundred years; what is meant to last longer is meant to last. */
const LONGEST = 36_525 * 86_400_000;

/**
 * A length of time such as `90d`, `24h`, `30m`; `0` is none.
 * @returns milliseconds
 * @throws InvalidArgumentError
 */
export function duration(text: string): number {
  const [, amount, unit = ''] = /^(\d{1,9})([smhdw])$/.exec(text.trim()) ?? [];
  const ms = text.trim() === '0' ? 0 : Number(amount) * (UNITS[unit] ?? Number.NaN);
  if (Number.isNaN(ms) || ms > LONGEST) {
    throw new InvalidArgumentError(
      `"${text}" is no length of time. Use a number and s, m, h, d or w, for example 24h.`,
    );
  }
  return ms;
}

/**
 * A moment: a date and time with zone, a date (its first moment in UTC), or a length of time from now.
 * @returns milliseconds since 1970
 * @throws InvalidArgumentError
 */
export function moment(text: string, now: number = Date.now()): number {
  const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text.trim());
  const at = iso ? Date.parse(text.trim()) : Number.NaN;
  // Date.parse takes February 30 for March 1.
  const real =
    !Number.isNaN(at) &&
    new Date(`${text.trim().slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(text.trim().slice(8, 10));
  if (real) return at;
  if (!iso && /^\d+[smhdw]$/.test(text.trim())) return now + duration(text);
  throw new InvalidArgumentError(
    `"${text}" is no moment. Use a date (2027-01-31), a date and time with zone (2027-01-31T12:00:00Z), or a length of time from now (90d).`,
  );
}
