export type { Actor, AuditEntry, AuditEvent } from './entry.ts';
export { type Audit, type ChainCheck, createAudit } from './service.ts';
export type { AuditFilter } from './store.ts';
