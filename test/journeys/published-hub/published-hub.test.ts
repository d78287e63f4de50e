import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/kernel/index.ts';
import { CHROMIUM } from '../../support/browser.ts';
import { createSession, demoSets, hub } from '../../support/linking.ts';
import { type Kind, PHRASE, type ShownHub, type Stage, setStage } from './stage.ts';

/** The published hub decorates its footer from a site of its maker; that request is its own affair. */
const MAKERS_LOGO = /^https:\/\/stackone-logos\.com\//;

let stage: Stage;
let owners = 0;
let now = systemClock.now();

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);
const connect = (page: Page) => page.getByRole('button', { name: 'Connect', exact: true });

/** A connect session of an owner of its own, and the hub shown with it. */
async function begin(
  kind: Kind,
  more: Readonly<Record<string, unknown>> = {},
): Promise<ShownHub & { owner: string; token: string }> {
  const owner = `published-${++owners}`;
  const { token } = await createSession(stage.server, { origin_owner_id: owner, ...more });
  return { ...(await stage.show(kind, { token })), owner, token };
}

async function chooseRegion(page: Page, label: string): Promise<void> {
  await page.locator('[data-malachite-dropdown-trigger]').click();
  await page.getByText(label, { exact: true }).last().click();
}

/** Links a workshop account without a browser. */
async function linkWorkshop(owner: string): Promise<string> {
  const { token } = await createSession(stage.server, { origin_owner_id: owner, provider: 'workshop' });
  const { body } = await hub(stage.server, token, 'GET', '/hub/connectors');
  const linked = await hub(stage.server, token, 'POST', '/hub/accounts', {
    integration_id: body.integrations[0].integration_id,
    credentials: { bench: 'north-1', region: 'eu', phrase: PHRASE },
  });
  expect(linked.status).toBe(201);
  return linked.body.id;
}

const accountsOf = async (owner: string) =>
  (await stage.server.call('GET', `/accounts?origin_owner_id=${owner}`)).body as Record<string, unknown>[];

