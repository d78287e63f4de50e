import type { Database, DatabaseOptions } from './database.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/**
 * Opens the database, made and migrated as needed. The one who opens it closes it.
 * @throws PatchbayError `data_dir_locked`, `config_invalid`, `database_too_new`, `migration_failed`, `database_unavailable`
 */
export function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.kind === 'sqlite' ? openSqlite(options) : openPostgres(options);
}
