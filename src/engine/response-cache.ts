/** An answer kept for a while. */
export interface CachedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Uint8Array;
  readonly url: string;
}

/** Keeps answers of requests that set `cacheTTL`; a port, so that the memory it may use is the owner's decision. */
export interface ResponseCache {
  get(key: string): CachedResponse | undefined;
  set(key: string, response: CachedResponse, ttlMs: number): void;
}
