import { platform } from './0001-platform.ts';
import { auditLog } from './0002-audit-log.ts';
import { toolFeedback } from './0011-tool-feedback.ts';
import type { Migration } from './tables.ts';

/** Every migration in the order it is applied: one file each, listed by hand. */
export const MIGRATIONS: readonly Migration[] = [platform, auditLog, toolFeedback];
