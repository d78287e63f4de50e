import { describe, expect, it } from 'vitest';
import type { ConnectorDefinition } from '../definition.ts';
import { compileLimits } from './limits.ts';

const limits = (more: Partial<ConnectorDefinition>) =>
  compileLimits({ info: { title: 'Demo', key: 'demo', version: '1.0.0' }, ...more } as ConnectorDefinition);

const rates = (mainRatelimit: number) => ({ rateLimit: { mainRatelimit, subPools: [], mappedRateLimitErrors: [] } });

describe('limits of a connector', () => {
  it('are 25 calls a second and 30 at once where the author sets none', () => {
    expect(limits({}).poolsFor('acc', 'https://x')).toEqual([{ key: 'acc:demo:main', rate: 25, concurrency: 30 }]);
    expect(limits({}).mappedErrors).toEqual([]);
  });

  it('count calls against sub-pools whose text is in the address, as well as the main one', () => {
    const { poolsFor } = limits({
      rateLimit: { subPools: [{ subPoolKey: 'r', urlPattern: '/reports', rateLimit: 2 }], mappedRateLimitErrors: [] },
      concurrency: {
        mainMaxConcurrency: 3,
        subPools: [{ subPoolKey: 'c', urlPattern: '/reports', maxConcurrency: 1 }],
      },
    });
    expect(poolsFor('acc', 'https://x/reports/1')).toEqual([
      { key: 'acc:demo:main', rate: 25, concurrency: 3 },
      { key: 'acc:demo:rate:r', rate: 2 },
      { key: 'acc:demo:concurrency:c', concurrency: 1 },
    ]);
    expect(poolsFor('acc', 'https://x/people')).toHaveLength(1);
  });

  it.each([
    [25, 7_500],
    [5, 9_440],
    [1, 47_200],
    [0.1, 47_200],
  ])('let a call wait longer the slower the pool: %s a second, %s ms', (rate, expected) => {
    expect(limits(rates(rate)).maxWaitMs).toBe(expected);
  });
});
