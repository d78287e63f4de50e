import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Hop, nextHop } from './redirects.ts';
import { get, startEgress, startHttp, textOf } from './testing/upstream.ts';

const hop = (more: Partial<Hop> = {}): Hop => ({
  url: new URL('https://api.example.com/v1/people?page=2'),
  method: 'GET',
  headers: {},
  body: null,
  clientCertificate: undefined,
  ...more,
});

const to = (location: string, status = 302) => ({ status, headers: { location } });

describe('the next hop', () => {
  it.each([
    ['/other', 'https://api.example.com/other'],
    ['?page=3', 'https://api.example.com/v1/people?page=3'],
    ['items#part', 'https://api.example.com/v1/items#part'],
    ['//cdn.example.com/x', 'https://cdn.example.com/x'],
    ['https://example.org', 'https://example.org/'],
    [' HTTPS:\\\\EXAMPLE.org\\a ', 'https://example.org/a'],
  ])('resolves %j against the URL that answered', (location, url) => {
    expect(nextHop(hop(), to(location)).url.href).toBe(url);
  });

  it.each([
    [301, 'GET', 'GET', false],
    [301, 'POST', 'GET', false],
    [301, 'PUT', 'PUT', true],
    [301, 'HEAD', 'HEAD', true],
    [302, 'POST', 'GET', false],
    [302, 'DELETE', 'DELETE', true],
    [303, 'POST', 'GET', false],
    [303, 'PUT', 'GET', false],
    [303, 'HEAD', 'HEAD', true],
    [307, 'POST', 'POST', true],
    [308, 'POST', 'POST', true],
    [308, 'PATCH', 'PATCH', true],
  ])('after %i to %s is %s', (status, method, next, keepsBody) => {
    const headers = { 'content-type': 'a/b', 'content-md5': 'x', 'Content-Language': 'en', digest: 'y', 'x-a': '1' };
    const body = method === 'GET' ? null : 'body';
    const result = nextHop(hop({ method, headers, body }), to('/next', status));
    expect(result.method).toBe(next);
    if (method !== 'GET') expect(result.body).toBe(keepsBody ? 'body' : null);
    if (method !== 'GET') expect(Object.keys(result.headers)).toEqual(keepsBody ? Object.keys(headers) : ['x-a']);
  });

  const SECRETS = {
    Authorization: 'Basic x',
    'proxy-authorization': 'Basic x',
    cookie: 'a=1',
    'x-api-key': 'x',
    apikey: 'x',
    'x-auth-token': 'x',
    'X-Amz-Security-Token': 'x',
    'x-client-secret': 'x',
    'x-signature': 'x',
    'x-session-id': 'x',
    'x-auth-user': 'x',
    'dd-application-key': 'x',
    'x-csrf': 'x',
    host: 'api.example.com',
  };
  const PLAIN = { accept: 'a/b', 'user-agent': 'me', 'x-request-id': '7' };
  const certificate = { certs: ['c'], keys: ['k'] };
  const full = hop({ headers: { ...SECRETS, ...PLAIN }, clientCertificate: certificate });

  it.each([
    'https://other.example.com/',
    'https://api.example.com:8443/',
    'https://api.example.com.evil.test/',
    'https://example.com/',
  ])('at another origin (%s) gets no secret', (location) => {
    const result = nextHop(full, to(location));
    expect(result.headers).toEqual(PLAIN);
    expect(result.clientCertificate).toBeUndefined();
  });

  it('at the same origin keeps everything', () => {
    const result = nextHop(full, to('https://API.example.com:443/v2'));
    expect(result.headers).toEqual(full.headers);
    expect(result.clientCertificate).toBe(certificate);
  });

  it('back at the first origin does not get the secrets back', () => {
    const away = nextHop(full, to('https://other.example.com/'));
    expect(nextHop(away, to('https://api.example.com/')).headers).toEqual(PLAIN);
  });

  it.each(['http://api.example.com/', 'http://localhost/'])('does not give up TLS for %s', (location) => {
    expect(() => nextHop(hop(), to(location))).toThrow('it redirects from https: to http:.');
  });

  it('may take up TLS', () => {
    const result = nextHop({ ...full, url: new URL('http://api.example.com/') }, to('https://api.example.com/'));
    expect(result.url.protocol).toBe('https:');
    expect(result.headers).toEqual(PLAIN);
  });

  it.each([
    '',
    'ftp://a/',
    'file:///etc/passwd',
    'data:,x',
    'javascript:0',
    'https://',
    'https://u:p@a/',
    '//u@a/',
    'https://a:99999/',
  ])('cannot be %j', (location) => {
    if (location === '') return expect(nextHop(hop(), to('')).url.href).toBe(hop().url.href);
    expect(() => nextHop(hop(), to(location))).toThrow('it redirects to a URL that cannot be called.');
  });

  it('is an http: or https: URL without user info, or an error of the table', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.webPath()), (location) => {
        try {
          const { url } = nextHop(hop(), to(location));
          expect(url.protocol).toBe('https:');
          expect(url.username + url.password).toBe('');
        } catch (error) {
          expect(error).toMatchObject({ code: 'provider_unreachable' });
        }
      }),
    );
  });
});

