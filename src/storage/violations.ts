import { isPostgresForeignKeyViolation, isPostgresUniqueViolation } from './postgres/failures.ts';
import { isSqliteForeignKeyViolation, isSqliteUniqueViolation } from './sqlite/failures.ts';

/** True for the error of a statement that would have made a second row with the same unique key, on either database. */
export const isUniqueViolation = (error: unknown): boolean =>
  isSqliteUniqueViolation(error) || isPostgresUniqueViolation(error);

/** True for the error of a statement that would have broken a reference between tables, on either database. */
export const isForeignKeyViolation = (error: unknown): boolean =>
  isSqliteForeignKeyViolation(error) || isPostgresForeignKeyViolation(error);
