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
  /** Path, or what the connect session of an auth link is limited to. */
  readonly open: string | Readonly<Record<string, string>>;
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
];

async function authLink(server: RunningServer, limits: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(`${server.url}/connect_sessions`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ origin_owner_id: 'acme', origin_owner_name: 'Acme', type: 'test', ...limits }),
  });
  const session = (await answer.json()) as { auth_link_url?: string };
  if (session.auth_link_url === undefined) throw new Error(`No auth link: ${JSON.stringify(session)}`);
  return session.auth_link_url;
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
  await page.goto(typeof open === 'string' ? `${server.publicUrl}${open}` : await authLink(server, open));
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
