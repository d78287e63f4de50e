import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fail, type Logger, reasonOf } from '../../kernel/index.ts';
import { isFileError, ownFile } from '../durable-files.ts';
import { connect } from './connect.ts';
import { sqliteCode, sqliteFailure } from './failures.ts';

/** Name of the database file in the data directory. */
export const DATABASE_FILE = 'patchbay.db';

const LOCK_FILE = 'lock.db';
const PID_FILE = 'lock.pid';
const SQLITE_BUSY = 5;

/**
 * Makes the data directory for its owner alone. A directory that others filled keeps its mode, with a warning.
 * @throws PatchbayError `config_invalid` when it cannot be made or written to
 */
export function prepareDataDir(dir: string, logger: Logger): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw fail('config_invalid', { variable: 'PATCHBAY_DATA_DIR', reason: `${reasonOf(error)}.` }, { cause: error });
  }
  if ((statSync(dir).mode & 0o077) === 0) return;
  if (readdirSync(dir).length === 0) chmodSync(dir, 0o700);
  else logger.warn({ dir }, 'Other users of this machine may enter the data directory; its files are closed to them');
}

/** Number of the process that has the directory; "unknown" while that process has not written it down. */
function pidOfHolder(dir: string): string {
  try {
    const pid = /^\d+/.exec(readFileSync(join(dir, PID_FILE), 'utf8'))?.[0];
    return pid !== undefined && isAlive(Number(pid)) ? pid : 'unknown';
  } catch {
    return 'unknown';
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !isFileError(error, 'ESRCH');
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
  const lock = connect(join(dir, LOCK_FILE), 0);
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive');
    writePid(dir);
  } catch (error) {
    lock.close();
    const busy = ((sqliteCode(error) ?? 0) & 0xff) === SQLITE_BUSY;
    throw busy ? fail('data_dir_locked', { dir, pid: pidOfHolder(dir) }) : sqliteFailure(error);
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
