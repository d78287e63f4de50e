import { fail } from '../../kernel/index.ts';

/** Primary result codes of SQLite for which the caller can do nothing: busy, locked, read-only, I/O, corrupt, full, cannot open, no database. */
const UNAVAILABLE: ReadonlySet<number> = new Set([5, 6, 8, 10, 11, 13, 14, 26]);

const UNIQUE: ReadonlySet<number> = new Set([1555, 2067, 2579]);
const FOREIGN_KEY = 787;

/** The extended result code of an error from SQLite. */
export const sqliteCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;

/** True when a row with this key exists already. */
export const isSqliteUniqueViolation = (error: unknown): boolean => UNIQUE.has(sqliteCode(error) ?? 0);

/** True when the row that is referred to does not exist, or is still referred to. */
export const isSqliteForeignKeyViolation = (error: unknown): boolean => sqliteCode(error) === FOREIGN_KEY;

/**
 * The error to throw for an error of SQLite: `database_unavailable` where the database is at fault, `shutting_down`
 * when it was closed, itself otherwise.
 */
export function sqliteFailure(error: unknown): unknown {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE') {
    return fail('shutting_down', {}, { cause: error });
  }
  const code = sqliteCode(error);
  return code !== undefined && UNAVAILABLE.has(code & 0xff)
    ? fail('database_unavailable', {}, { cause: error })
    : error;
}
