import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { failure, many, refusal } from './scenarios.ts';
import { Stage } from './stage.ts';

/** What has the focus: its name or its text. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.querySelector('patchbay-hub')?.shadowRoot?.activeElement;
    if (element === null || element === undefined) return document.activeElement?.tagName ?? '';
    const label = (element as HTMLInputElement).labels?.[0]?.textContent?.trim();
    return element.getAttribute('aria-label') ?? label ?? element.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  });

/** Presses Tab until the focus is there. */
const tabTo = async (page: Page, name: RegExp): Promise<void> => {
  for (let pressed = 0; pressed < 40; pressed += 1) {
    if (name.test(await focused(page))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${name}; it ended at ${await focused(page)}.`);
};

describe.skipIf(chromiumPath === undefined)('without a mouse', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
  });
  afterAll(() => stage.strike());
  afterEach(() => stage.clear());

  it('an account is linked, and the focus is where the reader goes on', async () => {
    const { page } = await stage.open(many);
    await page.getByText('Nutshell').waitFor();
    expect(await focused(page)).toBe('BODY');
    await tabTo(page, /^Search tools/);
    await page.keyboard.type('huma');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toMatch(/Humaans/);
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Connect Humaans');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the form');
    await page.keyboard.press('Enter');
    await tabTo(page, /^API Token/);
    await page.keyboard.type('abcdefghijklmnop1234');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Humaans is connected');
    await tabTo(page, /^Done/);
    await page.keyboard.press('Enter');
  });

  it('the steps of the guide are ticked', async () => {
    const { page } = await stage.open(many);
    await page.getByText('Nutshell').waitFor();
    await tabTo(page, /Humaans/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^Done: Open API access tokens/);
    await page.keyboard.press('Space');
    await page.getByText('1 of 4 done').waitFor();
  });

  it('a refusal gets the focus, and the way on is one Tab away', async () => {
    const { page } = await stage.open({ ...many, 'POST /hub/accounts': refusal });
    await page.getByText('Nutshell').waitFor();
    await tabTo(page, /Humaans/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^API Token/);
    await page.keyboard.type('abcdefghijklmnop1234');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toMatch(/^Humaans is not connected yet/);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Details');
  });

  it('the way back leads to the row one came from', async () => {
    const { page } = await stage.open(many);
    await page.getByText('Nutshell').waitFor();
    await tabTo(page, /Nutshell/);
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Connect Nutshell');
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toBe('Back to all tools');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toMatch(/^Nu Nutshell/);
  });

  it('the arrow keys walk the list and return to the search', async () => {
    const { page } = await stage.open(many);
    await page.getByText('Nutshell').waitFor();
    await tabTo(page, /^Search tools/);
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowUp']) await page.keyboard.press(key);
    expect(await focused(page)).toBe('Search tools');
    await page.keyboard.type('x');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
  });

  it('the focus is never taken from the page around the hub', async () => {
    const broken = failure(400, 'x', 'No.');
    const { page } = await stage.open({ ...many, 'GET /hub/connectors': broken });
    await page.evaluate(() => {
      const input = document.createElement('input');
      input.setAttribute('aria-label', 'Elsewhere');
      document.body.prepend(input);
      input.focus();
    });
    await page.getByRole('heading', { name: 'This could not be loaded' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Elsewhere');
  });
});
