import { newTimeUuid } from '../../kernel/index.ts';
import type { RequestLog, StepLog } from './request-log.ts';
import { bodiesExpiry, type LogSettings, rowExpiry } from './settings.ts';

/** Columns of `request_logs` in the order of {@link requestRow}. */
export const REQUEST_COLUMNS = [
  'project_id',
  'request_id',
  'category',
  'account_id',
  'provider',
  'action',
  'source_type',
  'source_id',
  'source_ip',
  'source_name',
  'method',
  'path',
  'status',
  'success',
  'error_code',
  'started_at',
  'duration_ms',
  'request',
  'response',
  'expires_at',
  'bodies_expire_at',
] as const;

type Value = string | number | null;

/** A request as a row. */
export const requestRow = (log: RequestLog, settings: LogSettings): Value[] => [
  log.projectId,
  log.requestId,
  log.category,
  log.accountId,
  log.provider,
  log.action,
  log.sourceType,
  log.sourceId,
  log.sourceIp,
  log.sourceName ?? null,
  log.method,
  log.path,
  log.status,
  log.status < 400 ? 1 : 0,
  log.errorCode,
  log.startedAt,
  log.durationMs,
  log.kept?.request ?? null,
  log.kept?.response ?? null,
  rowExpiry(log.startedAt, settings),
  log.kept === undefined ? null : bodiesExpiry(log.startedAt, settings),
];

/** Columns of `step_logs` in the order of {@link stepRow}. */
export const STEP_COLUMNS = [
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
  'request',
  'response',
  'expires_at',
  'bodies_expire_at',
] as const;

/** A call to a provider as a row with an id of its own. */
export const stepRow = (log: StepLog, settings: LogSettings): Value[] => [
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
  log.kept?.request ?? null,
  log.kept?.response ?? null,
  rowExpiry(log.startedAt, settings),
  log.kept === undefined ? null : bodiesExpiry(log.startedAt, settings),
];
