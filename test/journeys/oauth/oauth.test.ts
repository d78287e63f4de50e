import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/kernel/index.ts';
import { createSession, hub } from '../../support/linking.ts';
import { beginSignIn, defaultProject, locationOf, visit } from '../../support/oauth.ts';
import { CLIENT, SERVICE } from './authorization-server.ts';
import { consent, type SignInStage, setStage } from './stage.ts';

const FIELDS = { hall: 'north', passphrase: 'canary-passphrase-of-the-hall' };

let stage: SignInStage;
let config: string;
let owners = 0;
let now = systemClock.now();
const lines: string[] = [];
const note = (fields: unknown, message: string) => {
  lines.push(
    `${message} ${JSON.stringify(fields, (_key, value) => (value instanceof Error ? `${value.stack}` : value))}`,
  );
};

const nextOwner = () => ({ origin_owner_id: `owner-${++owners}`, origin_owner_name: 'Owner' });
const accountsOf = async ({ origin_owner_id: id }: { origin_owner_id: string }) =>
  (await stage.server.call('GET', `/accounts?origin_owner_id=${id}`)).body as { id: string; status: string }[];

/** Begins a sign-in and goes to the provider. */
async function begin(more: Readonly<Record<string, unknown>> = {}) {
  const owner = nextOwner();
  const begun = await beginSignIn(stage.server, config, { fields: FIELDS, session: { ...owner, ...more } });
  const sent = await visit(begun.address);
  return { ...begun, owner, sent, at: locationOf(sent) };
}

/** A callback with some parameters replaced; null takes one away. */
function altered(callback: URL, changes: Readonly<Record<string, string | null>>): string {
  const url = new URL(callback);
  for (const [name, value] of Object.entries(changes))
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  return url.href;
}

beforeAll(async () => {
  stage = await setStage({
    clock: { ...systemClock, now: () => now },
    logger: { debug: note, info: note, warn: note, error: note },
  });
  config = await stage.authConfig();
});
afterAll(() => stage.close());