describe('redirects', () => {
  /** Answers /n with a redirect to /n-1, and /0 with what it was sent. */
  const startChain = () =>
    startHttp(async (request, response) => {
      const left = Number(request.url?.slice(1));
      let body = '';
      for await (const chunk of request) body += chunk;
      if (left > 0) response.writeHead(307, { location: `/${left - 1}` }).end('moved'.repeat(1000));
      else response.end(JSON.stringify({ method: request.method, headers: request.headers, body }));
    });

  it('are not followed unless asked for', async () => {
    const upstream = await startChain();
    const egress = startEgress();
    for (const more of [{}, { maxRedirects: 0 }]) {
      const answer = await egress.send(get(`http://${upstream.host}/2`, more));
      expect([answer.status, answer.headers['location'], answer.url]).toEqual([307, '/1', `http://${upstream.host}/2`]);
    }
  });

  it('are followed up to the limit, over one connection', async () => {
    const upstream = await startChain();
    const egress = startEgress();
    const answer = await egress.send(
      get(`http://${upstream.host}/3`, {
        method: 'POST',
        body: 'kept',
        maxRedirects: 3,
        headers: { authorization: 'x' },
      }),
    );
    expect(JSON.parse(textOf(answer))).toMatchObject({ method: 'POST', body: 'kept', headers: { authorization: 'x' } });
    expect(answer.url).toBe(`http://${upstream.host}/0`);
    expect(upstream.sockets).toHaveLength(1);
    await expect(egress.send(get(`http://${upstream.host}/4`, { maxRedirects: 3 }))).rejects.toMatchObject({
      code: 'provider_unreachable',
      message: `${upstream.host} could not be reached: it redirects more than 3 times.`,
    });
  });

  it('in a circle end, at twenty whatever was asked for', async () => {
    let times = 0;
    const upstream = await startHttp((_request, response) => {
      times += 1;
      response.writeHead(302, { location: '/' }).end();
    });
    const call = startEgress().send(get(`http://${upstream.host}/`, { maxRedirects: 1_000_000 }));
    await expect(call).rejects.toThrow('it redirects more than 20 times.');
    expect(times).toBe(21);
  });

  it('share one time limit', async () => {
    const upstream = await startHttp((_request, response) => {
      setTimeout(() => response.writeHead(302, { location: '/' }).end(), 20);
    });
    const call = startEgress({ totalTimeoutMs: 90 }).send(get(`http://${upstream.host}/`, { maxRedirects: 20 }));
    await expect(call).rejects.toMatchObject({ code: 'provider_timed_out', extras: { detail: { seconds: 0.09 } } });
  });

  it('lead a stream to its end, and only the last body is streamed', async () => {
    const upstream = await startChain();
    const answer = await startEgress().send(get(`http://${upstream.host}/2`, { maxRedirects: 5, stream: true }));
    let text = '';
    for await (const chunk of answer.stream!) text += Buffer.from(chunk).toString();
    expect(JSON.parse(text)).toMatchObject({ method: 'GET' });
  });

  it('without a location come back as they are', async () => {
    const upstream = await startHttp((_request, response) => response.writeHead(302).end('where?'));
    const answer = await startEgress().send(get(`http://${upstream.host}/`, { maxRedirects: 5 }));
    expect([answer.status, textOf(answer)]).toEqual([302, 'where?']);
  });

  it('are counted as none when the number is none', async () => {
    const upstream = await startChain();
    const answer = await startEgress().send(get(`http://${upstream.host}/2`, { maxRedirects: Number.NaN }));
    expect(answer.status).toBe(307);
  });

  it.each([300, 304, 305])('of status %i are never followed', async (status) => {
    const upstream = await startHttp((_request, response) => response.writeHead(status, { location: '/x' }).end());
    expect((await startEgress().send(get(`http://${upstream.host}/`, { maxRedirects: 5 }))).status).toBe(status);
  });

  it.each([
    'http://localhost:1/',
    'http://127.0.0.2/',
    'http://0x7f000002/',
    'http://[::1]/',
    'http://[::ffff:7f00:2]/',
    'http://169.254.169.254/latest/meta-data/',
    '//metadata.google.internal/',
    'http://inside.test/',
  ])('to %s are refused where the address is forbidden, also at the end of a chain', async (location) => {
    const upstream = await startHttp((request, response) => {
      const next = request.url === '/start' ? '/middle' : location;
      response.writeHead(302, { location: next }).end();
    });
    const lookup = vi.fn(async () => ['10.0.0.1']);
    const call = startEgress({ lookup }).send(get(`http://${upstream.host}/start`, { maxRedirects: 5 }));
    const { host } = new URL(location, 'http://x/');
    await expect(call).rejects.toMatchObject({
      code: 'egress_blocked',
      message: expect.stringContaining(`The call to ${host} was not made`),
    });
  });

  it('to another origin carry no secret and no body description', async () => {
    const target = await startHttp((request, response) =>
      response.end(JSON.stringify({ method: request.method, headers: request.headers })),
    );
    const first = await startHttp((_request, response) =>
      response.writeHead(303, { location: `http://${target.host}/` }).end(),
    );
    const answer = await startEgress().send(
      get(`http://${first.host}/`, {
        method: 'POST',
        body: '{"client_secret":"hunter2"}',
        headers: {
          authorization: 'Bearer hunter2',
          cookie: 'hunter2',
          'x-api-key': 'hunter2',
          'content-type': 'a/b',
          host: first.host,
          accept: 'a/b',
        },
        maxRedirects: 1,
      }),
    );
    expect(textOf(answer)).not.toContain('hunter2');
    const { method, headers } = JSON.parse(textOf(answer));
    expect(method).toBe('GET');
    expect(headers).toMatchObject({ host: target.host, accept: 'a/b' });
    expect(headers).not.toHaveProperty('content-type');
    expect(headers).not.toHaveProperty('content-length');
  });
});
