import { lookup as systemResolver } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import {
  connect as connectTls,
  createSecureContext,
  getCACertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import type { buildConnector } from 'undici';
import { isPatchbayError } from '../kernel/index.ts';
import { dial } from './dial.ts';
import { blocked, connectionFailure, timedOut, unreachable } from './failures.ts';
import type { Guard } from './guard.ts';
import type { Lookup } from './types.ts';

/** Where the connections of one origin lead. */
export interface Endpoint {
  /** In the spelling of `normalHost`. */
  readonly host: string;
  readonly port: number;
  /** Host as the URL names it, with a port that is not the scheme's own; stands in errors. */
  readonly label: string;
  /** Certificates for TLS, from {@link tlsContext}; absent where the origin is http:. */
  readonly context: SecureContext | undefined;
}

/** PEM client certificates and their keys. */
export interface ClientCertificate {
  readonly certs: readonly string[];
  readonly keys: readonly string[];
}

/** What every connector shares. */
export interface ConnectorSettings {
  readonly guard: Guard;
  readonly lookup: Lookup;
  readonly connectTimeoutMs: number;
}

/**
 * What TLS trusts and presents; made once, as loading certificates is slow.
 * @param extraAuthorities PEM certificates trusted besides the runtime's own
 * @throws the error of OpenSSL when a certificate or key cannot be used
 */
export const tlsContext = (extraAuthorities: readonly string[], client?: ClientCertificate): SecureContext =>
  createSecureContext({
    ...(extraAuthorities.length > 0 && { ca: [...getCACertificates('default'), ...extraAuthorities] }),
    ...(client && { cert: [...client.certs], key: [...client.keys] }),
  });

/** The machine's resolver, hosts file included; addresses in the order it gives. */
export const systemLookup: Lookup = async (host) =>
  (await systemResolver(host, { all: true, order: 'verbatim' })).map(({ address }) => address);

/** Rejects as soon as the signal does; the work itself may go on unheard. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const stop = (): void => reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  return promise;
}

/**
 * Makes the connector of an origin: it resolves the name, judges every address, dials only those, and speaks TLS on
 * top where the origin is https:. It does so anew for each connection, so that a name whose address changes is judged
 * again. Errors reach the waiting call as errors of the table.
 */
export function createConnector(endpoint: Endpoint, settings: ConnectorSettings): buildConnector.connector {
  const { host, port, label, context } = endpoint;
  const { guard, connectTimeoutMs } = settings;
  let resolving: Promise<readonly string[]> | undefined;
  let session: Buffer | undefined;

  // Connections opened at the same moment share one question to the resolver.
  const resolve = (): Promise<readonly string[]> => {
    if (isIP(host) !== 0) return Promise.resolve([host]);
    resolving ??= settings.lookup(host).finally(() => {
      resolving = undefined;
    });
    return resolving;
  };

  const shake = (tcp: Socket, secureContext: SecureContext): Promise<TLSSocket> => {
    const { promise, resolve: done, reject } = Promise.withResolvers<TLSSocket>();
    const tls = connectTls({
      socket: tcp,
      host,
      // A literal address must not be sent as a server name (RFC 6066); it is compared with the certificate all the same.
      servername: isIP(host) === 0 ? host : '',
      rejectUnauthorized: true,
      ALPNProtocols: ['http/1.1'],
      secureContext,
      ...(session && { session }),
    });
    tls.on('session', (ticket) => {
      session = ticket;
    });
    tls.once('secureConnect', () => done(tls));
    tls.on('error', reject);
    return promise;
  };

  const open = async (signal: AbortSignal): Promise<Socket> => {
    const addresses = await orAborted(resolve(), signal);
    if (addresses.length === 0) throw unreachable(label, 'its name has no address.');
    const forbidden = guard.refuseAddresses(host, port, addresses);
    if (forbidden !== undefined) throw blocked(label, forbidden);
    const tcp = await dial(addresses, port, signal);
    if (context === undefined) return tcp;
    return orAborted(shake(tcp, context), signal).catch((error: unknown) => {
      tcp.destroy();
      throw error;
    });
  };

  return (_options, callback) => {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(timedOut(label, connectTimeoutMs, 'the connection')), connectTimeoutMs);
    open(limit.signal)
      .finally(() => clearTimeout(timer))
      .then(
        (socket) => callback(null, socket),
        (error: unknown) => {
          // A question the resolver never answers must not hold up later connections.
          resolving = undefined;
          callback(isPatchbayError(error) ? error : connectionFailure(label, error), null);
        },
      );
  };
}
