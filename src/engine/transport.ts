/** An HTTP call the engine wants made. The engine itself never opens a connection: a {@link Transport} is handed in. */
export interface TransportRequest {
  readonly method: string;
  /** Absolute URL, encoded. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** PEM client certificate and key, for mutual TLS. */
  readonly clientCertificate?: { readonly certs: readonly string[]; readonly keys: readonly string[] };
  /** How many redirects may be followed; absent means none: a 3xx answer comes back as it is. */
  readonly maxRedirects?: number;
  /** Ask for the body as a stream instead of bytes (downloads). */
  readonly stream?: boolean;
  readonly signal?: AbortSignal;
}

/** The answer to a {@link TransportRequest}. */
export interface TransportResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined with `, ` except `set-cookie`, which is a list. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** The whole body, already decompressed; empty when a stream was asked for. */
  readonly body: Uint8Array;
  /** Set when the request asked for a stream. */
  readonly stream?: AsyncIterable<Uint8Array>;
  /** URL that finally answered, after redirects. */
  readonly url: string;
}

/**
 * Makes HTTP calls for the engine. Rejects with an error of the error table when the call could not be made:
 * `egress_blocked`, `provider_unreachable`, `provider_timed_out`, `provider_answer_too_large`.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;
