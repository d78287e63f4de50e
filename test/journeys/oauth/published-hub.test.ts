import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchBrowser } from '../../support/browser.ts';
import { createSession } from '../../support/linking.ts';
import { type Report, startWebsite } from '../published-hub/stage.ts';
import { type SignInStage, setStage } from './stage.ts';

let stage: SignInStage;
let website: Awaited<ReturnType<typeof startWebsite>>;
let browser: Browser;
let config: string;
let owners = 0;

const reports = (page: Page): Promise<Report[]> =>
  page.evaluate(() => (globalThis as unknown as { reports: Report[] }).reports);
const connect = (page: Page) => page.getByRole('button', { name: 'Connect', exact: true });
const accountsOf = async (owner: string) =>
  (await stage.server.call('GET', `/accounts?origin_owner_id=${owner}`)).body as { id: string }[];

async function show(kind: string, session: Readonly<Record<string, unknown>> = {}) {
  const owner = `published-${++owners}`;
  const { token } = await createSession(stage.server, { origin_owner_id: owner, ...session });
  const page = await browser.newPage();
  await page.goto(`${website.url}/${kind}?${new URLSearchParams({ baseUrl: stage.server.publicUrl, token })}`);
  return { page, owner };
}

/** Fills the form and opens the window. */
async function open(page: Page): Promise<Page> {
  await page.locator('[name="hall"]').fill('north & south');
  const [window] = await Promise.all([page.waitForEvent('popup'), connect(page).click()]);
  return window;
}

describe.skipIf(CHROMIUM === undefined)('the published hub, signing in at a provider', () => {
  beforeAll(async () => {
    [stage, website, browser] = await Promise.all([setStage(), startWebsite(), launchBrowser()]);
    config = await stage.authConfig();
    await stage.authConfig('service');
  });
  afterAll(async () => {
    await browser?.close();
    await website?.close();
    await stage?.close();
  });

  it.each(['react', 'element'])('goes from the list through form and window to the success (%s)', async (kind) => {
    const { page, owner } = await show(kind);
    await page.getByText('Guild (oauth2)').click();
    const window = await open(page);
    await window.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('Connection Successful').waitFor();
    const accounts = await accountsOf(owner);
    expect(accounts).toMatchObject([{ provider: 'guild', status: 'active' }]);
    expect(await reports(page)).toEqual([{ type: 'success', account: { id: accounts[0]!.id, provider: 'guild' } }]);
    await expect.poll(() => window.isClosed()).toBe(true);
    await page.close();
  });

  it('shows the provider’s refusal with its code and words', async () => {
    const { page, owner } = await show('react', { integration_id: config });
    const window = await open(page);
    await window.getByRole('button', { name: 'Deny' }).click();
    await window.getByRole('heading', { name: 'Guild is not connected' }).waitFor();
    await page.getByText('access_denied').first().waitFor();
    await page.getByRole('button', { name: 'Expand' }).click();
    await page
      .getByText(/The guild master said/)
      .first()
      .waitFor();
    expect(await accountsOf(owner)).toEqual([]);
    expect(await reports(page)).toEqual([]);
    await page.close();
  });
});
