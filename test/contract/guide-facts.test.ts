import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

/** What the guide of a provider must tell, one line for each fact, as a pattern of the text a reader sees. */
interface GuideFacts {
  readonly title: string;
  /** How many steps each section has, in order. */
  readonly steps: readonly number[];
  /** What the sections and their steps are about, in order. */
  readonly headings: readonly RegExp[];
  /** Addresses that are links. */
  readonly links: readonly string[];
  /** What stands out in bold, because it is what one looks for on the screen of the provider. */
  readonly bold: readonly string[];
  /** What the form asks for. */
  readonly fields: readonly string[];
  readonly facts: Readonly<Record<string, RegExp>>;
}

const FACTS: Readonly<Record<string, GuideFacts>> = {
  '15five': {
    title: 'Connect 15Five with API Key',
    steps: [3, 3],
    headings: [
      /enable the public api/i,
      /sign in to 15five/i,
      /integrations/i,
      /public api/i,
      /create your api key/i,
      /create new key/i,
      /name the key/i,
      /copy the access token/i,
    ],
    links: ['https://my.15five.com/'],
    bold: [
      'Settings',
      'Integrations',
      'Public API',
      'Enable',
      'Manage',
      'Create new key',
      'High Fives only',
      'Enabled',
      'Save',
      'Access token',
      'Edit',
    ],
    fields: ['API Key'],
    facts: {
      'the Public API comes first': /before any key[\s\S]{0,80}administrator[\s\S]{0,40}enable the Public API/i,
      'sign in as a company administrator': /sign in to your 15Five account as a company administrator/i,
      'where the settings are': /Settings gear in the bottom-left corner[\s\S]{0,40}Integrations (in|from) the menu/i,
      'which page to open': /Public API in the (list of integrations|integrations list)[\s\S]{0,60}Company API keys/i,
      'what to press the first time': /Enable if the Public API has not been enabled before/i,
      'what to press otherwise': /Manage[\s\S]{0,60}takes the place of Enable once there is an API key/i,
      'what is on the Manage page': /create a new key,? or copy the access token of a key you have/i,
      'whose key it is': /key[\s\S]{0,40}your administrator user[\s\S]{0,60}permissions of your role/i,
      'where to make the key': /On the page Company API keys, press Create new key/i,
      'name it to recognise it': /short name[\s\S]{0,60}recognise[\s\S]{0,40}for example/i,
      'High Fives only stays off': /Important: leave High Fives only un(ticked|checked)/i,
      'what happens otherwise':
        /403 You do not have permission to perform this action[\s\S]{0,60}(everything but|non-)[\s-]?High Fives/i,
      'when to turn it on': /only if the integration is for High Fives alone/i,
      'Enabled is on': /Enabled is (ticked|checked)/i,
      'save it': /Press Save/i,
      'the key has 32 characters': /access token of 32 characters from the column Access token/i,
      'keep it safe': /Access token and keep it in a safe place/i,
      'how it is sent': /as it is[\s\S]{0,40}whole value of the Authorization header[\s\S]{0,40}curl example/i,
      'it can be copied again': /stays visible on the page Company API keys[\s\S]{0,60}copy it again/i,
      'what to check when permission is refused':
        /lack of permission[\s\S]{0,80}Edit[\s\S]{0,80}High Fives only is un(ticked|checked) and Enabled is (ticked|checked)/i,
      'the key has the role of its maker': /key has the role of the user who created it/i,
      'review cycles need two roles': /Review cycles stay empty unless[\s\S]{0,60}both Company Admin and Review Admin/i,
      'keys expire': /Keys expire one year after/i,
    },
  },
  humaans: {
    title: 'Connect Humaans with API Key',
    steps: [4, 1],
    headings: [
      /generate an api access token/i,
      /sign in to humaans/i,
      /api access tokens/i,
      /create a new access token/i,
      /copy the access token/i,
      /scopes/i,
      /available scopes/i,
    ],
    links: ['https://app.humaans.io/'],
    bold: [
      'API access tokens',
      'Generate new token',
      'Name',
      'Scopes',
      'Create access token',
      'public:read',
      'private:read',
      'private:write',
      'compensations:read',
      'compensations:write',
      'documents:read',
      'documents:write',
      'webhooks:manage',
    ],
    fields: ['API Token'],
    facts: {
      'who can make tokens': /Owner or Admin access to your Humaans account[\s\S]{0,20}to generate API access tokens/i,
      'what is needed': /API access token from your Humaans account/i,
      'sign in with which role': /Sign in to your Humaans account (as|with) an? Owner or Admin/i,
      'where the menu is': /At the top left, next to your name or workspace, open the three-dot menu \(⋮\)/i,
      'what to choose there': /choose API access tokens/i,
      'how to begin': /Press Generate new token/i,
      'give it a name, for example': /Enter a Name that says what the token is for, such as/i,
      'choose scopes by the data': /Scopes for the data you want to share/i,
      'all of them for full access': /For full access, tick all of them/i,
      'finish it': /Press Create access token/i,
      'keep it safe': /Copy the token and keep it in a safe place/i,
      'it is shown once': /shows it only once; nobody can look it up again/i,
      'what scopes are': /Scopes limit what a token can reach\. Choose them by the data the integration needs/i,
      'choose among these': /all the scopes you can tick when you create the token/i,
      'public:read': /public:read: view data that the whole company may see/i,
      'private:read': /private:read: view all data except compensations and documents/i,
      'private:write': /private:write: change all data except compensations and documents/i,
      'compensations:read': /compensations:read: view compensation data/i,
      'compensations:write': /compensations:write: change compensation data/i,
      'documents:read': /documents:read: view personal documents and identity documents/i,
      'documents:write': /documents:write: change personal documents and identity documents/i,
      'webhooks:manage': /webhooks:manage: view and change webhooks/i,
    },
  },
  lattice: {
    title: 'Connect Lattice with API Key',
    steps: [3, 0],
    headings: [
      /generate an api key/i,
      /sign in to lattice/i,
      /api keys/i,
      /generate a new api key/i,
      /important notes/i,
    ],
    links: ['https://lattice.com'],
    bold: ['Switch to admin', 'Platform', 'API Keys', 'Generate API key', 'Copy', 'Important:', 'Revoke'],
    fields: ['API Key'],
    facts: {
      'what the key is for': /authenticated with an API key\. Generate one in the admin settings/i,
      'sign in as an admin': /Sign in to your Lattice account with Admin credentials/i,
      'where keys are': /API keys are managed in the admin settings/i,
      'switch to admin': /Switch to admin at the bottom of the left sidebar/i,
      'choose Platform': /Choose Platform in the admin menu/i,
      'open API Keys': /Press API Keys/i,
      'make a key for this integration': /new key for this integration/i,
      'generate it': /Press the button Generate API key/i,
      'copy it': /Press Copy to copy the key/i,
      'it is shown once':
        /Important: the whole key is shown only once\. Copy it and keep it in a safe place before you close the window/i,
      'what the notes are about': /What to know about API keys of Lattice and their security/i,
      'what a key may do': /API key has the same privileges as the user who created it/i,
      'how to revoke it':
        /To revoke a key, go to Admin > Platform > API Keys and press the red Revoke next to the key/i,
    },
  },
  nutshell: {
    title: 'Connect Nutshell with API Key',
    steps: [5],
    headings: [
      /get your api key/i,
      /sign in to nutshell/i,
      /api keys settings/i,
      /create a new api key/i,
      /copy the api key/i,
      /about your username/i,
    ],
    links: ['https://app.nutshell.com'],
    bold: [
      'Settings',
      'Connections',
      'Add API key...',
      'Name',
      'API access',
      'New API key',
      'Edit API key',
      'API Key',
      'Username',
    ],
    fields: ['Username (Email)', 'API Key'],
    facts: {
      'who can make keys': /admin access to your Nutshell account[\s\S]{0,20}to generate an API key/i,
      'what is needed': /email address you log in to Nutshell with and an API key/i,
      'sign in': /Sign in to your Nutshell account/i,
      'where keys are': /API keys page in the settings of Nutshell/i,
      'open the settings': /Settings in the bottom-left corner of the sidebar/i,
      'open the connections': /Connections in the sidebar[\s\S]{0,40}straight to the API keys page/i,
      'with the right permission': /new API key with the right permission/i,
      'add a key': /Add API key\.\.\. at the top of the table of API keys/i,
      'give it a name, for example': /Enter a Name for the key, for example/i,
      'choose the permission': /Choose API access as the permission/i,
      'make it': /Press New API key/i,
      'where it is then': /new key is now a row of the table of API keys/i,
      'open it': /Press the row of the new API key in the table/i,
      'where the whole key is': /dialog Edit API key opens and shows the whole key in its field API Key/i,
      'keep it safe': /Copy the key and keep it in a safe place/i,
      'what the username is': /Username is the email address you use to sign in to Nutshell/i,
    },
  },
};

