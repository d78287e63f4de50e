import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../catalog/index.ts';
import type { CompiledConnector, Guide } from '../../engine/index.ts';
import { createHttpApp, type HttpApp } from '../../http/index.ts';
import { silentLogger, systemClock } from '../../kernel/index.ts';
import { connectorWith, method } from '../testing/connector.ts';
import { guideRoutes } from './routes.ts';

const GUIDE: Guide = {
  warning: 'You need **admin** access.',
  sections: [
    {
      title: 'Make a "key" <now>',
      content: 'It takes a minute.',
      steps: [
        {
          title: 'Click "New"',
          content: 'In [Settings](https://example.com/s), press **New**.',
          list: ['Call it `prod`.'],
        },
        { title: 'Tick scopes', content: 'Tick these.', displayScopes: true },
        { title: 'Allow writing', content: 'Turn writing on.', applicableScopes: ['things:write', 'things:all'] },
      ],
    },
    { title: 'Notes', content: 'Good to know.', list: ['Keys expire.'] },
    { title: 'For writers', content: 'Only for writing.', applicableScopes: ['things:write'] },
  ],
};

const lathe = connectorWith({
  methods: [
    method({
      guide: GUIDE,
      setupGuide: { sections: [{ title: 'Register an app', content: 'At the maker.' }] },
      fields: [
        { key: 'name', label: 'Account <name>' },
        { key: 'region', label: 'Region', required: false },
        { key: 'secret', label: 'Computed', computed: '{{x}}' },
      ],
      setupFields: [{ key: 'id', label: 'Client ID' }],
    }),
    method({ key: 'plain', label: 'Nothing', fields: [] }),
  ],
  actions: { read: ['things:read'], write: ['things:write'] },
  scopes: { 'things:read': 'View things.', 'things:write': 'Change <things>.' },
});
const connectors = new Map<string, CompiledConnector>([['lathe', lathe]]);
const catalog: Catalog = {
  get: (key) => connectors.get(key),
  list: () => [...connectors.values()],
  broken: () => [],
  icon: () => undefined,
  files: () => undefined,
};

let app: HttpApp;
const get = async (url: string) => {
  const { statusCode, headers, body } = await app.inject({ method: 'GET', url });
  return { status: statusCode, headers, body };
};
const LINK = '/guides/lathe/link-account/api-key';

beforeAll(async () => {
  app = await createHttpApp({ logger: silentLogger, clock: systemClock });
  guideRoutes(app, { catalog, publicUrl: () => 'https://hub.example' });
});
afterAll(() => app.close());

