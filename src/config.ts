import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { fail } from './kernel/index.ts';

/** Version of this program, from its package. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/** Log levels in rising order of silence. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Everything that can be set from outside, validated and frozen. Each member names its variable. */
export interface Config {
  /** `PATCHBAY_HOST`: address to listen on. Default 127.0.0.1. */
  readonly host: string;
  /** `PATCHBAY_PORT`: port to listen on; 0 picks a free one. Default 4400. */
  readonly port: number;
  /** `PATCHBAY_PUBLIC_URL`: base of auth links, callbacks and guides. Default `http://localhost:<port>`. No trailing slash. */
  readonly publicUrl: string | undefined;
  /** `PATCHBAY_DATA_DIR`: embedded database and generated keys. Default `.patchbay`. Absolute. */
  readonly dataDir: string;
  /** `PATCHBAY_DATABASE_URL`: PostgreSQL URL; unset means the embedded database. */
  readonly databaseUrl: string | undefined;
  /** `PATCHBAY_ENCRYPTION_KEYS`: `id:base64key[,id:base64key…]`, first is current; generated in the data directory when unset. */
  readonly encryptionKeys: string | undefined;
  /** `PATCHBAY_BOOTSTRAP_API_KEY`: becomes the first API key, with every scope, on the first start. */
  readonly bootstrapApiKey: string | undefined;
  /** `PATCHBAY_SANDBOX`: whether the provider emulators are served. Default: only on a loopback host. */
  readonly sandbox: boolean;
  /** `PATCHBAY_EGRESS_ALLOW`: hosts, `host:port` and CIDRs that may be called though private. */
  readonly egressAllow: readonly string[];
  /** `PATCHBAY_LOG_LEVEL`: one of {@link LOG_LEVELS}. Default info. */
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

const invalid = (variable: string, reason: string) => fail('config_invalid', { variable, reason });

/** True for 127.0.0.0/8, ::1 and `localhost`. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

function readPort(text: string | undefined): number {
  if (text === undefined) return 4400;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw invalid('PATCHBAY_PORT', `"${text}" is no port. Use a whole number from 0 to 65535.`);
  return port;
}

function readPublicUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const usable =
    url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '' && url.username === '';
  if (!usable)
    throw invalid(
      'PATCHBAY_PUBLIC_URL',
      `"${text}" is no base URL. Use http:// or https:// and a host, without query or user name.`,
    );
  return url.href.replace(/\/+$/, '');
}

function readDatabaseUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  // The value may hold a password, so the message does not repeat it.
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw invalid(
      'PATCHBAY_DATABASE_URL',
      'it is no PostgreSQL URL. Use postgres://user:password@host:port/database, or unset it for the embedded database.',
    );
  }
  return text;
}

function readSwitch(variable: string, text: string | undefined, otherwise: boolean): boolean {
  if (text === undefined) return otherwise;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw invalid(variable, `"${text}" is neither true nor false.`);
}

function readBootstrapKey(text: string | undefined): string | undefined {
  if (text !== undefined && !/^[A-Za-z0-9._-]{32,}$/.test(text)) {
    throw invalid('PATCHBAY_BOOTSTRAP_API_KEY', 'it must have at least 32 characters of A-Z a-z 0-9 . _ -');
  }
  return text;
}

function readLogLevel(text: string | undefined): Config['logLevel'] {
  const level = LOG_LEVELS.find((known) => known === (text ?? 'info'));
  if (level === undefined)
    throw invalid('PATCHBAY_LOG_LEVEL', `"${text}" is no level. Use one of ${LOG_LEVELS.join(', ')}.`);
  return level;
}

/**
 * Reads the configuration.
 * @param env the environment; empty values count as unset
 * @throws PatchbayError `config_invalid` with the variable's name and what was expected
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const value = (name: string): string | undefined => env[name]?.trim() || undefined;
  const host = value('PATCHBAY_HOST') ?? '127.0.0.1';
  if (isIP(host) === 0 && !/^[A-Za-z0-9.-]+$/.test(host))
    throw invalid('PATCHBAY_HOST', `"${host}" is no address or host name.`);
  const databaseUrl = readDatabaseUrl(value('PATCHBAY_DATABASE_URL'));
  const encryptionKeys = value('PATCHBAY_ENCRYPTION_KEYS');
  if (databaseUrl !== undefined && encryptionKeys === undefined) {
    throw invalid(
      'PATCHBAY_ENCRYPTION_KEYS',
      'it is required with PATCHBAY_DATABASE_URL, so that every process opens the same secrets. Make a key with: echo "k1:$(openssl rand -base64 32)"',
    );
  }
  return Object.freeze({
    host,
    port: readPort(value('PATCHBAY_PORT')),
    publicUrl: readPublicUrl(value('PATCHBAY_PUBLIC_URL')),
    dataDir: resolve(value('PATCHBAY_DATA_DIR') ?? '.patchbay'),
    databaseUrl,
    encryptionKeys,
    bootstrapApiKey: readBootstrapKey(value('PATCHBAY_BOOTSTRAP_API_KEY')),
    sandbox: readSwitch('PATCHBAY_SANDBOX', value('PATCHBAY_SANDBOX'), isLoopbackHost(host)),
    egressAllow: Object.freeze(
      (value('PATCHBAY_EGRESS_ALLOW') ?? '')
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
    ),
    logLevel: readLogLevel(value('PATCHBAY_LOG_LEVEL')),
  });
}

/** What commands that call a server are set to. */
export interface ClientConfig {
  /** `PATCHBAY_API_URL`: base of the server's API. Default `http://localhost:4400`. */
  readonly apiUrl: string;
  /** `PATCHBAY_API_KEY`: an API key of it. */
  readonly apiKey: string | undefined;
}

/** Reads what commands that call a server are set to. */
export function readClientConfig(env: Readonly<Record<string, string | undefined>> = process.env): ClientConfig {
  return Object.freeze({
    apiUrl: env['PATCHBAY_API_URL']?.trim() || 'http://localhost:4400',
    apiKey: env['PATCHBAY_API_KEY']?.trim() || undefined,
  });
}
