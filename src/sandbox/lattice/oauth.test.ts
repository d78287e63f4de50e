import { createHash, createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_CLIENTS } from './oauth/clients.ts';
import { type Client, openCompany, type TestCompany } from './testing/company.ts';

let company: TestCompany;

beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const PARTNER = DEMO_CLIENTS.find(({ kind }) => kind === 'partner')!;
const SERVICE = DEMO_CLIENTS.find(({ kind }) => kind === 'service')!;
const REDIRECT = 'http://localhost:4400/connect/oauth2/lattice/callback?via=hub';
const SCOPE = 'openid offline employees:personal.read employees:role_details.write';

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');

const request = (more: Readonly<Record<string, string | undefined>> = {}): string => {
  const all: Readonly<Record<string, string | undefined>> = {
    response_type: 'code',
    client_id: PARTNER.id,
    redirect_uri: REDIRECT,
    scope: SCOPE,
    state: 'state-of-the-hub',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/oauth2/auth?${new URLSearchParams(given)}`;
};

/** Parameters that a redirect brings back. */
const returned = (location: string): Readonly<Record<string, string>> =>
  Object.fromEntries(new URL(location).searchParams);

/** Answers the consent page and returns the code. */
async function consent(
  more: Readonly<Record<string, string | undefined>> = {},
  form: Readonly<Record<string, string>> = {},
) {
  const { headers } = await company.form(request(more), { decision: 'allow', ...form });
  return returned(headers['location']!)['code']!;
}

const exchange = (members: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>) =>
  company.form('/oauth2/token', { client_id: PARTNER.id, client_secret: PARTNER.secret, ...members }, headers);
const redeem = (code: string, more: Readonly<Record<string, string>> = {}) =>
  exchange({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: verifier, ...more });
const refresh = (token: string, more: Readonly<Record<string, string>> = {}) =>
  exchange({ grant_type: 'refresh_token', refresh_token: token, ...more });
const revoke = (token: string, client = PARTNER) =>
  company.form('/oauth2/revoke', { token, client_id: client.id, client_secret: client.secret });

const works = async (token: string): Promise<number> => (await company.with(token).get('/v2/employees?limit=1')).status;

describe('the consent page', () => {
  it('says who asks for what, and can be read without scripts or outside resources', async () => {
    const { status, headers, text } = await company.send('GET', request());
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8']);
    expect(text).toContain(PARTNER.name);
    expect(text).toContain('Read names and personal details');
    expect(text).toContain('Read and change job titles, departments and managers');
    expect(text).toContain('You will return to localhost:4400');
    expect(text).not.toMatch(/<script|\son\w+=|\sstyle=|https?:/i);
  });

  it('allows by its policy exactly its own style and the way back', async () => {
    const { headers, text } = await company.send('GET', request());
    const style = /<style>([\s\S]*)<\/style>/.exec(text)![1]!;
    const digest = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; form-action 'self' http://localhost:4400; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(headers['cache-control']).toBe('no-store');
  });

  it('makes hostile parameters harmless', async () => {
    const state = '"><script>alert(1)</script>';
    const { text } = await company.send('GET', request({ state, redirect_uri: 'http://localhost:1/"><b>' }));
    expect(text).not.toMatch(/<script|<b>/);
  });

  it('sends the browser back with a code and the state, query of the address kept', async () => {
    const { status, headers } = await company.form(request(), { decision: 'allow' });
    expect(status).toBe(303);
    expect(headers['location']).toMatch(/^http:\/\/localhost:4400\/connect\/oauth2\/lattice\/callback\?via=hub&/);
    expect(returned(headers['location']!)).toEqual({
      via: 'hub',
      code: expect.stringMatching(/^ac_\w{44}$/),
      scope: SCOPE,
      state: 'state-of-the-hub',
    });
  });

  it('sends the browser back without a code when the answer is no, or none', async () => {
    for (const members of [{ decision: 'deny' }, {}]) {
      const { status, headers } = await company.form(request(), members);
      expect(status).toBe(303);
      expect(returned(headers['location']!)).toMatchObject({ error: 'access_denied', state: 'state-of-the-hub' });
    }
  });

  it('shares only what was left ticked', async () => {
    const code = await consent({}, { grant_scope: 'employees:personal.read' });
    const { json } = await redeem(code);
    expect(json.scope).toBe('employees:personal.read');
    expect(json).not.toHaveProperty('refresh_token');
    const { data } = (await company.with(json.access_token).get('/v2/employees?limit=1')).json;
    expect(Object.keys(data[0])).toEqual(['id', 'personal']);
  });

  it('keeps the permissions that have no box, also when every box is cleared', async () => {
    const { text } = await company.send('GET', request());
    const hidden = [...text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name, value]) => [
      name,
      value,
    ]);
    expect(hidden).toEqual([
      ['grant_scope', ''],
      ['grant_scope', 'openid'],
      ['grant_scope', 'offline'],
    ]);
    const body = new URLSearchParams([...(hidden as [string, string][]), ['decision', 'allow']]).toString();
    const { headers } = await company.send('POST', request(), {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    expect(returned(headers['location']!)['scope']).toBe('openid offline');
  });
});

describe('an authorization request', () => {
  it.each([
    [{ client_id: 'nobody' }, 'The application is not known.'],
    [{ client_id: undefined }, 'The application is not known.'],
    [{ client_id: SERVICE.id }, 'The application is not known.'],
    [{ redirect_uri: undefined }, 'not registered'],
    [{ redirect_uri: 'https://evil.example/cb' }, 'not registered'],
    [{ redirect_uri: 'javascript:alert(1)' }, 'not registered'],
    [{ redirect_uri: 'http://localhost@evil.example/' }, 'not registered'],
    [{ redirect_uri: 'http://user@localhost/' }, 'not registered'],
    [{ redirect_uri: 'http://localhost/#here' }, 'not registered'],
  ])('with %j leads nowhere', async (more, reason) => {
    for (const method of ['GET', 'POST']) {
      const { status, headers, text } = await company.send(method, request(more));
      expect([status, headers['location']]).toEqual([400, undefined]);
      expect(text).toContain(reason);
      expect(headers['content-security-policy']).toContain("form-action 'none'");
    }
  });

  it.each([
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ response_type: undefined }, 'unsupported_response_type'],
    [{ state: undefined }, 'invalid_state'],
    [{ state: 'short' }, 'invalid_state'],
    [{ scope: 'openid employees:pay_types.read' }, 'invalid_scope'],
    [{ code_challenge_method: 'S512' }, 'invalid_request'],
    [{ code_challenge: 'too short' }, 'invalid_request'],
  ])('with %j is sent back with an error', async (more, error) => {
    const { status, headers } = await company.send('GET', request(more));
    expect(status).toBe(303);
    const back = returned(headers['location']!);
    expect(back).toMatchObject({ error, error_description: expect.any(String) });
    expect(back['state']).toBe('state' in more ? more.state : 'state-of-the-hub');
  });

  it('may return to this server and to loopback hosts', async () => {
    for (const redirect_uri of ['http://127.0.0.1:9/cb', 'https://localhost/cb', 'http://[::1]:80/cb'])
      expect((await company.send('GET', request({ redirect_uri }))).status).toBe(200);
    const own = { headers: { host: 'hub.test' } };
    expect((await company.send('GET', request({ redirect_uri: 'http://hub.test/cb' }), own)).status).toBe(200);
    expect((await company.send('GET', request({ redirect_uri: 'http://hub.test/cb' }))).status).toBe(400);
  });
});

describe('a code', () => {
  it('is exchanged once for tokens that work', async () => {
    const { status, headers, json } = await redeem(await consent());
    expect(status).toBe(200);
    expect([headers['cache-control'], headers['pragma']]).toEqual(['no-store', 'no-cache']);
    expect(json).toEqual({
      access_token: expect.stringMatching(/^at_\w{44}$/),
      expires_in: 3600,
      id_token: expect.any(String),
      refresh_token: expect.stringMatching(/^rt_\w{44}$/),
      scope: SCOPE,
      token_type: 'bearer',
    });
    expect(await works(json.access_token)).toBe(200);
    expect(await works(json.refresh_token)).toBe(401);
  });

  it('comes with a signed statement of who has agreed', async () => {
    const { json } = await redeem(await consent({ nonce: 'n-1' }));
    const [head, body, signature] = json.id_token.split('.');
    const expected = createHmac('sha256', PARTNER.secret).update(`${head}.${body}`).digest('base64url');
    expect(signature).toBe(expected);
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const admin = (await company.admin.get('/v1/me')).json;
    const now = Math.floor(company.clock.now() / 1000);
    expect(claims).toMatchObject({ aud: PARTNER.id, sub: admin.id, email: admin.email, nonce: 'n-1', iat: now });
    const bare = await redeem(await consent({ scope: 'employees:personal.read' }));
    expect(Object.keys(bare.json)).toEqual(['access_token', 'expires_in', 'scope', 'token_type']);
  });

  it('that is used twice ends what the first use gave', async () => {
    const code = await consent();
    const { json } = await redeem(code);
    expect((await redeem(code)).json).toMatchObject({ error: 'invalid_grant' });
    expect(await works(json.access_token)).toBe(401);
    expect((await refresh(json.refresh_token)).json).toMatchObject({ error: 'invalid_grant' });
  });

  it('proves nothing with another verifier, address or client, or when it is old', async () => {
    const code = await consent();
    const wrong = { code_verifier: randomBytes(32).toString('base64url') };
    const others = [wrong, { redirect_uri: 'http://localhost:4400/' }, { code: 'ac_none' }, { code_verifier: '' }];
    for (const more of others) {
      const { status, json } = await redeem(code, more);
      expect([status, json.error]).toEqual([400, 'invalid_grant']);
    }
    const plain = { code_challenge_method: 'plain', code_challenge: verifier };
    expect((await redeem(await consent(plain))).status).toBe(200);
    const without = { code_challenge: undefined, code_challenge_method: undefined };
    expect((await redeem(await consent(without))).json.error).toBe('invalid_grant');
    const bare = { grant_type: 'authorization_code', redirect_uri: REDIRECT };
    expect((await exchange({ ...bare, code: await consent(without) })).status).toBe(200);
    expect((await exchange({ ...bare, code })).json.error).toBe('invalid_grant');
    company.clock.advance(600_000);
    expect((await redeem(code)).json).toMatchObject({ error_description: 'The authorization code has expired.' });
  });
});

describe('a refresh token', () => {
  it('gives new tokens, once', async () => {
    const first = (await redeem(await consent())).json;
    const second = (await refresh(first.refresh_token)).json;
    expect(second).toMatchObject({ scope: SCOPE, expires_in: 3600, token_type: 'bearer' });
    expect(new Set([first.access_token, second.access_token, first.refresh_token, second.refresh_token]).size).toBe(4);
    expect([await works(first.access_token), await works(second.access_token)]).toEqual([200, 200]);
    expect((await refresh(first.refresh_token)).json).toEqual({
      error: 'invalid_grant',
      error_description: 'The refresh token has already been used.',
    });
    // Whoever used it twice cannot be told from a thief.
    expect(await works(second.access_token)).toBe(401);
    expect((await refresh(second.refresh_token)).json.error).toBe('invalid_grant');
  });

  it('outlives its access token by an hour', async () => {
    const { access_token, refresh_token } = (await redeem(await consent())).json;
    company.clock.advance(3_600_000);
    expect(await works(access_token)).toBe(401);
    const next = (await refresh(refresh_token)).json;
    expect(await works(next.access_token)).toBe(200);
    company.clock.advance(7_200_000);
    expect((await refresh(next.refresh_token)).json.error_description).toBe('The refresh token has expired.');
  });

  it('can ask for less, never for more', async () => {
    const { refresh_token } = (await redeem(await consent())).json;
    const more = await refresh(refresh_token, { scope: 'employees:demographic.read' });
    expect([more.status, more.json.error]).toEqual([400, 'invalid_scope']);
    const less = (await refresh(refresh_token, { scope: 'employees:personal.read' })).json;
    const { data } = (await company.with(less.access_token).get('/v2/employees?limit=1')).json;
    expect([less.scope, Object.keys(data[0])]).toEqual(['employees:personal.read', ['id', 'personal']]);
    expect((await refresh(less.refresh_token)).json.scope).toBe(SCOPE);
  });
});

describe('client credentials', () => {
  const ask = (members: Readonly<Record<string, string>>) =>
    company.form('/oauth2/token', { grant_type: 'client_credentials', ...members });

  it('give service accounts all their permissions, or those they name', async () => {
    const own = { client_id: SERVICE.id, client_secret: SERVICE.secret };
    const all = (await ask(own)).json;
    expect(Object.keys(all)).toEqual(['access_token', 'expires_in', 'scope', 'token_type']);
    expect(all.scope.split(' ')).toEqual(SERVICE.scopes);
    expect((await ask({ ...own, scope: 'employees:personal.read' })).json.scope).toBe('employees:personal.read');
    expect((await ask({ ...own, scope: 'employees:shoes.read' })).json.error).toBe('invalid_scope');
    const reader = DEMO_CLIENTS[1]!;
    const beyond = { client_id: reader.id, client_secret: reader.secret, scope: 'employees:personal.write' };
    expect((await ask(beyond)).json.error).toBe('invalid_scope');
  });

  it('are nothing for partners, nor codes for service accounts', async () => {
    const partner = { client_id: PARTNER.id, client_secret: PARTNER.secret };
    expect((await ask(partner)).json.error).toBe('unauthorized_client');
    const code = await consent();
    const members = { grant_type: 'authorization_code', code, client_id: SERVICE.id, client_secret: SERVICE.secret };
    expect((await company.form('/oauth2/token', members)).json.error).toBe('unauthorized_client');
  });
});

describe('a client', () => {
  const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` });
  const members = { grant_type: 'client_credentials' };

  it('authenticates by header or by form', async () => {
    const { id, secret } = SERVICE;
    expect((await company.form('/oauth2/token', members, basic(id, secret))).status).toBe(200);
    const both = await company.form('/oauth2/token', { ...members, client_secret: secret }, basic(id, secret));
    expect([both.status, both.json.error]).toEqual([400, 'invalid_request']);
  });

  it('that is unknown or has another secret is refused', async () => {
    for (const [id, secret] of [
      [SERVICE.id, 'wrong'],
      ['nobody', SERVICE.secret],
      ['__proto__', ''],
      [SERVICE.id, PARTNER.secret],
    ] as const)
      for (const answer of [
        await company.form('/oauth2/token', members, basic(id, secret)),
        await company.form('/oauth2/token', { ...members, client_id: id, client_secret: secret }),
        await company.form('/oauth2/revoke', { token: 'x', client_id: id, client_secret: secret }),
      ]) {
        expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Basic']);
        expect(answer.json).toEqual({ error: 'invalid_client', error_description: 'Client authentication failed.' });
      }
  });

  it('sends forms, with each member once and a grant type that exists', async () => {
    const json = await company.send('POST', '/oauth2/token', { body: members });
    expect([json.status, json.json.error]).toEqual([400, 'invalid_request']);
    const twice = await company.send('POST', '/oauth2/token', {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...basic(SERVICE.id, SERVICE.secret) },
      body: 'grant_type=client_credentials&grant_type=refresh_token',
    });
    expect(twice.json.error).toBe('invalid_request');
    const own = basic(SERVICE.id, SERVICE.secret);
    expect((await company.form('/oauth2/token', {}, own)).json.error).toBe('invalid_request');
    expect((await company.form('/oauth2/token', { grant_type: 'password' }, own)).json.error).toBe(
      'unsupported_grant_type',
    );
  });
});