describe.skipIf(CHROMIUM === undefined)('the published hub, embedded in a website of another origin', () => {
  beforeAll(async () => {
    stage = await setStage({ clock: { ...systemClock, now: () => now } });
  });
  afterAll(() => stage?.close());

  describe.each<Kind>(['React component', 'web component'])('as a %s', (kind) => {
    it('lists the connectors with their categories and pictures, searches them and goes back', async () => {
      const { page, foreign, complaints } = await begin(kind);
      await page.getByText('Humaans').waitFor();
      await page.getByText('Workshop').waitFor();
      await page.getByText('CRM').first().waitFor();
      await page.waitForFunction(() => {
        const pictures: { complete: boolean; naturalWidth: number }[] = [];
        // biome-ignore lint/suspicious/noExplicitAny: runs in the page, whose types are not those of this program
        const walk = (node: any): void => {
          if (node.tagName === 'IMG' && node.src.endsWith('/icon.svg')) pictures.push(node);
          for (const child of [...(node.shadowRoot?.children ?? []), ...node.children]) walk(child);
        };
        // biome-ignore lint/suspicious/noExplicitAny: as above
        walk((globalThis as any).document.body);
        return pictures.length === 3 && pictures.every(({ complete, naturalWidth }) => complete && naturalWidth > 0);
      });
      await page.getByPlaceholder('Search Integrations').fill('work');
      await page.getByText('Humaans').waitFor({ state: 'detached' });
      await page.getByText('Workshop').click();
      await field(page, 'bench').waitFor();
      await page.getByRole('button', { name: 'Back' }).click();
      await page.getByText('Humaans').waitFor();
      expect(foreign.filter((url) => !MAKERS_LOGO.test(url))).toEqual([]);
      expect(complaints.filter((text) => !text.includes('ERR_'))).toEqual([]);
      await page.close();
    });

    it('opens the form at once when there is one connector, with every kind of field, and checks as one types', async () => {
      const { page } = await begin(kind, { provider: 'workshop' });
      await page.getByText('The workshop answers at any hour.').waitFor();
      expect(await page.getByRole('button', { name: 'Back' }).count()).toBe(0);
      expect(await field(page, 'phrase').getAttribute('type')).toBe('password');
      expect(await field(page, 'bench').getAttribute('placeholder')).toBe('north-1');
      await page.getByText('(Optional)').waitFor();
      await field(page, 'bench').fill('Bench 1');
      await page.getByText('A bench is a word, a hyphen and a digit.').waitFor();
      expect(await connect(page).isDisabled()).toBe(true);
      const [guide] = await Promise.all([
        page.context().waitForEvent('page'),
        page.getByText('Connection guide').click(),
      ]);
      await guide.getByRole('heading', { name: 'Connect Workshop with Pass phrase' }).waitFor();
      expect(guide.url()).toBe(`${stage.server.publicUrl}/guides/workshop/link-account/pass-phrase`);
      await guide.close();
      await page.close();
    });

    it('shows why the provider refused a key with its answer, stores nothing, and links with the right key', async () => {
      const { page, owner, reports } = await begin(kind, { provider: 'workshop' });
      const fill = async (phrase: string) => {
        await field(page, 'bench').fill('north-1');
        await chooseRegion(page, 'Europe');
        await field(page, 'phrase').fill(phrase);
        await connect(page).click();
      };
      await fill('open nothing');
      await page.getByText('Workshop did not accept these credentials (401): Unauthorized.').waitFor();
      await page.getByRole('button', { name: 'Expand' }).click();
      await page
        .getByText(/The door stays shut\./)
        .first()
        .waitFor();
      expect(await accountsOf(owner)).toEqual([]);
      expect(await reports()).toEqual([]);

      await fill(PHRASE);
      await page.getByText('Connection Successful').waitFor();
      const accounts = await accountsOf(owner);
      expect(accounts).toMatchObject([{ provider: 'workshop', status: 'active', type: 'test' }]);
      expect(await reports()).toEqual([{ type: 'success', account: { id: accounts[0]!['id'], provider: 'workshop' } }]);
      await page.close();
    });

    it('survives a refusal of a connector without fields', async () => {
      const { page, owner } = await begin(kind, { provider: 'bell' });
      await connect(page).click();
      await page
        .getByText(/Nobody answers the bell/)
        .first()
        .waitFor();
      expect(await connect(page).count()).toBe(1);
      expect(await accountsOf(owner)).toEqual([]);
      await page.close();
    });

    it('links an account of a shipped connector with demo credentials', async () => {
      const { page, owner } = await begin(kind, { provider: 'humaans' });
      await field(page, 'apiKey').fill((await demoSets(stage.server, 'humaans'))[0]!.fields['apiKey']!);
      await connect(page).click();
      await page.getByText('Connection Successful').waitFor();
      expect(await accountsOf(owner)).toMatchObject([{ provider: 'humaans', status: 'active' }]);
      await page.close();
    });

    it('edits an account: stored values shown, secrets as placeholders, and what is left alone is kept', async () => {
      const owner = `edited-${kind}`;
      const id = await linkWorkshop(owner);
      const { page, reports } = await begin(kind, { origin_owner_id: owner, account_id: id });
      await field(page, 'bench').waitFor();
      expect(await field(page, 'bench').inputValue()).toBe('north-1');
      expect(await field(page, 'phrase-display').inputValue()).toBe(`••••••••••${PHRASE.slice(-4)}`);
      await page.getByText('Europe').waitFor();
      await field(page, 'bench').fill('south-2');
      await connect(page).click();
      await page.getByText('Connection Successful').waitFor();
      expect(await reports()).toMatchObject([{ type: 'success', account: { id, provider: 'workshop' } }]);
      const again = await createSession(stage.server, { origin_owner_id: owner, account_id: id });
      const stored = await hub(stage.server, again.token, 'GET', `/hub/accounts/${id}`);
      expect(stored.body.setupInformation).toEqual({ bench: 'south-2', region: 'eu' });
      expect(stored.body.secrets.phrase).toBe(`__secretvalue:**redacted**${PHRASE.slice(-4)}`);
      expect(await accountsOf(owner)).toHaveLength(1);
      await page.close();
    });

    it('edits the account that the prop names, with a session that names none', async () => {
      const owner = `named-${kind}`;
      const id = await linkWorkshop(owner);
      const { token } = await createSession(stage.server, { origin_owner_id: owner });
      const { page } = await stage.show(kind, { token, accountId: id });
      await field(page, 'phrase-display').waitFor();
      await page.getByRole('button', { name: 'Edit' }).click();
      await field(page, 'phrase').fill('open something else');
      await connect(page).click();
      await page.getByText(/Workshop did not accept these credentials/).waitFor();
      const stored = await hub(stage.server, token, 'GET', `/hub/accounts/${id}`);
      expect(stored.body.secrets.phrase).toBe(`__secretvalue:**redacted**${PHRASE.slice(-4)}`);
      await page.close();
    });

    it('shows nothing of the project to the holder of an expired token', async () => {
      const { token } = await createSession(stage.server, { origin_owner_id: 'late', expires_in: 60 });
      now += 61_000;
      const { page } = await stage.show(kind, { token });
      await page.getByText('No configured integrations available.').waitFor();
      expect(await page.getByText('Workshop').count()).toBe(0);
      await page.close();
    });

    it('creates nothing when the token expires between the form and Connect', async () => {
      const { page, owner, reports } = await begin(kind, { provider: 'workshop', expires_in: 60 });
      await field(page, 'bench').fill('north-1');
      await chooseRegion(page, 'America');
      await field(page, 'phrase').fill(PHRASE);
      now += 61_000;
      await connect(page).click();
      await page
        .getByText(/Failed to create account|expired/i)
        .first()
        .waitFor();
      expect(await accountsOf(owner)).toEqual([]);
      expect(await reports()).toEqual([]);
      await page.close();
    });
  });
});
