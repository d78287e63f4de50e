/** What came of one attempt. */
export interface AttemptResult {
  /** Status of the receiver's answer; null when there was none. */
  readonly status: number | null;
  /** Why it failed; null when it was delivered. */
  readonly error: string | null;
  /** The beginning of the answer. */
  readonly body: string | null;
  readonly durationMs: number;
  /** What the receiver asked for, in milliseconds. */
  readonly retryAfterMs: number | null;
  /** Set when the call was not allowed to be made, or cannot be. */
  readonly refused: boolean;
}

/** What follows from an attempt. */
export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'again'; readonly inMs: number }
  /** `gone`: the receiver wants nothing any more. */
  | { readonly kind: 'dead'; readonly gone: boolean };

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;

/** Pauses between attempts, before jitter: eleven attempts over about a day. */
export const PAUSES_MS: readonly number[] = [5 * S, 30 * S, 2 * MIN, 10 * MIN, 30 * MIN, H, 2 * H, 4 * H, 8 * H, 8 * H];
/** Attempts when the receiver answers that the request is wrong, which time alone seldom cures. */
export const ATTEMPTS_WHEN_REFUSED = 5;
const LONGEST_ASKED_MS = 24 * H;
/** Statuses below 500 that say "later", not "no". */
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * What follows from an attempt: 2xx is delivered; 410 ends it, and the webhook; network faults, timeouts, 408, 425, 429
 * and 5xx are tried again for about a day; redirects and other 4xx for a quarter of an hour; what may not be called is not
 * tried again. `Retry-After` makes a pause longer, up to a day.
 * @param attempt 1 for the first
 * @param random from 0 to 1, spreads the pauses by a fifth to both sides
 */
export function verdictOf(result: AttemptResult, attempt: number, random: number): Verdict {
  const { status } = result;
  if (status !== null && status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'dead', gone: true };
  const passing = !result.refused && (status === null || status >= 500 || LATER.has(status));
  const most = passing ? PAUSES_MS.length + 1 : result.refused ? 1 : ATTEMPTS_WHEN_REFUSED;
  const pause = PAUSES_MS[attempt - 1];
  if (attempt >= most || pause === undefined) return { kind: 'dead', gone: false };
  const spread = Math.round(pause * (0.8 + 0.4 * random));
  const asked = status === 429 || status === 503 ? (result.retryAfterMs ?? 0) : 0;
  return { kind: 'again', inMs: Math.max(spread, Math.min(asked, LONGEST_ASKED_MS)) };
}

/**
 * Milliseconds a `Retry-After` header asks for; null when it cannot be read.
 * @param now milliseconds since 1970
 */
export function retryAfterMs(header: string | readonly string[] | undefined, now: number): number | null {
  const text = [header].flat()[0]?.trim();
  if (text === undefined || text === '') return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * S;
  // Date.parse alone takes nearly everything for a date.
  const date = /^[A-Z][a-z]{2,8}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
