import type { Clock } from '../kernel/index.ts';

/** One pool a call counts against. */
export interface LimitPool {
  /** Unique among all accounts and connectors of the process, for example `<account>:<connector>:main`. */
  readonly key: string;
  /** Calls per second. */
  readonly rate?: number;
  /** Calls in flight at once. */
  readonly concurrency?: number;
}

/** Budget of upstream calls; a port, so that many processes can share one budget. */
export interface RateLimiter {
  /**
   * Waits until a call may start in all pools, at most `maxWaitMs`, after which it may start anyway.
   * @returns a function to call once when the call has ended
   */
  acquire(pools: readonly LimitPool[], maxWaitMs: number, signal?: AbortSignal): Promise<() => void>;
}

/** Waits `ms` milliseconds; rejects with the reason of the signal when that fires first. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

/** What a limiter needs to be built. */
export interface LimiterParts {
  readonly clock: Clock;
  /** The machine's timer unless a test hands in its own. */
  readonly wait?: Wait;
}
