import type { Page } from 'playwright-core';
import type { Scenario } from './mock-hub.ts';
import { editing, ended, failure, fields, many, never, refusal, settings, signingIn } from './scenarios.ts';
import type { Opening } from './stage.ts';

/** A screen of the hub: what the server answers, and how one gets there. */
export interface ScreenOf {
  readonly scenario: Scenario | undefined;
  readonly opening?: Opening;
  readonly reach?: (page: Page) => Promise<void>;
  /** Text that shows that the screen is there. */
  readonly shows: string;
}

/** Opens the form of Humaans from the list. */
export async function openHumaans(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Humaans/ }).click();
  await page.getByLabel('API Token', { exact: true }).waitFor();
}

/** Opens that form, fills in a token and sends it. */
export async function sendToken(page: Page): Promise<void> {
  await openHumaans(page);
  await page.getByLabel('API Token', { exact: true }).fill('abcdefghijklmnop1234');
  await page.getByRole('button', { name: 'Connect Humaans' }).click();
}

/** Every screen there is. */
export const screens: Readonly<Record<string, ScreenOf>> = {
  'no token': { scenario: undefined, shows: 'This page has no link token' },
  'loading the list': {
    scenario: { 'GET /hub/settings': never, 'GET /hub/connectors': never },
    shows: 'Connect a tool',
  },
  list: { scenario: many, shows: 'Nutshell' },
  'list without a match': {
    scenario: many,
    reach: (page) => page.getByRole('searchbox').fill('zzz'),
    shows: 'No tool matches',
  },
  'empty list': {
    scenario: { 'GET /hub/settings': settings(), 'GET /hub/connectors': { body: { integrations: [] } } },
    shows: 'No tools are set up yet',
  },
  'failed list': {
    scenario: {
      'GET /hub/settings': settings(),
      'GET /hub/connectors': failure(400, 'internal', 'The list could not be made.', { hint: 'Tell the operator.' }),
    },
    shows: 'This could not be loaded',
  },
  'loading the form': {
    scenario: { ...many, 'GET /hub/connectors/humaans-profile': never },
    reach: (page) => page.getByRole('button', { name: /^Humaans/ }).click(),
    shows: 'Humaans',
  },
  'form with guide': { scenario: many, reach: openHumaans, shows: 'Create an API access token' },
  'form with demo credentials open': {
    scenario: many,
    reach: async (page) => {
      await openHumaans(page);
      await page.getByRole('button', { name: /demo credentials/ }).click();
    },
    shows: 'Revoked token',
  },
  'form with notices': {
    scenario: many,
    reach: (page) => page.getByRole('button', { name: /^Nutshell/ }).click(),
    shows: 'Use the address you sign in to Nutshell with.',
  },
  'form with every field, refused before sending': {
    scenario: fields,
    reach: async (page) => {
      await page.getByLabel('Region', { exact: true }).selectOption('eu');
      await page.getByRole('button', { name: 'More about this field' }).first().click();
      await page.getByRole('button', { name: 'Connect Everything Suite' }).click();
    },
    shows: 'Enter the Subdomain.',
  },
  'form that changes an account': { scenario: editing, shows: 'Update Nutshell' },
  'form with a sign-in': { scenario: signingIn({}), shows: 'Lattice opens in a new window' },
  'testing the connection': {
    scenario: { ...many, 'POST /hub/accounts': never },
    reach: sendToken,
    shows: 'Testing the connection with Humaans',
  },
  'waiting for a sign-in': {
    scenario: signingIn({}),
    reach: async (page) => {
      await page.getByLabel('Subdomain').fill('acme');
      await page.getByRole('button', { name: 'Connect Lattice' }).click();
    },
    shows: 'Sign in to Lattice',
  },
  refused: {
    scenario: { ...many, 'POST /hub/accounts': refusal },
    reach: async (page) => {
      await sendToken(page);
      await page.getByText('Details').click();
    },
    shows: 'NotAuthenticatedError',
  },
  success: { scenario: many, reach: sendToken, shows: 'Humaans is connected' },
  expired: { scenario: ended('session_token_expired'), shows: 'This link has expired' },
  used: { scenario: ended('session_token_used'), shows: 'This link was already used' },
  unknown: { scenario: ended('session_token_unknown'), shows: 'This link is not valid' },
  'hosted list': { scenario: many, opening: { hosted: true }, shows: 'Nutshell' },
  'hosted form': { scenario: many, opening: { hosted: true }, reach: openHumaans, shows: 'Create an API access token' },
  'hosted success': { scenario: many, opening: { hosted: true }, reach: sendToken, shows: 'You can close this tab.' },
  'hosted, without a token': { scenario: undefined, opening: { hosted: true }, shows: 'This page has no link token' },
};
