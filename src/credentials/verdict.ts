import type { RefreshOutcome } from '../engine/index.ts';

/** What a failed renewal says about the credentials. */
export type Verdict =
  /** The provider will never renew them again: a person must link the account anew. */
  | 'ended'
  /** The provider refuses them, or the client of the auth config, as they are now. */
  | 'rejected'
  /** It says nothing about them: the provider is down, busy or unreachable, or the connector is wrong. */
  | 'unknown';

/** Error codes of RFC 6749 §5.2 that speak of the client instead of the grant. */
const CLIENT_REFUSED = new Set(['invalid_client', 'unauthorized_client']);
const REFUSALS = new Set([400, 401, 403]);

/** Judges why credentials were not renewed. */
export function judge(failure: Extract<RefreshOutcome, { ok: false }>['failure']): Verdict {
  const { provider } = failure;
  // The engine itself finds that there is nothing to renew with.
  if (provider === undefined) {
    return failure.kind === 'engine' && 'statusCode' in failure && failure.statusCode === 401 ? 'ended' : 'unknown';
  }
  const { body } = provider;
  const code = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  if (code === 'invalid_grant') return 'ended';
  if (CLIENT_REFUSED.has(String(code))) return 'rejected';
  return REFUSALS.has(provider.status) ? 'rejected' : 'unknown';
}
