import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/kernel/index.ts';
import { CHROMIUM, launchBrowser } from '../../support/browser.ts';
import { createSession } from '../../support/linking.ts';
import { type SignInStage, setStage } from './stage.ts';

let stage: SignInStage;
let browser: Browser;
let config: string;
let owners = 0;
let now = systemClock.now();

const accountsOf = async (owner: string) =>
  (await stage.server.call('GET', `/accounts?origin_owner_id=${owner}`)).body as { id: string; status: string }[];

/** The page behind the auth link of a session of an owner of its own. */
async function link(session: Readonly<Record<string, unknown>> = {}) {
  const owner = `window-${++owners}`;
  const wish = { origin_owner_id: owner, origin_owner_name: owner, integration_id: config, ...session };
  const { auth_link_url: url } = await createSession(stage.server, wish);
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.context().on('weberror', (error) => complaints.push(error.error().message));
  page
    .context()
    .on(
      'console',
      (message) =>
        message.type() === 'error' && !/status of 400/.test(message.text()) && complaints.push(message.text()),
    );
  await page.goto(url);
  return { page, owner: wish.origin_owner_id as string, complaints };
}

/** Fills the form and opens the window. */
async function open(page: Page): Promise<Page> {
  await page.getByLabel('Hall').fill('north');
  const [window] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: 'Connect Guild' }).click(),
  ]);
  return window;
}

async function linked(session: Readonly<Record<string, unknown>> = {}) {
  const shown = await link(session);
  const window = await open(shown.page);
  await window.getByRole('button', { name: 'Allow' }).click();
  await shown.page.getByRole('heading', { name: /Guild (is connected|was updated|is updated)/ }).waitFor();
  return { ...shown, window };
}

describe.skipIf(CHROMIUM === undefined)('the window in which a person signs in', () => {
  beforeAll(async () => {
    [stage, browser] = await Promise.all([setStage({ clock: { ...systemClock, now: () => now } }), launchBrowser()]);
    config = await stage.authConfig();
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  it('ends with a linked account on the page behind the auth link, and is closed', async () => {
    const { page, owner, window, complaints } = await linked();
    expect(await accountsOf(owner)).toMatchObject([{ provider: 'guild', status: 'active' }]);
    await expect.poll(() => window.isClosed()).toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('edits the account of a session that names it', async () => {
    const first = await linked();
    const [account] = await accountsOf(first.owner);
    const second = await linked({
      origin_owner_id: first.owner,
      origin_owner_name: first.owner,
      account_id: account!.id,
    });
    expect(await accountsOf(first.owner)).toMatchObject([{ id: account!.id, status: 'active' }]);
    await Promise.all([first.page.close(), second.page.close()]);
  });

  it('brings home what the provider said when it refused', async () => {
    const { page, owner, complaints } = await link();
    const window = await open(page);
    await window.getByRole('button', { name: 'Deny' }).click();
    await window.getByRole('heading', { name: 'Guild is not connected' }).waitFor();
    await page.getByText('Guild did not agree to the connection.').waitFor();
    await expect.poll(() => page.getByText(/The guild master said <b>no<\/b>/).isVisible()).toBe(true);
    expect(await accountsOf(owner)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('can be given up by the reader, and is then closed', async () => {
    const { page, owner } = await link();
    const window = await open(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The sign-in was cancelled.').waitFor();
    await expect.poll(() => window.isClosed()).toBe(true);
    expect(await accountsOf(owner)).toEqual([]);
    await page.close();
  });

  it('that the browser blocks costs nothing but a sentence', async () => {
    const { page } = await link();
    await page.evaluate(() => {
      Reflect.set(globalThis, 'open', () => null);
    });
    await page.getByLabel('Hall').fill('north');
    await page.getByRole('button', { name: 'Connect Guild' }).click();
    await page.getByText('Your browser blocked the sign-in window.').waitFor();
    await page.close();
  });

  it('that took too long is told as such', async () => {
    const { page } = await link({ expires_in: 7_200 });
    const window = await open(page);
    await window.getByRole('button', { name: 'Allow' }).waitFor();
    now += 10 * 60_000;
    await page.getByText('The sign-in took too long and was closed.').waitFor();
    await expect.poll(() => window.isClosed()).toBe(true);
    await page.close();
  });

  it('works from a website of another origin that embeds the hub', async () => {
    const owner = `window-${++owners}`;
    const { token } = await createSession(stage.server, { origin_owner_id: owner, integration_id: config });
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A product</title><link rel="icon" href="data:,">
<script type="module" src="${stage.server.publicUrl}/link/patchbay-hub.js"></script>
<patchbay-hub token="${token}" base-url="${stage.server.publicUrl}"></patchbay-hub>
<script>addEventListener('success', ({ detail }) => { globalThis.linked = detail; });</script>`;
    const website = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
    await new Promise<void>((resolve) => website.listen(0, '127.0.0.1', resolve));
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(website.address() as AddressInfo).port}`);
    const window = await open(page);
    await window.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'Guild is connected' }).waitFor();
    const [account] = await accountsOf(owner);
    expect(await page.evaluate(() => Reflect.get(globalThis, 'linked'))).toEqual({
      id: account!.id,
      provider: 'guild',
    });
    await expect.poll(() => window.isClosed()).toBe(true);
    await page.close();
    website.closeAllConnections();
    website.close();
  });

  it.each(['light', 'dark'] as const)(
    'ends on a page that everybody can read (%s), in their language',
    async (scheme) => {
      for (const [locale, heading] of [
        ['en-GB', 'Guild is not connected'],
        ['de-DE', 'Guild ist nicht verbunden'],
      ] as const) {
        const context = await browser.newContext({ colorScheme: scheme, locale });
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        await page.goto(`${stage.server.publicUrl}/connect/oauth2/guild/callback?state=nobody&code=canary`);
        await page.getByRole('heading', { name: heading }).waitFor();
        expect(complaints.filter((text) => !text.includes('400'))).toEqual([]);
        expect(page.url()).toBe(`${stage.server.publicUrl}/connect/oauth2/guild/callback`);
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
        await context.close();
      }
    },
  );
});
