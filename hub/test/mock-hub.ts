import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

/** What a route of the mock answers. `drop` cuts the connection. */
export type Answer = { readonly status?: number; readonly body?: unknown } | 'drop';

/** A request as the routes of a scenario see it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
}

/** What one token may do: a route by `METHOD /path`, answered by a value, a function, or after a wait. */
export type Scenario = Record<string, Answer | ((asked: Asked) => Answer | Promise<Answer>)>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The policy under which the hub has to work. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

/** Pages whose frameworks, not the hub, need more than the policy gives. */
const EXAMPLES = /^\/dist\/(plain|react|vue|svelte)\//;

/** Page that embeds the hub the way a customer's product would. */
const embedPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Embedding page</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="/dist/mark.svg"><link rel="stylesheet" href="/embed.css">
<script type="module" src="/dist/patchbay-hub.js"></script></head><body><main><h1>Settings</h1><div id="place"></div></main></body></html>`;

const embedCss = `:root { color-scheme: light dark } body { margin: 0; padding: 16px; font: 14px/1.5 Verdana, sans-serif }
@media (max-width: 400px) { body { padding: 8px } } h1 { font-size: 18px }`;

/** A hub API in this process, with pages that show the hub. */
export class MockHub {
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #scenarios = new Map<string, Scenario>();
  /** Every API request, in order. */
  readonly asked: (Asked & { readonly token: string })[] = [];
  /** Requests for anything this server does not have. */
  readonly strays: string[] = [];
  #next = 0;
  readonly #dist: string;

  /** @param dist folder of the built hub */
  constructor(dist: string) {
    this.#dist = dist;
  }

  /** Starts on a free port of this machine. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** Stops, cutting what is still open. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Adds a scenario and answers its token. */
  session(scenario: Scenario): string {
    this.#next += 1;
    const token = `token-${this.#next}`;
    this.#scenarios.set(token, scenario);
    return token;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    if (url.pathname.startsWith('/hub/')) return this.#api(request, response, url);
    const send = (type: string, body: string | Buffer) => {
      const open = EXAMPLES.test(url.pathname) ? {} : { 'content-security-policy': CSP };
      response.writeHead(200, { 'content-type': type, ...open });
      response.end(body);
    };
    if (url.pathname === '/embed') return send(TYPES['.html'] ?? '', embedPage);
    if (url.pathname === '/embed.css') return send(TYPES['.css'] ?? '', embedCss);
    if (url.pathname.startsWith('/connect/oauth2/')) {
      return send(TYPES['.html'] ?? '', '<!doctype html><link rel="icon" href="/dist/mark.svg"><h1>Provider</h1>');
    }
    try {
      const file = join(this.#dist, url.pathname.replace(/^\/dist/, ''));
      send(TYPES[extname(file)] ?? 'application/octet-stream', readFileSync(file));
    } catch {
      this.strays.push(url.pathname);
      response.writeHead(404).end();
    }
  }

  async #api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const token = String(request.headers['x-hub-session-token'] ?? '');
    const asked: Asked = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      body: text === '' ? {} : JSON.parse(text),
    };
    this.asked.push({ ...asked, token });
    const route = this.#scenarios.get(token)?.[`${asked.method} ${asked.path}`];
    const answer = (await (typeof route === 'function' ? route(asked) : route)) ?? {
      status: 404,
      body: { statusCode: 404, message: `The mock has no ${asked.method} ${asked.path}.` },
    };
    if (answer === 'drop') return void request.socket.destroy();
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  }
}
