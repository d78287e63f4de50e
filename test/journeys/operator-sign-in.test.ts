import { afterEach, describe, expect, it } from 'vitest';
import { welcome } from '../../src/cli/commands/start.ts';
import { keptLog } from '../support/log-lines.ts';
import { OWNER, OWNER_ENV, openBrowser, signedIn } from '../support/operators.ts';
import { basic, send, startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';

let server: TestServer;
const start = async (options: Parameters<typeof startTestServer>[0] = { env: OWNER_ENV }) => {
  server = await startTestServer(options);
  return server;
};
afterEach(() => server.dispose());

const actions = async () => (await server.platform.audit.list({}, { limit: 100 })).map(({ action }) => action);

describe('the first operator', () => {
  it('is made with a generated password that is handed over once and works', async () => {
    await start({});
    const login = server.firstOperator!;
    expect(login.email).toBe('admin@localhost');
    expect(login.password).toMatch(/^[A-Za-z0-9]{24}$/);
    const printed = welcome(server, false);
    expect(printed.split(login.password)).toHaveLength(2);
    const browser = await signedIn(server, login);
    expect((await browser.call('GET', '/operator/me')).body).toMatchObject({
      operator: { email: 'admin@localhost', owner: true, must_change_password: false },
    });
    expect(await server.platform.operators.ensureFirst('other@example.com', undefined)).toBeUndefined();
    expect(await actions()).toContain('operator.created');
  });

  it('has the login of the settings, which is not handed back', async () => {
    await start();
    expect(server.firstOperator).toBeUndefined();
    expect(welcome(server, false)).not.toContain('Operator login');
    expect((await (await signedIn(server)).call('GET', '/operator/me')).status).toBe(200);
  });
});

describe('signing in', () => {
  it('gives a cookie that scripts cannot read and other sites cannot send, and signing out ends it', async () => {
    await start();
    const browser = openBrowser(server);
    expect(await browser.call('GET', '/operator/me')).toMatchObject({
      status: 401,
      body: { code: 'operator_session_missing' },
    });
    const answer = await browser.signIn({ ...OWNER, email: ' Owner@Example.com ' });
    expect(answer).toMatchObject({ status: 200, body: { operator: { email: OWNER.email, owner: true } } });
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^patchbay_operator=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/);
    const value = browser.cookie();
    expect((await browser.call('POST', '/operator/sign-out')).status).toBe(204);
    expect(browser.cookie()).toBe('');
    expect(await browser.call('GET', '/operator/me', undefined, { cookie: value })).toMatchObject({
      status: 401,
      body: { code: 'operator_session_ended' },
    });
    expect((await actions()).slice(0, 2)).toEqual(['operator.signed_out', 'operator.signed_in']);
  });

  it('sets a cookie for https alone when that is how people reach the server', async () => {
    await start({ env: { ...OWNER_ENV, PATCHBAY_PUBLIC_URL: 'https://patchbay.example' } });
    const browser = openBrowser(server);
    const answer = await browser.call('POST', '/operator/sign-in', OWNER, { origin: 'https://patchbay.example' });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-patchbay_operator=.*; Path=\/; .*; Secure$/);
    expect((await browser.call('GET', '/operator/me')).status).toBe(200);
  });

  it('takes no API key for a cookie, and no cookie for an API key', async () => {
    await start();
    const browser = await signedIn(server);
    expect((await server.call('GET', '/operator/me')).status).toBe(401);
    expect((await browser.call('GET', '/accounts')).status).toBe(401);
    expect((await browser.call('GET', '/accounts', undefined, { authorization: basic(TEST_KEY) })).status).toBe(200);
  });

  it('ends the session that the browser had before', async () => {
    await start();
    const browser = await signedIn(server);
    const before = browser.cookie();
    await browser.signIn(OWNER);
    expect((await browser.call('GET', '/operator/me', undefined, { cookie: before })).status).toBe(401);
    expect((await browser.call('GET', '/operator/me')).status).toBe(200);
  });

  it('refuses a wrong password and an unknown address alike, and stops guessing', async () => {
    await start();
    const browser = openBrowser(server);
    const wrong = await browser.signIn({ ...OWNER, password: 'not the password' });
    const unknown = await browser.signIn({ email: 'nobody@example.com', password: 'not the password' });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'sign_in_refused' } });
    const told = ({ body }: typeof wrong) => ({ ...body, timestamp: null, request_id: null });
    expect(told(unknown)).toEqual(told(wrong));
    expect(wrong.headers.getSetCookie()).toEqual([]);
    const guesses = await Promise.all(
      Array.from({ length: 8 }, (_, n) => browser.signIn({ ...OWNER, password: `guess number ${n}` })),
    );
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(4);
    const locked = await browser.signIn(OWNER);
    expect(locked).toMatchObject({ status: 429, body: { code: 'sign_in_limited' } });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
    const noted = await actions();
    expect(noted.filter((action) => action === 'operator.sign_in_failed')).toHaveLength(6);
    expect(noted.filter((action) => action === 'operator.sign_in_limited')).toHaveLength(1);
  });

  it('needs an e-mail address and a password, and tells nothing else', async () => {
    await start();
    const browser = openBrowser(server);
    expect((await browser.call('POST', '/operator/sign-in', { email: 'me', password: 'x' })).status).toBe(400);
    expect((await browser.call('POST', '/operator/sign-in', { email: OWNER.email })).status).toBe(400);
    expect((await browser.call('POST', '/operator/sign-in', { ...OWNER, owner: true })).status).toBe(400);
  });
});

