import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { humaans } from './fixtures.ts';
import type { Answer } from './mock-hub.ts';
import { ended, failure, linked, many, never, refusal, settings } from './scenarios.ts';
import { openHumaans, sendToken } from './screens.ts';
import { Stage } from './stage.ts';

describe.skipIf(chromiumPath === undefined)('linking an account', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
  });
  afterAll(() => stage.strike());
  afterEach(() => stage.clear());

  const sent = (token: string, method: string) =>
    stage.mock.asked.filter((asked) => asked.token === token && asked.method === method);

  it('goes from the list over the form to an account, and tells the page', async () => {
    const { page, token, events } = await stage.open(many);
    await sendToken(page);
    await page.getByRole('heading', { name: 'Humaans is connected' }).waitFor();
    expect(await page.getByText('ada@acme.example').isVisible()).toBe(true);
    expect(await page.getByText('Acme Inc', { exact: true }).isVisible()).toBe(true);
    expect(sent(token, 'POST').map((asked) => asked.body)).toEqual([
      { integration_id: 'humaans-profile', credentials: { apiToken: 'abcdefghijklmnop1234' } },
    ]);
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await events()).toEqual([
      ['session', { projectName: 'Northwind People', ownerName: 'Acme Inc', type: 'test' }],
      ['success', { id: 'account-1', provider: 'humaans' }],
      ['close', null],
    ]);
  });

  it('says in plain words why a key was refused, keeps what was typed, and takes a better one', async () => {
    const answers: Answer[] = [refusal, linked];
    const { page, token, events } = await stage.open({
      ...many,
      'POST /hub/accounts': () => answers.shift() ?? refusal,
    });
    await sendToken(page);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('Humaans did not accept these credentials (401): Invalid token.');
    expect(await alert.textContent()).toContain('Create a new one under API access tokens and paste it here.');
    expect(await page.getByText('NotAuthenticatedError').isVisible()).toBe(false);
    await page.getByText('Details').click();
    expect(await page.getByText('NotAuthenticatedError').isVisible()).toBe(true);
    expect(await page.getByText('req_01J9ZK3V7Q').isVisible()).toBe(true);
    const input = page.getByLabel('API Token', { exact: true });
    expect(await input.inputValue()).toBe('abcdefghijklmnop1234');
    await input.fill('aBetterTokenThanBefore1');
    await page.getByRole('button', { name: 'Connect Humaans' }).click();
    await page.getByRole('heading', { name: 'Humaans is connected' }).waitFor();
    expect(sent(token, 'POST')).toHaveLength(2);
    expect((await events()).map(([name]) => name)).toEqual(['session', 'error', 'success']);
  });

  it('puts what the server says about a field at the field, with the focus in it', async () => {
    const answer = failure(400, 'credentials_invalid', 'Some fields are not right: API Token.', {
      field_errors: { apiToken: 'This is a client id, not a token.' },
    });
    const { page } = await stage.open({ ...many, 'POST /hub/accounts': answer });
    await sendToken(page);
    await page.getByText('This is a client id, not a token.').waitFor();
    const input = page.getByLabel('API Token', { exact: true });
    expect(await input.getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => input.evaluate((element) => element.matches(':focus'))).toBe(true);
    expect(await page.getByRole('heading', { name: 'Check the marked fields' }).isVisible()).toBe(true);
  });

  it('says that nothing is known when the network is lost while linking', async () => {
    const { page, events } = await stage.open({ ...many, 'POST /hub/accounts': 'drop' });
    await sendToken(page);
    await page.getByText('Trying again does no harm.').waitFor();
    expect((await events()).at(-1)).toEqual(['error', { code: 'network', status: 0, message: '', requestId: '' }]);
  });

  it('shows that the session ended in the meantime', async () => {
    const { page } = await stage.open({
      ...many,
      'POST /hub/accounts': ended('session_token_expired')['GET /hub/settings'] as Answer,
    });
    await sendToken(page);
    await page.getByRole('heading', { name: 'This link has expired' }).waitFor();
  });

  it('says when the provider takes its time', async () => {
    const { page } = await stage.open({ ...many, 'POST /hub/accounts': never });
    await sendToken(page);
    await page.getByRole('heading', { name: 'Testing the connection with Humaans' }).waitFor();
    await page.getByText('Humaans takes longer than usual to answer.').waitFor();
  });

  it('opens the only connector at once', async () => {
    const only = {
      'GET /hub/connectors': {
        body: {
          integrations: [
            { ...(many['GET /hub/connectors'] as { body: { integrations: object[] } }).body.integrations[1] },
          ],
        },
      },
    };
    const { page } = await stage.open({ ...many, ...only });
    await page.getByRole('heading', { name: 'Connect Humaans' }).waitFor();
    expect(await page.getByRole('button', { name: 'Back to all tools' }).count()).toBe(0);
  });

  describe('the list', () => {
    it('is searched and narrowed to a category, and says what it found', async () => {
      const { page } = await stage.open(many);
      const names = () => page.locator('.row-name').allTextContents();
      await page.getByText('Nutshell').waitFor();
      await page.getByRole('searchbox').fill('l');
      expect(await names()).toEqual(['Lattice', 'Nutshell']);
      await page.getByRole('button', { name: 'CRM' }).click();
      expect(await names()).toEqual(['Nutshell']);
      expect(await page.getByRole('button', { name: 'CRM' }).getAttribute('aria-pressed')).toBe('true');
      expect(await page.getByRole('status').first().textContent()).toBe('1 tool');
      await page.getByRole('searchbox').fill('zzz');
      await page.getByRole('button', { name: 'Clear filters' }).click();
      expect(await names()).toHaveLength(4);
      expect(await page.getByRole('searchbox').evaluate((element) => element.matches(':focus'))).toBe(true);
    });

    it('comes when the server recovers within seconds', async () => {
      const answers: Answer[] = [{ status: 503, body: {} }, 'drop'];
      const list = () => answers.shift() ?? (many['GET /hub/connectors'] as Answer);
      const { page } = await stage.open({ ...many, 'GET /hub/connectors': list });
      await page.getByText('Nutshell').waitFor();
    });

    it('that cannot be had is asked for again by the reader, or when the network returns', async () => {
      let broken = true;
      const list = () => (broken ? 'drop' : (many['GET /hub/connectors'] as Answer));
      const { page } = await stage.open({ ...many, 'GET /hub/connectors': list });
      await page.getByRole('heading', { name: 'This could not be loaded' }).waitFor();
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('heading', { name: 'This could not be loaded' }).waitFor();
      broken = false;
      await page.context().setOffline(true);
      await page.context().setOffline(false);
      await page.getByText('Nutshell').waitFor();
    });

    it('shows reason, hint and request id of a failure', async () => {
      const broken = failure(400, 'x', 'The list could not be made.', { hint: 'Tell the operator.' });
      const { page } = await stage.open({ ...many, 'GET /hub/connectors': broken });
      for (const text of ['The list could not be made.', 'Tell the operator.', 'req_01J9ZK3V7Q']) {
        await page.getByText(text).waitFor();
      }
    });

    it('tells connectors of the same name apart', async () => {
      const rows = (many['GET /hub/connectors'] as { body: { integrations: { version: string }[] } }).body.integrations;
      const twins = [rows[1], { ...rows[1], version: '2.0.0', integration_id: 'humaans-two' }];
      const { page } = await stage.open({ ...many, 'GET /hub/connectors': { body: { integrations: twins } } });
      await page.getByText('API Token · 2.0.0').waitFor();
    });
  });

  describe('the guide', () => {
    it('has steps that can be ticked off, which are remembered while the hub is open', async () => {
      const { page } = await stage.open(many);
      await openHumaans(page);
      await page.getByRole('checkbox', { name: 'Done: Sign in to Humaans' }).check();
      await page.getByText('1 of 4 done').waitFor();
      await page.getByRole('button', { name: 'Back to all tools' }).click();
      await openHumaans(page);
      expect(await page.getByRole('checkbox', { name: 'Done: Sign in to Humaans' }).isChecked()).toBe(true);
    });

    it('shows what the needed scopes call for and nothing else', async () => {
      const { page } = await stage.open(many);
      await openHumaans(page);
      expect(await page.getByText('Data that everyone in the company may see.').isVisible()).toBe(true);
      expect(await page.getByText('Tick the write scope').count()).toBe(0);
    });

    it('opens its links in a new tab that learns nothing about this one', async () => {
      const { page } = await stage.open(many);
      await openHumaans(page);
      const link = page.getByRole('link', { name: /your Humaans account/ });
      expect(await link.getAttribute('target')).toBe('_blank');
      expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
      expect(await link.getAttribute('href')).toBe('https://app.humaans.io/');
    });

    it('takes hostile text for text, and asks no other server for a picture', async () => {
      const section = {
        title: '<img src=x onerror=alert(1)>',
        content: '<script>alert(1)</script> [click](javascript:alert(1)) **<b>bold</b>**',
        image: { src: 'https://cdn.example.net/shot.png', alt: 'Settings' },
      };
      const config = { ...humaans, config: { ...humaans.config, guide: { warning: '', sections: [section] } } };
      const { page } = await stage.open({ ...many, 'GET /hub/connectors/humaans-profile': { body: config } });
      await openHumaans(page);
      expect(await page.getByText('<script>alert(1)</script>').isVisible()).toBe(true);
      expect(await page.getByText('<img src=x onerror=alert(1)>').isVisible()).toBe(true);
      expect(await page.locator('.guide img').count()).toBe(0);
      const links = await page
        .locator('.guide a')
        .evaluateAll((found) => found.map((link) => link.getAttribute('href')));
      expect(links).toEqual(['https://cdn.example.net/shot.png']);
    });
  });

  it('shows the name of a session without owner or settings as well', async () => {
    const { page } = await stage.open({
      ...many,
      'GET /hub/settings': { ...settings(), body: { enabled_features: [] } },
    });
    await page.getByText('Pick the tool you use.').waitFor();
    expect(await page.getByText('Test session').count()).toBe(0);
  });
});
