import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '../../src/config.ts';
import type { Clock, Logger } from '../../src/kernel/index.ts';
import { silentLogger } from '../../src/kernel/index.ts';
import { type RunningServer, startServer } from '../../src/main.ts';
import { type Contract, createContract, type OpenApiDocument } from './contract.ts';

/** The API key, with every scope, of every test server. */
export const TEST_KEY = 'test-key-0123456789abcdefghijklmnopqrstuvwxyz';

/** A running server and what tests do with it. */
export interface TestServer extends RunningServer {
  readonly config: Config;
  /** Calls the API with the test key unless other headers say otherwise. Throws when the answer is not what the API document says. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  /** Stops the server and removes its data. */
  dispose(): Promise<void>;
}

/** An answer with its body read. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of all routes are looked at by tests
  readonly body: any;
}

/** The Authorization header of a key. */
export const basic = (key: string): string => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

/** Sends a request and reads its JSON (or text). */
export async function send(url: string, init: RequestInit): Promise<TestAnswer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, headers: response.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
}

/** Starts a server on a free port with data of its own. */
export async function startTestServer(
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly logger?: Logger;
    readonly clock?: Clock;
    readonly connectors?: string;
    readonly lookup?: (host: string) => Promise<readonly string[]>;
  } = {},
): Promise<TestServer> {
  const dir = mkdtempSync(join(tmpdir(), 'patchbay-'));
  const { env, logger = silentLogger, ...parts } = options;
  const config = readConfig({
    PATCHBAY_DATA_DIR: dir,
    PATCHBAY_PORT: '0',
    PATCHBAY_BOOTSTRAP_API_KEY: TEST_KEY,
    // Tests share one key and may call as fast as they can.
    PATCHBAY_RATE_LIMIT: '0',
    ...env,
  });
  const server = await startServer(config, { logger, ...parts });
  let contract: Promise<Contract> | undefined;
  const documented = async (): Promise<Contract> => {
    const { body } = await send(`${server.url}/openapi.json`, {});
    return createContract(body as OpenApiDocument);
  };
  return {
    ...server,
    config,
    async call(method, path, body, headers = {}) {
      const answer = await send(`${server.url}${path}`, {
        method,
        headers: {
          authorization: basic(TEST_KEY),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      contract ??= documented();
      const complaint = (await contract).complaint({ method, path, ...answer });
      if (complaint !== undefined) throw new Error(complaint);
      return answer;
    },
    async dispose() {
      await server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