describe('a guide in Markdown', () => {
  it('opens with a quote that points at the index, then title and description', async () => {
    const { status, headers, body } = await get(`${LINK}.md`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/markdown; charset=utf-8');
    expect(body).toMatch(
      /^> ## Documentation index\n> .*https:\/\/hub\.example\/llms\.txt\n> .*\n\n# Connect Lathe & Co with API Key – Patchbay Hub\n\n> Link a Lathe & Co account/,
    );
  });

  it('has warning, choice of actions, sections and the fixed part in this order', async () => {
    const { body } = await get(`${LINK}.md`);
    const places = ['<Warning>', 'data-guides-scope-selector', 'data-guide-section', 'data-whitelabel-hide'].map(
      (mark) => body.indexOf(mark),
    );
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(body.match(/<section data-guide-section data-guide-scopes="[^"]*">/g)).toHaveLength(3);
    expect(body).toContain('<h2>Make a &quot;key&quot; &lt;now&gt;</h2>\n\n<p>It takes a minute.</p>');
    expect(body).toContain('<ul>\n<li>Keys expire.</li>\n</ul>');
  });

  it('wraps each step with its title, scopes and mark', async () => {
    const { body } = await get(`${LINK}.md`);
    expect(body).toContain(
      '<Step title="Click &quot;New&quot;">\n<div data-guide-step data-guide-scopes="" data-guide-display-scopes-list="">\n' +
        '<p>In <a href="https://example.com/s" target="_blank" rel="noopener noreferrer">Settings</a>, press <strong>New</strong>.</p>\n\n' +
        '<ul>\n<li>Call it <code>prod</code>.</li>\n</ul>\n</div>\n</Step>',
    );
    expect(body).toContain('data-guide-scopes="things:write things:all" data-guide-display-scopes-list=""');
    expect(body).toContain('data-guide-scopes="" data-guide-display-scopes-list="true"');
  });

  it('carries the actions that need scopes as JSON', async () => {
    const { body } = await get(`${LINK}.md`);
    const json = /data-guide-actions-json="([^"]*)"/.exec(body)![1]!.replaceAll('&quot;', '"');
    expect(JSON.parse(json)).toEqual([
      { id: 'lathe_read', label: 'Do read', scopes: ['things:read'] },
      { id: 'lathe_write', label: 'Do write', scopes: ['things:write'] },
    ]);
  });

  it('lists the labels of the fields a person fills, with what is optional', async () => {
    const { body } = await get(`${LINK}.md`);
    expect(body).toContain(
      '<li><strong>Account &lt;name&gt;</strong></li>\n<li><strong>Region</strong> (Optional)</li>\n</ul>',
    );
    expect(body).not.toContain('Computed');
    expect((await get('/guides/lathe/link-account/nothing.md')).body).toContain('There is no field to fill out.');
  });

  it('leaves out what the chosen actions or scopes do not need', async () => {
    const reading = (await get(`${LINK}.md?actions=lathe_read`)).body;
    expect(reading).not.toMatch(/Allow writing|For writers|Change &lt;things/);
    expect(reading).toContain('<li data-scope="things:read"><code>things:read</code>: View things.</li>');
    const writing = (await get(`${LINK}.md?scopes=things:write,unknown`)).body;
    expect(writing).toMatch(/Allow writing[\s\S]*For writers/);
    expect(writing).toContain('<li data-scope="things:write"><code>things:write</code>: Change &lt;things&gt;.</li>');
    expect(writing).not.toContain('data-scope="things:read"');
  });

  it('names Patchbay nowhere when it is white-label', async () => {
    const { body } = await get(`${LINK}.md?whitelabel=1`);
    expect(body).toMatch(/^# Connect Lathe & Co with API Key\n/);
    expect(body).not.toMatch(/patchbay|data-whitelabel-hide|llms\.txt/i);
    expect(body).toContain('Keys expire.');
    expect((await get(`${LINK}.md?whitelabel=0`)).body).toContain('Patchbay');
  });

  it('tells an administrator how to set the connector up', async () => {
    const { body } = await get('/guides/lathe/connector-profile/api-key.md');
    expect(body).toContain('# Lathe & Co API Key connector profile – Patchbay setup guide');
    expect(body).toContain('<h2>Register an app</h2>');
    expect(body).not.toContain('data-guides-scope-selector');
    const marks = [
      'the scope <code>platform:write</code>',
      '<li><strong>Client ID</strong>: <code>id</code> in <code>setup</code></li>',
      '<strong>Actions</strong>',
      'https://hub.example/auth_configs',
      '&quot;connector_key&quot;: &quot;lathe&quot;',
      '&quot;authentication_config_key&quot;: &quot;custom&quot;',
      '&quot;environment&quot;: &quot;production&quot;',
      '&quot;id&quot;: &quot;…&quot;',
      'PATCH /auth_configs/',
    ];
    const places = marks.map((mark) => body.indexOf(mark));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(body).not.toMatch(/dashboard|needs nothing from you/i);
    const ready = (await get('/guides/lathe/connector-profile/nothing.md')).body;
    expect(ready).toMatch(/an enabled profile for it from the start \(<code>production<\/code>\)/);
    expect(ready).toContain('This type has no fields to fill out.');
  });
});

describe('a guide as a page', () => {
  it('holds no inline script, style or handler, and a policy that allows none', async () => {
    for (const url of [
      LINK,
      '/guides',
      '/guides/accounts',
      '/guides/lathe/connector-profile/nothing',
      '/guides/x/link-account/y',
    ]) {
      const { headers, body } = await get(url);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(body).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?! src="\/guides\/assets\/guide\.js" defer>)/);
    }
  });

  it('keeps the marks of the published pages, and all parts, hidden ones too', async () => {
    const { body } = await get(`${LINK}?actions=lathe_read`);
    expect(body).toContain('<title>Connect Lathe &amp; Co with API Key – Patchbay Hub</title>');
    expect(body).toContain('<h1>Connect Lathe &amp; Co with API Key</h1>');
    expect(body).toContain('<section data-guide-section data-guide-scopes="things:write" hidden>');
    expect(body).toContain('<li hidden>\n<h3>Allow writing</h3>');
    expect(body).toContain('<li data-scope="things:write" hidden>');
    expect(body).toContain('<input type="checkbox" name="actions" value="lathe_read" checked>');
    expect(body).toContain('<div data-whitelabel-hide>');
    expect(body).toContain(`<link rel="alternate" type="text/markdown" href="${LINK}.md">`);
  });

  it('reads several actions of its own form', async () => {
    const { body } = await get(`${LINK}?actions=lathe_read&actions=lathe_write`);
    expect(body.match(/ checked>/g)).toHaveLength(2);
    expect(body).not.toContain('<li hidden>');
  });

  it('is the same without a choice where no action needs scopes', async () => {
    connectors.set('drill', { ...connectorWith({ key: 'drill' }), title: 'Drill' });
    const { body } = await get('/guides/drill/link-account/api-key');
    connectors.delete('drill');
    expect(body).not.toMatch(/data-guides-scope-selector|class="panel"/);
  });

  it('names Patchbay nowhere when it is white-label, and stays so when the form is sent', async () => {
    const { body } = await get(`${LINK}?whitelabel=1`);
    expect(body).not.toMatch(/patchbay|data-whitelabel-hide/i);
    expect(body).toContain('<input type="hidden" name="whitelabel" value="1">');
  });

  it.each([
    `${LINK}?actions=${encodeURIComponent('"><script>alert(1)</script>')}`,
    `${LINK}?scopes=${encodeURIComponent('"><script>alert(1)</script>')}&whitelabel=%3Cb%3E`,
    `/guides/${encodeURIComponent('<script>alert(1)</script>')}/link-account/api-key`,
    `${LINK}?actions[__proto__]=1`,
    `${LINK}?actions=${'a,'.repeat(5_000)}`,
    '/guides/__proto__/link-account/api-key',
    '/guides/lathe/link-account/constructor.md',
  ])('repeats nothing of %s', async (url) => {
    const { status, headers, body } = await get(url);
    expect(status).toBeLessThan(500);
    if (String(headers['content-type']).startsWith('text/html')) expect(body).not.toContain('alert(1)');
  });

  it('says where all guides are when there is none at the address', async () => {
    const page = await get('/guides/lathe/link-account/nope');
    expect([page.status, page.body.includes('<a href="/guides">All guides</a>')]).toEqual([404, true]);
    const markdown = await get('/guides/nope/link-account/api-key.md');
    expect(JSON.parse(markdown.body)).toMatchObject({ statusCode: 404, code: 'guide_not_found' });
  });
});

