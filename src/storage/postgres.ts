import { Kysely, sql } from 'kysely';
import { type ClientConfig, Pool } from 'pg';
import { fail, type Logger, newId, reasonOf, silentLogger, systemClock } from '../kernel/index.ts';
import type { Database, DatabaseOptions, Notify } from './database.ts';
import { type MigrateOptions, migrate } from './migrate.ts';
import { NamedMutexes } from './mutex.ts';
import { checkNotification, Notifications } from './notifications.ts';
import { rowAppender } from './postgres/append-rows.ts';
import { clientConfig, firstConnectionFailure } from './postgres/config.ts';
import { postgresDialect } from './postgres/driver.ts';
import { takeLock } from './postgres/locks.ts';
import { Session } from './postgres/session.ts';
import type { Schema } from './schema.ts';

/** The one channel of the server; ours travel inside its payloads. */
const CHANNEL = 'patchbay';
const HEARTBEAT_MS = 15_000;

function makePool(config: ClientConfig, size: number, logger: Logger): Pool {
  const pool = new Pool({ ...config, max: size, idleTimeoutMillis: 60_000 });
  // Without a listener the loss of an idle connection would end the process; the pool replaces it by itself.
  pool.on('error', (err) => logger.warn({ reason: reasonOf(err) }, 'An idle database connection was lost'));
  // The pool listens to idle connections only; one that is lost in use tells the statement that comes next.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Migrates over a connection without time limits: a large table takes its time, and so does waiting for another process. */
async function migrateUnhurried(config: ClientConfig, options: MigrateOptions): Promise<void> {
  const patient = { ...config, statement_timeout: 0, query_timeout: 0, idle_in_transaction_session_timeout: 0 };
  const pool = makePool(patient, 1, options.logger);
  try {
    await migrate(new Kysely<Schema>({ dialect: postgresDialect(pool) }), 'postgres', options);
  } finally {
    await pool.end();
  }
}

/**
 * Opens a PostgreSQL database (15 or newer), migrated as needed.
 * @throws PatchbayError `config_invalid`, `database_too_new`, `migration_failed`, `database_unavailable`
 */
export async function openPostgres(options: DatabaseOptions & { kind: 'postgres' }): Promise<Database> {
  const { url, poolSize = 10, clock = systemClock, logger = silentLogger } = options;
  const config = clientConfig(url);
  const notifications = new Notifications(logger);
  const self = newId(10);
  const session = new Session({
    config: { ...config, query_timeout: 5_000 },
    logger,
    heartbeatMs: HEARTBEAT_MS,
    channel: CHANNEL,
    onPayload: (text) => {
      const [sender, channel = '', ...payload] = text.split('\n');
      // This process has heard its own messages before it sent them.
      if (sender !== self) notifications.deliver(channel, payload.join('\n'));
    },
    onGap: () => notifications.deliverGap(),
  });
  const pool = makePool(config, poolSize, logger);
  try {
    await session.connect();
    await migrateUnhurried(config, { clock, logger });
    return served({ pool, session, notifications, self });
  } catch (error) {
    await session.close();
    await pool.end();
    throw firstConnectionFailure(error);
  }
}

interface Parts {
  readonly pool: Pool;
  readonly session: Session;
  readonly notifications: Notifications;
  /** Marks the messages of this process. */
  readonly self: string;
}

function served({ pool, session, notifications, self }: Parts): Database {
  const kysely = new Kysely<Schema>({ dialect: postgresDialect(pool) });
  const locks = new NamedMutexes();
  let closed: Promise<void> | undefined;

  const send = async (through: Kysely<Schema>, channel: string, payload: string): Promise<void> => {
    await sql`select pg_notify(${CHANNEL}, ${`${self}\n${channel}\n${payload}`})`.execute(through);
  };

  const transaction: Database['transaction'] = async (work) => {
    const sent: [channel: string, payload: string][] = [];
    const result = await kysely.transaction().execute(async (trx) => {
      const notify: Notify = async (channel, payload) => {
        checkNotification(channel, payload);
        await send(trx, channel, payload);
        sent.push([channel, payload]);
      };
      return await work(trx, notify);
    });
    for (const [channel, payload] of sent) notifications.deliver(channel, payload);
    return result;
  };

  const close = async (): Promise<void> => {
    try {
      await pool.end();
    } finally {
      await session.close();
    }
  };

  return {
    kind: 'postgres',
    kysely,
    transaction,
    appendRows: rowAppender(transaction),
    notify: async (channel, payload) => {
      checkNotification(channel, payload);
      notifications.deliver(channel, payload);
      await send(kysely, channel, payload);
    },
    onNotify: (channel, listener) => notifications.on(channel, listener),
    withLock: async (name, work, timeoutMs = 60_000) => {
      const deadline = performance.now() + timeoutMs;
      const late = (): Error => fail('request_timed_out', { seconds: timeoutMs / 1000 });
      return await locks.run(name, timeoutMs, late, async () => {
        const lock = await takeLock(session, name, deadline - performance.now(), late);
        try {
          return await work(lock.lost);
        } finally {
          await lock.release();
        }
      });
    },
    ping: async () => {
      await kysely.selectFrom('server_meta').select('key').limit(1).execute();
    },
    close: () => (closed ??= close()),
  };
}
