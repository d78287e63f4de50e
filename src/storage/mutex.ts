/** Gives the turn back. */
export type Release = () => void;

/** Lets one caller at a time through, in the order they came. */
export class Mutex {
  #held = false;
  readonly #waiting: (() => void)[] = [];

  /** True while somebody has the turn. */
  get held(): boolean {
    return this.#held;
  }

  /**
   * Waits for the turn.
   * @param timeoutMs how long to wait
   * @param onTimeout makes the error for the one who waited too long
   */
  async lock(timeoutMs: number, onTimeout: () => Error): Promise<Release> {
    if (this.#held) await this.#wait(timeoutMs, onTimeout);
    this.#held = true;
    let mine = true;
    return () => {
      if (!mine) return;
      mine = false;
      const next = this.#waiting.shift();
      // The turn passes straight to the next in line, so that nobody can slip in between.
      if (next) next();
      else this.#held = false;
    };
  }

  #wait(timeoutMs: number, onTimeout: () => Error): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(onTimeout());
      }, timeoutMs);
      this.#waiting.push(enter);
    });
  }
}

/** A mutex per name, kept only while somebody uses it. */
export class NamedMutexes {
  readonly #byName = new Map<string, { mutex: Mutex; users: number }>();

  /** Runs `work` while no other work of this name runs in this process. */
  async run<T>(name: string, timeoutMs: number, onTimeout: () => Error, work: () => Promise<T>): Promise<T> {
    const entry = this.#byName.get(name) ?? { mutex: new Mutex(), users: 0 };
    this.#byName.set(name, entry);
    entry.users += 1;
    try {
      const release = await entry.mutex.lock(timeoutMs, onTimeout);
      try {
        return await work();
      } finally {
        release();
      }
    } finally {
      entry.users -= 1;
      if (entry.users === 0) this.#byName.delete(name);
    }
  }
}
