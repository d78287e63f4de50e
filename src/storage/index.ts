export { MOST_COUNTED } from './counting.ts';
export type {
  Database,
  DatabaseLocation,
  DatabaseOptions,
  NotificationListener,
  Notify,
  RowBatch,
} from './database.ts';
export { inBatches } from './in-batches.ts';
export {
  createJobs,
  type DeadJob,
  type Job,
  type JobHandler,
  type Jobs,
  type JobsOptions,
  type NewJob,
  type Outcome,
  type Settle,
  type Within,
} from './jobs/index.ts';
export { openDatabase } from './open-database.ts';
export { type ChangeFeed, createRecordCache, type RecordCache } from './record-cache.ts';
export type {
  AccountsTable,
  ApiKeysTable,
  AuditLogTable,
  AuthConfigsTable,
  ConnectionAttemptsTable,
  ConnectorVersionsTable,
  ConnectSessionsTable,
  Flag,
  JobsTable,
  JsonText,
  OfferedConnectorsTable,
  OperatorsTable,
  OrganizationsTable,
  ProjectsTable,
  RequestLogsTable,
  Schema,
  SealedText,
  ServerMetaTable,
  StepLogsTable,
  Time,
  ToolFeedbackTable,
  WebhookDeliveriesTable,
  WebhooksTable,
} from './schema.ts';
export { type EncryptionKey, parseEncryptionKeys } from './sealing/encryption-keys.ts';
export { type KeyFile, loadOrCreateKeyFile } from './sealing/key-file.ts';
export { type Resealed, type ResealProgress, reseal } from './sealing/reseal.ts';
export { type Rotated, type RotateOptions, type RotateParts, rotateEncryptionKeys } from './sealing/rotate.ts';
export { createSealer, type Sealer } from './sealing/sealer.ts';
export { assertKeysOpen } from './sealing/stored-keys.ts';
export { backupDataDir } from './sqlite/backup-data-dir.ts';
export { DATABASE_FILE } from './sqlite/data-dir.ts';
export { isForeignKeyViolation, isUniqueViolation } from './violations.ts';
