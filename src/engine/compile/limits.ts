import type { ConnectorDefinition, MappedRateLimitError } from '../definition.ts';
import type { LimitPool } from '../limiter.ts';

const DEFAULT_RATE = 25;
const DEFAULT_CONCURRENCY = 30;
const SHORTEST_PATIENCE_MS = 7_500;
const LONGEST_PATIENCE_MS = 47_200;
const EXPECTED_CALL_SECONDS = 0.5;

/** Budget of a provider, compiled. */
export interface LimitRules {
  /** Longest a call waits for its turn, in milliseconds. */
  readonly maxWaitMs: number;
  /** The pools a call to this address counts against; `owner` is the account. */
  poolsFor(owner: string, url: string): readonly LimitPool[];
  /** Answers that mean "too many calls" besides status 429. */
  readonly mappedErrors: readonly MappedRateLimitError[];
}

interface SubPool {
  readonly key: string;
  readonly urlPattern: string;
  readonly rate?: number;
  readonly concurrency?: number;
}

/** Longest wait for a turn: longer for slower pools, within bounds of the published format. */
const patience = (rate: number, concurrency: number): number =>
  Math.min(
    LONGEST_PATIENCE_MS,
    Math.max(SHORTEST_PATIENCE_MS, LONGEST_PATIENCE_MS / Math.min(rate, concurrency / EXPECTED_CALL_SECONDS)),
  );

/** Compiles `rateLimit` and `concurrency` of a connector. */
export function compileLimits({ info, rateLimit, concurrency }: ConnectorDefinition): LimitRules {
  const main = {
    rate: rateLimit?.mainRatelimit ?? DEFAULT_RATE,
    concurrency: concurrency?.mainMaxConcurrency ?? DEFAULT_CONCURRENCY,
  };
  const subPools: readonly SubPool[] = [
    ...(rateLimit?.subPools ?? []).map((pool) => ({
      key: `rate:${pool.subPoolKey}`,
      urlPattern: pool.urlPattern,
      rate: pool.rateLimit,
    })),
    ...(concurrency?.subPools ?? []).map((pool) => ({
      key: `concurrency:${pool.subPoolKey}`,
      urlPattern: pool.urlPattern,
      concurrency: pool.maxConcurrency,
    })),
  ];
  return {
    maxWaitMs: patience(main.rate, main.concurrency),
    mappedErrors: rateLimit?.mappedRateLimitErrors ?? [],
    poolsFor(owner, url) {
      const prefix = `${owner}:${info.key}:`;
      const pools: LimitPool[] = [{ key: `${prefix}main`, ...main }];
      for (const { key, urlPattern, ...budget } of subPools) {
        if (url.includes(urlPattern)) pools.push({ key: prefix + key, ...budget });
      }
      return pools;
    },
  };
}
