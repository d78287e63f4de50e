import { sql } from 'kysely';
import { type Clock, inRounds, isPatchbayError, type Logger } from '../../kernel/index.ts';
import { type Database, inBatches } from '../../storage/index.ts';

const EVERY_MS = 5 * 60_000;
const LOCK = 'prune-logs';
const LOCK_WAIT_MS = 1_000;

const TABLES = [
  { name: 'request_logs', key: 'request_id' },
  { name: 'step_logs', key: 'id' },
] as const;

/** What one round of pruning removed. */
export interface Pruned {
  /** Rows that were deleted. */
  readonly rows: number;
  /** Rows that lost their bodies. */
  readonly bodies: number;
}

/** Removes logs whose time has come. */
export interface LogPruner {
  /** Removes all that is due. @returns undefined when another process is at it */
  prune(): Promise<Pruned | undefined>;
  /** Ends the batch under way and stops. */
  close(): Promise<void>;
}

/** What {@link createLogPruner} needs. */
export interface LogPrunerParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Makes the pruner and starts its rounds, one process at a time. Each row was given its time when it was written, so a
 * changed retention holds for new rows. Batches are short and leave the database free for as long as they took.
 */
export function createLogPruner({ database, clock, logger }: LogPrunerParts): LogPruner {
  const stop = new AbortController();
  const changedBy = async (query: ReturnType<typeof sql>): Promise<number> =>
    Number((await query.execute(database.kysely)).numAffectedRows ?? 0);

  const work = async (lost: AbortSignal): Promise<Pruned> => {
    const now = clock.now();
    const ends = AbortSignal.any([stop.signal, lost]);
    let [rows, bodies] = [0, 0];
    for (const { name, key } of TABLES) {
      const [table, id] = [sql.table(name), sql.ref(key)];
      rows += await inBatches(
        (limit) =>
          changedBy(sql`delete from ${table} where (project_id, ${id}) in (
            select project_id, ${id} from ${table} where expires_at <= ${now} order by expires_at limit ${limit})`),
        ends,
      );
      bodies += await inBatches(
        (limit) =>
          changedBy(sql`update ${table} set request = null, response = null, bodies_expire_at = null
            where (project_id, ${id}) in (select project_id, ${id} from ${table}
              where bodies_expire_at is not null and bodies_expire_at <= ${now}
              order by bodies_expire_at limit ${limit})`),
        ends,
      );
    }
    return { rows, bodies };
  };

  const prune = async (): Promise<Pruned | undefined> => {
    try {
      return await database.withLock(LOCK, work, LOCK_WAIT_MS);
    } catch (error) {
      if (isPatchbayError(error, 'request_timed_out')) return undefined;
      throw error;
    }
  };

  const round = async (): Promise<void> => {
    const pruned = await prune();
    if (pruned !== undefined && pruned.rows + pruned.bodies > 0) logger.info({ ...pruned }, 'old logs were removed');
  };
  const end = inRounds(EVERY_MS, round, (err) =>
    logger.warn({ err }, 'could not remove old logs; the next round will'),
  );

  return {
    prune,
    async close() {
      stop.abort();
      await end();
    },
  };
}
