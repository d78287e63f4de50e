import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fail, type Logger } from '../../kernel/index.ts';
import { sqliteCode, sqliteFailure } from './failures.ts';

/** Name of the database file in the data directory. */
export const DATABASE_FILE = 'patchbay.db';

const LOCK_FILE = 'lock.db';
const PID_FILE = 'lock.pid';
const SQLITE_BUSY = 5;

/** Makes the data directory for its owner alone. A directory that others filled keeps its mode, with a warning. */
export function prepareDataDir(dir: string, logger: Logger): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if ((statSync(dir).mode & 0o077) === 0) return;
  if (readdirSync(dir).length === 0) chmodSync(dir, 0o700);
  else logger.warn({ dir }, 'Other users of this machine may enter the data directory; its files are closed to them');
}

/**
 * Makes sure that a file exists and only its owner may read it.
 * An existing file is never opened here: closing it would drop the locks this process may hold on it.
 */
export function ownFile(path: string): void {
  try {
    closeSync(openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  }
}

function pidOfHolder(dir: string): string {
  try {
    return /^\d+$/.exec(readFileSync(join(dir, PID_FILE), 'utf8').trim())?.[0] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

/**
 * Takes the data directory for this process. The lock belongs to the operating system (an exclusive SQLite lock on a
 * file of its own), so it ends with the process however that ends.
 * @returns gives the directory free again
 * @throws PatchbayError `data_dir_locked` while another process, or this one, has it
 */
export function lockDataDir(dir: string): () => void {
  ownFile(join(dir, LOCK_FILE));
  const lock = new DatabaseSync(join(dir, LOCK_FILE), { timeout: 0 });
  try {
    lock.exec('begin exclusive');
    writePid(dir);
  } catch (error) {
    lock.close();
    if (((sqliteCode(error) ?? 0) & 0xff) === SQLITE_BUSY)
      throw fail('data_dir_locked', { dir, pid: pidOfHolder(dir) });
    throw sqliteFailure(error);
  }
  return () => {
    rmSync(join(dir, PID_FILE), { force: true });
    lock.close();
  };
}

function writePid(dir: string): void {
  const path = join(dir, PID_FILE);
  writeFileSync(`${path}.new`, `${process.pid}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** True when the directory holds a database already. */
export const holdsDatabase = (dir: string): boolean => existsSync(join(dir, DATABASE_FILE));
