import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { newTimeUuid, silentLogger } from '../src/kernel/index.ts';
import { REQUEST_COLUMNS, requestRow, STEP_COLUMNS, stepRow } from '../src/platform/logs/log-rows.ts';
import type { RequestLog, StepLog } from '../src/platform/logs/request-log.ts';
import { createLogWriter } from '../src/platform/logs/writer.ts';
import { DEFAULT_SETTINGS } from '../src/platform/projects/index.ts';
import { openDatabase } from '../src/storage/index.ts';
import { median } from './support/processes.ts';

/** What {@link measureLogIngestion} found. */
export interface LogIngestionMeasurement {
  /** Rows per second through the log writer into the embedded database, half requests and half steps: median of the rounds. */
  readonly writerPerSecond: number;
  /** Rows per second of one prepared insert for each row, in transactions of a thousand, into the same tables. */
  readonly preparedPerSecond: number;
  /** `writerPerSecond / preparedPerSecond`, the median of the rounds' own ratios. */
  readonly ratio: number;
}

const ROWS = 50_000;

const requestLog = (n: number): RequestLog => ({
  projectId: 'default-12345',
  requestId: newTimeUuid(Date.now()),
  category: 'action',
  accountId: `account${n % 100}`,
  provider: 'acme',
  action: 'acme_list_people',
  sourceType: 'api_key',
  sourceId: 'key1',
  sourceName: 'Backend',
  sourceIp: '127.0.0.1',
  method: 'POST',
  path: '/actions/rpc',
  status: 200,
  errorCode: null,
  startedAt: Date.now(),
  durationMs: 12,
});
const stepLog = ({ requestId, accountId, startedAt }: RequestLog): StepLog => ({
  projectId: 'default-12345',
  requestId,
  accountId: accountId!,
  provider: 'acme',
  action: 'acme_list_people',
  stepId: 'fetch',
  method: 'GET',
  url: 'https://api.acme.example/v1/people?limit=100&cursor=abc',
  status: 200,
  error: null,
  startedAt,
  durationMs: 10,
});

/** Runs with a database of its own, in a folder that is removed afterwards. */
async function inFolder(work: (dir: string) => Promise<number>): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const rate = (began: number): number => (2 * ROWS * 1_000) / (performance.now() - began);

const throughWriter = (): Promise<number> =>
  inFolder(async (dir) => {
    const database = await openDatabase({ kind: 'sqlite', dir });
    const writer = createLogWriter({ database, logger: silentLogger });
    const requests = Array.from({ length: ROWS }, (_, n) => requestLog(n));
    const steps = requests.map(stepLog);
    const began = performance.now();
    for (const [n, request] of requests.entries()) {
      writer.request(request);
      writer.step(steps[n]!);
    }
    await writer.flush();
    const found = rate(began);
    await writer.close();
    await database.close();
    return found;
  });

const prepared = (): Promise<number> =>
  inFolder(async (dir) => {
    await (await openDatabase({ kind: 'sqlite', dir })).close();
    const database = new DatabaseSync(join(dir, 'patchbay.db'));
    database.exec('pragma journal_mode = wal; pragma synchronous = normal');
    const insert = (table: string, columns: readonly string[]) =>
      database.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`);
    const [addRequest, addStep] = [insert('request_logs', REQUEST_COLUMNS), insert('step_logs', STEP_COLUMNS)];
    const requests = Array.from({ length: ROWS }, (_, n) => requestLog(n));
    const steps = requests.map(stepLog);
    const began = performance.now();
    for (let at = 0; at < ROWS; at += 1_000) {
      database.exec('begin immediate');
      for (let n = at; n < at + 1_000; n += 1) {
        addRequest.run(...(requestRow(requests[n]!, DEFAULT_SETTINGS) as SQLInputValue[]));
        addStep.run(...(stepRow(steps[n]!, DEFAULT_SETTINGS) as SQLInputValue[]));
      }
      database.exec('commit');
    }
    const found = rate(began);
    database.close();
    return found;
  });

/** Compares the log writer with raw prepared inserts of the same rows. The two take turns. */
export async function measureLogIngestion({ rounds = 5 } = {}): Promise<LogIngestionMeasurement> {
  const found: { readonly writer: number; readonly prepared: number }[] = [];
  for (let round = 0; round < rounds; round += 1)
    found.push({ writer: await throughWriter(), prepared: await prepared() });
  return {
    writerPerSecond: Math.round(median(found.map(({ writer }) => writer))),
    preparedPerSecond: Math.round(median(found.map((one) => one.prepared))),
    ratio: median(found.map((one) => one.writer / one.prepared)),
  };
}

if (import.meta.main) console.log(await measureLogIngestion());
