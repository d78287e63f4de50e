import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { QueryResult as PgResult, Pool, PoolClient } from 'pg';
import { checkParameters } from '../parameters.ts';
import { breaksConnection, postgresCode, postgresFailure } from './failures.ts';
import { StatementNames } from './statement-names.ts';

const FEATURE_NOT_SUPPORTED = '0A000';
const COUNTED: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** True for the error of a named statement whose table has got other columns since it was prepared. */
const isStalePlan = (error: unknown): boolean =>
  postgresCode(error) === FEATURE_NOT_SUPPORTED && /cached plan/.test((error as Error).message);

/** One connection, taken from the pool for as long as Kysely needs it. */
class PostgresConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #names: StatementNames;
  #inTransaction = false;
  #broken = false;

  constructor(client: PoolClient, names: StatementNames) {
    this.#client = client;
    this.#names = names;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    checkParameters(parameters);
    try {
      const { command, rowCount, rows } = await this.#send(sql, parameters);
      return { rows: rows as Row[], ...(COUNTED.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
    } catch (error) {
      if (breaksConnection(error)) this.#broken = true;
      throw postgresFailure(error);
    }
  }

  streamQuery(): never {
    throw new TypeError('Rows are read page by page here, not streamed');
  }

  async begin(settings: TransactionSettings): Promise<void> {
    const level = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : '';
    const access = settings.accessMode ? ` ${settings.accessMode}` : '';
    await this.executeQuery(CompiledQuery.raw(`start transaction${level}${access}`));
    this.#inTransaction = true;
  }

  async commit(): Promise<void> {
    await this.executeQuery(CompiledQuery.raw('commit'));
    this.#inTransaction = false;
  }

  /** Never fails: what cannot be rolled back is rolled back by the server when the connection is thrown away. */
  async rollback(): Promise<void> {
    if (this.#broken) return;
    try {
      await this.executeQuery(CompiledQuery.raw('rollback'));
      this.#inTransaction = false;
    } catch {
      this.#broken = true;
    }
  }

  release(): void {
    this.#client.release(this.#broken || this.#inTransaction);
  }

  async #send(sql: string, parameters: readonly unknown[]): Promise<PgResult> {
    try {
      return await this.#sendOnce(sql, parameters);
    } catch (error) {
      if (!isStalePlan(error)) throw error;
      this.#names.renew();
      // A transaction is lost by any error; outside one the statement has done nothing yet.
      if (this.#inTransaction) throw error;
      return await this.#sendOnce(sql, parameters);
    }
  }

  #sendOnce(text: string, parameters: readonly unknown[]): Promise<PgResult> {
    const name = this.#names.nameFor(text);
    const values = [...parameters];
    return this.#client.query(name === undefined ? { text, values } : { name, text, values });
  }
}

class PostgresDriver implements Driver {
  readonly #pool: Pool;
  readonly #names = new StatementNames();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PostgresConnection> {
    try {
      return new PostgresConnection(await this.#pool.connect(), this.#names);
    } catch (error) {
      throw postgresFailure(error);
    }
  }

  beginTransaction(connection: PostgresConnection, settings: TransactionSettings): Promise<void> {
    return connection.begin(settings);
  }

  commitTransaction(connection: PostgresConnection): Promise<void> {
    return connection.commit();
  }

  rollbackTransaction(connection: PostgresConnection): Promise<void> {
    return connection.rollback();
  }

  async savepoint(connection: PostgresConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`savepoint "${name.replaceAll('"', '""')}"`));
  }

  async rollbackToSavepoint(connection: PostgresConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`rollback to savepoint "${name.replaceAll('"', '""')}"`));
  }

  async releaseSavepoint(connection: PostgresConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`release savepoint "${name.replaceAll('"', '""')}"`));
  }

  async releaseConnection(connection: PostgresConnection): Promise<void> {
    connection.release();
  }

  /** The pool is closed by the one who opened it. */
  async destroy(): Promise<void> {}
}

/** The dialect for Kysely over a pool. */
export const postgresDialect = (pool: Pool): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new PostgresDriver(pool),
  createIntrospector: (kysely) => new PostgresIntrospector(kysely),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});
