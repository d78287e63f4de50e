/** What every stored record has. */
export interface Row {
  readonly id: string | number;
}

/**
 * Records of one kind in the order they were added. A record is replaced, never changed in place, so what a handler
 * has read stays as it was.
 */
export class Collection<R extends Row> {
  readonly name: string;
  readonly #rows = new Map<R['id'], R>();

  constructor(name: string) {
    this.name = name;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Every record, oldest first. */
  all(): R[] {
    return [...this.#rows.values()];
  }

  get(id: R['id']): R | undefined {
    return this.#rows.get(id);
  }

  has(id: R['id']): boolean {
    return this.#rows.has(id);
  }

  /** Adds a record. @throws Error when its id is taken */
  insert(row: R): R {
    if (this.#rows.has(row.id)) throw new Error(`${this.name} holds the id ${row.id} already`);
    this.#rows.set(row.id, row);
    return row;
  }

  /** Replaces members of a record and returns the new one, or undefined when there is no such record. */
  update(id: R['id'], changes: Partial<Omit<R, 'id'>>): R | undefined {
    const row = this.#rows.get(id);
    if (row === undefined) return undefined;
    const next = { ...row, ...changes, id: row.id };
    this.#rows.set(id, next);
    return next;
  }

  /** Removes a record; false when there was none. */
  delete(id: R['id']): boolean {
    return this.#rows.delete(id);
  }

  find(test: (row: R) => boolean): R | undefined {
    for (const row of this.#rows.values()) if (test(row)) return row;
    return undefined;
  }

  filter(test: (row: R) => boolean): R[] {
    const found: R[] = [];
    for (const row of this.#rows.values()) if (test(row)) found.push(row);
    return found;
  }
}
