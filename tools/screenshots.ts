import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { readConfig } from '../src/config.ts';
import { silentLogger } from '../src/kernel/index.ts';
import { type RunningServer, startServer } from '../src/main.ts';
import { CHROMIUM, launchBrowser } from '../test/support/browser.ts';

/**
 * Takes the pictures of `docs/images` from a server of its own: `node tools/screenshots.ts [folder]`. The pages must be
 * built (`npm run build`); a Chromium must be there.
 */

const KEY = 'screenshots-0123456789abcdefghijklmnopqrst';
const DESK = { width: 960, height: 640 };
const PHONE = { width: 390, height: 760 };

/** One picture. */
interface Shot {
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  /** Path, or what the connect session of an auth link is limited to, or what makes the address. */
  readonly open: string | Readonly<Record<string, string>> | ((server: RunningServer) => Promise<string>);
  readonly prepare?: (page: Page) => Promise<unknown>;
}

const connect = (page: Page) => page.getByRole('button', { name: /^connect/i }).click();

const SHOTS: readonly Shot[] = [
  { name: 'hub-list', size: DESK, open: {}, prepare: (page) => page.getByText('Humaans').first().waitFor() },
  {
    name: 'hub-guide',
    size: { width: 1080, height: 720 },
    open: { provider: 'humaans' },
    prepare: (page) => page.getByLabel('API Token').waitFor(),
  },
  {
    name: 'hub-refused',
    size: { width: 1080, height: 720 },
    open: { provider: 'humaans' },
    async prepare(page) {
      await page.getByLabel('API Token').fill('a-token-that-was-revoked-long-ago');
      await connect(page);
      await page
        .getByText(/did not accept/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'hub-connected',
    size: DESK,
    open: { provider: 'humaans' },
    async prepare(page) {
      await page.getByRole('button', { name: /demo credentials/i }).click();
      await page.locator('#demo-sets button').first().click();
      await connect(page);
      await page.getByText('Humaans is connected').first().waitFor();
    },
  },
  {
    name: 'hub-phone-dark',
    size: PHONE,
    dark: true,
    open: { provider: 'nutshell' },
    prepare: (page) => page.getByLabel('API Key', { exact: true }).waitFor(),
  },
  { name: 'guide', size: { width: 900, height: 900 }, open: '/guides/humaans/link-account/api-key' },
  { name: 'guides', size: DESK, open: '/guides' },
  { name: 'reference', size: { width: 1080, height: 720 }, open: '/reference#tag-connect-sessions' },
  {
    name: 'hub-edit',
    size: { width: 1080, height: 720 },
    open: async (server) => {
      const accounts = (await call(server, 'GET', '/accounts')) as { id: string; provider: string }[];
      const account = accounts.find(({ provider }) => provider === 'humaans');
      return authLink(server, { account_id: account?.id ?? '' });
    },
    prepare: (page) => page.getByLabel('API Token').waitFor(),
  },
  {
    name: 'sign-in-done',
    size: { width: 560, height: 420 },
    open: signInWindow,
    async prepare(page) {
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.getByText('Lattice is connected').waitFor();
    },
  },
];

async function call(
  server: RunningServer,
  method: string,
  path: string,
  body?: object,
  token?: string,
): Promise<unknown> {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(token === undefined
        ? { authorization: `Basic ${Buffer.from(`${KEY}:`).toString('base64')}` }
        : { 'x-hub-session-token': token }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

const newSession = async (server: RunningServer, limits: Readonly<Record<string, string>>) =>
  (await call(server, 'POST', '/connect_sessions', {
    origin_owner_id: 'acme',
    origin_owner_name: 'Acme',
    type: 'test',
    ...limits,
  })) as { token: string; auth_link_url: string };

const authLink = async (server: RunningServer, limits: Readonly<Record<string, string>>): Promise<string> =>
  (await newSession(server, limits)).auth_link_url;

/** The window in which somebody signs in at the emulator of Lattice, as the hub opens it. */
async function signInWindow(server: RunningServer): Promise<string> {
  type Provider = { key: string; setup?: { authentication_config_key: string; fields: object }[] };
  const providers = (await call(server, 'GET', '/sandbox')) as Provider[];
  const [setup] = providers.find(({ key }) => key === 'lattice')?.setup ?? [];
  const { id } = (await call(server, 'POST', '/auth_configs', {
    connector_key: 'lattice',
    authentication_config_key: setup?.authentication_config_key,
    environment: 'sandbox',
    setup: setup?.fields,
  })) as { id: string };
  const { token } = await newSession(server, { integration_id: id });
  const attempt = (await call(server, 'POST', '/hub/connection_attempts', { token }, token)) as { id: string };
  const query = new URLSearchParams({
    redirect_uri: `${server.publicUrl}/embedded/accounts/callback`,
    token,
    connection_attempt_id: attempt.id,
    region: 'us',
  });
  return `${server.publicUrl}/connect/oauth2/${id}?${query}`;
}

async function take(browser: Browser, server: RunningServer, shot: Shot, folder: string): Promise<void> {
  const context = await browser.newContext({
    viewport: shot.size,
    colorScheme: shot.dark === true ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const { open } = shot;
  if (typeof open === 'string') await page.goto(`${server.publicUrl}${open}`);
  else await page.goto(typeof open === 'function' ? await open(server) : await authLink(server, open));
  await shot.prepare?.(page);
  await page.evaluate('document.fonts.ready');
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(folder, `${shot.name}.png`), animations: 'disabled', caret: 'hide' });
  await context.close();
  process.stdout.write(`${shot.name}.png\n`);
}

if (CHROMIUM === undefined) throw new Error('No Chromium was found. Set CHROME_PATH to one.');
const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../docs/images'));
const data = mkdtempSync(join(tmpdir(), 'patchbay-screenshots-'));
mkdirSync(folder, { recursive: true });
const env = { PATCHBAY_DATA_DIR: data, PATCHBAY_PORT: '0', PATCHBAY_BOOTSTRAP_API_KEY: KEY };
const server = await startServer(readConfig(env), { logger: silentLogger });
const browser = await launchBrowser();
try {
  for (const shot of SHOTS) await take(browser, server, shot, folder);
} finally {
  await browser.close();
  await server.close();
  rmSync(data, { recursive: true, force: true });
}