describe('signing in at a real authorization server that demands PKCE', () => {
  it('links the account with tokens, scopes and the values of the form', async () => {
    const { owner, at, status } = await begin();
    expect(Object.fromEntries(at.searchParams)).toMatchObject({
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: `${stage.server.publicUrl}/connect/oauth2/guild/callback`,
    });
    const back = await consent(at);
    expect(back.searchParams.get('iss')).toBe(stage.provider.issuer);
    const page = await visit(back.href, { headers: { 'accept-language': 'de-AT,en;q=0.5' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Guild ist verbunden');
    const { account } = await status();
    expect(await accountsOf(owner)).toMatchObject([{ id: account!.id, status: 'active' }]);
    const { accounts } = stage.server.platform;
    const stored = (await accounts.get(await defaultProject(stage.server), account!.id))!;
    expect(stored).toMatchObject({
      setup: { hall: 'north' },
      grantedScopes: ['openid', 'offline_access', 'guild:read'],
    });
    expect(accounts.secrets(stored)).toMatchObject({
      passphrase: FIELDS.passphrase,
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      expiresIn: 900,
    });
  });

  it('ends on a page of this server, wherever the query would like it to end', async () => {
    const { at } = await begin();
    const page = await visit((await consent(at)).href);
    expect(page.headers.get('location')).toBeNull();
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'/);
    expect(page.headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
    const text = await page.text();
    expect(text).not.toMatch(/<script>|\son\w+=|\sstyle=|app\.example/);
  });

  it.each([
    ['the client credentials grant', 'service', ['guild:read']],
    ['a connector’s own exchange', 'exchange', null],
  ] as const)('gives %s its first token without a window', async (_name, method, scopes) => {
    const owner = nextOwner();
    const id = await stage.authConfig(method);
    const link = async (credentials: Readonly<Record<string, string>>) => {
      const { token } = await createSession(stage.server, { ...owner, integration_id: id });
      return hub(stage.server, token, 'POST', '/hub/accounts', { integration_id: id, credentials });
    };
    const refused = await link({ ...SERVICE, serviceSecret: 'canary-wrong' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'oauth_token_refused' } });
    expect(refused.body.message).toContain('(invalid_client)');
    expect(JSON.stringify(refused.body)).not.toContain('canary');
    expect(await accountsOf(owner)).toEqual([]);
    const linked = await link(SERVICE);
    expect(linked.status).toBe(201);
    const { accounts } = stage.server.platform;
    const stored = (await accounts.get(await defaultProject(stage.server), linked.body.id))!;
    expect(accounts.secrets(stored)).toMatchObject({ accessToken: expect.any(String), expiresIn: 600 });
    expect(stored.grantedScopes).toEqual(scopes);
    const wrong = await beginSignIn(stage.server, id, { fields: SERVICE });
    expect((await visit(wrong.address)).status).toBe(400);
    expect((await wrong.status()).error).toMatchObject({ code: 'oauth_not_offered' });
  });
});

describe('an answer of the provider', () => {
  it('counts once, also when it is delivered many times at once', async () => {
    const { owner, at, status } = await begin();
    const back = (await consent(at)).href;
    const before = stage.provider.exchanges();
    const pages = await Promise.all(Array.from({ length: 6 }, () => visit(back)));
    expect(pages.map((page) => page.status).sort()).toEqual([200, 400, 400, 400, 400, 400]);
    expect(stage.provider.exchanges()).toBe(before + 1);
    expect(await accountsOf(owner)).toHaveLength(1);
    const again = await visit(back);
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('oauth_state_used');
    expect((await status()).status).toBe('authenticated');
  });

  it('is refused with no state, another one, or one that was never given', async () => {
    const { owner, at, status } = await begin();
    const back = await consent(at);
    for (const [state, code] of [
      [null, 'oauth_state_missing'],
      ['', 'oauth_state_missing'],
      ['x'.repeat(43), 'oauth_state_unknown'],
    ] as const) {
      const page = await visit(altered(back, { state }));
      expect(page.status).toBe(400);
      expect(await page.text()).toContain(code);
    }
    const repeated = await visit(`${back.href}&state=${back.searchParams.get('state')}`);
    expect(await repeated.text()).toContain('oauth_state_missing');
    expect((await status()).status).toBe('pending');
    expect(await accountsOf(owner)).toEqual([]);
  });

  it('is refused from another browser than the one in which the sign-in began, and ends the attempt', async () => {
    for (const headers of [{}, { cookie: `patchbay_sign_in=${'x'.repeat(43)}` }]) {
      const { owner, sent, at, status } = await begin();
      expect(sent.headers.get('set-cookie')).toMatch(
        /^patchbay_sign_in=[\w-]{43}; Path=\/connect\/oauth2; Max-Age=600; HttpOnly; SameSite=Lax$/,
      );
      const before = stage.provider.exchanges();
      const back = await consent(at);
      const page = await fetch(back, { redirect: 'manual', headers });
      expect(page.status).toBe(400);
      expect(await page.text()).toContain('stay in one browser');
      expect((await status()).error).toMatchObject({ code: 'oauth_browser_differs' });
      expect((await visit(back.href)).status).toBe(400);
      expect(stage.provider.exchanges()).toBe(before);
      expect(await accountsOf(owner)).toEqual([]);
    }
  });

  it('does not link a stranger’s code: another sign-in’s code fails on PKCE', async () => {
    const [mine, theirs] = [await begin(), await begin()];
    const [myBack, theirBack] = [await consent(mine.at), await consent(theirs.at)];
    const page = await visit(altered(myBack, { code: theirBack.searchParams.get('code') }));
    expect(page.status).toBe(502);
    expect((await mine.status()).error).toMatchObject({ code: 'invalid_grant' });
    expect(await accountsOf(mine.owner)).toEqual([]);
    expect(await accountsOf(theirs.owner)).toEqual([]);
  });

  it('is refused from another issuer, at the address of another connector, and without a code', async () => {
    for (const [alter, code] of [
      [(back: URL) => altered(back, { iss: 'https://evil.example' }), 'oauth_answer_refused'],
      [(back: URL) => back.href.replace('/guild/callback', '/union/callback'), 'oauth_connector_differs'],
      [(back: URL) => altered(back, { code: null }), 'oauth_answer_refused'],
    ] as const) {
      const { owner, at, status } = await begin();
      const before = stage.provider.exchanges();
      const back = await consent(at);
      const page = await visit(alter(back));
      expect(page.status, code).toBe(400);
      expect((await status()).error).toMatchObject({ code });
      expect(stage.provider.exchanges()).toBe(before);
      expect((await visit(back.href)).status).toBe(400);
      expect(await accountsOf(owner)).toEqual([]);
    }
  });

  it('that says no is told with the provider’s code and words, which cannot become markup', async () => {
    const { owner, at, status } = await begin();
    const page = await visit((await consent(at, 'deny')).href);
    expect(page.status).toBe(400);
    const text = await page.text();
    expect(text).toContain('The guild master said &lt;b&gt;no&lt;/b&gt;.');
    expect((await status()).error).toEqual({
      code: 'access_denied',
      description: expect.stringContaining('The guild master said <b>no</b>.'),
    });
    expect(await accountsOf(owner)).toEqual([]);
  });

  it('that comes after the attempt was given up, or has run out, links nothing', async () => {
    const dropped = await begin();
    const back = await consent(dropped.at);
    await hub(stage.server, dropped.token, 'DELETE', `/hub/connection_attempts/${dropped.attemptId}`);
    expect(await (await visit(back.href)).text()).toContain('connection_attempt_over');
    expect((await dropped.status()).status).toBe('cancelled');
    expect(await accountsOf(dropped.owner)).toEqual([]);

    const late = await begin({ expires_in: 3_600 });
    const answer = await consent(late.at);
    now += 10 * 60_000;
    expect(await (await visit(answer.href)).text()).toContain('oauth_state_expired');
    expect((await late.status()).status).toBe('expired');
    expect(await accountsOf(late.owner)).toEqual([]);
  });

  it('links nothing when the attempt is given up while the tokens are on their way', async () => {
    const { owner, token, attemptId, at, status } = await begin();
    const back = await consent(at);
    let release: () => void = () => {};
    stage.provider.holdTokens(
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    const before = stage.provider.exchanges();
    const page = visit(back.href);
    await expect.poll(() => stage.provider.exchanges()).toBe(before + 1);
    await hub(stage.server, token, 'DELETE', `/hub/connection_attempts/${attemptId}`);
    release();
    expect((await page).status).toBe(409);
    expect((await status()).status).toBe('cancelled');
    expect(await accountsOf(owner)).toEqual([]);
  });

  it('links one account when one session has two sign-ins under way', async () => {
    const owner = nextOwner();
    const { token } = await createSession(stage.server, { ...owner, integration_id: config });
    const backs: string[] = [];
    for (let i = 0; i < 2; i += 1) {
      const { address } = await beginSignIn(stage.server, config, { token, fields: FIELDS });
      backs.push((await consent(locationOf(await visit(address)))).href);
    }
    const pages = await Promise.all(backs.map((back) => visit(back)));
    expect(pages.map((page) => page.status).sort()).toEqual([200, 401]);
    expect(await accountsOf(owner)).toHaveLength(1);
  });
});

describe('the address of the window', () => {
  it('is refused, on a page, for a wrong token, attempt, auth config or form', async () => {
    const { address, status, owner } = await begin();
    const url = new URL(address);
    const other = await begin();
    for (const [changes, code] of [
      [{ token: null }, 'validation_failed'],
      [{ token: 'nobody' }, 'session_token_unknown'],
      [{ connection_attempt_id: 'nobody' }, 'connection_attempt_not_found'],
      [{ connection_attempt_id: other.attemptId }, 'connection_attempt_not_found'],
    ] as const) {
      const page = await visit(altered(url, changes));
      expect(page.status).toBeGreaterThanOrEqual(400);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      expect(await page.text(), code).toContain(code);
    }
    expect((await status()).status).toBe('pending');
    const incomplete = await visit(altered(url, { hall: null }));
    expect(await incomplete.text()).toContain('Hall is required');
    expect((await status()).error).toMatchObject({ code: 'credentials_invalid' });
    expect(await accountsOf(owner)).toEqual([]);
    const elsewhere = await beginSignIn(stage.server, config, { fields: FIELDS });
    const page = await visit(elsewhere.address.replace(config, 'nobody'));
    expect(await page.text()).toContain('auth_config_not_found');
  });

  it('leads to the web and nowhere else, whatever a connector makes of the form', async () => {
    const union = await stage.authConfig('oauth2', CLIENT, 'union');
    for (const hall of ['javascript:alert(1)', 'nowhere', 'file:///etc/passwd']) {
      const { address, status } = await beginSignIn(stage.server, union, { fields: { hall } });
      const page = await visit(address);
      expect([page.status, page.headers.get('location')], hall).toEqual([502, null]);
      expect((await status()).error).toMatchObject({ code: 'oauth_set_up_incomplete' });
    }
    const { address } = await beginSignIn(stage.server, union, { fields: { hall: 'https://hall.example/auth' } });
    expect(locationOf(await visit(address)).origin).toBe('https://hall.example');
  });

  it('opened under another name of the server is sent on to the public one, where the answer will come, but once', async () => {
    const { address, status } = await beginSignIn(stage.server, config, { fields: FIELDS });
    const { publicUrl, url } = stage.server;
    const sentOn = await visit(address.replace(publicUrl, url));
    expect([sentOn.status, sentOn.headers.get('set-cookie')]).toEqual([302, null]);
    const next = locationOf(sentOn).href;
    expect(next).toBe(`${address}&patchbay_sent_on=1`);
    // As behind a proxy that hides the name: it is not sent on for ever.
    expect(locationOf(await visit(next.replace(publicUrl, url))).origin).toBe(stage.provider.issuer);
    expect((await visit((await consent(locationOf(await visit(next)))).href)).status).toBe(200);
    expect((await status()).status).toBe('authenticated');
  });

  it('opened a second time replaces the first sign-in', async () => {
    const { address, at, status } = await begin();
    const again = locationOf(await visit(address));
    expect(again.searchParams.get('state')).not.toBe(at.searchParams.get('state'));
    expect((await visit((await consent(at)).href)).status).toBe(400);
    expect((await visit((await consent(again)).href)).status).toBe(200);
    expect((await status()).status).toBe('authenticated');
  });
});

describe('the values of the form and the tokens', () => {
  it('are in no log line, log row, page or answer', async () => {
    const { address, at, token, attemptId } = await begin();
    const back = await consent(at);
    const seen = [
      await (await visit(back.href)).text(),
      await (await visit(back.href)).text(),
      await (await visit(address)).text(),
      JSON.stringify((await hub(stage.server, token, 'GET', `/hub/connection_attempts/${attemptId}`)).body),
      ...lines,
    ];
    const { database } = stage.server.platform;
    await expect
      .poll(async () =>
        (await database.kysely.selectFrom('request_logs').selectAll().execute()).map(({ path }) => path),
      )
      .toContain('/connect/oauth2/guild/callback');
    for (const table of ['request_logs', 'step_logs', 'connection_attempts', 'accounts', 'audit_log'] as const)
      seen.push(JSON.stringify(await database.kysely.selectFrom(table).selectAll().execute()));
    const code = back.searchParams.get('code')!;
    const state = back.searchParams.get('state')!;
    for (const secret of ['canary', CLIENT.clientSecret, code, state, token])
      expect(seen.filter((text) => text.includes(secret))).toEqual([]);
    expect(lines).not.toEqual([]);
  });
});
