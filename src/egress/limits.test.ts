import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { failureOf, get, signalled, startEgress, startHttp, startTcp, textOf } from './testing/upstream.ts';

describe('the size limit', () => {
  it('lets a body of just that size pass', async () => {
    const upstream = await startHttp((_request, response) => response.end(Buffer.alloc(1000)));
    const answer = await startEgress({ maxResponseBytes: 1000 }).send(get(`http://${upstream.host}/`));
    expect(answer.body.length).toBe(1000);
  });

  it('stops a body whose stated length is over it before the body comes', async () => {
    const upstream = await startHttp((_request, response) =>
      response.writeHead(200, { 'content-length': 1001 }).write('x'),
    );
    const error = await failureOf(startEgress({ maxResponseBytes: 1000 }).send(get(`http://${upstream.host}/`)));
    expect([error.code, error.message]).toEqual([
      'provider_answer_too_large',
      `${upstream.host} answered with more than 1000 bytes. Ask for less at once.`,
    ]);
  });

  it('stops an endless body as soon as it is over, and hangs up', async () => {
    const hungUp = signalled();
    const upstream = await startHttp((_request, response) => {
      const chunk = Buffer.alloc(16_384);
      const write = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', write).on('close', () => hungUp.resolve());
      write();
    });
    const error = await failureOf(startEgress({ maxResponseBytes: 100_000 }).send(get(`http://${upstream.host}/`)));
    expect(error.code).toBe('provider_answer_too_large');
    await hungUp.promise;
  });

  it('holds for a body sent byte by byte, without piling up buffers', async () => {
    const letters = Array.from({ length: 5000 }, (_, index) => String.fromCharCode(97 + (index % 26)));
    const pieces = letters.map((letter) => `1\r\n${letter}\r\n`).join('');
    const upstream = await startTcp((socket) =>
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${pieces}0\r\n\r\n`)),
    );
    const send = (maxResponseBytes: number) => startEgress({ maxResponseBytes }).send(get(`http://${upstream.host}/`));
    const concat = vi.spyOn(Buffer, 'concat');
    onTestFinished(() => concat.mockRestore());
    expect(textOf(await send(5000))).toBe(letters.join(''));
    expect(Math.max(...concat.mock.calls.map(([list]) => list.length))).toBeLessThanOrEqual(1024);
    expect((await failureOf(send(4999))).code).toBe('provider_answer_too_large');
  });

  it('stops headers without end', async () => {
    const upstream = await startTcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const line = `x-fill: ${'x'.repeat(8000)}\r\n`;
      for (let count = 0; count < 10; count += 1) socket.write(line);
    });
    const error = await failureOf(startEgress().send(get(`http://${upstream.host}/`)));
    expect([error.code, error.extras.detail]).toEqual([
      'provider_answer_too_large',
      { host: upstream.host, limit: 65_536 },
    ]);
  });
});

describe('the time limits', () => {
  it('end a call whose headers come too slowly', async () => {
    const upstream = await startTcp((socket) => void socket.write('HTTP/1.1 200 OK\r\nx-slow: '));
    const error = await failureOf(startEgress({ headersTimeoutMs: 200 }).send(get(`http://${upstream.host}/`)));
    expect([error.code, error.message]).toEqual([
      'provider_timed_out',
      `${upstream.host} did not answer within 0.2 s.`,
    ]);
    expect(error.extras.detail).toMatchObject({ waitingFor: 'headers' });
  });

  it('end a call whose body falls silent', async () => {
    const upstream = await startHttp((_request, response) => response.write('a'));
    const error = await failureOf(startEgress({ bodyTimeoutMs: 200 }).send(get(`http://${upstream.host}/`)));
    expect([error.code, error.extras.detail]).toEqual([
      'provider_timed_out',
      { host: upstream.host, seconds: 0.2, waitingFor: 'more of the body' },
    ]);
  });

  it('end a body that drips for ever, and hang up', async () => {
    const hungUp = signalled();
    const upstream = await startHttp((_request, response) => {
      const drip = setInterval(() => response.write('.'), 5);
      response.on('close', () => {
        clearInterval(drip);
        hungUp.resolve();
      });
    });
    const error = await failureOf(startEgress({ totalTimeoutMs: 400 }).send(get(`http://${upstream.host}/`)));
    expect([error.code, error.extras.detail]).toEqual([
      'provider_timed_out',
      { host: upstream.host, seconds: 0.4, waitingFor: 'the whole answer' },
    ]);
    await hungUp.promise;
  });

  it('count the wait for a free connection', async () => {
    const reached: string[] = [];
    const upstream = await startHttp((request) => void reached.push(request.url ?? ''));
    const egress = startEgress({ connectionsPerOrigin: 1, totalTimeoutMs: 400 });
    const errors = await Promise.all(
      ['/a', '/b', '/c'].map((path) =>
        failureOf(egress.send(get(`http://${upstream.host}${path}`, { method: 'POST' }))),
      ),
    );
    expect(errors.map((error) => error.code)).toEqual(Array(3).fill('provider_timed_out'));
    expect(reached).toEqual(['/a']);
  });
});

