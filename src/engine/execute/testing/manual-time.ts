import type { Clock } from '../../../kernel/index.ts';
import type { Wait } from '../../limiter.ts';

/** A clock that stands still until it is told to go on, and the waits that hang on it. */
export class ManualTime implements Clock {
  #now: number;
  readonly #waits = new Set<{ readonly at: number; readonly wake: () => void }>();
  /** Milliseconds of every wait asked for, in order. */
  readonly waited: number[] = [];

  constructor(now = 1_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Waits on this clock. */
  readonly wait: Wait = (ms, signal) => {
    this.waited.push(ms);
    return new Promise((resolve, reject) => {
      const entry = { at: this.#now + ms, wake: resolve };
      this.#waits.add(entry);
      signal?.addEventListener('abort', () => {
        this.#waits.delete(entry);
        reject(signal.reason as Error);
      });
    });
  };

  /** Waits that are still going on. */
  get pending(): number {
    return this.#waits.size;
  }

  /** Lets time pass, waking whoever waits at the moment it is due. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const due = [...this.#waits].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#now = Math.max(this.#now, due.at);
      this.#waits.delete(due);
      due.wake();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets everything run that needs no time to pass. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
