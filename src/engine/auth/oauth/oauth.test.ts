import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fail } from '../../../kernel/index.ts';
import { loadDemo, type Provider, pretend } from '../../execute/testing/harness.ts';
import type { AuthMethod } from '../../program.ts';
import { authorizeRequest, createPkce, readCallback } from './authorize.ts';
import { hasOAuth } from './program.ts';
import { clientCredentials, exchangeCode, refreshToken } from './token.ts';

const ENDPOINTS = {
  type: 'oauth2',
  token: '$.credentials.accessToken',
  authorizationUrl: 'https://${credentials.sub}.id.example/authorize',
  tokenUrl: 'https://id.example/token',
};

const credentials = { clientId: 'client-1', clientSecret: 'secret-0001', sub: 'acme' };

function method(authorization: Record<string, unknown> = {}, more: Record<string, unknown> = {}): AuthMethod {
  const [found] = loadDemo({
    authentication: [
      { oauth2: { type: 'oauth2', label: 'OAuth 2.0', authorization: { ...ENDPOINTS, ...authorization }, ...more } },
    ],
  }).authentication;
  if (found === undefined) throw new Error('no method');
  return found;
}

const authorize = (authorization: Record<string, unknown> = {}, parts: Record<string, unknown> = {}) => {
  const request = authorizeRequest(method(authorization), {
    credentials,
    state: 'state-1',
    redirectUri: 'https://hub.example/callback',
    apiHostUri: 'https://hub.example',
    ...parts,
  });
  return { ...request, query: Object.fromEntries(new URL(request.url).searchParams) };
};

describe('the authorize URL', () => {
  it('asks for a code with our state and our redirect', () => {
    const { url, query, codeVerifier } = authorize({ scopes: 'read write' });
    expect(url.startsWith('https://acme.id.example/authorize?')).toBe(true);
    expect(query).toEqual({
      client_id: 'client-1',
      response_type: 'code',
      scope: 'read write',
      redirect_uri: 'https://hub.example/callback',
      state: 'state-1',
    });
    expect(codeVerifier).toBeUndefined();
  });

  it('carries the parameters of the connector, but never its state or redirect', () => {
    const { query } = authorize({
      authorizationParams: {
        state: 'stackone',
        redirect_uri: '${apiHostUri}/connect/oauth2/demo/callback',
        audience: 'api.${credentials.sub}',
        prompt: 'consent',
        nothing: '$.credentials.gone',
      },
    });
    expect(query).toMatchObject({
      state: 'state-1',
      redirect_uri: 'https://hub.example/callback',
      audience: 'api.acme',
      prompt: 'consent',
    });
    expect(query).not.toHaveProperty('nothing');
  });

  it('asks for other scopes where told so, joined as the connector says', () => {
    expect(authorize({ scopes: 'a', scopeDelimiter: ',' }, { scopes: ['x', 'y'] }).query['scope']).toBe('x,y');
  });

  it('asks for the scopes of a list, joined as the connector says', () => {
    expect(authorize({ scopes: ['a', 'b:${credentials.sub}'] }).query['scope']).toBe('a b:acme');
    expect(authorize({ scopes: ['a', 'b'], scopeDelimiter: ',' }).query['scope']).toBe('a,b');
  });

  it('carries a PKCE challenge where the connector asks for it', () => {
    const { query, codeVerifier = '' } = authorize({ pkce: true });
    expect(query).toMatchObject({
      code_challenge_method: 'S256',
      code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    });
    expect(codeVerifier).toMatch(/^[A-Za-z0-9_-]{64}$/);
    expect(createPkce().codeVerifier).not.toBe(createPkce().codeVerifier);
  });

  it('is not made while a value is missing', () => {
    expect(() => authorize({}, { credentials: {} })).toThrow('incomplete');
  });
});

