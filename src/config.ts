import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { fail } from './kernel/index.ts';
import { readTracing, type TracingSettings } from './telemetry/index.ts';

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
  /** `PATCHBAY_ADMIN_EMAIL`: e-mail address of the first operator. Default `admin@localhost`. */
  readonly adminEmail: string | undefined;
  /** `PATCHBAY_ADMIN_PASSWORD`: password of the first operator; generated and printed once when unset. */
  readonly adminPassword: string | undefined;
  /** `PATCHBAY_SANDBOX`: whether the provider emulators are served. Default: only on a loopback host. */
  readonly sandbox: boolean;
  /** `PATCHBAY_EGRESS_ALLOW`: hosts, `host:port` and CIDRs that may be called though private. */
  readonly egressAllow: readonly string[];
  /** `PATCHBAY_HEALTH_CHECK_HOURS`: how often each account's credentials are checked; 0 turns the checks off. Default 24. */
  readonly healthCheckHours: number;
  /** `PATCHBAY_RATE_LIMIT`: requests an API key or an operator may make in a minute; 0 means any number. Default 1000. */
  readonly rateLimit: number;
  /** `PATCHBAY_TRUST_PROXY`: addresses and CIDRs of reverse proxies whose `X-Forwarded-For` is believed. Default none. */
  readonly trustProxy: readonly string[];
  /** `PATCHBAY_LOG_LEVEL`: one of {@link LOG_LEVELS}. Default info. */
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** `PATCHBAY_METRICS_TOKEN`: whoever bears it may read `GET /metrics`; there are no metrics while it is unset. */
  readonly metricsToken: string | undefined;
  /** `OTEL_*`: where traces go; there are none while no collector is named. */
  readonly tracing: TracingSettings | undefined;
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

function readAdminEmail(text: string | undefined): string | undefined {
  if (text !== undefined && !/^[^\s@]{1,64}@[^\s@]{1,189}$/.test(text))
    throw invalid('PATCHBAY_ADMIN_EMAIL', `"${text}" is no e-mail address.`);
  return text;
}

function readAdminPassword(text: string | undefined): string | undefined {
  // The value is a secret, so the message does not repeat it.
  if (text !== undefined && (text.length < 12 || text.length > 256))
    throw invalid('PATCHBAY_ADMIN_PASSWORD', 'it must have 12 to 256 characters.');
  return text;
}

function readHealthCheckHours(text: string | undefined): number {
  const hours = Number(text ?? 24);
  if (Number.isInteger(hours) && hours >= 0 && hours <= 8_760) return hours;
  throw invalid('PATCHBAY_HEALTH_CHECK_HOURS', `"${text}" is no number of hours. Use 0 (off) to 8760.`);
}

function readMetricsToken(text: string | undefined): string | undefined {
  if (text !== undefined && !/^[A-Za-z0-9._~+/=-]{16,}$/.test(text))
    throw invalid('PATCHBAY_METRICS_TOKEN', 'it must have at least 16 characters of A-Z a-z 0-9 . _ ~ + / = -');
  return text;
}

function readLogLevel(text: string | undefined): Config['logLevel'] {
  const level = LOG_LEVELS.find((known) => known === (text ?? 'info'));
  if (level === undefined)
    throw invalid('PATCHBAY_LOG_LEVEL', `"${text}" is no level. Use one of ${LOG_LEVELS.join(', ')}.`);
  return level;
}

function readRateLimit(text: string | undefined): number {
  // What the published service allows.
  if (text === undefined) return 1_000;
  if (!/^\d{1,9}$/.test(text)) {
    throw invalid('PATCHBAY_RATE_LIMIT', `"${text}" is no whole number. Use requests a minute, or 0 for no limit.`);
  }
  return Number(text);
}

function readTrustProxy(text: string | undefined): readonly string[] {
  const entries = (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  for (const entry of entries) {
    const [address = '', bits, ...more] = entry.split('/');
    const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    const usable =
      bits === undefined ? longest > 0 : /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= longest;
    if (!usable || more.length > 0) {
      throw invalid(
        'PATCHBAY_TRUST_PROXY',
        `"${entry}" is no address or CIDR of a proxy, such as 10.0.0.4 or 10.0.0.0/8.`,
      );
    }
  }
  return Object.freeze(entries);
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
    adminEmail: readAdminEmail(value('PATCHBAY_ADMIN_EMAIL')),
    adminPassword: readAdminPassword(value('PATCHBAY_ADMIN_PASSWORD')),
    sandbox: readSwitch('PATCHBAY_SANDBOX', value('PATCHBAY_SANDBOX'), isLoopbackHost(host)),
    egressAllow: Object.freeze(
      (value('PATCHBAY_EGRESS_ALLOW') ?? '')
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
    ),
    healthCheckHours: readHealthCheckHours(value('PATCHBAY_HEALTH_CHECK_HOURS')),
    rateLimit: readRateLimit(value('PATCHBAY_RATE_LIMIT')),
    trustProxy: readTrustProxy(value('PATCHBAY_TRUST_PROXY')),
    logLevel: readLogLevel(value('PATCHBAY_LOG_LEVEL')),
    metricsToken: readMetricsToken(value('PATCHBAY_METRICS_TOKEN')),
    tracing: readTracing(value),
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
