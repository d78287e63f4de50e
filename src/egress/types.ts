import type { Logger } from '../kernel/index.ts';

/** One outbound HTTP call. */
export interface EgressRequest {
  /** Any method but CONNECT, TRACE and TRACK; sent in upper case. */
  readonly method: string;
  /** Absolute http: or https: URL without user info. */
  readonly url: string;
  /**
   * Headers to send. `accept-encoding` and `user-agent` are added when absent. Headers that belong to the connection
   * (`content-length`, `transfer-encoding`, `connection`, …) are left to this client; `host` may only repeat the URL's.
   */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** PEM client certificates and keys, for mutual TLS. Never presented to another origin after a redirect. */
  readonly clientCertificate?: { readonly certs: readonly string[]; readonly keys: readonly string[] };
  /** How many redirects may be followed; absent or 0 means none: a 3xx answer comes back as it is. At most 20. */
  readonly maxRedirects?: number;
  /** Ask for the body as a stream instead of bytes. */
  readonly stream?: boolean;
  /** Stops the call at once; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The answer to an {@link EgressRequest}. */
export interface EgressResponse {
  readonly status: number;
  /**
   * Lower-case names; repeated headers joined with `, ` except `set-cookie`, which is a list. Without
   * `content-encoding` and `content-length` when the body was decompressed.
   */
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** The whole body, decompressed; empty when a stream was asked for. */
  readonly body: Uint8Array;
  /**
   * Set when the request asked for a stream: the decompressed body under the same limits of size and time. Leaving the
   * iteration early ends the call; a stream that nobody reads is ended by the time limit.
   */
  readonly stream?: AsyncIterable<Uint8Array>;
  /** URL that finally answered, after redirects. */
  readonly url: string;
}

/**
 * Finds the addresses of a host name.
 * @returns IP addresses in the order they shall be tried
 */
export type Lookup = (host: string) => Promise<readonly string[]>;

/** How outbound calls are made and bounded. */
export interface EgressOptions {
  /** Entries of `PATCHBAY_EGRESS_ALLOW`: `host`, `host:port`, `ip`, `ip:port`, `[v6]:port` or CIDR. */
  readonly allow: readonly string[];
  readonly logger: Logger;
  /** Resolver of names; the machine's own when absent. */
  readonly lookup?: Lookup | undefined;
  /** Largest body in bytes, after decompression. Default 32 MiB. */
  readonly maxResponseBytes?: number | undefined;
  /** Time for name resolution, TCP and TLS together, in milliseconds. Default 10 s. */
  readonly connectTimeoutMs?: number | undefined;
  /** Time from the request being sent to the last header, in milliseconds. Default 60 s. */
  readonly headersTimeoutMs?: number | undefined;
  /** Longest silence inside a body, in milliseconds. Default 30 s. */
  readonly bodyTimeoutMs?: number | undefined;
  /** Time for a whole call, redirects and waiting for a free connection included, in milliseconds. Default 60 s. */
  readonly totalTimeoutMs?: number | undefined;
  /** Most connections to one origin at a time; further calls wait. Default 128. */
  readonly connectionsPerOrigin?: number | undefined;
  /** Most origins with open connections; the one unused for longest is closed. Default 256. */
  readonly maxOrigins?: number | undefined;
  /** Sent as `user-agent: Patchbay/<version>`. */
  readonly version: string;
  /** PEM certificates of authorities that are trusted besides the runtime's own. */
  readonly extraAuthorities?: readonly string[] | undefined;
}

/** What {@link Egress.check} finds. */
export interface UrlCheck {
  /** Why it cannot be called, as a sentence that begins with "its" or "only"; undefined when nothing speaks against it yet. */
  readonly refused: string | undefined;
  /** Whether the operator allowed this host by name or address, as is done for receivers in one's own network. */
  readonly exempt: boolean;
}

/** The one outbound HTTP client. Make it with `createEgress`. */
export interface Egress {
  /**
   * Makes one call. Safe methods (GET, HEAD, OPTIONS) are sent a second time when the connection was cut before any
   * answer, as happens when a server closes an idle connection.
   * @throws PatchbayError `egress_blocked` when the address, name, scheme or a redirect is not allowed;
   * `egress_request_invalid` when it cannot be put on the wire; `provider_unreachable`, `provider_timed_out` and
   * `provider_answer_too_large` as named, with the host in place of the connector; `shutting_down` after `close`.
   * Their `extras.detail` holds `host` and the other parameters of the message.
   */
  readonly send: (request: EgressRequest) => Promise<EgressResponse>;
  /**
   * What can be said of a URL before its name is resolved, for refusing early what could never be called. The guard
   * judges every call again.
   */
  readonly check: (url: string) => UrlCheck;
  /**
   * Allows the URLs that begin with this one, known only after the start (the sandbox's own), under this very host.
   * @param url an http: or https: URL whose path ends in a slash
   */
  readonly allowBelow: (url: string) => void;
  /**
   * Allows one more host.
   * @param hostPort an entry as in {@link EgressOptions.allow}
   * @throws PatchbayError `config_invalid`
   */
  readonly allowAlso: (hostPort: string) => void;
  /** Refuses further calls, waits for those under way and closes every connection. */
  readonly close: () => Promise<void>;
}
