import { Client, type ClientConfig } from 'pg';
import { fail, reasonOf } from '../../kernel/index.ts';
import { postgresCode } from './failures.ts';
import { valueTypes } from './values.ts';

const badUrl = (reason: string): Error => fail('config_invalid', { variable: 'PATCHBAY_DATABASE_URL', reason });

/** SQLSTATE of a user, password or database that the server does not know. */
const REFUSED = /^(28|3D000)/;

/**
 * How every connection to this database is made. Parameters of the URL win over the time limits set here.
 * @throws PatchbayError `config_invalid` for a URL that cannot be read; the URL itself is not part of the error
 */
export function clientConfig(url: string): ClientConfig {
  if (!/^postgres(ql)?:\/\//.test(url)) throw badUrl('expected postgres://user:password@host:port/database.');
  const config: ClientConfig = {
    connectionString: url,
    application_name: 'patchbay',
    types: valueTypes(),
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    // For a server that is gone without a word; a living one answers first, with its own time-out.
    query_timeout: 35_000,
    idle_in_transaction_session_timeout: 60_000,
  };
  try {
    new Client(config);
  } catch (error) {
    throw badUrl(`${reasonOf(error)}.`);
  }
  return config;
}

/** The error to throw when the first connection fails: `config_invalid` where the server refuses what the URL names. */
export function firstConnectionFailure(error: unknown): unknown {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return REFUSED.test(postgresCode(cause) ?? '') ? badUrl(`${reasonOf(cause)}.`) : error;
}
