import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltHub, buildHub } from './build.ts';
import { chromiumPath } from './chromium.ts';
import { rows } from './fixtures.ts';
import { editing, many, signingIn } from './scenarios.ts';
import { sendToken } from './screens.ts';
import { Stage } from './stage.ts';

describe('the built hub', () => {
  let built: BuiltHub;
  beforeAll(async () => {
    built = await buildHub();
  });
  afterAll(() => built.remove());

  const text = (name: string) => readFileSync(join(built.folder, name), 'utf8');

  it('is one file of less than 60 KB over the wire', () => {
    expect(gzipSync(text('patchbay-hub.js')).length).toBeLessThan(60_000);
    expect(text('patchbay-hub.js')).not.toMatch(/^import /m);
  });

  it('has a link page without inline script or style, whose files lie beside it', () => {
    const page = text('link.html');
    expect(page).not.toMatch(/<style|style=|<script(?![^>]*\ssrc=)| on\w+=/);
    for (const [, name = ''] of page.matchAll(/(?:href|src)="\.\/([^"]+)"/g)) {
      expect(statSync(join(built.folder, name)).size).toBeGreaterThan(0);
    }
    expect(readdirSync(built.folder)).toEqual(expect.arrayContaining(['link.css', 'link.html', 'link.js', 'mark.svg']));
  });

  it('names no other server', () => {
    for (const name of ['patchbay-hub.js', 'link.js', 'link.css', 'link.html', 'react.js']) {
      const named = [...text(name).matchAll(/https?:\/\/\w[\w.-]*/g)].map(([address]) => address);
      const harmless = /^https?:\/\/(www\.w3\.org|lit\.dev|example\.com)$/;
      expect(named.filter((address) => !harmless.test(address))).toEqual([]);
    }
  });
});

