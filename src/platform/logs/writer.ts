import { setImmediate } from 'node:timers/promises';
import type { Logger } from '../../kernel/index.ts';
import type { Database } from '../../storage/index.ts';
import { REQUEST_COLUMNS, requestRow, STEP_COLUMNS, stepRow } from './log-rows.ts';
import type { RequestLog, StepLog } from './request-log.ts';
import { defaultLogSettings, type LogSettings, type LogSettingsOf } from './settings.ts';

/** Rows kept in memory while the database does not take them; past this the oldest are dropped and counted. */
const MAX_WAITING = 100_000;
const BATCH = 1_000;
/** Bodies are heavy: a batch ends, and waiting rows lose theirs, past these many characters. */
const BATCH_CHARACTERS = 4_194_304;
const MAX_WAITING_CHARACTERS = 67_108_864;
const FLUSH_MS = 500;

/** Numbers of rows. */
export interface LogWriterStats {
  /** Taken and not yet written. */
  readonly waiting: number;
  readonly written: number;
  /** Lost because the database took none for too long. */
  readonly dropped: number;
  /** Written without their bodies, because too many waited. */
  readonly bodiesDropped: number;
}

/** Takes log rows off the path of requests and writes them in batches. */
export interface LogWriter {
  request(log: RequestLog): void;
  step(log: StepLog): void;
  /** What became of the rows since the start. */
  stats(): LogWriterStats;
  /** Writes all rows taken so far. */
  flush(): Promise<void>;
  /** Writes all rows taken so far and stops. */
  close(): Promise<void>;
}

/** Characters of bodies in a row. */
const weightOf = ({ kept }: RequestLog | StepLog): number =>
  kept === undefined ? 0 : kept.request.length + (kept.response?.length ?? 0);

/** The rows that are written next: as many as fit a batch, at least one. */
function nextBatch<Row extends RequestLog | StepLog>(rows: readonly Row[]): Row[] {
  let weight = 0;
  let count = 0;
  while (count < rows.length && count < BATCH && (count === 0 || weight < BATCH_CHARACTERS)) {
    weight += weightOf(rows[count]!);
    count += 1;
  }
  return rows.slice(0, count);
}

/** What {@link createLogWriter} needs. */
export interface LogWriterParts {
  readonly database: Database;
  readonly logger: Logger;
  /** What each project chose; the defaults when absent. */
  readonly settingsOf?: LogSettingsOf;
}

/**
 * Makes the writer. A crash loses at most the rows of the last half second, a power cut perhaps a little more; a clean
 * stop loses none.
 */
export function createLogWriter({ database, logger, settingsOf = defaultLogSettings }: LogWriterParts): LogWriter {
  let requests: RequestLog[] = [];
  let steps: StepLog[] = [];
  let weight = 0;
  let underWay = 0;
  let writing: Promise<void> | undefined;
  const counts = { written: 0, dropped: 0, bodiesDropped: 0 };

  /** The settings of the projects of some rows, each asked for once. */
  const settingsFor = async (logs: readonly { readonly projectId: string }[]): Promise<(id: string) => LogSettings> => {
    const known = new Map<string, LogSettings>();
    for (const { projectId } of logs) if (!known.has(projectId)) known.set(projectId, await settingsOf(projectId));
    return (id) => known.get(id)!;
  };

  const writeBatch = async (some: readonly RequestLog[], others: readonly StepLog[]): Promise<void> => {
    const settings = await settingsFor([...some, ...others]);
    const rows = some.map((log) => requestRow(log, settings(log.projectId)));
    const stepRows = others.map((log) => stepRow(log, settings(log.projectId)));
    await database.appendRows([
      { table: 'request_logs', columns: REQUEST_COLUMNS, rows },
      { table: 'step_logs', columns: STEP_COLUMNS, rows: stepRows },
    ]);
  };
  const writeAll = async (): Promise<void> => {
    while (requests.length > 0 || steps.length > 0) {
      const [some, others] = [nextBatch(requests), nextBatch(steps)];
      // Taken out of the queue, so that rows that are dropped meanwhile are not these.
      requests = requests.slice(some.length);
      steps = steps.slice(others.length);
      underWay = some.length + others.length;
      try {
        await writeBatch(some, others);
      } catch (error) {
        requests = [...some, ...requests];
        steps = [...others, ...steps];
        throw error;
      } finally {
        underWay = 0;
      }
      counts.written += some.length + others.length;
      for (const log of [...some, ...others]) weight -= weightOf(log);
      // The embedded database works on this thread: requests get their turn between batches.
      await setImmediate();
    }
  };
  const flush = (): Promise<void> => {
    writing ??= writeAll().finally(() => {
      writing = undefined;
    });
    return writing;
  };
  const bound = <Row extends RequestLog | StepLog>(rows: Row[]): Row[] => {
    if (rows.length <= MAX_WAITING) return rows;
    counts.dropped += BATCH;
    logger.error({ dropped: BATCH }, 'the database does not take log rows; the oldest were dropped');
    for (const log of rows.slice(0, BATCH)) weight -= weightOf(log);
    return rows.slice(BATCH);
  };
  /** The row, without its bodies where too many wait already. */
  const weighed = <Row extends RequestLog | StepLog>(log: Row): Row => {
    if (log.kept === undefined) return log;
    if (weight < MAX_WAITING_CHARACTERS) {
      weight += weightOf(log);
      return log;
    }
    counts.bodiesDropped += 1;
    return { ...log, kept: undefined };
  };
  const timer = setInterval(() => {
    flush().catch((err: unknown) =>
      logger.warn({ err, waiting: requests.length + steps.length }, 'could not write log rows; they wait in memory'),
    );
  }, FLUSH_MS);
  timer.unref();

  return {
    request(log) {
      requests.push(weighed(log));
      if (requests.length > MAX_WAITING) requests = bound(requests);
    },
    step(log) {
      steps.push(weighed(log));
      if (steps.length > MAX_WAITING) steps = bound(steps);
    },
    stats: () => ({ waiting: requests.length + steps.length + underWay, ...counts }),
    async flush() {
      await writing;
      await flush();
    },
    async close() {
      clearInterval(timer);
      await writing?.catch(() => {});
      await flush();
    },
  };
}
