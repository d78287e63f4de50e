/** Seconds that are counted together. */
export const WINDOW_SECONDS = 60;

/**
 * Counts what happened in the last {@link WINDOW_SECONDS}, second by second. Made to be asked on every request: after
 * it is made it allocates nothing, and time costs one step for each second that passed.
 */
export class RequestWindow {
  /** Counted in all seconds of the window. */
  total = 0;
  /** Counted here and not yet told to the other processes. */
  untold = 0;
  /** The newest second of the window. */
  second: number;
  readonly #counts = new Uint32Array(WINDOW_SECONDS);
  /** No second before this one has a count. */
  #oldest: number;

  constructor(second: number) {
    this.second = second;
    this.#oldest = second;
  }

  /** Moves the window on to a second. A clock that was set back leaves it where it is. */
  moveTo(second: number): void {
    if (second <= this.second) return;
    if (second - this.second >= WINDOW_SECONDS) {
      this.#counts.fill(0);
      this.total = 0;
      this.#oldest = second;
    } else {
      for (let passed = this.second + 1; passed <= second; passed += 1) {
        const at = passed % WINDOW_SECONDS;
        this.total -= this.#counts[at]!;
        this.#counts[at] = 0;
      }
    }
    this.second = second;
    const first = second - WINDOW_SECONDS + 1;
    if (this.#oldest < first) this.#oldest = first;
    while (this.#oldest < second && this.#counts[this.#oldest % WINDOW_SECONDS] === 0) this.#oldest += 1;
  }

  /** Counts in the newest second. */
  add(count: number): void {
    this.#counts[this.second % WINDOW_SECONDS]! += count;
    this.total += count;
  }

  /** Whole seconds until the oldest of what is counted leaves the window; from 1 to {@link WINDOW_SECONDS}. */
  get relief(): number {
    return this.#oldest + WINDOW_SECONDS - this.second;
  }
}
