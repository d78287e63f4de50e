import type { MappedRateLimitError } from '../../definition.ts';
import type { TransportResponse } from '../../transport.ts';
import { ownValue } from '../records.ts';
import { errorMessage } from './error-message.ts';
import { type DecodedBody, headerOf } from './response.ts';

/** How often a call that met a limit is made again. */
export const MAX_RETRIES = 5;

const SHORTEST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10_000;
const LONGEST_MAPPED_WAIT_MS = 60_000;
const JITTER = 0.1;
const RETRY_AFTER = /^(x-(.*-)?)?retry-after$/;
// Numbers from here on are points in time, not durations: 2001-09-09 in seconds, and in milliseconds.
const FIRST_EPOCH_SECONDS = 1e9;
const FIRST_EPOCH_MS = 1e12;

const clamp = (ms: number, most = LONGEST_WAIT_MS): number => Math.min(most, Math.max(SHORTEST_WAIT_MS, ms));

/** Milliseconds to wait that a text says: seconds, a point in time in seconds or milliseconds, or an HTTP date. */
export function parseRetryAfter(text: string, now: number): number | undefined {
  const trimmed = text.trim();
  const amount = trimmed === '' ? Number.NaN : Number(trimmed);
  if (Number.isFinite(amount)) {
    if (amount < 0) return undefined;
    if (amount >= FIRST_EPOCH_MS) return amount - now;
    return amount >= FIRST_EPOCH_SECONDS ? amount * 1000 - now : amount * 1000;
  }
  const date = Date.parse(trimmed);
  return Number.isNaN(date) ? undefined : date - now;
}

function retryAfterHeader(headers: TransportResponse['headers'], now: number): number | undefined {
  for (const name of Object.keys(headers)) {
    if (!RETRY_AFTER.test(name)) continue;
    const wait = parseRetryAfter(headerOf(headers, name) ?? '', now);
    if (wait !== undefined) return wait;
  }
  return undefined;
}

/** 2, 4, 8, 16, 32 seconds and up to a tenth more, so that many callers do not come back at once. */
const backoff = (attempt: number, random: () => number): number => 2 ** attempt * 1000 * (1 + random() * JITTER);

function mappedWait(
  rule: MappedRateLimitError,
  headers: TransportResponse['headers'],
  now: number,
): number | undefined {
  const found = rule.retryAfterPath === undefined ? undefined : headerOf(headers, rule.retryAfterPath.toLowerCase());
  if (rule.retryAfterValue !== undefined) {
    return rule.retryAfterUnit === 'milliseconds' ? rule.retryAfterValue : rule.retryAfterValue * 1000;
  }
  if (found === undefined) return undefined;
  if (rule.retryAfterUnit === 'date') return parseRetryAfter(found, now);
  const amount = Number(found);
  if (!Number.isFinite(amount)) return parseRetryAfter(found, now);
  return rule.retryAfterUnit === 'milliseconds' ? amount : amount * 1000;
}

const pathOf = (value: unknown, path: string): unknown =>
  path
    .replace(/^\$\.?/, '')
    .split('.')
    .reduce((found, name) => ownValue(found, name), value);

function meansTooMany(rule: MappedRateLimitError, status: number, body: DecodedBody): boolean {
  if (rule.errorStatus !== status) return false;
  const message =
    rule.errorMessagePath === undefined
      ? errorMessage(body.value, status, body.kind)
      : String(pathOf(body.value, rule.errorMessagePath) ?? '');
  return message.includes(rule.errorMessage);
}

/**
 * How long to wait before a call is made again, in milliseconds; undefined when the answer is no reason to repeat it.
 * @param attempt 1 for the first repetition
 */
export function waitBeforeRetry(
  response: TransportResponse,
  body: DecodedBody,
  rules: readonly MappedRateLimitError[],
  attempt: number,
  now: number,
  random: () => number = Math.random,
): number | undefined {
  const rule = rules.find((candidate) => meansTooMany(candidate, response.status, body));
  if (rule === undefined && response.status !== 429) return undefined;
  const mapped = rule === undefined ? undefined : mappedWait(rule, response.headers, now);
  if (mapped !== undefined) return clamp(mapped, LONGEST_MAPPED_WAIT_MS);
  const asked = retryAfterHeader(response.headers, now);
  return asked === undefined ? backoff(attempt, random) : clamp(asked);
}