describe('the callback', () => {
  const read = (query: Record<string, string>, authorization: Record<string, unknown> = {}) =>
    readCallback(method(authorization), query, { state: 'state-1', credentials });

  it('yields the code, and the credentials the connector takes from it', () => {
    expect(
      read(
        { state: 'state-1', code: 'c', realmId: 'r', accessToken: 'forged' },
        { callbackParams: { realmId: 'realm' } },
      ),
    ).toEqual({
      ok: true,
      code: 'c',
      credentials: { realm: 'r' },
    });
  });

  it.each([
    [{ state: 'other', code: 'c' }, 'does not belong to this attempt'],
    [{ code: 'c' }, 'does not belong to this attempt'],
    [{ state: 'state-1' }, 'sent no authorization code'],
    [
      { state: 'state-1', error: 'access_denied', error_description: 'the user said no' },
      'Access was not granted: the user said no',
    ],
    [{ state: 'state-1', error: 'server_error' }, 'Demo refused: server_error'],
  ])('is refused: %j', (query, message) => {
    const outcome = read(query as Record<string, string>);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'provider' } });
    expect(JSON.stringify(outcome)).toContain(message);
  });

  it('is refused when it comes from another issuer', () => {
    const issuer = 'https://id.example';
    expect(read({ state: 'state-1', code: 'c', iss: issuer }, { issuer }).ok).toBe(true);
    expect(read({ state: 'state-1', code: 'c', iss: 'https://evil.example' }, { issuer }).ok).toBe(false);
  });
});

const TOKENS = { access_token: 'at-1', refresh_token: 'rt-1', expires_in: '3600', token_type: 'Bearer' };
const at = { clock: { now: () => 1_000 } };

async function exchanged(
  provider: Provider,
  authorization: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
) {
  const { transport, requests } = pretend(provider);
  const parts = {
    credentials,
    apiHostUri: 'https://hub.example',
    transport,
    code: 'code-0001',
    redirectUri: 'https://hub.example/callback',
  };
  const outcome = await exchangeCode(method(authorization), { ...parts, ...at, ...more });
  const [request] = requests;
  return { outcome, request, form: Object.fromEntries(new URLSearchParams(String(request?.body))) };
}

describe('exchanging a code', () => {
  it('posts the code, the same redirect and the client as a form', async () => {
    const { request, form } = await exchanged({ json: TOKENS }, {}, { codeVerifier: 'v-1' });
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://id.example/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    });
    expect(form).toEqual({
      grant_type: 'authorization_code',
      code: 'code-0001',
      redirect_uri: 'https://hub.example/callback',
      code_verifier: 'v-1',
      client_id: 'client-1',
      client_secret: 'secret-0001',
    });
  });

  it('yields credentials and when they end', async () => {
    const { outcome } = await exchanged({ json: { ...TOKENS, id_token: 'id-1', scope: 'read write' } });
    expect(outcome).toEqual({
      ok: true,
      credentials: { accessToken: 'at-1', refreshToken: 'rt-1', expiresIn: 3_600, idToken: 'id-1' },
      expiresAt: 3_601_000,
      scopes: ['read', 'write'],
    });
  });

  it('reads tokens from where the connector says', async () => {
    const { outcome } = await exchanged(
      { json: { data: { token: 'at-2', renew: 'rt-2' }, token_type: 'MAC', org: { id: 7 } } },
      {
        tokenResponse: {
          accessToken: '$.data.data.token',
          refreshToken: '{{data.data.renew}}',
          acceptTokenTypes: ['mac'],
        },
        additionalTokenFields: { orgId: '$.org.id', missing: '$.gone' },
        tokenExpiresIn: 60,
        tokenRefreshExpiresIn: '120',
      },
    );
    expect(outcome).toEqual({
      ok: true,
      credentials: { accessToken: 'at-2', refreshToken: 'rt-2', orgId: 7, expiresIn: 60 },
      expiresAt: 61_000,
      refreshExpiresAt: 121_000,
    });
  });

  it('reads answers in form notation', async () => {
    const { outcome } = await exchanged({
      text: 'access_token=at-3&expires_in=5',
      headers: { 'content-type': 'text/plain' },
    });
    expect(outcome).toMatchObject({ ok: true, credentials: { accessToken: 'at-3', expiresIn: 5 } });
  });

  it('lets the client prove itself in a header instead, and sends other parameters and notations', async () => {
    const { request } = await exchanged(
      { json: TOKENS },
      {
        customHeaders: { Authorization: 'Basic xyz', 'Content-Type': 'application/json' },
        tokenParams: { audience: '${credentials.sub}', code: 'forged' },
      },
    );
    expect(request?.headers).toMatchObject({ authorization: 'Basic xyz', 'content-type': 'application/json' });
    expect(JSON.parse(String(request?.body))).toEqual({
      grant_type: 'authorization_code',
      code: 'code-0001',
      redirect_uri: 'https://hub.example/callback',
      audience: 'acme',
    });
  });

  it.each<[string, Provider, Record<string, unknown>]>([
    [
      'an error',
      { status: 400, json: { error: 'invalid_grant', error_description: 'Code expired' } },
      { statusCode: 400, message: 'Code expired' },
    ],
    [
      'an error with status 200',
      { json: { error: 'bad_verification_code' } },
      { statusCode: 502, message: 'bad_verification_code' },
    ],
    ['no token', { json: {} }, { message: 'Demo answered the token request without an access token.' }],
    ['a page', { text: '<html></html>', headers: { 'content-type': 'text/html' } }, { statusCode: 502 }],
    [
      'a foreign type',
      { json: { ...TOKENS, token_type: 'mac' } },
      { message: 'Demo issued a token of the type "mac", which the connector does not accept.' },
    ],
  ])('fails on %s', async (_what, provider, expected) => {
    const { outcome } = await exchanged(provider);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'provider', ...expected } });
  });

  it('never repeats the code or the secret', async () => {
    const { outcome } = await exchanged({ status: 400, json: { error: 'code-0001 for secret-0001' } });
    expect(JSON.stringify(outcome)).not.toMatch(/code-0001|secret-0001/);
    expect(outcome).toMatchObject({ ok: false });
  });

  it('fails when there is no answer', async () => {
    const { outcome } = await exchanged(() => {
      throw fail('provider_unreachable', { connector: 'Demo', reason: 'refused.' });
    });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'transport', statusCode: 502 } });
  });
});

