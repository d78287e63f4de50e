import { hash } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import { LRUCache } from 'lru-cache';
import { type Dispatcher, Pool } from 'undici';
import { normalHost } from './allow-list.ts';
import { type ClientCertificate, type ConnectorSettings, createConnector, tlsContext } from './connector.ts';
import { type Limits, MAX_HEADER_BYTES } from './exchange.ts';
import { blocked, unsendable } from './failures.ts';
import type { Guard } from './guard.ts';
import type { UrlCheck } from './types.ts';

/** How the pools of connections are made and bounded. */
export interface TargetSettings extends ConnectorSettings {
  readonly limits: Limits;
  readonly connectionsPerOrigin: number;
  readonly maxOrigins: number;
  readonly extraAuthorities: readonly string[];
}

/** Keeps one pool of connections for each origin (and client certificate), the least recently used closed first. */
export interface Targets {
  /**
   * The pool for a URL. What its scheme and host alone forbid is refused here once for each origin, what its path
   * forbids at each call.
   * @throws PatchbayError `egress_blocked`, `egress_request_invalid`
   */
  readonly poolFor: (url: URL, certificate: ClientCertificate | undefined) => Dispatcher;
  /** Closes every pool once its calls are done. */
  readonly close: () => Promise<void>;
}

/** An origin with its open connections. */
interface Origin {
  /** In the spelling of `normalHost`. */
  readonly host: string;
  readonly port: number;
  readonly pool: Pool;
}

const KEEP_ALIVE_MS = 30_000;
const LONGEST_KEEP_ALIVE_MS = 120_000;
const DEFAULT_PORT: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Judges a URL as far as that goes without resolving its name. */
export function checkUrl(guard: Pick<Guard, 'refuseHost' | 'refusePath' | 'exempts'>, text: string): UrlCheck {
  const url = URL.parse(text);
  const host = url === null ? '' : normalHost(url.hostname);
  const defaultPort = DEFAULT_PORT[url?.protocol ?? ''];
  if (url === null || defaultPort === undefined || host === '')
    return { refused: 'only http: and https: URLs with a host can be called.', exempt: false };
  if (url.username !== '' || url.password !== '')
    return { refused: 'its URL holds a user name or password.', exempt: false };
  const port = url.port === '' ? defaultPort : Number(url.port);
  const refusal = guard.refuseHost(host, port) ?? guard.refusePath(host, port, url.pathname);
  return { refused: refusal?.reason, exempt: guard.exempts(host, port) };
}

/** Makes the keeper of pools. */
export function createTargets(settings: TargetSettings): Targets {
  const { guard, limits, connectionsPerOrigin, maxOrigins, extraAuthorities } = settings;
  const closing = new Set<Promise<void>>();
  const retire = (pool: Pool): void => {
    const closed = pool.close().finally(() => closing.delete(closed));
    closing.add(closed);
  };
  const pools = new LRUCache<string, Origin>({ max: maxOrigins, dispose: ({ pool }) => retire(pool) });
  let plainContext: SecureContext | undefined;

  const contextFor = (label: string, certificate: ClientCertificate | undefined): SecureContext => {
    if (certificate === undefined) {
      plainContext ??= tlsContext(extraAuthorities);
      return plainContext;
    }
    try {
      return tlsContext(extraAuthorities, certificate);
    } catch (cause) {
      throw unsendable(label, 'its client certificate or key cannot be used.', cause);
    }
  };

  const open = (url: URL, certificate: ClientCertificate | undefined): Origin => {
    const host = normalHost(url.hostname);
    const defaultPort = DEFAULT_PORT[url.protocol];
    if (defaultPort === undefined || host === '') {
      throw unsendable(url.host || 'the provider', 'only http: and https: URLs with a host can be called.');
    }
    const port = url.port === '' ? defaultPort : Number(url.port);
    const refusal = guard.refuseHost(host, port);
    if (refusal !== undefined) throw blocked(url.host, refusal);
    const secure = url.protocol === 'https:';
    const context = secure ? contextFor(url.host, certificate) : undefined;
    const pool = new Pool(url.origin, {
      connect: createConnector({ host, port, label: url.host, context }, settings),
      connections: connectionsPerOrigin,
      pipelining: 1,
      headersTimeout: limits.headersTimeoutMs,
      bodyTimeout: limits.bodyTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: LONGEST_KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
    return { host, port, pool };
  };

  return {
    poolFor: (url, certificate) => {
      const origin = `${url.protocol}//${url.host}`;
      const key =
        certificate === undefined
          ? origin
          : `${origin} ${hash('sha256', JSON.stringify([certificate.certs, certificate.keys]))}`;
      let known = pools.get(key);
      if (known === undefined) {
        known = open(url, certificate);
        pools.set(key, known);
      }
      const refusal = guard.refusePath(known.host, known.port, url.pathname);
      if (refusal !== undefined) throw blocked(url.host, refusal);
      return known.pool;
    },
    close: async () => {
      pools.clear();
      await Promise.all(closing);
    },
  };
}
