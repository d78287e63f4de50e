import { describe, expect, it } from 'vitest';
import type { Transport } from '../engine/transport.ts';
import { PatchbayError } from '../kernel/index.ts';
import { get, startEgress, startHttp, textOf } from './testing/upstream.ts';
import type { EgressRequest } from './types.ts';

describe('a call', () => {
  it('fits the transport of the engine', () => {
    const transport: Transport = startEgress().send;
    expect(typeof transport).toBe('function');
  });

  it('sends method, path, query, headers and body as given', async () => {
    const upstream = await startHttp(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method, url, headers } = request;
      response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString('hex') }));
    });
    const answer = await startEgress({ version: '1.2.3' }).send({
      method: 'patch',
      url: `http://${upstream.host}/a%2Fb/../c?q=1%202&q=2#part`,
      headers: { 'x-one': '1', 'Content-Type': 'text/plain' },
      body: new Uint8Array([0, 255, 10]),
    });
    expect(JSON.parse(textOf(answer))).toEqual({
      method: 'PATCH',
      url: '/c?q=1%202&q=2',
      headers: {
        host: upstream.host,
        connection: 'keep-alive',
        'x-one': '1',
        'content-type': 'text/plain',
        'user-agent': 'Patchbay/1.2.3',
        'accept-encoding': 'gzip, deflate, br, zstd',
        'content-length': '3',
      },
      body: '00ff0a',
    });
    expect(answer.status).toBe(200);
    expect(answer.url).toBe(`http://${upstream.host}/c?q=1%202&q=2#part`);
  });

  it('keeps the user agent and accepted codings of the caller, and its own version otherwise', async () => {
    const upstream = await startHttp((request, response) => response.end(JSON.stringify(request.headers)));
    const egress = startEgress();
    const seen = async (headers: Record<string, string>) =>
      JSON.parse(textOf(await egress.send(get(`http://${upstream.host}/`, { headers }))));
    expect(await seen({ 'user-agent': 'Mine', 'accept-encoding': 'identity' })).toMatchObject({
      'user-agent': 'Mine',
      'accept-encoding': 'identity',
    });
    expect((await seen({}))['user-agent']).toBe('Patchbay/test');
  });

  it('gives headers in lower case, repeated ones joined and set-cookie as a list', async () => {
    const upstream = await startHttp((request, response) => {
      const cookies = request.url === '/one' ? ['a=1'] : ['a=1', 'b=2'];
      response.writeHead(201, { 'X-Kind': 'Thing', 'Set-Cookie': cookies, Link: ['<a>', '<b>'], ['__proto__']: 'x' });
      response.end();
    });
    const egress = startEgress();
    const { status, headers } = await egress.send(get(`http://${upstream.host}/two`));
    expect(status).toBe(201);
    expect(headers).toMatchObject({ 'x-kind': 'Thing', 'set-cookie': ['a=1', 'b=2'], link: '<a>, <b>' });
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
    expect((await egress.send(get(`http://${upstream.host}/one`))).headers['set-cookie']).toEqual(['a=1']);
  });

  it('returns an error status as an answer', async () => {
    const upstream = await startHttp((_request, response) => response.writeHead(503).end('later'));
    const answer = await startEgress().send(get(`http://${upstream.host}/`));
    expect([answer.status, textOf(answer)]).toEqual([503, 'later']);
  });

  it('gives an empty body for HEAD, 204 and 304, whatever their headers claim', async () => {
    const upstream = await startHttp((request, response) => {
      const length = { 'content-length': '99999999', 'content-encoding': 'gzip' };
      response.writeHead(Number(request.url?.slice(1)), length).end();
    });
    const egress = startEgress({ maxResponseBytes: 100 });
    const head = await egress.send(get(`http://${upstream.host}/200`, { method: 'HEAD' }));
    expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, '99999999']);
    for (const status of [204, 304]) {
      const answer = await egress.send(get(`http://${upstream.host}/${status}`));
      expect([answer.status, answer.body.length]).toEqual([status, 0]);
    }
  });

  it('passes over informational answers', async () => {
    const upstream = await startHttp((_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.writeProcessing();
      response.end('real');
    });
    const answer = await startEgress().send(get(`http://${upstream.host}/`));
    expect([answer.status, textOf(answer), answer.headers['link']]).toEqual([200, 'real', undefined]);
  });
});

