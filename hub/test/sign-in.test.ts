import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { failure, signingIn } from './scenarios.ts';
import { Stage } from './stage.ts';

/** Fills the form and starts the sign-in; answers the window that opens. */
const start = async (page: Page): Promise<Page> => {
  await page.getByLabel('Subdomain').fill('acme');
  const [opened] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: 'Connect Lattice' }).click(),
  ]);
  return opened;
};

describe.skipIf(chromiumPath === undefined)('signing in at the provider', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
  });
  afterAll(() => stage.strike());
  afterEach(() => stage.clear());

  it('opens a window with the attempt, the token and the values, and ends with the account', async () => {
    const { page, token, events } = await stage.open(
      signingIn({ status: 'authenticated', account: { id: 'account-5' } }),
    );
    const opened = await start(page);
    await opened.waitForURL(/connect\/oauth2/);
    const url = new URL(opened.url());
    expect(url.pathname).toBe('/connect/oauth2/lattice-profile');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      redirect_uri: `${stage.mock.url}/embedded/accounts/callback`,
      token,
      connection_attempt_id: 'attempt-1',
      subdomain: 'acme',
    });
    await page.getByRole('heading', { name: 'Lattice is connected' }).waitFor();
    expect(opened.isClosed()).toBe(true);
    expect((await events()).at(-1)).toEqual(['success', { id: 'account-5', provider: 'lattice' }]);
  });

  it('waits with a way out, which drops the attempt and keeps what was typed', async () => {
    const { page, token, events } = await stage.open(signingIn({}));
    const opened = await start(page);
    await page.getByRole('heading', { name: 'Sign in to Lattice' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The sign-in was cancelled.').waitFor();
    expect(await page.getByLabel('Subdomain').inputValue()).toBe('acme');
    await expect.poll(() => opened.isClosed()).toBe(true);
    const dropped = stage.mock.asked.filter((asked) => asked.token === token && asked.method === 'DELETE');
    expect(dropped.map((asked) => asked.path)).toEqual(['/hub/connection_attempts/attempt-1']);
    expect((await events()).at(-1)).toEqual(['cancel', null]);
  });

  it('says what the provider said when it refused', async () => {
    const error = { code: 'access_denied', description: 'The administrator declined.' };
    const { page } = await stage.open(signingIn({ status: 'error', error }));
    await start(page);
    await page.getByText('Lattice did not agree to the connection.').waitFor();
    expect(await page.getByText('The administrator declined.').isVisible()).toBe(true);
  });

  it('says how to allow a window that the browser blocked, without having asked the server', async () => {
    const { page, token } = await stage.open(signingIn({}));
    await page.evaluate(() => {
      globalThis.open = () => null;
    });
    await page.getByLabel('Subdomain').fill('acme');
    await page.getByRole('button', { name: 'Connect Lattice' }).click();
    await page.getByText('Your browser blocked the sign-in window.').waitFor();
    expect(stage.mock.asked.filter((asked) => asked.token === token && asked.method === 'POST')).toEqual([]);
  });

  it('closes the window again when the attempt cannot be started', async () => {
    const { page } = await stage.open({
      ...signingIn({}),
      'POST /hub/connection_attempts': failure(500, 'internal', 'The attempt could not be started.'),
    });
    const opened = await start(page);
    await page.getByText('The attempt could not be started.').waitFor();
    await expect.poll(() => opened.isClosed()).toBe(true);
  });
});
