import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../kernel/index.ts';
import { backupTo } from './backup.ts';
import { DATABASE_FILE } from './data-dir.ts';

/**
 * Copies the embedded database of a data directory, also while a server works on it.
 * @param dir the data directory
 * @param file path of the copy
 * @throws PatchbayError `config_invalid` when there is no database; otherwise as {@link backupTo}
 */
export async function backupDataDir(dir: string, file: string): Promise<void> {
  const database = join(dir, DATABASE_FILE);
  if (!existsSync(database)) {
    throw fail('config_invalid', { variable: 'PATCHBAY_DATA_DIR', reason: `there is no embedded database in ${dir}.` });
  }
  await backupTo(database, file);
}
