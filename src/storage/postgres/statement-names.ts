const MAX_NAMES = 400;
const MAX_SEEN = 2_000;
const MAX_LENGTH = 10_000;

/**
 * Decides which statements are prepared under a name on the server. A text gets one when it comes a second time, up to
 * a limit, because every connection keeps what it has prepared for as long as it lives.
 */
export class StatementNames {
  #generation = 0;
  readonly #names = new Map<string, string>();
  readonly #seen = new Set<string>();

  /** The name of this statement, or undefined when it goes without. */
  nameFor(sql: string): string | undefined {
    const name = this.#names.get(sql);
    if (name !== undefined) return name;
    if (this.#names.size >= MAX_NAMES || sql.length > MAX_LENGTH) return;
    if (this.#seen.delete(sql)) {
      const fresh = `patchbay_${this.#generation}_${this.#names.size}`;
      this.#names.set(sql, fresh);
      return fresh;
    }
    if (this.#seen.size >= MAX_SEEN) this.#seen.clear();
    this.#seen.add(sql);
    return;
  }

  /** Gives up all names: the tables changed, and what was prepared under them no longer fits. */
  renew(): void {
    this.#generation += 1;
    this.#names.clear();
    this.#seen.clear();
  }
}
