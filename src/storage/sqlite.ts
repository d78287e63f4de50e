import { join } from 'node:path';
import { Kysely } from 'kysely';
import { fail, silentLogger, systemClock } from '../kernel/index.ts';
import type { Database, DatabaseOptions, Notify } from './database.ts';
import { ownFile } from './durable-files.ts';
import { migrate } from './migrate.ts';
import { Mutex, NamedMutexes } from './mutex.ts';
import { checkNotification, Notifications } from './notifications.ts';
import type { Schema } from './schema.ts';
import { rowAppender } from './sqlite/append-rows.ts';
import { backupTo } from './sqlite/backup.ts';
import { connect } from './sqlite/connect.ts';
import { DATABASE_FILE, lockDataDir, prepareDataDir } from './sqlite/data-dir.ts';
import { sqliteDialect, WRITE_WAIT_MS } from './sqlite/driver.ts';
import { Statements } from './sqlite/statements.ts';

/** How long to wait for a program that looks into the file, such as the sqlite3 shell. */
const BUSY_MS = 5_000;

const WRITER = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma foreign_keys = on;
  pragma trusted_schema = off;
  pragma cache_size = -8000;
  pragma journal_size_limit = 67108864;
  pragma wal_autocheckpoint = 8000;`;
const READER = `
  pragma query_only = on;
  pragma trusted_schema = off;
  pragma cache_size = -8000;`;

/**
 * Opens the embedded database in a data directory, made and migrated as needed.
 * @throws PatchbayError `data_dir_locked`, `database_too_new`, `migration_failed`, `database_unavailable`
 */
export async function openSqlite(options: DatabaseOptions & { kind: 'sqlite' }): Promise<Database> {
  const { dir, clock = systemClock, logger = silentLogger } = options;
  const closing: (() => void)[] = [];
  const closeAll = (): void => {
    for (const close of closing.splice(0).reverse()) close();
  };
  try {
    prepareDataDir(dir, logger);
    closing.push(lockDataDir(dir));
    const file = join(dir, DATABASE_FILE);
    ownFile(file);
    const writer = connect(file, BUSY_MS, WRITER);
    closing.push(() => writer.close());
    const reader = connect(file, BUSY_MS, READER);
    closing.push(() => reader.close());
    const turn = new Mutex();
    const writing = new Statements(writer);
    const kysely = new Kysely<Schema>({ dialect: sqliteDialect(writing, new Statements(reader), turn) });
    await migrate(kysely, 'sqlite', { clock, logger });
    const appendRows = rowAppender(writing, turn);
    return embedded({ kysely, file, turn, appendRows, notifications: new Notifications(logger), closeAll });
  } catch (error) {
    closeAll();
    throw error;
  }
}

interface Parts {
  readonly kysely: Kysely<Schema>;
  readonly file: string;
  /** Held by the transaction that runs. */
  readonly turn: Mutex;
  readonly appendRows: Database['appendRows'];
  readonly notifications: Notifications;
  readonly closeAll: () => void;
}

function embedded({ kysely, file, turn, appendRows, notifications, closeAll }: Parts): Database {
  const locks = new NamedMutexes();
  const backups = new Set<Promise<void>>();
  let closed: Promise<void> | undefined;

  const transaction: Database['transaction'] = async (work) => {
    const sent: [channel: string, payload: string][] = [];
    const notify: Notify = async (channel, payload) => {
      checkNotification(channel, payload);
      sent.push([channel, payload]);
    };
    const result = await kysely.transaction().execute((trx) => work(trx, notify));
    for (const [channel, payload] of sent) notifications.deliver(channel, payload);
    return result;
  };

  const close = async (): Promise<void> => {
    await Promise.allSettled(backups);
    const late = (): Error => fail('database_unavailable');
    const release = await turn.lock(WRITE_WAIT_MS, late).catch(() => () => {});
    closeAll();
    // Who still waits for the turn learns now that there is no database any more.
    release();
  };

  return {
    kind: 'sqlite',
    kysely,
    transaction,
    appendRows,
    notify: async (channel, payload) => {
      checkNotification(channel, payload);
      notifications.deliver(channel, payload);
    },
    onNotify: (channel, listener) => notifications.on(channel, listener),
    withLock: (name, work, timeoutMs = 60_000) => {
      const late = (): Error => fail('request_timed_out', { seconds: timeoutMs / 1000 });
      return locks.run(name, timeoutMs, late, () => work(new AbortController().signal));
    },
    ping: async () => {
      await kysely.selectFrom('server_meta').select('key').limit(1).execute();
    },
    close: () => (closed ??= close()),
    backup: async (target) => {
      const running = backupTo(file, target);
      backups.add(running);
      try {
        await running;
      } finally {
        backups.delete(running);
      }
    },
  };
}
