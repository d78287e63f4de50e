/** Where the time comes from; tests hand in their own. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = Object.freeze({ now: () => Date.now() });

/** A time in milliseconds as RFC 3339 text in UTC, or null for null. */
export const toIso = <T extends number | null>(time: T): T extends null ? null : string =>
  (time === null ? null : new Date(time).toISOString()) as T extends null ? null : string;
