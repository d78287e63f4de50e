import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One delivery as it arrived. */
export interface Arrival {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: payloads of all events are looked at by tests
  readonly json: any;
}

/** A server of somebody who wants to hear of events. */
export interface WebhookReceiver {
  readonly url: string;
  /** `host:port`, for `PATCHBAY_EGRESS_ALLOW`. */
  readonly host: string;
  /** Everything that arrived, in order. */
  readonly arrivals: readonly Arrival[];
  /** Status of the next answers; `silence` answers nothing. */
  answer: number | 'silence';
  close(): Promise<void>;
}

/** Starts a receiver on loopback. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const arrivals: Arrival[] = [];
  const receiver = { answer: 200 as number | 'silence' };
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const body = Buffer.concat(chunks);
    arrivals.push({ headers: request.headers, body, json: JSON.parse(body.toString('utf8')) });
    if (receiver.answer === 'silence') return;
    response.writeHead(receiver.answer, { location: '/elsewhere' }).end('noted');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(receiver, {
    url: `http://${host}/hook`,
    host,
    arrivals,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