describe('other grants', () => {
  const run = async (
    grant: typeof clientCredentials,
    own: Record<string, unknown>,
    authorization: Record<string, unknown> = {},
  ) => {
    const { transport, requests } = pretend({ json: TOKENS });
    const outcome = await grant(method(authorization), {
      credentials: own,
      apiHostUri: 'https://hub.example',
      transport,
      ...at,
    });
    return { outcome, form: Object.fromEntries(new URLSearchParams(String(requests[0]?.body))) };
  };

  it('client credentials ask for the scopes of the connector', async () => {
    const { form, outcome } = await run(clientCredentials, credentials, { scopes: 'a b' });
    expect(form).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client-1',
      client_secret: 'secret-0001',
      scope: 'a b',
    });
    expect(outcome.ok).toBe(true);
  });

  it('a refresh token is sent, and stays a refresh whatever the parameters of the connector', async () => {
    const { form } = await run(
      refreshToken,
      { ...credentials, refreshToken: 'rt-0' },
      { tokenParams: { grant_type: 'authorization_code' } },
    );
    expect(form).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'rt-0' });
  });
});

describe('token requests that cannot be made', () => {
  const parts = { credentials, apiHostUri: 'https://hub.example', ...at };

  it('say what is missing', async () => {
    const { transport, requests } = pretend({ json: TOKENS });
    const outcome = await refreshToken(method({ tokenUrl: 'https://${credentials.gone}.example/token' }), {
      ...parts,
      transport,
    });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'engine', statusCode: 400 } });
    expect(requests).toEqual([]);
  });

  it('hand the signal on', async () => {
    const { signal } = new AbortController();
    const { transport, requests } = pretend({ json: TOKENS });
    await refreshToken(method(), { ...parts, transport, signal });
    expect(requests[0]?.signal).toBe(signal);
  });

  it('let mistakes of the program through', async () => {
    const broken = { ...parts, transport: undefined as never };
    await expect(refreshToken(method(), broken)).rejects.toThrow(TypeError);
  });
});

describe('methods without OAuth', () => {
  it('say so', async () => {
    const [found] = loadDemo({}).authentication;
    if (found === undefined) throw new Error('no method');
    expect(hasOAuth(found)).toBe(false);
    expect(hasOAuth(method())).toBe(true);
    expect(() => authorizeRequest(found, { credentials, state: 's', redirectUri: 'r', apiHostUri: 'a' })).toThrow(
      'does not use OAuth 2',
    );
    const { transport } = pretend({ json: TOKENS });
    expect(await clientCredentials(found, { credentials, apiHostUri: 'a', transport })).toMatchObject({ ok: false });
  });
});
