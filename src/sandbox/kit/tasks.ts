/** Work that goes on after an answer was sent (webhook deliveries). Failures belong to the work itself and end here. */
export class Tasks {
  readonly #running = new Set<Promise<void>>();
  #stop = new AbortController();

  /** Starts work. @param work must end soon once the signal is aborted */
  run(work: (signal: AbortSignal) => Promise<void>): void {
    const running = work(this.#stop.signal)
      .catch(() => {})
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when nothing is running any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Aborts what is running and waits for its end; later work runs again. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.idle();
    this.#stop = new AbortController();
  }
}
