import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER_ENV, openBrowser, signedIn } from '../support/operators.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ env: OWNER_ENV });
});
afterAll(() => server.dispose());

const open = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
  const response = await fetch(`${server.url}${path}`, {
    headers: { accept: 'text/html', ...headers },
    redirect: 'manual',
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

/** The directives of a policy by their names. */
const directivesOf = (policy: string | null): Map<string, string[]> =>
  new Map(
    (policy ?? '')
      .split(';')
      .map((one) => one.trim().split(/\s+/))
      .map(([name = '', ...sources]) => [name, sources]),
  );

const PAGES = [
  '/guides',
  '/guides/accounts',
  '/guides/humaans/link-account/nobody',
  '/guides/%3Cscript%3Ealert(1)%3C%2Fscript%3E/link-account/x',
  '/link/',
  '/reference',
  '/sandbox',
  '/connect/oauth2/nobody',
  '/connect/oauth2/%3Cscript%3Ealert(1)%3C%2Fscript%3E?token=%3Cscript%3Ealert(1)%3C%2Fscript%3E',
  '/connect/oauth2/humaans/callback?error=%3Cscript%3Ealert(1)%3C%2Fscript%3E&error_description=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E',
];

describe('every page', () => {
  it.each(PAGES)('%s loads nothing from elsewhere, runs nothing inline and is in no frame', async (path) => {
    const { headers, text } = await open(path);
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    const policy = directivesOf(headers.get('content-security-policy'));
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    for (const [name, sources] of policy)
      expect([["'none'"], ["'self'"], ["'self'", 'data:']], name).toContainEqual(sources);
    expect(policy.get('script-src') ?? ["'none'"]).not.toContain('data:');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:/i);
    expect(text).not.toContain('<script>alert');
  });

  it('of an emulator runs no scripts and loads nothing either', async () => {
    for (const path of [
      '/sandbox/nutshell/x',
      '/sandbox/15five/nothing',
      '/sandbox/lattice/oauth/authorize?client_id=x',
    ]) {
      const { headers } = await open(path);
      if (!headers.get('content-type')?.startsWith('text/html')) continue;
      const policy = directivesOf(headers.get('content-security-policy'));
      expect(policy.get('default-src'), path).toEqual(["'none'"]);
      expect(policy.get('script-src') ?? ["'none'"], path).toEqual(["'none'"]);
    }
    expect((await open('/sandbox/15five/nothing')).headers.get('content-security-policy')).toContain(
      "default-src 'none'",
    );
  });
});

describe('pictures of connectors', () => {
  it('run nothing when they are opened as documents', async () => {
    for (const key of ['humaans', 'nobody']) {
      const { headers, text } = await open(`/connectors/${key}/icon.svg`);
      expect(headers.get('content-type')).toBe('image/svg+xml');
      expect(directivesOf(headers.get('content-security-policy')).get('default-src')).toEqual(["'none'"]);
      expect(headers.get('content-security-policy')).not.toContain('script');
      expect(text).not.toMatch(/<script|\son[a-z]+=/i);
    }
  });
});

describe('other origins', () => {
  it('read the hub’s routes alone, and never with cookies', async () => {
    const { body } = await server.call('GET', '/openapi.json');
    for (const [path, operations] of Object.entries(body.paths as Record<string, object>))
      for (const method of Object.keys(operations)) {
        const { headers } = await fetch(`${server.url}${path.replace(/\{\w+\}/g, 'nobody')}`, {
          method: method.toUpperCase(),
          headers: { origin: 'https://evil.example' },
        });
        const open = path.startsWith('/hub/') ? '*' : null;
        expect(headers.get('access-control-allow-origin'), `${method} ${path}`).toBe(open);
        expect(headers.get('access-control-allow-credentials'), `${method} ${path}`).toBeNull();
      }
  });

  it('cannot use the cookie of an operator', async () => {
    const browser = await signedIn(server);
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: server.url, 'sec-fetch-site': 'same-site' },
      { origin: `${server.url}.evil.example` },
      { origin: `http://evil.example@${new URL(server.url).host}.evil.example` },
    ]) {
      const answer = await browser.call('POST', '/operator/projects', { name: 'Forged' }, headers);
      expect(answer, JSON.stringify(headers)).toMatchObject({ status: 403, body: { code: 'cross_site_refused' } });
    }
    const { body } = await browser.call('GET', '/operator/projects');
    expect(JSON.stringify(body)).not.toContain('Forged');
  });
});

describe('the cookie of an operator', () => {
  const login = { email: OWNER_ENV.PATCHBAY_ADMIN_EMAIL, password: OWNER_ENV.PATCHBAY_ADMIN_PASSWORD };

  it('is for the server alone', async () => {
    const answer = await openBrowser(server).signIn(login);
    const [cookie, ...more] = answer.headers.getSetCookie();
    expect(more).toEqual([]);
    expect(cookie).toMatch(/^patchbay_operator=[\w-]{40,}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    expect(JSON.stringify(answer.body)).not.toContain(/=([\w-]+);/.exec(cookie!)![1]);
  });

  it('is sent over https alone where the server is reached by it', async () => {
    const secure = await startTestServer({ env: { ...OWNER_ENV, PATCHBAY_PUBLIC_URL: 'https://hub.example' } });
    try {
      const [cookie] = (await openBrowser(secure).signIn(login)).headers.getSetCookie();
      expect(cookie).toMatch(
        /^__Host-patchbay_operator=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/,
      );
    } finally {
      await secure.dispose();
    }
  });
});