describe('the indexes', () => {
  it('lead to every page and to nothing else', async () => {
    const { body } = await get('/llms.txt');
    const links = [...body.matchAll(/\]\(https:\/\/hub\.example(\/[^)]*)\)/g)].map((match) => match[1]!);
    expect(links).toEqual([
      '/guides/accounts.md',
      '/guides/lathe/link-account/api-key.md',
      '/guides/lathe/link-account/nothing.md',
      '/guides/lathe/connector-profile/api-key.md',
      '/guides/lathe/connector-profile/nothing.md',
      '/openapi.json',
      '/reference',
    ]);
    const guides = links.filter((link) => link.startsWith('/guides/'));
    for (const link of guides) expect((await get(link)).status).toBe(200);
    const page = (await get('/guides')).body;
    for (const link of guides) expect(page).toContain(`href="${link.replace('.md', '')}`);
  });

  it('come as one text with every page in full', async () => {
    const { body } = await get('/llms-full.txt');
    expect(body).toContain('# Accounts and linking methods');
    expect(body).toContain('# Connect Lathe & Co with Nothing – Patchbay Hub');
    expect(body).toContain('Source: https://hub.example/guides/lathe/connector-profile/api-key');
    expect(body).toContain('For writers');
    expect(body).not.toContain('data-guide-actions-json');
  });

  it('explain the three ways to link an account at the place that guides point at', async () => {
    const { body } = await get('/guides/accounts');
    expect(body).toContain('<section id="linking-accounts">');
    expect(body).toMatch(/<strong>Auth link\.[\s\S]*<strong>Embedded hub\.[\s\S]*<strong>Authenticate now\./);
    expect(body).toMatch(/POST \/operator\/projects\/&lt;project id&gt;\/auth_links[\s\S]*30 days/);
    expect(body).toContain('POST /operator/projects/&lt;project id&gt;/connect_sessions');
    expect((await get('/guides/accounts.md')).body).toMatch(/^> ## Documentation index/);
  });
});

describe('style and script', () => {
  it('are files of this server that load nothing from elsewhere', async () => {
    const [style, script] = [await get('/guides/assets/style.css'), await get('/guides/assets/guide.js')];
    expect(style.headers['content-type']).toBe('text/css; charset=utf-8');
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(`${style.body}${script.body}`).not.toMatch(/https?:\/\/|@import|innerHTML|eval/);
    expect(() => new Function(script.body)).not.toThrow();
  });
});
