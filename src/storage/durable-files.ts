import {
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** True for an error of the file system with this code. */
export const isFileError = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** Makes sure that only the owner of an existing file may read it. */
export function closeToOthers(path: string): void {
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
}

/**
 * Makes sure that a file exists and only its owner may read it.
 * An existing file is never opened here: closing it would drop the locks this process may hold on it.
 */
export function ownFile(path: string): void {
  try {
    closeSync(openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600));
  } catch (error) {
    if (!isFileError(error, 'EEXIST')) throw error;
    closeToOthers(path);
  }
}

/** Waits until a file or the entries of a folder are on the disk. */
export function flush(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Gives a finished file its name, unless the name is taken, and waits until that is on the disk.
 * @returns false when the name is taken; the finished file is gone in both cases
 */
export function publishFile(finished: string, path: string): boolean {
  try {
    linkSync(finished, path);
  } catch (error) {
    if (isFileError(error, 'EEXIST')) return false;
    // Some file systems have no hard links; there a moment remains in which another process could take the name.
    if (statSync(path, { throwIfNoEntry: false })) return false;
    renameSync(finished, path);
  } finally {
    rmSync(finished, { force: true });
  }
  // Windows neither needs nor allows it.
  if (process.platform !== 'win32') flush(dirname(path));
  return true;
}

/** Writes a file that its owner alone may read, under another name at first. @returns that name */
function writePartial(path: string, text: string): string {
  const partial = `${path}.${process.pid}.partial`;
  rmSync(partial, { force: true });
  const file = openSync(partial, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return partial;
}

/** Writes a file that its owner alone may read; it appears whole or not at all. @returns false when it exists already */
export const createFile = (path: string, text: string): boolean => publishFile(writePartial(path, text), path);

/** Puts a file that its owner alone may read in the place of another: at any moment there is the old one or the new one. */
export function replaceFile(path: string, text: string): void {
  renameSync(writePartial(path, text), path);
  if (process.platform !== 'win32') flush(dirname(path));
}