describe('a revocation', () => {
  it.each(['access_token', 'refresh_token'] as const)('of the %s ends both', async (which) => {
    const { json } = await redeem(await consent());
    const { status, text } = await revoke(json[which]);
    expect([status, text]).toEqual([200, '']);
    expect(await works(json.access_token)).toBe(401);
    expect((await refresh(json.refresh_token)).json.error).toBe('invalid_grant');
    expect((await revoke(json[which])).status).toBe(200);
  });

  it('of something unknown is no error, of somebody else’s token is one', async () => {
    expect((await revoke('at_none')).status).toBe(200);
    const { json } = await redeem(await consent());
    expect((await revoke(json.access_token, SERVICE)).json.error).toBe('unauthorized_client');
    expect(await works(json.access_token)).toBe(200);
    const none = await company.form('/oauth2/revoke', { client_id: PARTNER.id, client_secret: PARTNER.secret });
    expect(none.json.error).toBe('invalid_request');
  });
});

describe('what was granted', () => {
  it('can be looked at, and is forgotten by a reset', async () => {
    const { json } = await redeem(await consent());
    const client: Client = company.with(json.access_token);
    const { id } = (await company.admin.get('/v1/me')).json;
    const grants = (await company.send('GET', '/__admin/grants')).json;
    expect(grants.at(-1)).toEqual({
      client_id: PARTNER.id,
      client: PARTNER.name,
      user_id: id,
      scopes: SCOPE.split(' '),
      revoked: false,
    });
    await company.send('POST', '/__admin/reset');
    expect((await company.send('GET', '/__admin/grants')).json).toEqual([]);
    expect((await client.get('/v2/employees')).status).toBe(401);
  });

  it('is not written into the journal', async () => {
    await company.send('DELETE', '/__admin/requests');
    const { json } = await redeem(await consent());
    await company.with(json.access_token).get('/v2/employees?limit=1');
    await revoke(json.refresh_token);
    const { text, json: entries } = await company.send('GET', '/__admin/requests');
    for (const secret of [json.access_token, json.refresh_token, PARTNER.secret]) expect(text).not.toContain(secret);
    expect(entries.map((entry: Record<string, unknown>) => entry['credential_set'])).toEqual([
      null,
      PARTNER.credentialSet,
      PARTNER.credentialSet,
      PARTNER.credentialSet,
    ]);
  });
});
