import { fail, isPatchbayError } from '../../kernel/index.ts';

/** System errors of a connection that cannot be made or was lost. */
const NETWORK: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/**
 * SQLSTATE classes and codes of a server that cannot serve now: connection exceptions, insufficient resources (disk
 * full, too many connections), operator intervention (shutdown, crash, statement time-out), system errors, lock
 * time-out, idle-in-transaction time-out, read-only replica, and the victims of deadlocks and conflicts, which may try
 * again.
 */
const UNAVAILABLE = /^(08|53|57|58|55P03|25P03|25006|40001|40P01)/;

/** What `pg` says without a code when a connection breaks or a time-out of its own strikes. */
const BROKEN =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client is (not|no longer) queryable)/i;

/** SQLSTATE or system code of an error. */
export const postgresCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** True when a row with this key exists already. */
export const isPostgresUniqueViolation = (error: unknown): boolean => postgresCode(error) === '23505';

/** True when the row that is referred to does not exist, or is still referred to. */
export const isPostgresForeignKeyViolation = (error: unknown): boolean => postgresCode(error) === '23503';

/** True when an error means that the connection it came from is of no further use. */
export const breaksConnection = (error: unknown): boolean => {
  const code = postgresCode(error);
  if (code !== undefined && (NETWORK.has(code) || /^(08|57P0[1-4]|25P03)/.test(code))) return true;
  return error instanceof Error && BROKEN.test(error.message);
};

/**
 * The error to throw for an error of PostgreSQL or of the connection to it: `database_unavailable` where the database
 * is at fault, `shutting_down` when it was closed, itself otherwise — without the parts in which the server quotes whole rows.
 */
export function postgresFailure(error: unknown): unknown {
  if (isPatchbayError(error) || !(error instanceof Error)) return error;
  for (const quoting of ['detail', 'where', 'internalQuery']) {
    if (quoting in error) Object.assign(error, { [quoting]: undefined });
  }
  if (error.message.startsWith('Cannot use a pool after calling end'))
    return fail('shutting_down', {}, { cause: error });
  const code = postgresCode(error);
  const down = breaksConnection(error) || (code !== undefined && UNAVAILABLE.test(code));
  return down ? fail('database_unavailable', {}, { cause: error }) : error;
}
