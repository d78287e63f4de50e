import type { Clock } from '../../kernel/index.ts';

/** A clock that runs beside another one, a settable distance ahead. */
export class ShiftedClock implements Clock {
  readonly #base: Clock;
  #aheadMs = 0;

  constructor(base: Clock) {
    this.#base = base;
  }

  now(): number {
    return this.#base.now() + this.#aheadMs;
  }

  /** Moves this clock; time never goes back except by {@link ShiftedClock.reset}. */
  advance(ms: number): void {
    this.#aheadMs += Math.max(0, ms);
  }

  reset(): void {
    this.#aheadMs = 0;
  }
}
