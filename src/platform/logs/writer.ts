import { setImmediate } from 'node:timers/promises';
import { type Logger, newTimeUuid } from '../../kernel/index.ts';
import { type Database, insertRows } from '../../storage/index.ts';
import type { RequestLog, StepLog } from './request-log.ts';

/** Rows kept in memory while the database does not take them; past this the oldest are dropped and counted. */
const MAX_WAITING = 100_000;
const BATCH = 500;
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

const requestRow = (log: RequestLog) => ({
  project_id: log.projectId,
  request_id: log.requestId,
  category: log.category,
  account_id: log.accountId,
  provider: log.provider,
  action: log.action,
  source_type: log.sourceType,
  source_id: log.sourceId,
  source_ip: log.sourceIp,
  method: log.method,
  path: log.path,
  status: log.status,
  success: (log.status < 400 ? 1 : 0) as 0 | 1,
  error_code: log.errorCode,
  started_at: log.startedAt,
  duration_ms: log.durationMs,
  request: null,
  response: null,
});

const stepRow = (log: StepLog) => ({
  project_id: log.projectId,
  id: newTimeUuid(log.startedAt),
  request_id: log.requestId,
  account_id: log.accountId,
  provider: log.provider,
  action: log.action,
  step_id: log.stepId,
  method: log.method,
  url: log.url,
  status: log.status,
  error: log.error,
  started_at: log.startedAt,
  duration_ms: log.durationMs,
  request: null,
  response: null,
});

/** Makes the writer. A crash loses at most the rows of the last half second; a clean stop loses none. */
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
      await database.transaction(async (db) => {
        await insertRows(database, 'request_logs', some.map(requestRow), db);
        await insertRows(database, 'step_logs', others.map(stepRow), db);
      });
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