describe('the abort signal', () => {
  it('keeps a call from being made when it is already set', async () => {
    const upstream = await startHttp((_request, response) => response.end());
    const reason = new Error('changed my mind');
    const call = startEgress().send(get(`http://${upstream.host}/`, { signal: AbortSignal.abort(reason) }));
    await expect(call).rejects.toBe(reason);
    expect(upstream.sockets).toHaveLength(0);
  });

  it('ends a call that waits for its answer, and hangs up', async () => {
    const [asked, hungUp] = [signalled(), signalled()];
    const upstream = await startHttp((_request, response) => {
      response.on('close', () => hungUp.resolve());
      asked.resolve();
    });
    const control = new AbortController();
    const call = startEgress().send(get(`http://${upstream.host}/`, { signal: control.signal }));
    await asked.promise;
    control.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    await hungUp.promise;
  });

  it('ends a call in the middle of a body', async () => {
    const upstream = await startHttp((_request, response) => response.write('half'));
    const control = new AbortController();
    const egress = startEgress();
    const answer = await egress.send(get(`http://${upstream.host}/`, { signal: control.signal, stream: true }));
    const chunks = answer.stream![Symbol.asyncIterator]();
    expect(Buffer.from((await chunks.next()).value!).toString()).toBe('half');
    control.abort(new Error('enough'));
    await expect(chunks.next()).rejects.toThrow('enough');
  });

  it('ends a call that still waits for a connection, without disturbing the others', async () => {
    const [asked, go] = [signalled(), signalled()];
    const upstream = await startHttp(async (_request, response) => {
      asked.resolve();
      await go.promise;
      response.end('done');
    });
    const egress = startEgress({ connectionsPerOrigin: 1 });
    const first = egress.send(get(`http://${upstream.host}/1`));
    await asked.promise;
    const control = new AbortController();
    const second = egress.send(get(`http://${upstream.host}/2`, { signal: control.signal }));
    await turn();
    control.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    const third = egress.send(get(`http://${upstream.host}/3`));
    go.resolve();
    expect(textOf(await first)).toBe('done');
    expect(textOf(await third)).toBe('done');
  });

  it('is let go of when the call is over', async () => {
    const upstream = await startHttp((_request, response) => response.end());
    const { signal } = new AbortController();
    const [added, removed] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')];
    await startEgress().send(get(`http://${upstream.host}/`, { signal }));
    expect(added.mock.calls.length).toBeGreaterThan(0);
    expect(removed.mock.calls.length).toBe(added.mock.calls.length);
  });
});

describe('a call that is over', () => {
  it('leaves no timer behind', async () => {
    const upstream = await startHttp((_request, response) => response.end());
    const egress = startEgress({ totalTimeoutMs: 12_345 });
    const set = vi.spyOn(globalThis, 'setTimeout');
    const cleared = vi.spyOn(globalThis, 'clearTimeout');
    onTestFinished(() => void vi.restoreAllMocks());
    await egress.send(get(`http://${upstream.host}/`));
    const timers = set.mock.results.filter((_result, index) => set.mock.calls[index]?.[1] === 12_345);
    expect(timers).toHaveLength(1);
    expect(cleared.mock.calls.flat()).toContain(timers[0]?.value);
  });
});

