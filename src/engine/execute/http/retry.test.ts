import { describe, expect, it } from 'vitest';
import type { Reply } from '../testing/harness.ts';
import { play, responseOf, step } from '../testing/harness.ts';
import { decodeBody } from './response.ts';
import { parseRetryAfter, waitBeforeRetry } from './retry.ts';

const NOW = Date.UTC(2026, 0, 1);

const waitFor = (reply: Reply, rules: Parameters<typeof waitBeforeRetry>[2] = [], attempt = 1, random = 0) => {
  const response = responseOf(reply, { url: 'https://x.example' });
  return waitBeforeRetry(response, decodeBody(response), rules, attempt, NOW, () => random);
};

describe('the wait a provider asks for', () => {
  it.each([
    ['5', 5_000],
    ['0.5', 500],
    [String(NOW / 1000 + 3), 3_000],
    [String(NOW + 4_000), 4_000],
    [new Date(NOW + 6_000).toUTCString(), 6_000],
    ['soon', undefined],
    ['', undefined],
    ['-1', undefined],
  ])('%s is %s ms', (text, expected) => {
    expect(parseRetryAfter(text, NOW)).toBe(expected);
  });

  it.each([
    [{ 'retry-after': '4' }, 4_000],
    [{ 'x-retry-after': '4' }, 4_000],
    [{ 'x-ratelimit-retry-after': '4' }, 4_000],
    [{ 'retry-after': '0' }, 1_000],
    [{ 'retry-after': '3600' }, 10_000],
  ])('after 429 with %j is %s ms, between one and ten seconds', (headers, expected) => {
    expect(waitFor({ status: 429, headers })).toBe(expected);
  });

  it('doubles where it says nothing, with up to a tenth more', () => {
    expect([1, 2, 3, 4, 5].map((attempt) => waitFor({ status: 429 }, [], attempt))).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000,
    ]);
    expect(waitFor({ status: 429 }, [], 1, 1)).toBe(2_200);
  });

  it('is none for any other status', () => {
    for (const status of [200, 302, 400, 401, 403, 404, 500, 502, 503]) {
      expect(waitFor({ status, headers: { 'retry-after': '1' } })).toBeUndefined();
    }
  });
});

describe('mapped rate limit errors', () => {
  const rule = { errorStatus: 403, errorMessage: 'quota' };

  it('count by status and text of the message', () => {
    expect(waitFor({ status: 403, json: { message: 'daily quota used up' } }, [rule])).toBe(2_000);
    expect(waitFor({ status: 403, json: { message: 'no access' } }, [rule])).toBeUndefined();
    expect(waitFor({ status: 400, json: { message: 'quota' } }, [rule])).toBeUndefined();
  });

  it('look for the message where the author says', () => {
    const deep = { ...rule, errorMessagePath: 'error.reason' };
    expect(waitFor({ status: 403, json: { message: 'x', error: { reason: 'quota' } } }, [deep])).toBe(2_000);
    expect(waitFor({ status: 403, json: { message: 'quota' } }, [deep])).toBeUndefined();
  });

  it.each([
    [{ retryAfterValue: 3 }, {}, 3_000],
    [{ retryAfterValue: 1_500, retryAfterUnit: 'milliseconds' as const }, {}, 1_500],
    [{ retryAfterPath: 'X-Reset' }, { 'x-reset': '12' }, 12_000],
    [{ retryAfterPath: 'x-reset', retryAfterUnit: 'milliseconds' as const }, { 'x-reset': '2500' }, 2_500],
    [
      { retryAfterPath: 'x-reset', retryAfterUnit: 'date' as const },
      { 'x-reset': new Date(NOW + 7_000).toISOString() },
      7_000,
    ],
    [{ retryAfterPath: 'x-reset' }, { 'x-reset': '86400' }, 60_000],
    [{ retryAfterPath: 'x-gone' }, {}, 2_000],
  ])('wait as %j says with headers %j: %s ms', (more, headers, expected) => {
    expect(waitFor({ status: 403, json: { message: 'quota' }, headers }, [{ ...rule, ...more }])).toBe(expected);
  });
});

