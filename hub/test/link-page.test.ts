import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { ended, many, settings } from './scenarios.ts';
import { openHumaans, sendToken } from './screens.ts';
import { Stage } from './stage.ts';

describe.skipIf(chromiumPath === undefined)('the hosted link page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
  });
  afterAll(() => stage.strike());
  afterEach(() => stage.clear());

  const visit = async (rest: string, languages?: string): Promise<Page> =>
    stage.visit(`/dist/link.html${rest}`, languages === undefined ? {} : { context: { locale: languages } });

  it.each([
    ['in the query', (token: string) => `?token=${token}`],
    ['in the fragment', (token: string) => `#token=${token}`],
  ])('takes the token %s and removes it from the address bar and the history', async (_, rest) => {
    const page = await visit(rest(stage.mock.session(many)));
    await page.getByText('Nutshell').waitFor();
    expect(page.url()).toBe(`${stage.mock.url}/dist/link.html`);
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
    expect(await page.content()).not.toContain('token-');
  });

  it('bears the name of the project', async () => {
    const { page } = await stage.open(many, { hosted: true });
    await page.getByRole('heading', { level: 1, name: 'Northwind People' }).waitFor();
    expect(await page.title()).toBe('Connect a tool to Northwind People');
  });

  it('wears the colour of the project, and no mark of ours when it says so', async () => {
    const branding = { accent: '#3457d5', on_accent: '#ffffff', white_label: true };
    const looks = settings('test', { project: { name: 'Northwind People', branding } });
    const { page } = await stage.open({ ...many, 'GET /hub/settings': looks }, { hosted: true });
    await openHumaans(page);
    const colours = await page.evaluate(() => {
      const button = document.querySelector('patchbay-hub')?.shadowRoot?.querySelector('.primary') as Element;
      const { backgroundColor, color } = getComputedStyle(button);
      return { backgroundColor, color, marks: document.querySelectorAll('.mark').length };
    });
    expect(colours).toEqual({ backgroundColor: 'rgb(52, 87, 213)', color: 'rgb(255, 255, 255)', marks: 0 });
    expect(await page.getByText('Linking by Patchbay').count()).toBe(0);
  });

  it('links an account and says that the tab can be closed', async () => {
    const { page } = await stage.open(many, { hosted: true });
    await sendToken(page);
    await page.getByRole('heading', { name: 'Humaans is connected' }).waitFor();
    expect(await page.getByText('You can close this tab.').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('heading', { name: 'All done' }).waitFor();
    expect(await page.getByText('You can close this tab.').isVisible()).toBe(true);
  });

  it.each([
    ['session_token_expired', 'This link has expired'],
    ['session_token_used', 'This link was already used'],
    ['session_token_unknown', 'This link is not valid'],
  ])('explains %s', async (code, title) => {
    const { page } = await stage.open(ended(code), { hosted: true });
    await page.getByRole('heading', { name: title }).waitFor();
  });

  it('explains a link that was cut short', async () => {
    const page = await visit('');
    await page.getByRole('heading', { name: 'This page has no link token' }).waitFor();
  });

  it('speaks the language of the browser, or the one its address names', async () => {
    const german = await visit(`?token=${stage.mock.session(many)}`, 'de-DE');
    await german.getByRole('heading', { name: 'Tool verbinden', level: 2 }).waitFor();
    expect(await german.evaluate(() => document.documentElement.lang)).toBe('de');
    const named = await visit(`?token=${stage.mock.session(many)}&lang=de`, 'en-GB');
    await named.getByRole('heading', { name: 'Tool verbinden', level: 2 }).waitFor();
  });
});
