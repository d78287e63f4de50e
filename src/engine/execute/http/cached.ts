import { hash } from 'node:crypto';
import type { CachedResponse } from '../../response-cache.ts';
import type { TransportResponse } from '../../transport.ts';
import { ownerOf, type RunState } from '../state.ts';
import type { Outgoing } from './exchange.ts';

const SHORTEST_ID = 20;
const NOT_FOUND_MS = 60_000;

/** An answer that may be kept, and the one that is kept already. */
export interface Cached {
  readonly key: string;
  readonly found: CachedResponse | undefined;
}

/** One key per project, account, connector, environment, method, body and address. Only accounts with ids of their own have any. */
function keyOf(state: RunState, { method, url, body }: Outgoing): string | undefined {
  if (String(state.block.context['accountSecureId'] ?? '').length < SHORTEST_ID) return undefined;
  const parts = [ownerOf(state), state.connector.key, state.run.environment, method, hash('sha256', body ?? ''), url];
  return hash('sha256', JSON.stringify(parts));
}

/** Looks for a kept answer. Undefined where none may be kept. */
export function lookUp(state: RunState, outgoing: Outgoing): Cached | undefined {
  const { cache } = state.run;
  if (cache === undefined || !outgoing.cacheMs || outgoing.stream === true) return undefined;
  const key = keyOf(state, outgoing);
  return key === undefined ? undefined : { key, found: cache.get(key) };
}

/** Keeps an answer: successes for the time the connector says, status 404 for a minute, no other failure. */
export function keep(state: RunState, key: string, response: TransportResponse, ttlMs: number): void {
  const { status, headers, body, url } = response;
  const time = status < 400 ? ttlMs : status === 404 ? Math.min(ttlMs, NOT_FOUND_MS) : 0;
  if (time > 0) state.run.cache?.set(key, { status, headers, body, url }, time);
}
