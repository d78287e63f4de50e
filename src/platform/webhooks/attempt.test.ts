import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEgress } from '../../egress/index.ts';
import { silentLogger } from '../../kernel/index.ts';
import { testClock } from '../testing/index.ts';
import { attemptDelivery, urlObjection } from './attempt.ts';
import { newSigningSecret } from './signature.ts';

/** An outbound client that may call 127.0.0.1, and names as they are told. */
function client(names: Readonly<Record<string, readonly string[]>> = {}, allow = ['127.0.0.1']) {
  const egress = createEgress({
    allow,
    logger: silentLogger,
    version: 'test',
    lookup: async (host) => names[host] ?? [],
  });
  onTestFinished(() => egress.close());
  return egress;
}

async function receiver(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const attempt = (url: string, outbound = client(), timeoutMs = 5_000) =>
  attemptDelivery({
    outbound,
    clock: testClock(),
    timeoutMs,
    url,
    secrets: [newSigningSecret()],
    delivery: { eventId: 'e1', payload: { event: 'account.created', note: 'ü' } },
  });

/** Ways to spell what must not be called. */
const FORBIDDEN = [
  'localhost',
  'a.localhost',
  '127.0.0.1',
  '127.1',
  '0x7f000001',
  '2130706433',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  'metadata.google.internal',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[fd00:ec2::254]',
  '[fe80::1]',
];

describe('an attempt', () => {
  it('sends JSON with its time of sending', async () => {
    let got: unknown;
    const url = await receiver(async (request, response) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk as Uint8Array);
      got = [request.method, request.headers['content-type'], JSON.parse(Buffer.concat(chunks).toString('utf8'))];
      response.end('fine');
    });
    expect(await attempt(url)).toMatchObject({ status: 200, body: 'fine', error: null, refused: false });
    const payload = { event: 'account.created', note: 'ü', sent_at: '2026-01-31T12:00:00.000Z' };
    expect(got).toEqual(['POST', 'application/json', payload]);
  });

  it('does not follow redirects', async () => {
    let reached = false;
    const target = await receiver((_request, response) => {
      reached = true;
      response.end();
    });
    const url = await receiver((_request, response) => response.writeHead(307, { location: target }).end());
    expect(await attempt(url)).toMatchObject({ status: 307, error: 'The receiver answered 307.' });
    expect(reached).toBe(false);
  });

  it('ends when the receiver is silent for too long', async () => {
    const url = await receiver(() => {});
    expect(await attempt(url, client(), 50)).toMatchObject({
      status: null,
      refused: false,
      error: 'The receiver did not answer within 0.05 s.',
    });
  });

  it('believes the status though the body never ends, and reads no more of it than it keeps', async () => {
    const endless = await receiver((_request, response) => {
      response.writeHead(200);
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(65_536), () => setImmediate(more));
      };
      more();
    });
    expect(await attempt(endless)).toMatchObject({ status: 200, error: null, body: `${'x'.repeat(1_024)}…` });
    const stuck = await receiver((_request, response) => response.writeHead(202).write('begun'));
    expect(await attempt(stuck, client(), 100)).toMatchObject({ status: 202, error: null, body: 'begun' });
  });

  it('says why a receiver cannot be reached', async () => {
    expect(await attempt('http://127.0.0.1:1/')).toMatchObject({
      status: null,
      refused: false,
      error: expect.stringContaining('127.0.0.1:1'),
    });
  });

  it.each(FORBIDDEN)('is not made to https://%s/', async (host) => {
    expect(await attempt(`https://${host}/`, client({}, []))).toMatchObject({ status: null, refused: true });
    expect(urlObjection(client({}, []), `https://${host}/`)).toBeDefined();
  });

  it('is not made to a name whose addresses have become private', async () => {
    const outbound = client({ 'hooks.example': ['8.8.8.8', '10.0.0.1'] }, []);
    expect(urlObjection(outbound, 'https://hooks.example/')).toBeUndefined();
    const result = await attempt('https://hooks.example/', outbound);
    expect(result).toMatchObject({ status: null, refused: true, error: expect.stringContaining('private address') });
    expect(result.error).not.toContain('10.0.0.1');
  });

  it('is not made in clear, unless the operator allowed the host', async () => {
    const outbound = client({}, ['hooks.internal', '10.1.0.0/16']);
    expect(urlObjection(outbound, 'http://hooks.example/')).toMatch(/only https:/);
    expect(urlObjection(outbound, 'http://hooks.internal/')).toBeUndefined();
    expect(urlObjection(outbound, 'http://10.1.2.3:8080/')).toBeUndefined();
    expect(urlObjection(outbound, 'http://10.2.2.3/')).toMatch(/private/);
    expect(urlObjection(outbound, 'https://user:secret@hooks.internal/')).toMatch(/user name/);
    expect(urlObjection(outbound, 'ftp://hooks.internal/')).toMatch(/only http/);
    expect(await attempt('http://hooks.example/', outbound)).toMatchObject({ refused: true });
  });
});
