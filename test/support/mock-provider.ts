import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a pretended provider sees it. */
export interface Asked {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

/** What a pretended provider answers. */
export interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly bytes?: Uint8Array;
}

/** A running pretended provider. */
export interface MockProvider {
  readonly port: number;
  /** Everything it was asked, in order. */
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

const jsonOf = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

/**
 * Starts a provider on a free port of this machine.
 * @param routes answers by `METHOD host/path`; a host may be left out
 */
export async function startProvider(
  routes: Readonly<Record<string, Told | ((asked: Asked) => Told)>>,
): Promise<MockProvider> {
  const asked: Asked[] = [];
  const server = createServer(async (message, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of message) chunks.push(chunk as Uint8Array);
    const body = Buffer.concat(chunks);
    const url = new URL(message.url ?? '/', 'http://local');
    const one: Asked = {
      method: message.method ?? '',
      host: message.headers.host ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: message.headers,
      body,
      json: jsonOf(body),
    };
    asked.push(one);
    const route = routes[`${one.method} ${one.host}${one.path}`] ?? routes[`${one.method} ${one.path}`];
    const told =
      typeof route === 'function' ? route(one) : (route ?? { status: 404, json: { message: `no route ${one.path}` } });
    const type = told.json !== undefined ? { 'content-type': 'application/json' } : {};
    response.writeHead(told.status ?? 200, { ...type, ...told.headers });
    response.end(told.json === undefined ? (told.bytes ?? told.text ?? '') : JSON.stringify(told.json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
