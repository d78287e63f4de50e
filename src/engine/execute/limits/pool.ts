import type { LimitPool } from '../../limiter.ts';

/** State of one pool: when its last calls began and how many are in flight. */
export class Pool {
  #rate: number | undefined;
  #concurrency = Number.POSITIVE_INFINITY;
  /** Times of the last starts, oldest at `#oldest`. */
  #starts: number[] = [];
  #oldest = 0;
  /** Milliseconds in which at most `#starts.length` calls may begin. */
  #windowMs = 0;
  #inFlight = 0;
  #lastUse = Number.NEGATIVE_INFINITY;

  /** Takes over the budget of the call at hand: a newer version of the connector may have changed it. */
  configure({ rate, concurrency }: LimitPool): void {
    this.#concurrency = Math.max(1, concurrency ?? Number.POSITIVE_INFINITY);
    if (rate === this.#rate) return;
    this.#rate = rate;
    const recent = this.#recentStarts();
    const size = rate === undefined || !(rate > 0) ? 0 : Math.max(1, Math.floor(rate));
    this.#windowMs = size === 0 ? 0 : (size / (rate as number)) * 1000;
    this.#starts = new Array<number>(size).fill(Number.NEGATIVE_INFINITY);
    const kept = recent.slice(-size || recent.length).slice(0, size);
    for (const [index, start] of kept.entries()) this.#starts[size - kept.length + index] = start;
    this.#oldest = 0;
  }

  #recentStarts(): number[] {
    return [...this.#starts.slice(this.#oldest), ...this.#starts.slice(0, this.#oldest)];
  }

  /** When the rate allows the next call; now or earlier means at once. */
  get nextStart(): number {
    return this.#starts.length === 0
      ? Number.NEGATIVE_INFINITY
      : (this.#starts[this.#oldest] as number) + this.#windowMs;
  }

  get hasRoom(): boolean {
    return this.#inFlight < this.#concurrency;
  }

  start(now: number): void {
    this.#inFlight += 1;
    this.#lastUse = now;
    if (this.#starts.length === 0) return;
    this.#starts[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % this.#starts.length;
  }

  end(): void {
    this.#inFlight -= 1;
  }

  /** True when forgetting the pool changes nothing. */
  isIdle(now: number): boolean {
    return this.#inFlight === 0 && now - this.#lastUse > this.#windowMs;
  }
}
