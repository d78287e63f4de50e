import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchBrowser } from '../support/browser.ts';
import { createSession, demoSets } from '../support/linking.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;

/** Opens an auth link and notes every request that leaves for another origin. */
async function open(url: string): Promise<{ page: Page; foreign: string[] }> {
  const page = await browser.newPage();
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(server.publicUrl).origin && !request.url().startsWith('data:'))
      foreign.push(request.url());
  });
  await page.goto(url);
  return { page, foreign };
}

describe.skipIf(CHROMIUM === undefined)('the hosted link page', () => {
  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.dispose();
  });

  it('links an account for a person who pastes a key', async () => {
    const { auth_link_url: url, token } = await createSession(server, {
      provider: 'humaans',
      origin_owner_id: 'browser-1',
    });
    const { page, foreign } = await open(url);
    await page.getByLabel('API Token').fill((await demoSets(server, 'humaans'))[0]!.fields['apiKey']!);
    expect(page.url()).not.toContain(token);
    await page.getByRole('button', { name: /^connect/i }).click();
    await page
      .getByText(/connected/i)
      .first()
      .waitFor();
    const { body } = await server.call('GET', '/accounts?origin_owner_id=browser-1');
    expect(body).toMatchObject([{ provider: 'humaans', status: 'active', type: 'test' }]);
    expect(foreign).toEqual([]);
    await page.close();
  });

  it('links an account for a person who starts at the list and uses demo credentials', async () => {
    const { auth_link_url: url } = await createSession(server, { origin_owner_id: 'browser-2' });
    const { page } = await open(url);
    const tile = page.getByRole('button', { name: /humaans/i }).first();
    if (await tile.isVisible().catch(() => false)) await tile.click();
    await page
      .getByText(/demo credentials/i)
      .first()
      .waitFor();
    await page.close();
  });

  it('says in plain words why a key was refused, and stores nothing', async () => {
    const { auth_link_url: url } = await createSession(server, { provider: 'humaans', origin_owner_id: 'browser-3' });
    const { page } = await open(url);
    await page.getByLabel('API Token').fill('z'.repeat(32));
    await page.getByRole('button', { name: /^connect/i }).click();
    await page
      .getByText(/did not accept these credentials/i)
      .first()
      .waitFor();
    expect((await server.call('GET', '/accounts?origin_owner_id=browser-3')).body).toEqual([]);
    await page.close();
  });

  it('tells the holder of a link that is not valid what to do', async () => {
    const { page } = await open(`${server.publicUrl}/link/#token=nonsense`);
    await page
      .getByText(/new link/i)
      .first()
      .waitFor();
    await page.close();
  });
});
