import type { Command } from 'commander';
import { readClientConfig, VERSION } from '../config.ts';
import { createEgress } from '../egress/index.ts';
import { reasonOf, silentLogger } from '../kernel/index.ts';

/** An answer of the server's API. */
export interface ApiAnswer {
  readonly status: number;
  /** Undefined when the answer has no body. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** Calls the API of a server. */
export type ApiClient = (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;

/** Options of every command that calls a server. */
export interface ServerOptions {
  readonly apiUrl?: string;
  readonly apiKey?: string;
  readonly json?: boolean;
}

/** Adds the options of {@link ServerOptions} to a command. */
export const serverOptions = (command: Command): Command =>
  command
    .option('--api-url <url>', 'the server (default: PATCHBAY_API_URL, or http://localhost:4400)')
    .option(
      '--api-key <key>',
      'an API key of it (default: PATCHBAY_API_KEY, which other users of this machine cannot see)',
    )
    .option('--json', 'print JSON');

function readBody(bytes: Uint8Array, refuse: () => never): ApiAnswer['body'] {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>;
  } catch {
    return refuse();
  }
}

/**
 * Runs work with a client for the server that options or the environment name. The caller names the server, so it may be
 * on this machine or in a private network; no other address is called, and redirects are not followed.
 * Without a key, and when the server cannot be reached, the command ends with a message and status 1.
 */
export async function withApi<T>(
  options: ServerOptions,
  command: Command,
  work: (api: ApiClient) => Promise<T>,
): Promise<T> {
  const { apiUrl, apiKey } = readClientConfig();
  const key = options.apiKey ?? apiKey;
  if (key === undefined) command.error('An API key is needed: --api-key, or PATCHBAY_API_KEY in the environment.');
  const base = options.apiUrl ?? apiUrl;
  const url = URL.canParse(base)
    ? new URL(base)
    : command.error(`${base} is no URL. Use http://host:port or https://host.`);
  const egress = createEgress({ allow: [url.host], logger: silentLogger, version: VERSION });
  const prefix = url.href.replace(/[?#].*$/, '').replace(/\/+$/, '');
  const api: ApiClient = async (method, path, body) => {
    const answer = await egress
      .send({
        method,
        url: `${prefix}${path}`,
        headers: {
          accept: 'application/json',
          authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      .catch((error: unknown) => command.error(`${url.origin} did not answer: ${reasonOf(error)}`));
    const refuse = () => command.error(`${url.origin} did not answer with JSON. Is it a Patchbay server?`);
    return { status: answer.status, body: readBody(answer.body, refuse) };
  };
  try {
    return await work(api);
  } finally {
    await egress.close();
  }
}

/** What the server said of a request that it refused. */
export function refusal({ status, body }: ApiAnswer): { status: number; code: string | null; message: string } {
  const text = (name: string): string | null => (typeof body?.[name] === 'string' ? body[name] : null);
  const message = [text('message') ?? `The server answered ${status}.`, text('hint')].filter(Boolean).join(' ');
  return { status, code: text('code'), message };
}