describe('an answer that breaks off', () => {
  const CUT = 'the connection was closed before the answer was complete.';

  it.each([
    ['inside a stated length', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'],
    ['inside a chunked body', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
  ])('%s is an error, never a short body', async (_where, text) => {
    const upstream = await startTcp((socket) => socket.once('data', () => socket.end(text)));
    const error = await failureOf(startEgress().send(get(`http://${upstream.host}/?key=hunter2`)));
    expect([error.code, error.message]).toEqual([
      'provider_unreachable',
      `${upstream.host} could not be reached: ${CUT}`,
    ]);
    expect(upstream.sockets).toHaveLength(1);
  });

  it('inside a stream is an error of the stream', async () => {
    const upstream = await startTcp((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf')),
    );
    const answer = await startEgress().send(get(`http://${upstream.host}/`, { stream: true }));
    const read = async () => {
      for await (const chunk of answer.stream!) expect(Buffer.from(chunk).toString()).toBe('half');
    };
    expect((await failureOf(read())).code).toBe('provider_unreachable');
  });

  it('that is no HTTP is told apart, and its bytes stay out of the error', async () => {
    const upstream = await startTcp((socket) => socket.once('data', () => socket.end('SSH-2.0-secret-hunter2\r\n')));
    const error = await failureOf(startEgress().send(get(`http://${upstream.host}/`)));
    expect(error.message).toContain('could not be reached: its answer is not valid HTTP.');
    const { cause } = error;
    expect(cause).toBeInstanceOf(Error);
    expect(JSON.stringify([cause, error.extras], Object.getOwnPropertyNames(cause))).not.toContain('hunter2');
  });

  it('before it began is tried once more for a safe method', async () => {
    let times = 0;
    const upstream = await startHttp((_request, response) => {
      times += 1;
      if (times === 1) response.destroy();
      else response.end('second');
    });
    expect(textOf(await startEgress().send(get(`http://${upstream.host}/`)))).toBe('second');
  });

  it('twice before it began is an error', async () => {
    const upstream = await startTcp((socket) => socket.once('data', () => socket.destroy()));
    const error = await failureOf(startEgress().send(get(`http://${upstream.host}/`)));
    expect(error.message).toContain(CUT);
    expect(upstream.sockets).toHaveLength(2);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('is never tried again for %s', async (method) => {
    const upstream = await startTcp((socket) => socket.once('data', () => socket.destroy()));
    const error = await failureOf(startEgress().send(get(`http://${upstream.host}/`, { method, body: 'x' })));
    expect(error.code).toBe('provider_unreachable');
    expect(upstream.sockets).toHaveLength(1);
  });
});

describe('a stream', () => {
  it('gives the body piece by piece', async () => {
    const next = signalled();
    const upstream = await startHttp(async (_request, response) => {
      response.write('one');
      await next.promise;
      response.end('two');
    });
    const answer = await startEgress().send(get(`http://${upstream.host}/`, { stream: true }));
    expect([answer.status, answer.body.length]).toEqual([200, 0]);
    const chunks: string[] = [];
    for await (const chunk of answer.stream!) {
      chunks.push(Buffer.from(chunk).toString());
      next.resolve();
    }
    expect(chunks).toEqual(['one', 'two']);
  });

  it('holds the server back while nobody reads', async () => {
    let written = 0;
    const upstream = await startHttp((_request, response) => {
      const chunk = Buffer.alloc(65_536);
      const write = () => {
        while (written < 200 && response.write(chunk)) written += 1;
        if (written >= 200) response.end();
      };
      response.on('drain', () => {
        written += 1;
        write();
      });
      write();
    });
    const answer = await startEgress().send(get(`http://${upstream.host}/`, { stream: true }));
    let stalledAt = -1;
    await vi.waitFor(() => {
      const before = stalledAt;
      stalledAt = written;
      expect(before).toBe(written);
    }, 20_000);
    expect(written).toBeLessThan(200);
    let size = 0;
    for await (const chunk of answer.stream!) size += chunk.length;
    expect(size).toBe(200 * 65_536);
  });

  it('hangs up when the reader leaves', async () => {
    const hungUp = signalled();
    const upstream = await startHttp((_request, response) => {
      response.on('close', () => hungUp.resolve());
      response.write('x');
    });
    const answer = await startEgress().send(get(`http://${upstream.host}/`, { stream: true }));
    for await (const _chunk of answer.stream!) break;
    await hungUp.promise;
  });

  it.each(['identity', 'gzip'])('that nobody reads is ended by the time limit (%s)', async (coding) => {
    const hungUp = signalled();
    const upstream = await startHttp((_request, response) => {
      response.on('close', () => hungUp.resolve());
      response.writeHead(200, { 'content-encoding': coding }).write(gzipSync('x').subarray(0, 12));
    });
    const answer = await startEgress({ totalTimeoutMs: 500 }).send(get(`http://${upstream.host}/`, { stream: true }));
    await hungUp.promise;
    const read = async () => {
      for await (const _chunk of answer.stream!);
    };
    expect((await failureOf(read())).code).toBe('provider_timed_out');
  });

  it('has the size limit', async () => {
    const upstream = await startHttp((_request, response) => {
      response.write(Buffer.alloc(600));
      response.end(Buffer.alloc(600));
    });
    const answer = await startEgress({ maxResponseBytes: 1000 }).send(
      get(`http://${upstream.host}/`, { stream: true }),
    );
    const read = async () => {
      for await (const _chunk of answer.stream!);
    };
    expect((await failureOf(read())).code).toBe('provider_answer_too_large');
  });

  it('of an answer without a body is empty', async () => {
    const upstream = await startHttp((_request, response) => response.writeHead(204).end());
    const answer = await startEgress().send(get(`http://${upstream.host}/`, { stream: true }));
    for await (const chunk of answer.stream!) expect(chunk).toBeUndefined();
    expect(answer.status).toBe(204);
  });
});
