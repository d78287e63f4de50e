import type { Kysely, Transaction } from 'kysely';
import type { Clock, Logger } from '../kernel/index.ts';
import type { Schema } from './schema.ts';

/** Where the data lives. */
export type DatabaseLocation =
  | {
      readonly kind: 'sqlite';
      /** The data directory; made when missing. */
      readonly dir: string;
    }
  | {
      readonly kind: 'postgres';
      /**
       * `postgres://user:password@host:port/database`. Never part of an error or a log line.
       * A connection pooler in between must work by session, because locks and notifications belong to one.
       */
      readonly url: string;
      /** Most connections of the pool (10); one more is held for locks and notifications. */
      readonly poolSize?: number | undefined;
    };

/** What a database is opened with. */
export type DatabaseOptions = DatabaseLocation & {
  /** Defaults to the machine's clock. */
  readonly clock?: Clock | undefined;
  /** Defaults to silence. */
  readonly logger?: Logger | undefined;
};

/**
 * Hears the payloads of one channel.
 * An empty payload means that anything may have changed: it comes when messages may have been missed (the connection
 * was lost), and when somebody sends it. Whoever keeps copies forgets them all then.
 */
export type NotificationListener = (payload: string) => void;

/**
 * Tells every process on this database.
 * @param channel letters, digits and `_ . : -`
 * @param payload up to 7,000 bytes of UTF-8
 */
export type Notify = (channel: string, payload: string) => Promise<void>;

/** Rows for one table, as values in the order of the columns. */
export interface RowBatch {
  readonly table: keyof Schema;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** One open database, embedded or PostgreSQL. */
export interface Database {
  readonly kind: DatabaseLocation['kind'];

  /** Typed queries. Inside a transaction use the handle that the transaction gives, never this one. */
  readonly kysely: Kysely<Schema>;

  /**
   * Runs `work` in one transaction: committed when it returns, rolled back when it throws.
   * `notify` sends together with the commit, and not at all after a rollback.
   * @throws PatchbayError `database_unavailable`, also when the answer to the commit was lost
   */
  transaction<T>(work: (trx: Transaction<Schema>, notify: Notify) => Promise<T>): Promise<T>;

  /**
   * Adds rows that may be lost in a power cut (logs), all or none, without waiting for the disk. They survive the end of
   * the process. U+0000 and lone surrogates in texts become U+FFFD, so that one strange text cannot lose a batch.
   * @throws TypeError for a name that is no column; PatchbayError `database_unavailable`
   */
  appendRows(batches: readonly RowBatch[]): Promise<void>;

  /** Tells every process at once, outside a transaction. Listeners of this process have heard it when the promise resolves. */
  readonly notify: Notify;

  /** Hears a channel until the returned function is called. Messages of this process arrive too, each once. */
  onNotify(channel: string, listener: NotificationListener): () => void;

  /**
   * Runs `work` while no other caller of the same name runs, in this process or another. Not reentrant.
   * @param work gets a signal that fires when the lock was lost before the work was done (the connection broke)
   * @param timeoutMs how long to wait for the lock; 60,000 by default
   * @throws PatchbayError `request_timed_out` when the lock did not come free in time
   */
  withLock<T>(name: string, work: (lost: AbortSignal) => Promise<T>, timeoutMs?: number): Promise<T>;

  /** Resolves when the database answers. @throws PatchbayError `database_unavailable` */
  ping(): Promise<void>;

  /** Lets running transactions end, then closes everything. May be called twice. */
  close(): Promise<void>;

  /**
   * Embedded database only: writes a consistent copy while the server works.
   * To restore, stop the server, empty the data directory of `patchbay.db*` and put the copy there as `patchbay.db`.
   * The encryption keys are not part of it.
   * @param file path of the copy, which must not exist yet
   * @throws PatchbayError `conflict` when the file exists
   */
  readonly backup?: (file: string) => Promise<void>;
}
