import type { LimiterParts, LimitPool, RateLimiter, Wait } from '../../limiter.ts';
import { waitFor } from '../wait.ts';
import { Pool } from './pool.ts';

const POOLS_BEFORE_SWEEP = 1_000;

interface Waiter {
  readonly pools: readonly Pool[];
  readonly deadline: number;
  readonly go: () => void;
}

/** Calls that share a main pool wait in one line. */
interface Line {
  readonly waiters: Set<Waiter>;
  /** When the line will next be looked at because time has passed. */
  timer: { readonly at: number; readonly cancel: AbortController } | undefined;
}

/**
 * A budget kept in the memory of this process: calls begin in the order they came unless a call further back has other
 * pools with room.
 */
class MemoryRateLimiter implements RateLimiter {
  readonly #now: () => number;
  readonly #wait: Wait;
  readonly #pools = new Map<string, Pool>();
  readonly #lines = new Map<string, Line>();
  #sweepAbove = POOLS_BEFORE_SWEEP;

  constructor({ clock, wait }: LimiterParts) {
    this.#now = () => clock.now();
    this.#wait = wait ?? waitFor;
  }

  acquire(wanted: readonly LimitPool[], maxWaitMs: number, signal?: AbortSignal): Promise<() => void> {
    const [main] = wanted;
    if (main === undefined) return Promise.resolve(() => {});
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    const now = this.#now();
    const pools = wanted.map((pool) => this.#poolFor(pool, now));
    const line = this.#lines.get(main.key);
    if (line === undefined && isReady(pools, now)) return Promise.resolve(this.#begin(pools, main.key, now));
    return this.#join(main.key, pools, now + maxWaitMs, signal);
  }

  #poolFor(wanted: LimitPool, now: number): Pool {
    let pool = this.#pools.get(wanted.key);
    if (pool === undefined) {
      this.#sweep(now);
      pool = new Pool();
      this.#pools.set(wanted.key, pool);
    }
    pool.configure(wanted);
    return pool;
  }

  #sweep(now: number): void {
    if (this.#pools.size < this.#sweepAbove) return;
    for (const [key, pool] of this.#pools) if (pool.isIdle(now) && !this.#lines.has(key)) this.#pools.delete(key);
    this.#sweepAbove = Math.max(POOLS_BEFORE_SWEEP, this.#pools.size * 2);
  }

  #begin(pools: readonly Pool[], lineKey: string, now: number): () => void {
    for (const pool of pools) pool.start(now);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      for (const pool of pools) pool.end();
      this.#serve(lineKey);
    };
  }

  #join(key: string, pools: readonly Pool[], deadline: number, signal: AbortSignal | undefined): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const line = this.#lines.get(key) ?? { waiters: new Set(), timer: undefined };
      this.#lines.set(key, line);
      const abort = (): void => {
        line.waiters.delete(waiter);
        this.#serve(key);
        reject(signal?.reason as Error);
      };
      const waiter: Waiter = {
        pools,
        deadline,
        go: () => {
          signal?.removeEventListener('abort', abort);
          resolve(this.#begin(pools, key, this.#now()));
        },
      };
      line.waiters.add(waiter);
      signal?.addEventListener('abort', abort, { once: true });
      this.#serve(key);
    });
  }

  /** Lets everyone begin who may, and plans when to look again. */
  #serve(key: string): void {
    const line = this.#lines.get(key);
    if (line === undefined) return;
    const now = this.#now();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const waiter of line.waiters) {
      if (now >= waiter.deadline || isReady(waiter.pools, now)) {
        line.waiters.delete(waiter);
        waiter.go();
        continue;
      }
      // A call that waits for another to end is woken by that; only the passing of time needs a timer.
      const start = nextStart(waiter.pools);
      wakeAt = Math.min(wakeAt, waiter.deadline, start > now ? start : Number.POSITIVE_INFINITY);
    }
    if (line.waiters.size > 0) this.#plan(key, line, wakeAt, now);
    else {
      line.timer?.cancel.abort();
      this.#lines.delete(key);
    }
  }

  #plan(key: string, line: Line, wakeAt: number, now: number): void {
    if (line.timer?.at === wakeAt) return;
    line.timer?.cancel.abort();
    const timer = { at: wakeAt, cancel: new AbortController() };
    line.timer = timer;
    this.#wait(wakeAt - now, timer.cancel.signal).then(
      () => {
        if (line.timer === timer) line.timer = undefined;
        this.#serve(key);
      },
      () => {
        // Cancelled: another timer took its place, or nobody waits any more.
      },
    );
  }
}

function isReady(pools: readonly Pool[], now: number): boolean {
  for (const pool of pools) if (!pool.hasRoom || pool.nextStart > now) return false;
  return true;
}

function nextStart(pools: readonly Pool[]): number {
  let at = Number.NEGATIVE_INFINITY;
  for (const pool of pools) at = Math.max(at, pool.nextStart);
  return at;
}

/** Makes a limiter that keeps budgets in the memory of this process. */
export const createRateLimiter = (parts: LimiterParts): RateLimiter => new MemoryRateLimiter(parts);
