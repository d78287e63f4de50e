import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'rolldown';
import type { Clock } from '../../../src/kernel/index.ts';
import { launchBrowser } from '../../support/browser.ts';
import { type MockProvider, startProvider } from '../../support/mock-provider.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

/** The two forms in which the published hub comes. */
export type Kind = 'React component' | 'web component';

/** What the hub told the page that embeds it. */
export type Report =
  | { readonly type: 'success'; readonly account: { readonly id: string; readonly provider: string } }
  | { readonly type: 'close' };

/** A page that shows the published hub. */
export interface ShownHub {
  readonly page: Page;
  /** Requests the page made to anything but the website and our server. */
  readonly foreign: readonly string[];
  /** What the page wrote on its console as an error. */
  readonly complaints: readonly string[];
  reports(): Promise<Report[]>;
}

/** A server with three connectors, a website of another origin that embeds the published hub, and a browser. */
export interface Stage {
  readonly server: TestServer;
  readonly provider: MockProvider;
  show(kind: Kind, props: Readonly<Record<string, string>>): Promise<ShownHub>;
  close(): Promise<void>;
}

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../../..');
/** A pass phrase that the workshop knows. */
export const PHRASE = 'open sesame, said the carpenter';

const html = (scripts: readonly string[]) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>A product</title>
<body><div id="stage"></div>${scripts.map((src) => `<script src="${src}" type="module"></script>`).join('')}</body></html>`;

/** The published React component with React and the rest, as a website bundles it. */
async function bundlePage(): Promise<string> {
  const { output } = await build({
    input: join(HERE, 'page.js'),
    platform: 'browser',
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    resolve: { alias: { react: join(ROOT, 'node_modules/react'), 'react-dom': join(ROOT, 'node_modules/react-dom') } },
    output: { format: 'es', codeSplitting: false },
    write: false,
    logLevel: 'silent',
  });
  return output[0].code;
}

/** A website of another origin that embeds the published hub in both forms. */
export async function startWebsite(): Promise<{ url: string; close(): Promise<void> }> {
  const hubFolder = dirname(createRequire(import.meta.url).resolve('@stackone/hub'));
  const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/react': ['text/html', html(['/page.js'])],
    '/element': ['text/html', html(['/webcomponent.js', '/element.js'])],
    '/page.js': ['text/javascript', await bundlePage()],
    '/webcomponent.js': ['text/javascript', readFileSync(join(hubFolder, 'webcomponent.js'), 'utf8')],
    '/element.js': ['text/javascript', readFileSync(join(HERE, 'element.js'), 'utf8')],
  };
  const server = createServer((request, response) => {
    const [type, text] = files[new URL(request.url ?? '/', 'http://local').pathname] ?? [];
    response.writeHead(type === undefined ? 404 : 200, { 'content-type': `${type ?? 'text/plain'}; charset=utf-8` });
    response.end(text ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A folder with one shipped connector and two whose provider is the test's own. */
function connectorFolder(port: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-connectors-'));
  cpSync(join(ROOT, 'connectors/humaans'), join(folder, 'humaans'), { recursive: true });
  for (const key of ['workshop', 'bell']) {
    mkdirSync(join(folder, key));
    const text = readFileSync(join(HERE, `${key}.yaml`), 'utf8').replace('PORT', String(port));
    writeFileSync(join(folder, key, `${key}.connector.s1.yaml`), text);
  }
  return folder;
}

/** Starts everything. */
export async function setStage({ clock }: { readonly clock: Clock }): Promise<Stage> {
  const provider = await startProvider({
    'GET /me': ({ headers }) =>
      headers.authorization === `Bearer ${PHRASE}`
        ? { json: { name: 'Workshop' } }
        : { status: 401, json: { reason: 'The door stays shut.' } },
    'GET /bell': { status: 403, json: { message: 'Nobody answers the bell.' } },
  });
  const connectors = connectorFolder(provider.port);
  const env = { PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${provider.port}` };
  const server = await startTestServer({ connectors, env, clock });
  const website = await startWebsite();
  const browser: Browser = await launchBrowser();
  return {
    server,
    provider,
    async show(kind, props) {
      const page = await browser.newPage();
      const foreign: string[] = [];
      const complaints: string[] = [];
      const own = [website.url, server.publicUrl].map((url) => new URL(url).origin);
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol !== 'data:' && !own.includes(origin)) foreign.push(request.url());
      });
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      const query = new URLSearchParams({ baseUrl: server.publicUrl, ...props });
      await page.goto(`${website.url}/${kind === 'React component' ? 'react' : 'element'}?${query}`);
      return {
        page,
        foreign,
        complaints,
        reports: () => page.evaluate(() => (globalThis as unknown as { reports: Report[] }).reports),
      };
    },
    async close() {
      await browser.close();
      await website.close();
      await server.dispose();
      await provider.close();
      rmSync(connectors, { recursive: true, force: true });
    },
  };
}
