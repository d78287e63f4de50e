import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTEMPTS_WHEN_REFUSED, type AttemptResult, PAUSES_MS, retryAfterMs, verdictOf } from './verdict.ts';

const result = (status: number | null, more: Partial<AttemptResult> = {}): AttemptResult => ({
  status,
  error: 'x',
  body: null,
  durationMs: 1,
  retryAfterMs: null,
  refused: false,
  ...more,
});
/** Number of attempts when each has the same result. */
const attempts = (each: AttemptResult): number => {
  for (let attempt = 1; ; attempt += 1) if (verdictOf(each, attempt, 0.5).kind !== 'again') return attempt;
};

describe('what follows from an attempt', () => {
  it('is success for every 2xx', () => {
    for (const status of [200, 201, 202, 204, 299])
      expect(verdictOf(result(status), 1, 0)).toEqual({ kind: 'delivered' });
  });

  it('is about a day of attempts for faults that pass', () => {
    for (const each of [null, 408, 425, 429, 500, 502, 503, 504, 599].map((status) => result(status)))
      expect(attempts(each)).toBe(11);
    const day = PAUSES_MS.reduce((sum, pause) => sum + pause, 0) / 3_600_000;
    expect(day).toBeGreaterThan(22);
    expect(day).toBeLessThan(26);
    expect([...PAUSES_MS].sort((a, b) => a - b)).toEqual(PAUSES_MS);
  });

  it('is a few attempts for redirects and refusals, one for what may not be called', () => {
    for (const status of [301, 302, 307, 400, 401, 403, 404, 409, 422])
      expect(attempts(result(status))).toBe(ATTEMPTS_WHEN_REFUSED);
    expect(attempts(result(null, { refused: true }))).toBe(1);
  });

  it('is the end of the webhook for 410', () => {
    expect(verdictOf(result(410), 1, 0)).toEqual({ kind: 'dead', gone: true });
  });

  it('spreads pauses by a fifth to both sides and never makes them shorter than a receiver asks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.integer({ min: 0, max: 200_000_000 })),
        fc.constantFrom(429, 503, 500),
        (attempt, random, asked, status) => {
          const verdict = verdictOf(result(status, { retryAfterMs: asked }), attempt, random);
          const pause = PAUSES_MS[attempt - 1]!;
          if (verdict.kind !== 'again') throw new Error(verdict.kind);
          expect(verdict.inMs).toBeGreaterThanOrEqual(pause * 0.8);
          if (status === 500 || asked === null) expect(verdict.inMs).toBeLessThanOrEqual(pause * 1.2);
          else expect(verdict.inMs).toBeGreaterThanOrEqual(Math.min(asked, 86_400_000));
          expect(verdict.inMs).toBeLessThanOrEqual(Math.max(86_400_000, pause * 1.2));
        },
      ),
    );
  });

  it('reads Retry-After as seconds or as a date', () => {
    const now = Date.UTC(2026, 0, 31, 12);
    expect(retryAfterMs('120', now)).toBe(120_000);
    expect(retryAfterMs('Sat, 31 Jan 2026 12:01:00 GMT', now)).toBe(60_000);
    expect(retryAfterMs('Sat, 31 Jan 2026 11:00:00 GMT', now)).toBe(0);
    for (const odd of [undefined, '', 'soon', '-5', '1e9999']) expect(retryAfterMs(odd, now), String(odd)).toBeNull();
  });
});