describe('repeating a call', () => {
  const waits: number[] = [];
  const run = {
    wait: async (ms: number) => {
      waits.push(ms);
    },
  };
  const steps = [step('s', 'request', { url: '/x', method: 'post', args: [{ name: 'a', value: 1, in: 'body' }] })];

  it('goes on until the provider accepts it', async () => {
    waits.length = 0;
    const { result, requests, exchanges } = await play({
      steps,
      run,
      provider: (_request, count) =>
        count < 3 ? { status: 429, headers: { 'retry-after': '2' } } : { json: { ok: true } },
    });
    expect(result).toMatchObject({ successful: true, data: { ok: true } });
    expect(waits).toEqual([2_000, 2_000]);
    expect(requests.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}', '{"a":1}']);
    expect(exchanges).toHaveLength(3);
  });

  it('ends after five repetitions with the last answer', async () => {
    waits.length = 0;
    const { result, requests } = await play({ steps, run, provider: { status: 429, json: { message: 'slow down' } } });
    expect(requests).toHaveLength(6);
    expect(waits).toHaveLength(5);
    expect(result).toMatchObject({
      statusCode: 429,
      message: 'slow down',
      failure: { kind: 'provider', provider: { status: 429 } },
    });
  });

  it('follows the rules of the connector', async () => {
    const { requests } = await play({
      steps,
      run,
      connector: {
        rateLimit: { mappedRateLimitErrors: [{ errorStatus: 403, errorMessage: 'quota', retryAfterValue: 1 }] },
      },
      provider: (_request, count) => (count === 1 ? { status: 403, json: { message: 'quota' } } : { json: 1 }),
    });
    expect(requests).toHaveLength(2);
  });

  it('ends when the run is ended while it waits', async () => {
    const controller = new AbortController();
    const { result, requests } = await play({
      steps,
      run: {
        signal: controller.signal,
        wait: async (_ms, signal) => {
          controller.abort(new Error('deadline'));
          signal?.throwIfAborted();
        },
      },
      provider: { status: 429 },
    });
    expect(requests).toHaveLength(1);
    expect(result.failure).toMatchObject({ kind: 'transport', cause: { code: 'provider_timed_out' } });
  });
});

describe('the budget of a provider', () => {
  it('is asked for before every call and given back after it, failed or not', async () => {
    const log: string[] = [];
    const limiter = {
      acquire: async (pools: readonly { key: string }[], maxWaitMs: number) => {
        log.push(`${pools.map(({ key }) => key).join(' ')} ${maxWaitMs}`);
        return () => void log.push('released');
      },
    };
    await play({
      steps: [step('s', 'request', { url: '/reports/x', method: 'get' })],
      run: { limiter, context: { accountSecureId: 'acc' } },
      connector: {
        rateLimit: { mainRatelimit: 4, subPools: [{ subPoolKey: 'reports', urlPattern: '/reports', rateLimit: 1 }] },
        concurrency: {
          mainMaxConcurrency: 2,
          subPools: [{ subPoolKey: 'other', urlPattern: '/other', maxConcurrency: 1 }],
        },
      },
      provider: () => {
        throw new Error('refused');
      },
    });
    expect(log).toEqual(['acc:demo:main acc:demo:rate:reports 11800', 'released']);
  });

  it('that cannot be had fails the step, and no call is made', async () => {
    const controller = new AbortController();
    const { result, requests } = await play({
      steps: [step('s', 'request', { url: '/x', method: 'get' })],
      run: {
        signal: controller.signal,
        limiter: {
          acquire: async (_pools, _ms, signal) => {
            controller.abort(new Error('deadline'));
            signal?.throwIfAborted();
            return () => {};
          },
        },
      },
    });
    expect(requests).toEqual([]);
    expect(result.failure).toMatchObject({ kind: 'transport', cause: { code: 'provider_timed_out' } });
  });
});
