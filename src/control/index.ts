export { type Control, createControl } from './client.ts';
export type { CommandUser, Operation } from './operation.ts';
export { listAudit, verifyAudit } from './operations/audit.ts';
export { rotateEncryption } from './operations/encryption-keys.ts';
export { createKey, deleteKey, type KeyView, listKeys, rotateKey, switchKey } from './operations/keys.ts';
export { resetPassword } from './operations/operators.ts';
export { listProjects } from './operations/projects.ts';
export type { ControlParts, Installation } from './parts.ts';
export { type ControlServer, startControl } from './server.ts';
