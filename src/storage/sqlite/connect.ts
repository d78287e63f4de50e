import { DatabaseSync } from 'node:sqlite';
import { sqliteFailure } from './failures.ts';

/**
 * Opens a connection to a database file.
 * @param busyMs how long a statement waits for the lock of another program
 * @param pragmas what the connection is set to
 * @throws PatchbayError `database_unavailable` when the file cannot be opened or is no database
 */
export function connect(file: string, busyMs: number, pragmas = ''): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: busyMs });
    database.enableDefensive(true);
    database.exec(pragmas);
    return database;
  } catch (error) {
    database?.close();
    throw sqliteFailure(error);
  }
}
