import { existsSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite';
import { fail } from '../../kernel/index.ts';
import { ownFile, publishFile } from '../durable-files.ts';
import { sqliteFailure } from './failures.ts';

async function flushSlowly(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** More pages than a database of today has: all are copied in one step. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Writes a consistent copy of the database. It appears under its name only when it is whole and on the disk.
 * @param database path of the live database
 * @param file path of the copy
 * @throws PatchbayError `conflict` when the file exists; `database_unavailable` when the database cannot be read or the
 * copy cannot be written
 */
export async function backupTo(database: string, file: string): Promise<void> {
  const taken = (): Error =>
    fail('conflict', { reason: `The file ${file} exists already. Choose another name for the backup.` });
  if (existsSync(file)) throw taken();
  const partial = `${file}.${process.pid}-${performance.now()}.partial`;
  // A connection of its own, copied in one step: one snapshot, whatever is written meanwhile.
  const source = new DatabaseSync(database, { readOnly: true, timeout: 5_000 });
  try {
    ownFile(partial);
    await copyDatabase(source, partial, { rate: ALL_PAGES });
    await flushSlowly(partial);
    if (!publishFile(partial, file)) throw taken();
  } catch (error) {
    throw sqliteFailure(error);
  } finally {
    source.close();
    rmSync(partial, { force: true });
  }
}
