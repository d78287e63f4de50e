import type { Operation } from '../operation.ts';
import { listAudit, verifyAudit } from './audit.ts';
import { rotateEncryption } from './encryption-keys.ts';
import { createKey, deleteKey, listKeys, rotateKey, switchKey } from './keys.ts';
import { resetPassword } from './operators.ts';
import { listProjects } from './projects.ts';

/** Every operation of the control channel. A new one is a file beside this one, and its line here. */
export const OPERATIONS: readonly Operation[] = [
  createKey,
  listKeys,
  switchKey,
  deleteKey,
  rotateKey,
  listProjects,
  listAudit,
  verifyAudit,
  rotateEncryption,
  resetPassword,
];
