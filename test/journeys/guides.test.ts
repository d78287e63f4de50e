import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchBrowser } from '../support/browser.ts';
import { createSession } from '../support/linking.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const GUIDE = '/guides/humaans/link-account/api-key';

let server: TestServer;
let browser: Browser;

/** Opens a page, and fails the test when anything is blocked, missing, or asked of another site. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${server.publicUrl}/`) && !request.url().startsWith('data:'))
      complaints.push(request.url());
  });
  await page.goto(`${server.publicUrl}${path}`);
  expect(complaints).toEqual([]);
  return page;
}

const visibleScopes = (page: Page) => page.locator('[data-scope]:visible code').allTextContents();

describe.skipIf(CHROMIUM === undefined)('a connection guide in a browser', () => {
  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.dispose();
  });

  it('prints the scopes that the chosen actions need, and an address that brings the choice back', async () => {
    const page = await open(GUIDE);
    expect(await visibleScopes(page)).toHaveLength(8);
    await page.getByText(/Choose from \d+ actions/).click();
    await page.getByLabel('Find an action').fill('compensation');
    expect(await page.getByText('List people', { exact: true }).isVisible()).toBe(false);
    await page.getByRole('checkbox', { name: 'List compensations humaans_list_compensations' }).check();
    expect(await visibleScopes(page)).toEqual(['compensations:read']);
    await page.getByText(/1 action chosen\. Scopes needed: compensations:read/).waitFor();
    await page.getByRole('checkbox', { name: 'Create compensation humaans_create_compensation', exact: true }).check();
    expect(await visibleScopes(page)).toContain('compensations:write');

    const again = await open(page.url().slice(server.publicUrl.length));
    expect(await visibleScopes(again)).toEqual(await visibleScopes(page));
    await again.getByRole('link', { name: 'Show everything' }).click();
    expect(await visibleScopes(again)).toHaveLength(8);
    expect(new URL(again.url()).search).toBe('');
    await Promise.all([page.context().close(), again.context().close()]);
  });

  it('does the same without scripts', async () => {
    const page = await open(GUIDE, { javaScriptEnabled: false });
    await page.getByText(/Choose from \d+ actions/).click();
    await page.getByRole('checkbox', { name: 'List compensations humaans_list_compensations' }).check();
    await page.getByRole('button', { name: 'Show what they need' }).click();
    await page.waitForURL(/actions=humaans_list_compensations/);
    expect(await visibleScopes(page)).toEqual(['compensations:read']);
    await page.context().close();
  });

  it('starts with the scopes of its address', async () => {
    const page = await open(`${GUIDE}?scopes=documents:read,webhooks:manage`);
    expect(await visibleScopes(page)).toEqual(['documents:read', 'webhooks:manage']);
    await page.context().close();
  });

  it.each([
    ['light', 1_200],
    ['dark', 1_200],
    ['light', 320],
  ] as const)('is accessible and fits, %s at %i px', async (colorScheme, width) => {
    const profile = '/guides/lattice/connector-profile/oauth-2-0';
    for (const path of [`${GUIDE}?scopes=documents:read`, '/guides', '/guides/accounts', profile]) {
      const page = await open(path, { colorScheme, viewport: { width, height: 800 } });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.context().close();
    }
  });

  it('prints what helps at the desk and nothing else', async () => {
    const page = await open(GUIDE);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('Which actions will you use?').isVisible()).toBe(false);
    expect(await page.getByText('Read as Markdown').isVisible()).toBe(false);
    expect(await page.getByText('Copy the access token').isVisible()).toBe(true);
    await page.context().close();
  });

  it('is where the hub leads to when the connector names no page of its own', async () => {
    const { auth_link_url: url } = await createSession(server, { provider: 'humaans', origin_owner_id: 'guided' });
    const page = await browser.newPage();
    await page.goto(url);
    const link = page.locator(`a[href="${server.publicUrl}${GUIDE}"]`).first();
    await link.waitFor({ state: 'attached' });
    expect(await link.getAttribute('target')).toBe('_blank');
    await page.close();
  });
});
