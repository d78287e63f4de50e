import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { buildHub } from './build.ts';
import { CHROMIUM_ARGS, chromiumPath } from './chromium.ts';
import { MockHub, type Scenario } from './mock-hub.ts';

/** How a page with the hub is opened. */
export interface Opening {
  /** Attributes of the element beside the token. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The hosted link page in place of a page that embeds the element; `query` and `fragment` may hold more. */
  readonly hosted?: boolean;
  readonly context?: BrowserContextOptions;
  /** Words the page may write to its console as errors, because the test provokes them. */
  readonly expectErrors?: RegExp;
}

/** A page with the hub, and what it told the page around it. */
export interface Opened {
  readonly page: Page;
  readonly token: string;
  /** Events in order, as `[name, detail]`. */
  readonly events: () => Promise<[string, unknown][]>;
}

/** Where the tests play: a built hub, a mock of its server, and a browser. */
export class Stage {
  readonly mock: MockHub;
  readonly #browser: Browser;
  readonly #remove: () => void;
  #pages: { page: Page; complaints: string[]; expected: RegExp | undefined }[] = [];

  private constructor(mock: MockHub, browser: Browser, remove: () => void) {
    this.mock = mock;
    this.#browser = browser;
    this.#remove = remove;
  }

  /** Builds, listens and launches. More modes of the build may be named. */
  static async set(...modes: string[]): Promise<Stage> {
    const { folder, remove } = await buildHub(...modes);
    const mock = new MockHub(folder);
    await mock.start();
    const browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: [...CHROMIUM_ARGS] });
    return new Stage(mock, browser, remove);
  }

  /** Ends everything. */
  async strike(): Promise<void> {
    await this.#browser.close();
    await this.mock.stop();
    this.#remove();
  }

  /** Opens a page of the given address in a browser profile of its own. */
  async visit(path: string, { context, expectErrors }: Opening = {}): Promise<Page> {
    const profile = await this.#browser.newContext({ viewport: { width: 1280, height: 800 }, ...context });
    const page = await profile.newPage();
    const complaints: string[] = [];
    this.#pages.push({ page, complaints, expected: expectErrors });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      const failedAnswer = message.text().startsWith('Failed to load resource');
      if (['error', 'warning'].includes(message.type()) && !failedAnswer) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(this.mock.url) && !request.url().startsWith('data:'))
        complaints.push(`asked ${request.url()}`);
    });
    await page.goto(`${this.mock.url}${path}`);
    return page;
  }

  /** Opens a page with the hub; without a scenario it has no token. */
  async open(scenario: Scenario | undefined, opening: Opening = {}): Promise<Opened> {
    const token = scenario === undefined ? '' : this.mock.session(scenario);
    if (opening.hosted === true) {
      const page = await this.visit(`/dist/link.html${token === '' ? '' : `?token=${token}`}`, opening);
      return { page, token, events: async () => [] };
    }
    const page = await this.visit('/embed', opening);
    await page.evaluate(
      ([given, attributes]) => {
        const hub = document.createElement('patchbay-hub');
        const heard: [string, unknown][] = [];
        Object.assign(globalThis, { heard });
        for (const name of ['success', 'close', 'cancel', 'error', 'session']) {
          hub.addEventListener(name, (event) => heard.push([name, (event as CustomEvent).detail]));
        }
        for (const [name, value] of Object.entries(attributes)) hub.setAttribute(name, value);
        if (given !== '') hub.setAttribute('token', given);
        document.getElementById('place')?.append(hub);
      },
      [token, opening.attributes ?? {}] as const,
    );
    const events = () => page.evaluate(() => (globalThis as unknown as { heard: [string, unknown][] }).heard);
    return { page, token, events };
  }

  /** Closes the pages of a test. None may have broken the content policy, thrown, or asked another server. */
  async clear(): Promise<void> {
    const pages = this.#pages;
    this.#pages = [];
    for (const { page } of pages) await page.context().close();
    const complaints = pages.flatMap((one) => one.complaints.filter((text) => one.expected?.test(text) !== true));
    expect(complaints).toEqual([]);
    expect(this.mock.strays.splice(0)).toEqual([]);
  }
}
