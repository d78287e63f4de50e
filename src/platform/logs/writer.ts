import { setImmediate } from 'node:timers/promises';
import { type Logger, newTimeUuid } from '../../kernel/index.ts';
import type { Database } from '../../storage/index.ts';
import type { RequestLog, StepLog } from './request-log.ts';

/** Rows kept in memory while the database does not take them; past this the oldest are dropped and counted. */
const MAX_WAITING = 100_000;
const BATCH = 1_000;
const FLUSH_MS = 500;

/** Takes log rows off the path of requests and writes them in batches. */
export interface LogWriter {
  request(log: RequestLog): void;
  step(log: StepLog): void;
  /** Writes all rows taken so far. */
  flush(): Promise<void>;
  /** Writes all rows taken so far and stops. */
  close(): Promise<void>;
}

const REQUEST_COLUMNS = [
  'project_id',
  'request_id',
  'category',
  'account_id',
  'provider',
  'action',
  'source_type',
  'source_id',
  'source_ip',
  'method',
  'path',
  'status',
  'success',
  'error_code',
  'started_at',
  'duration_ms',
] as const;

const requestRow = (log: RequestLog): (string | number | null)[] => [
  log.projectId,
  log.requestId,
  log.category,
  log.accountId,
  log.provider,
  log.action,
  log.sourceType,
  log.sourceId,
  log.sourceIp,
  log.method,
  log.path,
  log.status,
  log.status < 400 ? 1 : 0,
  log.errorCode,
  log.startedAt,
  log.durationMs,
];

const STEP_COLUMNS = [
  'project_id',
  'id',
  'request_id',
  'account_id',
  'provider',
  'action',
  'step_id',
  'method',
  'url',
  'status',
  'error',
  'started_at',
  'duration_ms',
] as const;

const stepRow = (log: StepLog): (string | number | null)[] => [
  log.projectId,
  newTimeUuid(log.startedAt),
  log.requestId,
  log.accountId,
  log.provider,
  log.action,
  log.stepId,
  log.method,
  log.url,
  log.status,
  log.error,
  log.startedAt,
  log.durationMs,
];

/**
 * Makes the writer. A crash loses at most the rows of the last half second, a power cut perhaps a little more; a clean
 * stop loses none.
 */
export function createLogWriter({
  database,
  logger,
}: {
  readonly database: Database;
  readonly logger: Logger;
}): LogWriter {
  let requests: RequestLog[] = [];
  let steps: StepLog[] = [];
  let writing: Promise<void> | undefined;

  const writeAll = async (): Promise<void> => {
    while (requests.length > 0 || steps.length > 0) {
      const [some, others] = [requests.slice(0, BATCH), steps.slice(0, BATCH)];
      await database.appendRows([
        { table: 'request_logs', columns: REQUEST_COLUMNS, rows: some.map(requestRow) },
        { table: 'step_logs', columns: STEP_COLUMNS, rows: others.map(stepRow) },
      ]);
      requests = requests.slice(some.length);
      steps = steps.slice(others.length);
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
  const bound = <Row>(rows: Row[]): Row[] => {
    if (rows.length <= MAX_WAITING) return rows;
    logger.error({ dropped: BATCH }, 'the database does not take log rows; the oldest were dropped');
    return rows.slice(BATCH);
  };
  const timer = setInterval(() => {
    flush().catch((err: unknown) =>
      logger.warn({ err, waiting: requests.length + steps.length }, 'could not write log rows; they wait in memory'),
    );
  }, FLUSH_MS);
  timer.unref();

  return {
    request(log) {
      requests.push(log);
      if (requests.length > MAX_WAITING) requests = bound(requests);
    },
    step(log) {
      steps.push(log);
      if (steps.length > MAX_WAITING) steps = bound(steps);
    },
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
