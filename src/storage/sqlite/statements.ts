import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { QueryResult } from 'kysely';
import { checkParameters } from '../parameters.ts';
import { sqliteFailure } from './failures.ts';

const MAX_CACHED = 300;

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

/** SQLite takes whole numbers as integers only when they come as bigint; as numbers they would be stored as `5.0` in a text. */
const bindable = (value: unknown): SQLInputValue =>
  (Number.isSafeInteger(value) ? BigInt(value as number) : value) as SQLInputValue;

/** One connection with its prepared statements, the latest used ones kept. */
export class Statements {
  readonly database: DatabaseSync;
  readonly #cache = new Map<string, Prepared>();

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  /**
   * Runs one statement to its end.
   * @throws PatchbayError `database_unavailable`; RangeError for a stored integer beyond 2^53; what SQLite reports
   */
  execute<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> {
    checkParameters(parameters);
    try {
      const { statement, returnsRows } = this.#prepare(sql);
      const values = parameters.map(bindable);
      if (returnsRows) return { rows: statement.all(...values) as Row[] };
      const { changes, lastInsertRowid } = statement.run(...values);
      return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
    } catch (error) {
      throw sqliteFailure(error);
    }
  }

  /** Runs a prepared statement with values that can be bound as they are: numbers stay numbers. For columns of a strict type. */
  runPlain(sql: string, values: readonly SQLInputValue[]): void {
    this.#prepare(sql).statement.run(...values);
  }

  #prepare(sql: string): Prepared {
    const cached = this.#cache.get(sql);
    if (cached) {
      this.#cache.delete(sql);
      this.#cache.set(sql, cached);
      return cached;
    }
    const statement = this.database.prepare(sql);
    const prepared = { statement, returnsRows: statement.columns().length > 0 };
    this.#cache.set(sql, prepared);
    if (this.#cache.size > MAX_CACHED) this.#cache.delete(this.#cache.keys().next().value!);
    return prepared;
  }
}
