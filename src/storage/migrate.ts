import { type Kysely, sql } from 'kysely';
import { type Clock, fail, isPatchbayError, type Logger, reasonOf } from '../kernel/index.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { type Kind, type Migration, migrationTools } from './migrations/tables.ts';
import type { Schema } from './schema.ts';

/** Number of the advisory lock under which PostgreSQL migrates: "patchbay" as ASCII. */
const MIGRATION_LOCK = '8097874550854082937';

interface MigrationsTable {
  migrations: { name: string; applied_at: number };
}

/** What migrating needs. */
export interface MigrateOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Defaults to all of them. */
  readonly migrations?: readonly Migration[] | undefined;
}

/** Names of the applied migrations, or undefined when the database has never been migrated. */
async function appliedNames(kysely: Kysely<MigrationsTable>, kind: Kind): Promise<string[] | undefined> {
  const exists =
    kind === 'sqlite'
      ? sql<{
          found: string | null;
        }>`select name as found from sqlite_master where type = 'table' and name = 'migrations'`
      : // Not to_regclass: it may answer from before the lock was waited for.
        sql<{
          found: string;
        }>`select tablename as found from pg_tables where schemaname = current_schema() and tablename = 'migrations'`;
  const { rows } = await exists.execute(kysely);
  if (rows.length === 0) return undefined;
  const applied = await kysely.selectFrom('migrations').select('name').orderBy('name').execute();
  return applied.map(({ name }) => name);
}

/** The next migration to apply. @throws PatchbayError `database_too_new` */
function nextOf(migrations: readonly Migration[], applied: readonly string[] = []): Migration | undefined {
  const known = migrations.map(({ name }) => name);
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw fail('database_too_new', { found: unknown.at(-1)!, known: known.at(-1) ?? 'none' });
  return migrations.find(({ name }) => !applied.includes(name));
}

/**
 * Brings the database up to date: each missing migration in a transaction of its own, under a lock, so that any number
 * of processes may do it at once.
 * @throws PatchbayError `database_too_new` when a newer version wrote it; `migration_failed` after which the failed one left nothing behind
 */
export async function migrate(database: Kysely<Schema>, kind: Kind, options: MigrateOptions): Promise<void> {
  const kysely = database as unknown as Kysely<MigrationsTable>;
  const { clock, logger, migrations = MIGRATIONS } = options;
  // Making a new database is no news to whoever starts the first server; changing one that holds data is.
  const fresh = (await appliedNames(kysely, kind)) === undefined;
  const applyNext = (): Promise<boolean> =>
    kysely.transaction().execute(async (trx) => {
      // SQLite: transactions run one after the other, and the data directory has one process.
      if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK}::bigint)`.execute(trx);
      const applied = await appliedNames(trx, kind);
      const next = nextOf(migrations, applied);
      if (!next) return false;
      const tools = migrationTools(trx as unknown as Kysely<unknown>, kind);
      try {
        if (applied === undefined) {
          await tools.createTable('migrations', {
            columns: { name: { type: 'text', nullable: false }, applied_at: { type: 'time', nullable: false } },
            primaryKey: ['name'],
          });
        }
        await next.up(tools);
        await trx.insertInto('migrations').values({ name: next.name, applied_at: clock.now() }).execute();
      } catch (cause) {
        if (isPatchbayError(cause)) throw cause;
        throw fail('migration_failed', { name: next.name, reason: reasonOf(cause) }, { cause });
      }
      logger[fresh ? 'debug' : 'info']({ migration: next.name }, 'Database migrated');
      return true;
    });

  if (!nextOf(migrations, await appliedNames(kysely, kind))) return;
  while (await applyNext());
}