describe('requests from elsewhere', () => {
  it('that change something are refused, whatever cookie they carry', async () => {
    await start();
    const browser = await signedIn(server);
    const { host } = new URL(server.url);
    const refused: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `http://${host.replace(/\d+$/, '1')}` },
      { origin: `http://evil.${host}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
    ];
    for (const headers of refused) {
      for (const [path, body] of [['/operator/sign-out'], ['/operator/sign-in', OWNER]] as const) {
        expect(await browser.call('POST', path, body, headers), JSON.stringify(headers)).toMatchObject({
          status: 403,
          body: { code: 'cross_site_refused' },
        });
      }
    }
    const cookie = browser.cookie();
    const bare = await send(`${server.url}/operator/sign-out`, { method: 'POST', headers: { cookie } });
    expect(bare.body.code).toBe('cross_site_refused');
    expect((await browser.call('GET', '/operator/me')).status).toBe(200);
  });

  it('of pages of this server are served, however the browser says so', async () => {
    await start();
    const { port } = new URL(server.url);
    for (const headers of [{ origin: `http://localhost:${port}` }, { 'sec-fetch-site': 'same-origin' }]) {
      const browser = openBrowser(server);
      expect((await browser.call('POST', '/operator/sign-in', OWNER, headers)).status).toBe(200);
    }
  });

  it('get no leave to be read by other sites', async () => {
    await start();
    const browser = await signedIn(server);
    const answer = await browser.call('GET', '/operator/me', undefined, { origin: 'https://evil.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await send(`${server.url}/operator/sign-in`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('changing the password', () => {
  it('needs the current one, and ends the sessions elsewhere', async () => {
    await start();
    const [here, there] = [await signedIn(server), await signedIn(server)];
    const next = 'another password of the owner';
    const change = (current_password: string, new_password: string) =>
      here.call('POST', '/operator/password', { current_password, new_password });
    expect((await change('not the password', next)).body.code).toBe('current_password_wrong');
    expect((await change(OWNER.password, 'short')).status).toBe(400);
    expect((await there.call('GET', '/operator/me')).status).toBe(200);
    expect((await change(OWNER.password, next)).status).toBe(200);
    expect((await here.call('GET', '/operator/me')).status).toBe(200);
    expect((await there.call('GET', '/operator/me')).body.code).toBe('operator_session_ended');
    expect((await openBrowser(server).signIn(OWNER)).status).toBe(401);
    expect((await openBrowser(server).signIn({ ...OWNER, password: next })).status).toBe(200);
    expect(await actions()).toContain('operator.password_changed');
  });
});

describe('a one-time password', () => {
  it('lets its holder choose a password of their own and nothing else', async () => {
    await start();
    const actor = { type: 'command', id: 'command', name: 'command', ip: null } as const;
    const old = await signedIn(server);
    const login = await server.platform.operators.setPassword(OWNER.email, undefined, actor);
    expect((await old.call('GET', '/operator/me')).status).toBe(401);
    const browser = await signedIn(server, login);
    expect((await browser.call('GET', '/operator/me')).body.operator.must_change_password).toBe(true);
    const change = { current_password: login.password, new_password: 'a password of my own' };
    expect((await browser.call('POST', '/operator/password', change)).body.operator.must_change_password).toBe(false);
    expect(await actions()).toContain('operator.password_set');
  });
});

describe('secrets of operators', () => {
  it('appear in no log line and no audit entry', async () => {
    const { logger, lines } = keptLog();
    await start({ logger });
    const generated = server.firstOperator!;
    const browser = await signedIn(server, generated);
    await browser.signIn({ ...generated, password: 'a wrong password' });
    const change = { current_password: generated.password, new_password: 'a password of my own' };
    await browser.call('POST', '/operator/password', change);
    const token = browser.cookie().split('=')[1]!;
    const entries = JSON.stringify(await server.platform.audit.list({}, { limit: 100 }));
    for (const secret of [generated.password, 'a wrong password', change.new_password, token]) {
      expect(lines.join('\n')).not.toContain(secret);
      expect(entries).not.toContain(secret);
    }
    expect(lines.length).toBeGreaterThan(0);
  });
});