const ENTITIES: Readonly<Record<string, string>> = { '&quot;': '"', '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** The text that a reader sees. */
const textOf = (html: string): string =>
  html
    .replace(/<(head|script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<\/(p|li|h[1-6]|summary|label)>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(quot|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ');

const present = Object.entries(FACTS).filter(([key]) => existsSync(join(import.meta.dirname, '../../connectors', key)));

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.dispose());

const read = async (path: string): Promise<string> => {
  const { status, body } = await server.call('GET', path, undefined, { authorization: '' });
  expect(status).toBe(200);
  return body;
};

describe.each(present)('the connection guide of %s', (key, { title, steps, headings, links, bold, fields, facts }) => {
  describe.each(['', '.md'])('at /guides/…/link-account/api-key%s', (suffix) => {
    let source: string;
    let text: string;
    beforeAll(async () => {
      source = await read(`/guides/${key}/link-account/api-key${suffix}`);
      text = textOf(source);
    });

    it.each(Object.entries(facts))('tells: %s', (_fact, pattern) => {
      expect(text).toMatch(pattern);
    });

    it('has its title, links, and the words to look for in bold', () => {
      expect(text).toContain(title);
      for (const link of links)
        expect(source).toContain(`<a href="${link}" target="_blank" rel="noopener noreferrer">`);
      for (const word of bold) expect(source).toContain(`<strong>${word}</strong>`);
    });

    it('has the sections and steps in their order', () => {
      const sections = source.match(/<section data-guide-section[\s\S]*?<\/section>/g) ?? [];
      expect(sections.map((section) => section.match(/<div data-guide-step /g)?.length ?? 0)).toEqual(steps);
      const titles = [...sections.join('').matchAll(/<(?:h2|h3)>([\s\S]*?)<\/h|<Step title="([^"]*)"/g)];
      expect(titles.map((match) => textOf(match[1] ?? match[2] ?? ''))).toEqual(
        headings.map((heading) => expect.stringMatching(heading)),
      );
    });

    it('ends with how to link the account from the hub', () => {
      const block = textOf(source.slice(source.indexOf('<div data-whitelabel-hide>')));
      const titles = [
        'Linking the account from the hub',
        'three linking methods',
        ...fields,
        'Press Connect',
        'sign in or to authorize',
        'confirmation',
        'Accounts',
      ];
      const places = titles.map((one) => block.indexOf(one));
      expect(places.every((place) => place >= 0)).toBe(true);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(source).toContain('href="/guides/accounts#linking-accounts"');
    });

    it('speaks of Patchbay alone', () => {
      expect(text).toContain('Patchbay');
      expect(source).not.toMatch(/stackone/i);
    });
  });
});

describe('the connector profile pages', () => {
  /** The body of the request that a page tells to send. */
  const bodyOf = (source: string): unknown => {
    const request = textOf(/<pre><code>([\s\S]*?)<\/code><\/pre>/.exec(source)?.[1] ?? '');
    expect(request).toContain(`${server.publicUrl}/auth_configs`);
    return JSON.parse(/-d '([\s\S]*)'/.exec(request)?.[1] ?? '');
  };

  it('each have a request that makes an auth config as it stands there', async () => {
    const index = await read('/llms.txt');
    const pages = [...index.matchAll(/\]\([^)]*?(\/guides\/[^)]*\/connector-profile\/[^)]*)\)/g)].map(
      (match) => match[1]!,
    );
    expect(pages.length).toBeGreaterThanOrEqual(present.length);
    for (const page of pages) {
      const source = await read(page);
      const body = bodyOf(source);
      expect(bodyOf(await read(page.replace('.md', '')))).toEqual(body);
      const { status, body: made } = await server.call('POST', '/auth_configs', body);
      const { setup = {}, ...asked } = body as { setup?: object };
      expect(made, page).toMatchObject({ ...asked, enabled: true });
      expect([status, Object.keys(made.setup)]).toEqual([201, expect.arrayContaining(Object.keys(setup))]);
      expect(source).not.toMatch(/dashboard/i);
    }
  });

  it('say truly which ones every project has from the start', async () => {
    const { body } = await server.call('GET', '/auth_configs?page_size=100&connector_key=humaans');
    const first = body.data.filter((config: { default: boolean }) => config.default);
    const environments = first.map(({ environment }: { environment: string }) => environment).sort();
    expect(environments).toEqual(['production', 'sandbox']);
    expect(textOf(await read('/guides/humaans/connector-profile/api-key'))).toContain(
      'every project has an enabled profile for it from the start (production and sandbox)',
    );
    const needsSetup = textOf(await read('/guides/lattice/connector-profile/oauth-2-0'));
    expect(needsSetup).not.toContain('from the start');
    expect(needsSetup).toContain('/connect/oauth2/lattice/callback');
  });
});

describe('the guides together', () => {
  it('cover every provider whose facts are known', () => {
    expect(present.length).toBeGreaterThan(0);
    expect(new Set(present.map(([key]) => key))).toEqual(new Set(Object.keys(FACTS)));
  });

  it('are in the index, and every page the index names is there', async () => {
    const index = await read('/llms.txt');
    for (const [key] of present) expect(index).toContain(`/guides/${key}/link-account/api-key.md)`);
    const pages = [...index.matchAll(/\]\([^)]*?(\/guides\/[^)]*)\)/g)].map((match) => match[1]!);
    for (const page of pages)
      expect(await read(page)).toContain(`Fetch the complete documentation index at: ${server.publicUrl}/llms.txt`);
  });
});
