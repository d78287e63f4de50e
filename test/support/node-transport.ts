import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Transport, TransportRequest, TransportResponse } from '../../src/engine/index.ts';
import { fail } from '../../src/kernel/index.ts';

const headersOf = (message: IncomingMessage): TransportResponse['headers'] => {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(message.headers)) if (value !== undefined) headers[name] = value;
  return headers;
};

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/**
 * A transport over plain HTTP in which every host is the server on this port of this machine; the `Host` header says which
 * one was meant.
 */
export function localTransport(port: number): Transport {
  const once = (request: TransportRequest): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const url = new URL(request.url);
      const length = request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) };
      const sent = httpRequest(
        {
          host: '127.0.0.1',
          port,
          method: request.method,
          path: url.pathname + url.search,
          headers: { ...request.headers, ...length, host: url.host },
          agent: false,
          ...(request.signal === undefined ? {} : { signal: request.signal }),
        },
        resolve,
      );
      sent.on('error', (cause) =>
        reject(fail('provider_unreachable', { connector: url.host, reason: cause.message }, { cause })),
      );
      sent.end(request.body);
    });
  const follow = async (request: TransportRequest, left: number): Promise<TransportResponse> => {
    const message = await once(request);
    const status = message.statusCode ?? 0;
    const { location } = message.headers;
    if (left > 0 && isRedirect(status) && location !== undefined) {
      message.resume();
      const { authorization: _authorization, ...headers } = request.headers;
      const url = new URL(location, request.url);
      const sameHost = url.host === new URL(request.url).host;
      return follow({ ...request, url: url.href, headers: sameHost ? request.headers : headers }, left - 1);
    }
    const shared = { status, headers: headersOf(message), url: request.url };
    if (request.stream === true) return { ...shared, body: new Uint8Array(), stream: message };
    const chunks: Uint8Array[] = [];
    for await (const chunk of message) chunks.push(chunk as Uint8Array);
    return { ...shared, body: Buffer.concat(chunks) };
  };
  return (request) => follow(request, request.maxRedirects ?? 0);
}
