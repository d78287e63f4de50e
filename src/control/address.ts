import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Folder of the channel in the data directory; closed to others, so what is in it is, too. */
const FOLDER = 'control';
/** The socket, wherever it is. */
const SOCKET = 'socket';
/** Says where the socket is when it is not in the folder. */
const POINTER = 'elsewhere';

/** Longest path of a Unix socket that every system takes, in bytes: 104 on macOS with the ending zero, 108 on Linux. */
const LONGEST_PATH = 103;

/** Removes the socket that the last server had outside the data directory, and the folder that was made for it. */
function removeElsewhere(folder: string): void {
  const path = readPointer(folder);
  if (path === undefined) return;
  rmSync(join(folder, POINTER), { force: true });
  if (path.startsWith('\\\\')) return;
  rmSync(path, { force: true });
  try {
    rmdirSync(dirname(path));
  } catch {
    // It is gone already, or holds what is not ours.
  }
}

function readPointer(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, POINTER), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Prepares the place of the socket for a server that has the data directory; what a killed one left is removed. A path
 * that is too long for a socket is replaced by one in the folder for temporary files, noted in the data directory.
 * @param inside whether the data directory can hold a socket at all; some mounted folders cannot
 * @returns where to listen
 */
export function prepareAddress(dataDir: string, inside = true): string {
  const folder = join(dataDir, FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  removeAddress(dataDir);
  const path = join(folder, SOCKET);
  const pipes = process.platform === 'win32';
  if (inside && !pipes && Buffer.byteLength(path) <= LONGEST_PATH) return path;
  const elsewhere = pipes
    ? `\\\\.\\pipe\\patchbay-${randomUUID()}`
    : join(mkdtempSync(join(tmpdir(), 'patchbay-')), SOCKET);
  writeFileSync(join(folder, POINTER), `${elsewhere}\n`, { mode: 0o600 });
  return elsewhere;
}

/** Removes what {@link prepareAddress} made. */
export function removeAddress(dataDir: string): void {
  const folder = join(dataDir, FOLDER);
  removeElsewhere(folder);
  rmSync(join(folder, SOCKET), { force: true });
}

/** Where a server of this data directory would listen; undefined when there is no socket of its owner. */
export function findAddress(dataDir: string): string | undefined {
  const folder = join(dataDir, FOLDER);
  const path = readPointer(folder) ?? join(folder, SOCKET);
  if (path.startsWith('\\\\')) return path;
  try {
    // Folders for temporary files are open to everybody: a socket of somebody else is not our server.
    return statSync(path).uid === statSync(folder).uid ? path : undefined;
  } catch {
    return undefined;
  }
}
