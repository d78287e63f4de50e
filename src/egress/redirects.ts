import { isSecretName } from '../kernel/index.ts';
import { unreachable } from './failures.ts';
import type { EgressRequest } from './types.ts';

/** A request on its way: the first one, or what a redirect made of it. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  readonly clientCertificate: EgressRequest['clientCertificate'] | undefined;
}

interface Redirecting {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
}

const STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Whether an answer is a redirect that can be followed. */
export const isFollowed = (status: number, headers: Redirecting['headers']): boolean =>
  STATUSES.has(status) && headers['location'] !== undefined;

const without = (
  headers: Readonly<Record<string, string>>,
  drop: (name: string) => boolean,
): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(headers).filter(([name]) => !drop(name)));

const describesBody = (name: string): boolean => /^(content-|digest$|repr-digest$)/i.test(name);
/** Names that hold credentials without saying so as plainly as `isSecretName` asks: x-auth-user, dd-application-key. */
const MAY_BE_SECRET = /auth|key|jwt|hmac|csrf|xsrf|(^|-)(host|sid|sig|pass|pwd)(-|$)/i;
const belongsToOrigin = (name: string): boolean => isSecretName(name) || MAY_BE_SECRET.test(name);

/**
 * The request a redirect asks for (RFC 9110 §15.4 and the Fetch standard's rules for methods and headers): 303, and
 * 301 and 302 after POST, turn into GET without a body; another origin gets neither client certificate nor any header
 * whose name says that it holds a secret, and what was dropped does not come back on a later hop.
 * @throws PatchbayError `provider_unreachable` when the target cannot be called or gives up TLS
 */
export function nextHop(hop: Hop, answer: Redirecting): Hop {
  const location = String(answer.headers['location']);
  const url = URL.parse(location, hop.url.href);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw unreachable(hop.url.host, 'it redirects to a URL that cannot be called.');
  }
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') {
    throw unreachable(hop.url.host, 'it redirects from https: to http:.');
  }
  const { status } = answer;
  const becomesGet =
    status === 303 ? hop.method !== 'GET' && hop.method !== 'HEAD' : status < 303 && hop.method === 'POST';
  const foreign = url.origin !== hop.url.origin;
  const headers = becomesGet ? without(hop.headers, describesBody) : hop.headers;
  return {
    url,
    method: becomesGet ? 'GET' : hop.method,
    body: becomesGet ? null : hop.body,
    headers: foreign ? without(headers, belongsToOrigin) : headers,
    clientCertificate: foreign ? undefined : hop.clientCertificate,
  };
}
