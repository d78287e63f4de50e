export type {
  Database,
  DatabaseLocation,
  DatabaseOptions,
  NotificationListener,
  Notify,
  RowBatch,
} from './database.ts';
export { insertRows } from './insert-rows.ts';
export { openDatabase } from './open-database.ts';
export { type ChangeFeed, createRecordCache, type RecordCache } from './record-cache.ts';
export type {
  AccountsTable,
  ApiKeysTable,
  AuditLogTable,
  AuthConfigsTable,
  ConnectSessionsTable,
  Flag,
  JsonText,
  OrganizationsTable,
  ProjectsTable,
  RequestLogsTable,
  Schema,
  SealedText,
  ServerMetaTable,
  StepLogsTable,
  Time,
  ToolFeedbackTable,
} from './schema.ts';
export { type EncryptionKey, parseEncryptionKeys } from './sealing/encryption-keys.ts';
export { type KeyFile, loadOrCreateKeyFile } from './sealing/key-file.ts';
export { createSealer, type Sealer } from './sealing/sealer.ts';
export { assertKeysOpen } from './sealing/stored-keys.ts';
export { backupDataDir } from './sqlite/backup-data-dir.ts';
export { isForeignKeyViolation, isUniqueViolation } from './violations.ts';
