import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { type PatchbayError, silentLogger } from '../../kernel/index.ts';
import { createEgress } from '../egress.ts';
import type { Egress, EgressOptions, EgressRequest } from '../types.ts';

/** A server on loopback that ends with the test. */
export interface Upstream {
  readonly port: number;
  /** `host:port` with the loopback address. */
  readonly host: string;
  /** Sockets accepted so far, in order. */
  readonly sockets: readonly Socket[];
}

async function listen(server: Server | TcpServer, host: string): Promise<Upstream> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { port, host: `${host}:${port}`, sockets };
}

/** An HTTP server. */
export const startHttp = (listener: RequestListener, host = '127.0.0.1'): Promise<Upstream> =>
  listen(createServer({ keepAliveTimeout: 60_000 }, listener), host);

/** An HTTPS server. */
export const startHttps = (options: ServerOptions, listener: RequestListener): Promise<Upstream> =>
  listen(createSecureServer(options, listener), '127.0.0.1');

/** A TCP server that speaks as it likes. */
export const startTcp = (onSocket: (socket: Socket) => void): Promise<Upstream> =>
  listen(createTcpServer(onSocket), '127.0.0.1');

/** A port of this machine on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A client that may call 127.0.0.1 and ends with the test. */
export function startEgress(options: Partial<EgressOptions> = {}): Egress {
  const egress = createEgress({ allow: ['127.0.0.1'], logger: silentLogger, version: 'test', ...options });
  onTestFinished(async () => {
    await egress.close();
  });
  return egress;
}

/** A GET without headers. */
export const get = (url: string, more: Partial<EgressRequest> = {}): EgressRequest => ({
  method: 'GET',
  url,
  headers: {},
  ...more,
});

/** The bytes of an answer as text. */
export const textOf = (answer: { readonly body: Uint8Array }): string => Buffer.from(answer.body).toString('utf8');

/** The error of a call that must fail. */
export const failureOf = (call: Promise<unknown>): Promise<PatchbayError> =>
  call.then(
    () => Promise.reject(new Error('The call went through.')),
    (thrown: PatchbayError) => thrown,
  );

/** A promise that is resolved from outside. */
export const signalled = <T = void>(): PromiseWithResolvers<T> => Promise.withResolvers<T>();
