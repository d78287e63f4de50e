import { platform } from './0001-platform.ts';
import { auditLog } from './0002-audit-log.ts';
import { operators } from './0003-operators.ts';
import { apiKeys } from './0004-api-keys.ts';
import { credentialsLife } from './0005-credentials.ts';
import { registry } from './0006-registry.ts';
import { logs } from './0007-logs.ts';
import { jobs } from './0008-jobs.ts';
import { webhooks } from './0009-webhooks.ts';
import { connectionAttempts } from './0010-connection-attempts.ts';
import { toolFeedback } from './0011-tool-feedback.ts';
import type { Migration } from './tables.ts';

/** Every migration in the order it is applied: one file each, listed by hand. */
export const MIGRATIONS: readonly Migration[] = [
  platform,
  auditLog,
  operators,
  apiKeys,
  credentialsLife,
  registry,
  logs,
  jobs,
  webhooks,
  connectionAttempts,
  toolFeedback,
];
