import { existsSync, linkSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite';
import { fail } from '../../kernel/index.ts';
import { ownFile } from './data-dir.ts';
import { sqliteFailure } from './failures.ts';

const exists = (file: string): Error =>
  fail('conflict', { reason: `The file ${file} exists already. Choose another name for the backup.` });

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a consistent copy of the database. It appears under its name only when it is whole and on the disk.
 * @param database path of the live database
 * @param file path of the copy
 * @throws PatchbayError `conflict` when the file exists; `database_unavailable` when either file cannot be used
 */
export async function backupTo(database: string, file: string): Promise<void> {
  if (existsSync(file)) throw exists(file);
  const partial = `${file}.${process.pid}-${Date.now()}.partial`;
  // A connection of its own: the copy is one snapshot, whatever is written meanwhile.
  const source = new DatabaseSync(database, { readOnly: true, timeout: 5_000 });
  try {
    ownFile(partial);
    await copyDatabase(source, partial, { rate: -1 });
    await flush(partial);
    linkSync(partial, file);
    await flush(dirname(file));
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'EEXIST' ? exists(file) : sqliteFailure(error);
  } finally {
    source.close();
    rmSync(partial, { force: true });
  }
}
