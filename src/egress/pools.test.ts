import { describe, expect, it } from 'vitest';
import { closedPort, failureOf, get, signalled, startEgress, startHttp, textOf } from './testing/upstream.ts';

describe('connections', () => {
  it('are used again, also after error answers', async () => {
    const upstream = await startHttp((request, response) => response.writeHead(Number(request.url?.slice(1))).end('x'));
    const egress = startEgress();
    for (const status of [200, 404, 500, 302, 204, 200]) {
      expect((await egress.send(get(`http://${upstream.host}/${status}`))).status).toBe(status);
    }
    expect(upstream.sockets).toHaveLength(1);
  });

  it('are replaced after a failure', async () => {
    const upstream = await startHttp((request, response) => {
      if (request.url === '/cut') response.destroy();
      else response.end('fine');
    });
    const egress = startEgress();
    const url = `http://${upstream.host}`;
    await egress.send(get(`${url}/`));
    await expect(egress.send(get(`${url}/cut`, { method: 'POST' }))).rejects.toThrow('could not be reached');
    expect(textOf(await egress.send(get(`${url}/`)))).toBe('fine');
    expect(upstream.sockets).toHaveLength(2);
  });

  it('are replaced when the server closed them in the meantime', async () => {
    const upstream = await startHttp((_request, response) => response.end('fine'));
    const egress = startEgress();
    await egress.send(get(`http://${upstream.host}/`));
    upstream.sockets[0]!.end();
    expect(textOf(await egress.send(get(`http://${upstream.host}/`)))).toBe('fine');
    expect(upstream.sockets).toHaveLength(2);
  });

  it('to one origin are bounded, and further calls wait their turn', async () => {
    const go = signalled();
    let waiting = 0;
    const upstream = await startHttp(async (_request, response) => {
      waiting += 1;
      await go.promise;
      response.end('done');
    });
    const egress = startEgress({ connectionsPerOrigin: 3 });
    const calls = Array.from({ length: 10 }, () => egress.send(get(`http://${upstream.host}/`)));
    await expect.poll(() => waiting).toBe(3);
    go.resolve();
    for (const call of calls) expect(textOf(await call)).toBe('done');
    expect(upstream.sockets).toHaveLength(3);
  });

  it('are kept for a bounded number of origins; the one unused for longest is closed', async () => {
    const upstream = await startHttp((request, response) => response.end(request.headers.host));
    const egress = startEgress({ maxOrigins: 2, lookup: async () => ['127.0.0.1'] });
    const visit = async (host: string) => {
      expect(textOf(await egress.send(get(`http://${host}:${upstream.port}/`)))).toBe(`${host}:${upstream.port}`);
    };
    const closed = () => upstream.sockets.map((socket) => socket.destroyed);
    await visit('a.test');
    await visit('b.test');
    await visit('a.test');
    await visit('c.test');
    await expect.poll(closed).toEqual([false, true, false]);
    await visit('a.test');
    expect(upstream.sockets).toHaveLength(3);
  });

  it('that lose their place finish the calls they carry', async () => {
    const [asked, go] = [signalled(), signalled()];
    const upstream = await startHttp(async (request, response) => {
      if (request.url === '/slow') {
        asked.resolve();
        await go.promise;
      }
      response.end(request.url);
    });
    const egress = startEgress({ maxOrigins: 1, lookup: async () => ['127.0.0.1'] });
    const slow = egress.send(get(`http://a.test:${upstream.port}/slow`));
    await asked.promise;
    await egress.send(get(`http://b.test:${upstream.port}/fast`));
    go.resolve();
    expect(textOf(await slow)).toBe('/slow');
  });

  it('of spellings of one host are shared', async () => {
    const upstream = await startHttp((_request, response) => response.end());
    const egress = startEgress();
    for (const host of ['127.0.0.1', '0x7f.1', '2130706433', '127.1']) {
      await egress.send(get(`http://${host}:${upstream.port}/`));
    }
    expect(upstream.sockets).toHaveLength(1);
  });
});

describe('close', () => {
  it('lets calls under way finish and refuses new ones', async () => {
    const [asked, go] = [signalled(), signalled()];
    const upstream = await startHttp(async (_request, response) => {
      asked.resolve();
      await go.promise;
      response.end('done');
    });
    const egress = startEgress();
    const call = egress.send(get(`http://${upstream.host}/`));
    await asked.promise;
    const closing = egress.close();
    await expect(egress.send(get(`http://${upstream.host}/`))).rejects.toMatchObject({ code: 'shutting_down' });
    go.resolve();
    expect(textOf(await call)).toBe('done');
    await closing;
    await expect.poll(() => upstream.sockets.every((socket) => socket.destroyed)).toBe(true);
  });

  it('does not wait for calls that can only fail', async () => {
    const port = await closedPort();
    const egress = startEgress({ connectionsPerOrigin: 2 });
    const calls = Array.from({ length: 9 }, () => failureOf(egress.send(get(`http://127.0.0.1:${port}/`))));
    await egress.close();
    for (const error of await Promise.all(calls)) expect(error.code).toBe('provider_unreachable');
  });

  it('can be called twice, and before any call', async () => {
    const egress = startEgress();
    await egress.close();
    await egress.close();
  });
});
