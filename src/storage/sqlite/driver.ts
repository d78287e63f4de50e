import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { fail } from '../../kernel/index.ts';
import type { Mutex, Release } from '../mutex.ts';
import type { Statements } from './statements.ts';

/** How long a write waits for the transaction before it. Transactions are short, so waiting longer means a deadlock. */
export const WRITE_WAIT_MS = 10_000;

/** The error of a write that waited for longer than {@link WRITE_WAIT_MS}. */
export const waitedTooLong = (): Error =>
  fail(
    'database_unavailable',
    {},
    {
      detail: `A write waited ${WRITE_WAIT_MS} ms for a transaction to end. Was the outer handle used inside a transaction?`,
    },
  );

/**
 * What Kysely takes for a connection. There are two real ones: the writer, which transactions hold one after the other,
 * and the reader, which sees what is committed and never waits.
 */
class SqliteConnection implements DatabaseConnection {
  readonly #writer: Statements;
  readonly #reader: Statements;
  readonly #turn: Mutex;
  #release: Release | undefined;

  constructor(writer: Statements, reader: Statements, turn: Mutex) {
    this.#writer = writer;
    this.#reader = reader;
    this.#turn = turn;
  }

  async executeQuery<Row>({ query, sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#release) return this.#writer.execute(sql, parameters);
    if (SelectQueryNode.is(query)) return this.#reader.execute(sql, parameters);
    const release = this.#turn.held ? await this.#turn.lock(WRITE_WAIT_MS, waitedTooLong) : undefined;
    try {
      return this.#writer.execute(sql, parameters);
    } finally {
      release?.();
    }
  }

  streamQuery(): never {
    throw new TypeError('Rows are read page by page here, not streamed');
  }

  async begin(): Promise<void> {
    const release = await this.#turn.lock(WRITE_WAIT_MS, waitedTooLong);
    try {
      this.#writer.execute('begin immediate', []);
    } catch (error) {
      release();
      throw error;
    }
    this.#release = release;
  }

  commit(): void {
    this.#writer.execute('commit', []);
    this.end();
  }

  rollback(): void {
    try {
      // Some failures (a full disk) have rolled back already.
      if (this.#release && this.#writer.database.isTransaction) this.#writer.execute('rollback', []);
    } finally {
      this.end();
    }
  }

  end(): void {
    this.#release?.();
    this.#release = undefined;
  }
}

class SqliteDriver implements Driver {
  readonly #writer: Statements;
  readonly #reader: Statements;
  readonly #turn: Mutex;

  constructor(writer: Statements, reader: Statements, turn: Mutex) {
    this.#writer = writer;
    this.#reader = reader;
    this.#turn = turn;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteConnection> {
    return new SqliteConnection(this.#writer, this.#reader, this.#turn);
  }

  beginTransaction(connection: SqliteConnection): Promise<void> {
    return connection.begin();
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    connection.commit();
  }

  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    connection.rollback();
  }

  async savepoint(connection: SqliteConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`savepoint "${name.replaceAll('"', '""')}"`));
  }

  async rollbackToSavepoint(connection: SqliteConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`rollback to "${name.replaceAll('"', '""')}"`));
  }

  async releaseSavepoint(connection: SqliteConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`release "${name.replaceAll('"', '""')}"`));
  }

  async releaseConnection(connection: SqliteConnection): Promise<void> {
    connection.end();
  }

  /** The connections are closed by the one who opened them. */
  async destroy(): Promise<void> {}
}

/**
 * The dialect for Kysely over one writing and one reading connection.
 * @param turn held by the transaction that runs
 */
export const sqliteDialect = (writer: Statements, reader: Statements, turn: Mutex): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new SqliteDriver(writer, reader, turn),
  createIntrospector: (kysely) => new SqliteIntrospector(kysely),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});