describe.skipIf(chromiumPath === undefined)('embedding the hub', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set('examples');
  });
  afterAll(() => stage.strike());
  afterEach(() => stage.clear());

  it('calls the functions it was given as well as sending events', async () => {
    const { page } = await stage.open(many);
    await page.evaluate(() => {
      const called: unknown[] = [];
      const hub = document.querySelector('patchbay-hub');
      Object.assign(globalThis, { called });
      Object.assign(hub as object, {
        onSuccess: (account: unknown) => called.push(['success', account]),
        onClose: () => called.push(['close']),
      });
    });
    await sendToken(page);
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await page.evaluate(() => (globalThis as unknown as { called: unknown }).called)).toEqual([
      ['success', { id: 'account-1', provider: 'humaans' }],
      ['close'],
    ]);
  });

  it('lets success and close bubble, and keeps failures from the error handlers of the page', async () => {
    const { page } = await stage.open(many);
    await page.evaluate(() => {
      const bubbled: string[] = [];
      Object.assign(globalThis, { bubbled });
      for (const name of ['success', 'close', 'cancel', 'error', 'session']) {
        addEventListener(name, (event) => bubbled.push(event.type));
      }
    });
    await page.getByRole('button', { name: /^Nutshell/ }).click();
    await page.getByRole('button', { name: 'Back to all tools' }).click();
    await sendToken(page);
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await page.evaluate(() => (globalThis as unknown as { bubbled: unknown }).bubbled)).toEqual([
      'success',
      'close',
    ]);
  });

  it('starts over with another token', async () => {
    const { page } = await stage.open(many);
    await page.getByText('Nutshell').waitFor();
    await page.evaluate((token) => {
      document.querySelector('patchbay-hub')?.setAttribute('token', token);
    }, stage.mock.session(editing));
    await page.getByRole('heading', { name: 'Update Nutshell' }).waitFor();
  });

  it('survives being moved, and starts over after it was taken away', async () => {
    const { page, token } = await stage.open(signingIn({}));
    const dropped = () => stage.mock.asked.filter((asked) => asked.token === token && asked.method === 'DELETE').length;
    await page.getByLabel('Subdomain').fill('acme');
    await page.getByRole('button', { name: 'Connect Lattice' }).click();
    await page.getByRole('heading', { name: 'Sign in to Lattice' }).waitFor();
    await page.evaluate(() =>
      document.querySelector('main')?.append(document.querySelector('patchbay-hub') as Element),
    );
    await page.getByRole('heading', { name: 'Sign in to Lattice' }).waitFor();
    expect(dropped()).toBe(0);
    await page.evaluate(() => {
      const hub = document.querySelector('patchbay-hub') as Element;
      Object.assign(globalThis, { hub });
      hub.remove();
    });
    await expect.poll(dropped).toBe(1);
    await page.evaluate(() => document.body.append((globalThis as unknown as { hub: Element }).hub));
    await page.getByRole('button', { name: 'Connect Lattice' }).waitFor();
    expect(await page.getByLabel('Subdomain').inputValue()).toBe('');
  });

  it('shows the icon of a connector from its own server, and its initials where there is none', async () => {
    const icons = rows.map((one, index) => ({ ...one, logo_url: ['/dist/mark.svg', '/embed.css', ''][index] ?? '' }));
    const { page } = await stage.open({ ...many, 'GET /hub/connectors': { body: { integrations: icons } } });
    const tiles = page.locator('.row .tile');
    await expect.poll(() => tiles.nth(0).getAttribute('class')).toContain('pictured');
    const initials = () =>
      page
        .locator('.row .tile-initials')
        .evaluateAll((all) => all.map((one) => one.checkVisibility({ visibilityProperty: true })));
    expect(await initials()).toEqual([false, true, true, true]);
    await expect.poll(() => tiles.nth(1).locator('img').isHidden()).toBe(true);
  });

  it('names the closing button as it is told to', async () => {
    const { page } = await stage.open(many, { attributes: { 'on-close-label': 'Back to settings' } });
    await sendToken(page);
    await page.getByRole('button', { name: 'Back to settings' }).waitFor();
  });

  it('shows who makes it unless told not to', async () => {
    const count = async (attributes: Record<string, string>) => {
      const { page } = await stage.open(many, { attributes });
      await page.getByText('Nutshell').waitFor();
      return page.getByText('Linking by Patchbay').count();
    };
    expect(await count({})).toBe(1);
    expect(await count({ 'show-footer-links': 'false' })).toBe(0);
    expect(await count({ 'white-label': '' })).toBe(0);
  });

  it('bears no mark of ours in white-label mode', async () => {
    const { page } = await stage.open(many, { attributes: { 'white-label': '' } });
    await sendToken(page);
    await page.getByRole('heading', { name: 'Humaans is connected' }).waitFor();
    expect(await page.locator('.mark').count()).toBe(0);
    const words = await page.evaluate(() => document.querySelector('patchbay-hub')?.shadowRoot?.textContent);
    expect(words).not.toMatch(/patchbay/i);
  });

  it('speaks the language of the element, else of the page', async () => {
    const { page } = await stage.open(many, { attributes: { lang: 'de-CH' } });
    await page.getByRole('heading', { name: 'Tool verbinden' }).waitFor();
    const german = await stage.open(many);
    await german.page.evaluate(() => {
      document.documentElement.lang = 'de';
      document.querySelector('patchbay-hub')?.remove();
      const hub = document.createElement('patchbay-hub');
      document.getElementById('place')?.append(hub);
    });
    await german.page.getByRole('heading', { name: 'Dieser Seite fehlt das Link-Token' }).waitFor();
  });

  it.each(['plain', 'react', 'vue', 'svelte'])('works in the example for %s', async (name) => {
    const token = stage.mock.session(many);
    const query = new URLSearchParams({ token, base: stage.mock.url });
    const page = await stage.visit(`/dist/${name}/index.html?${query}`);
    await sendToken(page);
    await page.getByText('Linked humaans as account account-1.').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => page.locator('patchbay-hub').count()).toBe(0);
  });

  it('tells the page that frames it which account was linked', async () => {
    const token = stage.mock.session(many);
    const page = await stage.visit('/embed');
    await page.evaluate((address) => {
      const frame = document.createElement('iframe');
      Object.assign(globalThis, { told: [] });
      addEventListener('message', (event) => (globalThis as unknown as { told: unknown[] }).told.push(event.data));
      frame.src = address;
      frame.width = '1000';
      frame.height = '700';
      document.body.append(frame);
    }, `/dist/link.html?token=${token}`);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('button', { name: /^Humaans/ }).click();
    await frame.getByLabel('API Token', { exact: true }).fill('abcdefghijklmnop1234');
    await frame.getByRole('button', { name: 'Connect Humaans' }).click();
    await frame.getByRole('heading', { name: 'Humaans is connected' }).waitFor();
    expect(await page.evaluate(() => (globalThis as unknown as { told: unknown }).told)).toEqual([
      { type: 'AccountConnected', account: { id: 'account-1', provider: 'humaans' } },
    ]);
  });
});
