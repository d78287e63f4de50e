import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import {
  AUTHORITY,
  CLIENT_CERTIFICATE,
  CLIENT_KEY,
  EXPIRED_CERTIFICATE,
  SELF_SIGNED_CERTIFICATE,
  SELF_SIGNED_KEY,
  SERVER_CERTIFICATE,
  SERVER_KEY,
} from './testing/certificates.ts';
import { failureOf, get, startEgress, startHttp, startHttps, startTcp, textOf } from './testing/upstream.ts';

const GOOD = { cert: SERVER_CERTIFICATE, key: SERVER_KEY };
const lookup = async () => ['127.0.0.1'];
const trusting = () => startEgress({ lookup, extraAuthorities: [AUTHORITY] });

describe('TLS', () => {
  it('checks the certificate against the name, and sends the name but never an address', async () => {
    const names: unknown[] = [];
    const upstream = await startHttps(GOOD, (request, response) => {
      names.push((request.socket as TLSSocket & { servername: unknown }).servername);
      response.end(request.headers.host);
    });
    const egress = trusting();
    for (const host of ['provider.test', 'OTHER.test.', '127.0.0.1']) {
      const answer = await egress.send(get(`https://${host}:${upstream.port}/`));
      expect(textOf(answer)).toBe(`${host.toLowerCase()}:${upstream.port}`);
    }
    expect(names).toEqual(['provider.test', 'other.test', false]);
  });

  it('speaks HTTP/1.1 and takes up earlier sessions', async () => {
    const seen: unknown[] = [];
    const upstream = await startHttps(GOOD, (request, response) => {
      const socket = request.socket as TLSSocket;
      seen.push([socket.alpnProtocol, socket.isSessionReused()]);
      response.setHeader('connection', 'close').end('x'.repeat(10));
    });
    const egress = trusting();
    for (let count = 0; count < 2; count += 1) await egress.send(get(`https://provider.test:${upstream.port}/`));
    expect(seen).toEqual([
      ['http/1.1', false],
      ['http/1.1', true],
    ]);
  });

  it.each([
    [
      'self-signed',
      { cert: SELF_SIGNED_CERTIFICATE, key: SELF_SIGNED_KEY },
      'provider.test',
      'its TLS certificate is self-signed.',
    ],
    ['expired', { cert: EXPIRED_CERTIFICATE, key: SERVER_KEY }, 'provider.test', 'its TLS certificate has expired.'],
    ['for another name', GOOD, 'stranger.test', 'its TLS certificate is for another name.'],
  ])('refuses a certificate that is %s', async (_what, certificate, host, reason) => {
    const upstream = await startHttps(certificate, (_request, response) => response.end());
    const error = await failureOf(trusting().send(get(`https://${host}:${upstream.port}/?key=hunter2`)));
    expect([error.code, error.message]).toEqual([
      'provider_unreachable',
      `${host}:${upstream.port} could not be reached: ${reason}`,
    ]);
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('trusts no further authority unless told', async () => {
    const upstream = await startHttps(GOOD, (_request, response) => response.end());
    const error = await failureOf(startEgress({ lookup }).send(get(`https://provider.test:${upstream.port}/`)));
    expect(error.message).toMatch(/its TLS certificate comes (from an authority|without its chain)/);
  });

  it('says when the port does not speak it', async () => {
    const upstream = await startHttp((_request, response) => response.end());
    const error = await failureOf(trusting().send(get(`https://${upstream.host}/`)));
    expect(error.message).toContain('it does not speak TLS on this port.');
  });

  it('says when the server hangs up during the handshake', async () => {
    const upstream = await startTcp((socket) => socket.destroy());
    const error = await failureOf(trusting().send(get(`https://${upstream.host}/`)));
    expect(error.message).toContain('the connection was closed while it was being set up.');
  });
});

describe('client certificates', () => {
  const mutual = { ...GOOD, ca: AUTHORITY, requestCert: true, rejectUnauthorized: true };
  const clientCertificate = { certs: [CLIENT_CERTIFICATE], keys: [CLIENT_KEY] };
  const startMutual = () =>
    startHttps(mutual, (request, response) =>
      response.end((request.socket as TLSSocket).getPeerCertificate().subject.CN),
    );

  it('are presented by the calls that carry them, over connections of their own', async () => {
    const upstream = await startMutual();
    const egress = trusting();
    const url = `https://provider.test:${upstream.port}/`;
    const without = () => failureOf(egress.send(get(url, { method: 'POST' })));
    expect((await without()).message).toMatch(/it asks for a TLS client certificate|the connection was closed/);
    expect(textOf(await egress.send(get(url, { clientCertificate })))).toBe('patchbay client');
    const before = upstream.sockets.length;
    expect(textOf(await egress.send(get(url, { clientCertificate: structuredClone(clientCertificate) })))).toBe(
      'patchbay client',
    );
    expect(upstream.sockets).toHaveLength(before);
    expect((await without()).code).toBe('provider_unreachable');
  });

  it('are not presented to another origin after a redirect', async () => {
    const asking = { ...GOOD, ca: AUTHORITY, requestCert: true, rejectUnauthorized: false };
    const target = await startHttps(asking, (request, response) =>
      response.end(JSON.stringify((request.socket as TLSSocket).getPeerCertificate())),
    );
    const first = await startHttps(mutual, (_request, response) =>
      response.writeHead(302, { location: `https://other.test:${target.port}/` }).end(),
    );
    const answer = await trusting().send(
      get(`https://provider.test:${first.port}/`, { clientCertificate, maxRedirects: 1 }),
    );
    expect([answer.url, textOf(answer)]).toEqual([`https://other.test:${target.port}/`, '{}']);
  });

  it.each([
    [{ certs: ['no certificate'], keys: [CLIENT_KEY] }],
    [{ certs: [CLIENT_CERTIFICATE], keys: ['no key'] }],
    [{ certs: [CLIENT_CERTIFICATE], keys: [SERVER_KEY] }],
  ])('that cannot be used are told before anything is sent', async (broken) => {
    const error = await failureOf(trusting().send(get('https://provider.test/', { clientCertificate: broken })));
    expect([error.code, error.message]).toEqual([
      'egress_request_invalid',
      'The call to provider.test cannot be sent: its client certificate or key cannot be used.',
    ]);
  });

  it('play no part without TLS', async () => {
    const upstream = await startHttp((_request, response) => response.end('plain'));
    expect(textOf(await trusting().send(get(`http://${upstream.host}/`, { clientCertificate })))).toBe('plain');
  });
});
