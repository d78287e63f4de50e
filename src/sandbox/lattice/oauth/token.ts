import { createHmac, hash } from 'node:crypto';
import { type Answer, empty } from '../../kit/index.ts';
import type { LatticeEndpoint } from '../endpoints/endpoint.ts';
import type { LatticeCall } from '../state.ts';
import { authenticateClient, type Form, readForm } from './client-authentication.ts';
import type { Client } from './clients.ts';
import { invalidGrant, invalidRequest, invalidScope, oauthError, unauthorizedClient, unstored } from './errors.ts';
import { ACCESS_SECONDS, type Code, type Grant } from './grants.ts';

const scopesIn = (form: Form): string[] | undefined =>
  form['scope'] === undefined ? undefined : form['scope'].split(' ').filter((scope) => scope !== '');

/** A signed statement of who has agreed; the client's secret is the key. */
function idToken(call: LatticeCall, client: Client, grant: Grant, nonce: string | null): string {
  const user = call.state.database.table('users').get(grant.userId ?? '');
  const now = Math.floor(call.now / 1000);
  const claims = {
    iss: call.baseUrl,
    aud: client.id,
    sub: grant.userId,
    email: user?.email,
    name: user?.name,
    iat: now,
    exp: now + ACCESS_SECONDS,
    ...(nonce !== null && { nonce }),
  };
  const encode = (value: object) => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', client.secret).update(content).digest('base64url')}`;
}

/** What new tokens are made from. */
interface Issue {
  readonly grant: Grant;
  /** What the access token allows. Default: everything that was granted. */
  readonly scopes?: readonly string[] | undefined;
  /** Repeated in the statement of who has agreed. */
  readonly nonce?: string | null;
}

function issue(call: LatticeCall, client: Client, { grant, scopes = grant.scopes, nonce = null }: Issue): Answer {
  const { grants } = call.state;
  const withPerson = grant.userId !== null && scopes.includes('openid');
  return unstored({
    access_token: grants.addToken('access', grant, scopes, call.now),
    expires_in: ACCESS_SECONDS,
    ...(withPerson && { id_token: idToken(call, client, grant, nonce) }),
    ...(grant.scopes.includes('offline') && {
      refresh_token: grants.addToken('refresh', grant, grant.scopes, call.now),
    }),
    scope: scopes.join(' '),
    token_type: 'bearer',
  });
}

/** True when the verifier belongs to the challenge, or neither was given. */
function proves(verifier: string | undefined, { challenge, method }: Code): boolean {
  if (challenge === null || verifier === undefined) return challenge === null && verifier === undefined;
  return (method === 'S256' ? hash('sha256', verifier, 'base64url') : verifier) === challenge;
}

function byCode(call: LatticeCall, client: Client, form: Form): Answer {
  const code = call.state.grants.code(form['code'] ?? '');
  if (code === undefined || code.grant.clientId !== client.id)
    throw invalidGrant('The authorization code is not known.');
  if (code.isUsed) {
    // Whoever comes second may be a thief, or the thief came first.
    code.grant.isRevoked = true;
    throw invalidGrant('The authorization code has already been used.');
  }
  if (call.now >= code.expiresAt) throw invalidGrant('The authorization code has expired.');
  if (form['redirect_uri'] !== code.redirectUri)
    throw invalidGrant('The redirect_uri does not match the one of the authorization request.');
  if (!proves(form['code_verifier'], code)) throw invalidGrant('The code verifier does not match the code challenge.');
  code.isUsed = true;
  return issue(call, client, code);
}

function byRefreshToken(call: LatticeCall, client: Client, form: Form): Answer {
  const token = call.state.grants.token(form['refresh_token'] ?? '');
  if (token?.kind !== 'refresh' || token.grant.clientId !== client.id || token.grant.isRevoked)
    throw invalidGrant('The refresh token is not known or was revoked.');
  if (token.isUsed) {
    token.grant.isRevoked = true;
    throw invalidGrant('The refresh token has already been used.');
  }
  if (call.now >= token.expiresAt) throw invalidGrant('The refresh token has expired.');
  const scopes = scopesIn(form);
  if (scopes?.some((scope) => !token.grant.scopes.includes(scope))) throw invalidScope();
  token.isUsed = true;
  return issue(call, client, { grant: token.grant, scopes });
}

function byClient(call: LatticeCall, client: Client, form: Form): Answer {
  if (client.kind !== 'service') throw unauthorizedClient('The client may not use client credentials.');
  const scopes = scopesIn(form) ?? client.scopes;
  if (scopes.some((scope) => !client.scopes.includes(scope))) throw invalidScope();
  return issue(call, client, { grant: { clientId: client.id, userId: null, scopes, isRevoked: false } });
}

async function token(call: LatticeCall): Promise<Answer> {
  const form = await readForm(call);
  const client = authenticateClient(call, form);
  const type = form['grant_type'];
  if (type === 'client_credentials') return byClient(call, client, form);
  if (type === undefined) throw invalidRequest('grant_type is missing.');
  if (type !== 'authorization_code' && type !== 'refresh_token')
    return oauthError(400, 'unsupported_grant_type', 'The authorization server does not support this grant type.');
  if (client.kind !== 'partner') throw unauthorizedClient('The client may use client credentials only.');
  return type === 'authorization_code' ? byCode(call, client, form) : byRefreshToken(call, client, form);
}

/** Ends everything that came of the same consent. Unknown tokens are no error. */
async function revoke(call: LatticeCall): Promise<Answer> {
  const form = await readForm(call);
  const client = authenticateClient(call, form);
  if (form['token'] === undefined) throw invalidRequest('token is missing.');
  const known = call.state.grants.token(form['token']);
  if (known !== undefined && known.grant.clientId !== client.id)
    throw unauthorizedClient('The token was given to another client.');
  if (known !== undefined) known.grant.isRevoked = true;
  return empty(200, { 'cache-control': 'no-store' });
}

/** Where clients get, renew and give back tokens. */
export const TOKEN_ENDPOINTS: readonly LatticeEndpoint[] = [
  { method: 'POST', path: '/oauth2/token', summary: 'OAuth 2.0: get or refresh tokens', handle: token },
  { method: 'POST', path: '/oauth2/revoke', summary: 'OAuth 2.0: revoke a token', handle: revoke },
];