describe('a call that cannot be sent', () => {
  const refusal = async (request: Partial<EgressRequest>): Promise<PatchbayError> => {
    const error = await startEgress()
      .send(get('http://127.0.0.1:1/', request))
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PatchbayError);
    return error as PatchbayError;
  };

  it.each([
    ['no url', 'its URL cannot be read'],
    ['/relative', 'its URL cannot be read'],
    ['', 'its URL cannot be read'],
    ['http://', 'its URL cannot be read'],
    ['http://999.1.1.1/', 'its URL cannot be read'],
    ['http://./', 'only http: and https: URLs with a host'],
    ['ftp://example.com/', 'only http: and https:'],
    ['file:///etc/passwd', 'only http: and https:'],
    ['data:text/plain,x', 'only http: and https:'],
    ['blob:http://127.0.0.1:1/x', 'only http: and https:'],
    ['gopher://127.0.0.1:1/', 'only http: and https:'],
    ['ws://127.0.0.1:1/', 'only http: and https:'],
    ['javascript:alert(1)', 'only http: and https:'],
    ['http://user:hunter2@127.0.0.1:1/', 'its URL holds a user name or password'],
    ['http://hunter2@127.0.0.1:1/', 'its URL holds a user name or password'],
    ['http://:hunter2@127.0.0.1:1/', 'its URL holds a user name or password'],
  ])('refuses the URL %j', async (url, reason) => {
    const error = await refusal({ url });
    expect(error.code).toBe('egress_request_invalid');
    expect(error.message).toContain(reason);
    expect(JSON.stringify([error.message, error.extras])).not.toContain('hunter2');
  });

  it('still knows a good origin from a blob of it', async () => {
    const upstream = await startHttp((_request, response) => response.end());
    const egress = startEgress();
    await egress.send(get(`http://${upstream.host}/`));
    await expect(egress.send(get(`blob:http://${upstream.host}/x`))).rejects.toThrow('only http: and https:');
  });

  it.each(['CONNECT', 'TRACE', 'track'])('refuses the method %s', async (method) => {
    expect((await refusal({ method })).message).toContain(`the method ${method.toUpperCase()} is not supported`);
  });

  it.each([
    [{ method: 'GE T' }, 'its method is not valid'],
    [{ method: '' }, 'its method is not valid'],
    [{ headers: { 'x y': '1' } }, 'the name of a header is not valid'],
    [{ headers: { authorization: 'Bearer hunter2\n' } }, 'the header authorization holds a character'],
    [{ headers: { 'x-a': 'hunter2\r\nx-b: 2' } }, 'the header x-a holds a character'],
    [{ headers: { 'x-a': 'hunter2 – x' } }, 'the header x-a holds a character'],
    [{ headers: { host: 'other.example.com' } }, 'its Host header names another host'],
    [{ headers: { HOST: '127.0.0.1:2' } }, 'its Host header names another host'],
  ])('says what is wrong with %j, without the value', async (request, reason) => {
    const error = await refusal(request);
    expect(error.code).toBe('egress_request_invalid');
    expect(error.message).toContain(reason);
    expect(JSON.stringify([error.message, error.extras])).not.toContain('hunter2');
  });
});

describe('headers of the connection', () => {
  it('are left to the client, and a host header that repeats the URL is fine', async () => {
    const upstream = await startHttp((request, response) => response.end(JSON.stringify(request.headers)));
    const { port, host } = upstream;
    const answer = await startEgress().send(
      get(`http://${host}/`, {
        method: 'POST',
        body: 'four',
        headers: {
          host: `127.0.0.1:${port}`,
          'content-length': '99',
          'transfer-encoding': 'chunked',
          connection: 'close',
          expect: '100-continue',
          upgrade: 'websocket',
          te: 'trailers',
        },
      }),
    );
    const headers = JSON.parse(textOf(answer));
    expect(headers).toMatchObject({ host, 'content-length': '4', connection: 'keep-alive' });
    for (const name of ['transfer-encoding', 'expect', 'upgrade', 'te']) expect(headers).not.toHaveProperty(name);
  });
});
