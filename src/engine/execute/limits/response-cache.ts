import { LRUCache } from 'lru-cache';
import { type Clock, systemClock } from '../../../kernel/index.ts';
import type { CachedResponse, ResponseCache } from '../../response-cache.ts';

const DEFAULT_BYTES = 16 * 1024 * 1024;
const OVERHEAD = 512;

interface Entry {
  readonly response: CachedResponse;
  readonly expiresAt: number;
}

/**
 * Makes a cache in the memory of this process.
 * @param parts `maxBytes` bounds what its bodies may take together (16 MiB); a body over a quarter of that is not kept
 */
export function createResponseCache(parts: { readonly maxBytes?: number; readonly clock?: Clock } = {}): ResponseCache {
  const { maxBytes = DEFAULT_BYTES, clock = systemClock } = parts;
  const entries = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    maxEntrySize: Math.floor(maxBytes / 4),
    sizeCalculation: ({ response }) => response.body.byteLength + OVERHEAD,
  });
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.expiresAt > clock.now()) return entry.response;
      entries.delete(key);
      return undefined;
    },
    set(key, response, ttlMs) {
      if (ttlMs > 0) entries.set(key, { response, expiresAt: clock.now() + ttlMs });
    },
  };
}
