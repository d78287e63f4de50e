import { describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../kernel/index.ts';
import { closedPort, failureOf, get, signalled, startEgress, startHttp, startTcp, textOf } from './testing/upstream.ts';

const dnsError = (code: string) => Object.assign(new Error(`getaddrinfo ${code} secret.internal`), { code });

describe('the way to an address', () => {
  it.each([
    'http://127.0.0.1/',
    'http://localhost:4400/',
    'http://0x7f.1:8080/',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://metadata.google.internal/',
    'https://10.0.0.1/',
  ])('is closed for %s when nothing is allowed', async (url) => {
    const lookup = vi.fn(async () => ['127.0.0.1']);
    const error = await failureOf(startEgress({ allow: [], lookup }).send(get(url)));
    expect(error.code).toBe('egress_blocked');
    expect(error.message).toContain(`The call to ${new URL(url).host} was not made: its `);
    expect(lookup).not.toHaveBeenCalled();
  });

  it('is closed for a name when one of its addresses is forbidden, and nothing is dialled', async () => {
    const upstream = await startHttp((_request, response) => response.end());
    const egress = startEgress({ lookup: async () => ['127.0.0.1', '10.0.0.1'] });
    const error = await failureOf(egress.send(get(`http://mixed.test:${upstream.port}/x?token=hunter2`)));
    expect(error.code).toBe('egress_blocked');
    expect(error.message).toContain('its name resolves to a private address.');
    expect(error.message).not.toMatch(/10\.0\.0\.1|hunter2/);
    expect(upstream.sockets).toHaveLength(0);
  });

  it('tells the log, but not the client, which address was refused', async () => {
    const warn = vi.fn();
    const egress = startEgress({ logger: { ...silentLogger, warn }, lookup: async () => ['fd00:ec2::254'] });
    const error = await failureOf(egress.send(get('http://sly.test/x?token=hunter2')));
    expect(error.message).not.toContain('fd00');
    expect(warn).toHaveBeenCalledOnce();
    expect(JSON.stringify(warn.mock.calls)).toContain('fd00:ec2::254');
    expect(JSON.stringify(warn.mock.calls)).not.toContain('hunter2');
  });

  it('leads to the checked address and nowhere else, with the name in the Host header', async () => {
    const upstream = await startHttp((request, response) => response.end(request.headers.host));
    const lookup = vi.fn(async () => ['127.0.0.1']);
    const egress = startEgress({ lookup });
    const answer = await egress.send(get(`http://Provider.TEST:${upstream.port}/`));
    expect(textOf(answer)).toBe(`provider.test:${upstream.port}`);
    expect(lookup).toHaveBeenCalledWith('provider.test');
  });

  it('is judged again for each new connection, so a name that turns private is refused', async () => {
    const upstream = await startHttp((_request, response) => response.setHeader('connection', 'close').end('first'));
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    const egress = startEgress({ lookup: async () => answers.shift()! });
    expect(textOf(await egress.send(get(`http://rebind.test:${upstream.port}/`)))).toBe('first');
    const error = await failureOf(egress.send(get(`http://rebind.test:${upstream.port}/`)));
    expect([error.code, error.message]).toEqual([
      'egress_blocked',
      expect.stringContaining('its name resolves to a loopback address.'),
    ]);
    expect(upstream.sockets).toHaveLength(1);
  });

  it('is asked for once when several connections are opened together, and not at all for a literal', async () => {
    const upstream = await startHttp((_request, response) => response.end());
    const lookup = vi.fn(async () => ['127.0.0.1']);
    const egress = startEgress({ lookup });
    const url = `http://provider.test:${upstream.port}/`;
    await Promise.all([egress.send(get(url)), egress.send(get(url)), egress.send(get(url))]);
    expect(upstream.sockets).toHaveLength(3);
    expect(lookup).toHaveBeenCalledOnce();
    await egress.send(get(`http://${upstream.host}/`));
    expect(lookup).toHaveBeenCalledOnce();
  });

  it('opens when the host is allowed later', async () => {
    const upstream = await startHttp((_request, response) => response.end('open'));
    const egress = startEgress({ allow: [], lookup: async () => ['::1', '127.0.0.1'] });
    const url = `http://localhost:${upstream.port}/`;
    expect((await failureOf(egress.send(get(url)))).code).toBe('egress_blocked');
    egress.allowAlso(`localhost:${upstream.port}`);
    expect(textOf(await egress.send(get(url)))).toBe('open');
    expect((await failureOf(egress.send(get(`http://${upstream.host}/`)))).code).toBe('egress_blocked');
  });

  it.each([
    ['localhost', 'http://localhost:PORT/'],
    ['localhost:PORT', 'http://localhost:PORT/'],
    ['127.0.0.1', 'http://127.0.0.1:PORT/'],
    ['127.0.0.1:PORT', 'http://0x7f000001:PORT/'],
    ['127.0.0.0/8', 'http://provider.test:PORT/'],
    ['127.0.0.1', 'http://[::ffff:127.0.0.1]:PORT/'],
  ])('the entry %s opens %s', async (entry, url) => {
    const upstream = await startHttp((_request, response) => response.end('open'));
    const fill = (text: string) => text.replace('PORT', String(upstream.port));
    const egress = startEgress({ allow: [fill(entry)], lookup: async () => ['127.0.0.1'] });
    expect(textOf(await egress.send(get(fill(url))))).toBe('open');
  });

  it('uses the resolver of the machine when none is given', async () => {
    const upstream = await startHttp((_request, response) => response.end('open'));
    const egress = startEgress({ allow: ['localhost'] });
    expect(textOf(await egress.send(get(`http://localhost:${upstream.port}/`)))).toBe('open');
  });
});

describe('a host that cannot be reached', () => {
  it.each([
    ['ENOTFOUND', 'its name is not known to DNS.'],
    ['EAI_AGAIN', 'its name could not be resolved because DNS does not answer.'],
    ['EODD', 'the connection failed (EODD).'],
  ])('is explained when DNS fails with %s', async (code, reason) => {
    const cause = dnsError(code);
    const egress = startEgress({ lookup: () => Promise.reject(cause) });
    const error = await failureOf(egress.send(get('http://gone.test/?token=hunter2')));
    expect(error.code).toBe('provider_unreachable');
    expect(error.message).toBe(`gone.test could not be reached: ${reason}`);
    expect(error.cause).toBe(cause);
    expect(error.extras.detail).toEqual({ host: 'gone.test', reason });
  });

  it('is explained when its name has no address', async () => {
    const error = await failureOf(startEgress({ lookup: async () => [] }).send(get('http://empty.test/')));
    expect(error.message).toBe('empty.test could not be reached: its name has no address.');
  });

  it('is explained when it refuses the connection, and asked anew by the next call', async () => {
    const port = await closedPort();
    const egress = startEgress();
    const calls = await Promise.allSettled(
      Array.from({ length: 5 }, () => egress.send(get(`http://127.0.0.1:${port}/`))),
    );
    for (const call of calls) {
      expect(call.status).toBe('rejected');
      const { reason } = call as PromiseRejectedResult;
      expect(reason.message).toBe(`127.0.0.1:${port} could not be reached: the connection was refused.`);
      expect(reason.cause.code).toBe('ECONNREFUSED');
    }
  });

  it('does not lose the calls that wait for a free connection', async () => {
    const port = await closedPort();
    const egress = startEgress({ connectionsPerOrigin: 2 });
    const calls = Array.from({ length: 9 }, () => failureOf(egress.send(get(`http://127.0.0.1:${port}/`))));
    for (const error of await Promise.all(calls)) expect(error.code).toBe('provider_unreachable');
  });

  it('times out when DNS says nothing, and the next call asks again', async () => {
    const never = new Promise<string[]>(() => {});
    const lookup = vi.fn<() => Promise<string[]>>(() => never);
    const egress = startEgress({ lookup, connectTimeoutMs: 40 });
    const error = await failureOf(egress.send(get('http://mute.test/')));
    expect([error.code, error.message]).toEqual(['provider_timed_out', 'mute.test did not answer within 0.04 s.']);
    lookup.mockResolvedValue([]);
    expect((await failureOf(egress.send(get('http://mute.test/')))).message).toContain('its name has no address');
  });

  it('times out when the TLS handshake goes nowhere, and hangs up', async () => {
    const hungUp = signalled();
    const upstream = await startTcp((socket) => socket.on('close', () => hungUp.resolve()).resume());
    const egress = startEgress({ connectTimeoutMs: 300 });
    const error = await failureOf(egress.send(get(`https://${upstream.host}/`)));
    expect([error.code, error.extras.detail]).toEqual([
      'provider_timed_out',
      { host: upstream.host, seconds: 0.3, waitingFor: 'the connection' },
    ]);
    await hungUp.promise;
  });
});
