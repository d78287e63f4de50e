import { asText, type Query } from '../../kit/index.ts';
import { type Client, clientOf } from './clients.ts';

/** An authorization request that names a client and where to send the browser back to. */
export interface AuthorizationRequest {
  readonly client: Client;
  readonly redirectUri: string;
  readonly state: string;
  readonly scopes: readonly string[];
  readonly challenge: string | null;
  readonly method: 'S256' | 'plain';
  readonly nonce: string | null;
}

/** Why the browser is sent back without a code. */
export interface Rejection {
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly error: string;
  readonly description: string;
}

/** Outcome of reading a request: good, to be rejected at the client, or so wrong that nobody is sent anywhere. */
export type ReadRequest =
  | { readonly request: AuthorizationRequest }
  | { readonly rejection: Rejection }
  | { readonly fatal: string };

const MIN_STATE = 8;
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True for addresses on this server and on loopback hosts: those count as registered for the demo application. */
function isRegistered(redirectUri: string, ownOrigin: string): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const { protocol, hostname, origin, hash, username } = new URL(redirectUri);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && hash === '' && username === '' && (origin === ownOrigin || LOOPBACK.has(hostname));
}

/** Reads the parameters of `GET /oauth2/auth`. @param ownOrigin origin on which the emulator was called */
export function readRequest(query: Query, ownOrigin: string): ReadRequest {
  const text = (name: string): string | undefined => asText(query[name]);
  const client = clientOf(text('client_id') ?? '');
  if (client?.kind !== 'partner') return { fatal: 'The application is not known.' };
  const redirectUri = text('redirect_uri') ?? '';
  if (!isRegistered(redirectUri, ownOrigin))
    return { fatal: 'The address to return to is not registered for this application.' };
  const state = text('state');
  const reject = (error: string, description: string): ReadRequest => ({
    rejection: { redirectUri, state, error, description },
  });
  if (text('response_type') !== 'code')
    return reject('unsupported_response_type', 'The authorization server supports the response type code only.');
  if (state === undefined || state.length < MIN_STATE)
    return reject('invalid_state', `The state is missing or has fewer than ${MIN_STATE} characters.`);
  const scopes = [...new Set((text('scope') ?? '').split(/[ +]+/).filter((scope) => scope !== ''))];
  const unknown = scopes.find((scope) => !client.scopes.includes(scope));
  if (unknown !== undefined) return reject('invalid_scope', 'The requested scope is unknown or not allowed.');
  const challenge = text('code_challenge') ?? null;
  const method = text('code_challenge_method') ?? 'plain';
  if (method !== 'S256' && method !== 'plain')
    return reject('invalid_request', 'The code challenge method must be S256 or plain.');
  if (challenge !== null && !/^[\w.~-]{43,128}$/.test(challenge))
    return reject('invalid_request', 'The code challenge must have 43 to 128 unreserved characters.');
  return { request: { client, redirectUri, state, scopes, challenge, method, nonce: text('nonce') ?? null } };
}

/** An address with further parameters in its query. */
export function withParameters(address: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
