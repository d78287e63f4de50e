import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { editing, fields, many } from './scenarios.ts';
import { openHumaans } from './screens.ts';
import { Stage } from './stage.ts';

const token = (page: Page) => page.getByLabel('API Token', { exact: true });
const connect = (page: Page) => page.getByRole('button', { name: /^(Connect|Test and save)/ });

describe.skipIf(chromiumPath === undefined)('the form', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
  });
  afterAll(() => stage.strike());
  afterEach(() => stage.clear());

  const sent = (session: string, method: string) =>
    stage.mock.asked.filter((asked) => asked.token === session && asked.method === method).map((asked) => asked.body);

  const paste = async (page: Page, text: string) => {
    await page.evaluate((value) => {
      const input = document.querySelector('patchbay-hub')?.shadowRoot?.activeElement;
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', value);
      input?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }),
      );
    }, text);
  };

  it('judges a field when it is left, and with every key once it had an error', async () => {
    const { page } = await stage.open(many);
    await openHumaans(page);
    const error = page.getByText('This does not look like the API Token.');
    await token(page).pressSequentially('short');
    expect(await error.count()).toBe(0);
    await token(page).blur();
    await error.waitFor();
    expect(await token(page).getAttribute('aria-describedby')).toContain('error');
    await token(page).pressSequentially('butNowLongEnough');
    await expect.poll(() => error.count()).toBe(0);
    expect(await token(page).getAttribute('aria-invalid')).toBe('false');
  });

  it('marks everything that is missing before sending, and goes to the first of it', async () => {
    const { page, token: session } = await stage.open(fields);
    await connect(page).click();
    await page.getByText('3 fields need your attention.').waitFor();
    const region = page.getByLabel('Region', { exact: true });
    await expect.poll(() => region.evaluate((element) => element.matches(':focus'))).toBe(true);
    expect(sent(session, 'POST')).toEqual([]);
  });

  it('is sent by a click although the field it leaves would move the button away', async () => {
    const { page, token: session } = await stage.open(many);
    await openHumaans(page);
    await token(page).pressSequentially('short');
    await connect(page).click();
    await page.getByText('One field needs your attention.').waitFor();
    expect(sent(session, 'POST')).toEqual([]);
  });

  it('has a control for every type of field and sends text only', async () => {
    const { page, token: session } = await stage.open(fields);
    expect(await page.getByLabel('EU contract number').count()).toBe(0);
    await page.getByLabel('Region', { exact: true }).selectOption({ label: 'Europe' });
    await page.getByLabel('Subdomain').fill('acme');
    await page.getByLabel('EU contract number').fill('42');
    await page.getByLabel('Certificate').fill('-----BEGIN-----\nabc');
    await page.getByLabel('API Key', { exact: true }).fill('key-1');
    expect(await page.getByLabel('Callback address').getAttribute('readonly')).not.toBeNull();
    expect(await page.getByLabel('Channel').count()).toBe(0);
    await connect(page).click();
    await page.getByRole('heading', { name: 'Everything Suite is connected' }).waitFor();
    expect(sent(session, 'POST')).toEqual([
      {
        integration_id: 'only-profile',
        credentials: {
          region: 'eu',
          subdomain: 'acme',
          euContract: '42',
          certificate: '-----BEGIN-----\nabc',
          apiKey: 'key-1',
          callback: 'https://hub.example.com/callback',
          channel: 'patchbay',
        },
      },
    ]);
  });

  it('shows a field only while its condition is met, and does not send it otherwise', async () => {
    const { page, token: session } = await stage.open(fields);
    const region = page.getByLabel('Region', { exact: true });
    await region.selectOption('eu');
    await page.getByLabel('EU contract number').fill('42');
    await region.selectOption('us');
    await expect.poll(() => page.getByLabel('EU contract number').count()).toBe(0);
    await page.getByLabel('Subdomain').fill('acme');
    await page.getByLabel('API Key', { exact: true }).fill('key-1');
    await connect(page).click();
    await page.getByRole('heading', { name: 'Everything Suite is connected' }).waitFor();
    expect(sent(session, 'POST')[0]?.['credentials']).not.toHaveProperty('euContract');
  });

  it('covers a secret until it is asked to show it', async () => {
    const { page } = await stage.open(many);
    await openHumaans(page);
    expect(await token(page).getAttribute('type')).toBe('password');
    await page.getByRole('button', { name: 'Show what was entered' }).click();
    expect(await token(page).getAttribute('type')).toBe('text');
    await page.getByRole('button', { name: 'Hide what was entered' }).click();
    expect(await token(page).getAttribute('type')).toBe('password');
  });

  it('tidies a pasted key and says so', async () => {
    const { page } = await stage.open(many);
    await openHumaans(page);
    await token(page).focus();
    await paste(page, '  abcdefgh\n  ijklmnop\u200B \n');
    expect(await token(page).inputValue()).toBe('abcdefghijklmnop');
    await page.getByText('Removed spaces or line breaks that were copied along.').waitFor();
    await token(page).pressSequentially('1');
    await expect.poll(() => page.getByText('Removed spaces').count()).toBe(0);
  });

  it('copies a read-only value', async () => {
    const { page } = await stage.open(fields, { context: { permissions: ['clipboard-read', 'clipboard-write'] } });
    await page.getByRole('button', { name: 'Copy this value' }).click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('https://hub.example.com/callback');
  });

  it('explains a field in a tip that opens by click or key', async () => {
    const { page } = await stage.open(fields);
    const tip = page.getByText('The region is part of the address you sign in at.');
    const button = page.getByRole('button', { name: 'More about this field' }).first();
    expect(await tip.isVisible()).toBe(false);
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await tip.isVisible()).toBe(true);
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Enter');
    expect(await tip.isVisible()).toBe(false);
  });

  it('shows notices at the top, before the field they are about, and at the bottom', async () => {
    const { page } = await stage.open(many);
    await page.getByRole('button', { name: /^Nutshell/ }).click();
    await page.getByLabel('Username (Email)').waitFor();
    const order = await page
      .locator('form .note, form .field')
      .evaluateAll((found) =>
        found.map((element) =>
          element.classList.contains('note')
            ? element.textContent?.trim().slice(0, 16)
            : element.getAttribute('data-key'),
        ),
      );
    expect(order).toEqual(['Only an admin ca', 'Use the address ', 'username', 'apiKey', 'Keys can be read']);
  });

  describe('in a test session', () => {
    it('fills in demo credentials by name', async () => {
      const { page, token: session } = await stage.open(many);
      await openHumaans(page);
      await page.getByRole('button', { name: /demo credentials/ }).click();
      await page.getByRole('button', { name: /Revoked token/ }).click();
      await page.getByText('Filled in: Revoked token').waitFor();
      expect(await token(page).inputValue()).toBe('demoRevokedToken00001');
      await connect(page).click();
      await page.getByRole('heading', { name: 'Humaans is connected' }).waitFor();
      expect(sent(session, 'POST')[0]).toMatchObject({ credentials: { apiToken: 'demoRevokedToken00001' } });
    });

    it('says that it is one', async () => {
      const { page } = await stage.open(many);
      await page.getByText('Test session').waitFor();
    });
  });

  it('offers no demo credentials where there are none', async () => {
    const { page } = await stage.open(fields);
    await page.getByLabel('Subdomain').waitFor();
    expect(await page.getByRole('button', { name: /demo/ }).count()).toBe(0);
  });

  describe('of a linked account', () => {
    it('shows plain values, and of a secret its last characters only', async () => {
      const { page } = await stage.open(editing);
      await page.getByRole('heading', { name: 'Update Nutshell' }).waitFor();
      expect(await page.getByLabel('Username (Email)').inputValue()).toBe('ada@acme.example');
      expect(await page.getByLabel(/^API Key: Stored and hidden, ends in 9f2c$/).inputValue()).toBe('••••••••••9f2c');
    });

    it('keeps a secret that is left alone', async () => {
      const { page, token: session, events } = await stage.open(editing);
      await page.getByLabel('Username (Email)').fill('grace@acme.example');
      await connect(page).click();
      await page.getByRole('heading', { name: 'Nutshell is updated' }).waitFor();
      expect(sent(session, 'PATCH')).toEqual([
        { integration_id: 'nutshell-profile', credentials: { username: 'grace@acme.example' } },
      ]);
      expect((await events()).at(-1)).toEqual(['success', { id: 'account-9', provider: 'nutshell' }]);
    });

    it('replaces a secret on request, or keeps it after all', async () => {
      const { page, token: session } = await stage.open(editing);
      await page.getByRole('button', { name: 'Edit the stored value' }).click();
      const key = page.getByLabel('API Key', { exact: true });
      await expect.poll(() => key.evaluate((element) => element.matches(':focus'))).toBe(true);
      await page.getByRole('button', { name: 'Keep the stored one' }).click();
      await page.getByRole('button', { name: 'Edit the stored value' }).click();
      await key.fill('fresh-key');
      await connect(page).click();
      await page.getByRole('heading', { name: 'Nutshell is updated' }).waitFor();
      expect(sent(session, 'PATCH')[0]).toMatchObject({ credentials: { apiKey: 'fresh-key' } });
    });

    it('is the one the page names, whatever the session says', async () => {
      const other = { ...editing, 'GET /hub/accounts/account-7': editing['GET /hub/accounts/account-9'] as object };
      const { page, token: session } = await stage.open(other, { attributes: { 'account-id': 'account-7' } });
      await page.getByRole('heading', { name: 'Update Nutshell' }).waitFor();
      const paths = stage.mock.asked.filter((asked) => asked.token === session).map((asked) => asked.path);
      expect(paths).toContain('/hub/accounts/account-7');
      expect(paths).not.toContain('/hub/accounts/account-9');
    });
  });
});
