import { platform } from './0001-platform.ts';
import { auditLog } from './0002-audit-log.ts';
import { jobs } from './0008-jobs.ts';
import { webhooks } from './0009-webhooks.ts';
import type { Migration } from './tables.ts';

/** Every migration in the order it is applied: one file each, listed by hand. */
export const MIGRATIONS: readonly Migration[] = [platform, auditLog, jobs, webhooks];
