import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jukebox } from '../testing/jukebox.ts';
import { serveEmulator, type TestEmulator } from '../testing/serve.ts';
import { FAULT_KINDS, FaultBoard, readFault, readFaultHeader } from './faults.ts';

const KEY = { 'x-api-key': 'jb-full' };
let served: TestEmulator;

beforeEach(async () => {
  served = await serveEmulator(jukebox);
});
afterEach(() => served.close());

const faulty = (fault: string, path = '/tracks') =>
  served.send('GET', path, { headers: { ...KEY, 'x-sandbox-fault': fault } });

/** Fetches over a real connection; resolves with the body or the kind of failure. */
async function fetchFaulty(fault: string, signal?: AbortSignal) {
  const url = `${await served.listen()}/tracks`;
  const response = await fetch(url, { headers: { ...KEY, 'x-sandbox-fault': fault }, ...(signal && { signal }) });
  return { status: response.status, length: response.headers.get('content-length'), body: response.text() };
}

const trackCount = async () => {
  const more = await served.send('GET', '/tracks?skip=40', { headers: KEY });
  return 40 + more.json.tracks.length;
};

describe('a fault that replaces the answer', () => {
  it('says too many requests with seconds, with a date, or without a hint', async () => {
    const seconds = await faulty('rate_limited; retry_after=7');
    expect(seconds).toMatchObject({ status: 429, json: { message: 'Slow down' } });
    expect(seconds.headers['retry-after']).toBe('7');
    const date = await faulty('rate_limited_date; retry_after=90');
    expect(date.headers['retry-after']).toBe('Wed, 04 Mar 2026 10:01:30 GMT');
    const bare = await faulty('rate_limited_bare');
    expect(bare.status).toBe(429);
    expect(bare.headers).not.toHaveProperty('retry-after');
  });

  it('fails in the provider’s words, or in a proxy’s HTML', async () => {
    expect(await faulty('server_error')).toMatchObject({ status: 500, json: { message: 'It broke' } });
    const gateway = await faulty('bad_gateway_html');
    expect(gateway.status).toBe(502);
    expect(gateway.headers['content-type']).toContain('text/html');
    const html = await faulty('html_success');
    expect([html.status, html.json, html.text.startsWith('<html>')]).toEqual([200, undefined, true]);
  });

  it('does none of the work', async () => {
    const headers = { ...KEY, 'x-sandbox-fault': 'server_error' };
    await served.send('POST', '/tracks', { headers, body: { title: 'Lost' } });
    expect(await trackCount()).toBe(40);
  });
});

describe('a fault that spoils the answer', () => {
  it('drips it in small pieces that add up to the whole', async () => {
    const url = `${await served.listen()}/tracks`;
    const whole = await (await fetch(url, { headers: KEY })).text();
    const headers = { ...KEY, 'x-sandbox-fault': 'slow_drip; delay_ms=1; chunk_bytes=100' };
    const chunks: string[] = [];
    for await (const chunk of (await fetch(url, { headers })).body!) chunks.push(Buffer.from(chunk).toString());
    expect(chunks.join('')).toBe(whole);
    expect(chunks.length).toBeGreaterThan(3);
  });

  it('starts after the given delay', async () => {
    const { status, body } = await fetchFaulty('slow_start; delay_ms=5');
    expect([status, JSON.parse(await body).tracks.length]).toEqual([200, 10]);
  });

  it('never starts, until the client gives up', async () => {
    const patience = new AbortController();
    const request = fetchFaulty('slow_start', patience.signal);
    const noticed = expect(request).rejects.toThrow(/abort/i);
    await expect.poll(journalOf).toHaveLength(1);
    patience.abort();
    await noticed;
  });

  it('never keeps the server from stopping', async () => {
    const request = fetchFaulty('slow_start');
    const ended = expect(request).rejects.toThrow('fetch failed');
    await expect.poll(journalOf).toHaveLength(1);
    await served.close();
    await ended;
  });

  it('cuts the connection in the middle of the body', async () => {
    const { status, body } = await fetchFaulty('cut_connection');
    expect(status).toBe(200);
    await expect(body).rejects.toThrow();
  });

  it('cuts the connection before the first byte, after the work was done', async () => {
    const { port, hostname, pathname } = new URL(`${await served.listen()}/tracks`);
    const socket = connect(Number(port), hostname);
    const payload = '{"title":"Kept"}';
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nhost: x\r\nx-api-key: jb-full\r\nx-sandbox-fault: reset_connection\r\ncontent-length: ${payload.length}\r\n\r\n${payload}`,
    );
    let received = 0;
    socket.on('data', (data) => {
      received += data.length;
    });
    await once(socket, 'close');
    expect(received).toBe(0);
    expect(await trackCount()).toBe(41);
  });

  it('leaves JSON unfinished although it looks complete', async () => {
    const { status, length, body } = await fetchFaulty('malformed_json');
    const text = await body;
    expect([status, Number(length)]).toEqual([200, Buffer.byteLength(text)]);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(text.startsWith('{"tracks":[')).toBe(true);
  });

  it('sends no body at all', async () => {
    const { status, body } = await fetchFaulty('empty_body');
    expect([status, await body]).toEqual([200, '']);
  });
});

const journalOf = async () => (await served.send('GET', '/__admin/requests')).json as unknown[];

describe('a fault that the emulator carries out', () => {
  it('is known to the handler', async () => {
    expect((await faulty('endless_pages', '/tracks?skip=30')).json.more).toBe(true);
    expect((await served.send('GET', '/tracks?skip=30', { headers: KEY })).json.more).toBe(false);
  });
});

describe('an armed fault', () => {
  const arm = (body: unknown) => served.send('POST', '/__admin/faults', { body });
  const statuses = async (...paths: string[]) => {
    const all: number[] = [];
    for (const path of paths) all.push((await served.send('GET', path, { headers: KEY })).status);
    return all;
  };

  it('strikes once unless told otherwise', async () => {
    expect((await arm({ kind: 'server_error' })).status).toBe(201);
    expect(await statuses('/tracks', '/tracks')).toEqual([500, 200]);
  });

  it('strikes so many times, or until it is disarmed', async () => {
    await arm({ kind: 'server_error', times: 2 });
    expect(await statuses('/tracks', '/tracks', '/tracks')).toEqual([500, 500, 200]);
    await arm({ kind: 'server_error', times: null });
    expect(await statuses('/tracks', '/tracks', '/tracks')).toEqual([500, 500, 500]);
    expect((await served.send('DELETE', '/__admin/faults')).status).toBe(204);
    expect(await statuses('/tracks')).toEqual([200]);
  });

  it('strikes its path and method only', async () => {
    await arm({ kind: 'server_error', path: '/tr*', method: 'GET' });
    expect((await served.send('POST', '/tracks', { headers: KEY, body: { title: 'A' } })).status).toBe(201);
    expect(await statuses('/nowhere', '/tracks')).toEqual([404, 500]);
  });

  it('is listed with what is left of it', async () => {
    await arm({ kind: 'rate_limited', times: 3, retry_after: 9 });
    await statuses('/tracks');
    expect((await served.send('GET', '/__admin/faults')).json).toEqual([
      {
        kind: 'rate_limited',
        retry_after: 9,
        delay_ms: null,
        chunk_bytes: 16,
        times: 2,
        path: null,
        method: null,
      },
    ]);
  });

  it('gives way to the fault in a header', async () => {
    await arm({ kind: 'server_error' });
    expect((await faulty('bad_gateway_html')).status).toBe(502);
    expect(await statuses('/tracks')).toEqual([500]);
  });

  it('is refused when nobody would understand it', async () => {
    expect(await arm({ kind: 'sabotage' })).toMatchObject({
      status: 400,
      json: { sandbox_error: /Unknown fault kind/ },
    });
    expect(await arm({ kind: 'server_error', times: 0 })).toMatchObject({ status: 400 });
    expect(await arm({ kind: 'server_error', when: 'now' })).toMatchObject({
      status: 400,
      json: { sandbox_error: 'when is not a known field.' },
    });
    expect((await served.send('POST', '/__admin/faults', { body: '{' })).json.sandbox_error).toBe(
      'The body must be JSON.',
    );
    expect((await served.send('GET', '/__admin/faults')).json).toEqual([]);
  });
});

describe('a fault header', () => {
  it('is read with its settings', () => {
    expect(readFaultHeader('slow_drip; delay_ms=5 ;chunk_bytes=64')).toEqual({
      kind: 'slow_drip',
      delayMs: 5,
      chunkBytes: 64,
      retryAfter: 1,
    });
  });

  it('is answered with an explanation when it is wrong', async () => {
    expect(await faulty('slow_drip; delay_ms=soon')).toMatchObject({
      status: 400,
      json: { sandbox_error: 'delay_ms must be a whole number from 0 to 3600000.' },
    });
    expect(await faulty('toString')).toMatchObject({ status: 400 });
    expect(readFault({ kind: '__proto__' })).toContain('Unknown');
  });

  it('knows every kind by a description', () => {
    for (const kind of Object.keys(FAULT_KINDS)) expect(readFaultHeader(kind)).toHaveProperty('kind', kind);
  });
});

describe('a path pattern', () => {
  const strikes = (path: string, request: string) => {
    const board = new FaultBoard();
    const fault = readFault({ kind: 'server_error' });
    if (typeof fault === 'string') throw new Error(fault);
    board.arm({ fault, times: 1, path, method: null });
    return board.take('GET', request) !== undefined;
  };

  it.each([
    ['/a', '/a', true],
    ['/a', '/ab', false],
    ['/a*', '/ab', true],
    ['*', '/anything', true],
    ['/a/*/c', '/a/b/c', true],
    ['/a/*/c', '/a/c', false],
    ['/a*a', '/a', false],
    ['/*x*y', '/1x2y', true],
    ['/*x*y', '/1y2x', false],
    ['/a.c', '/abc', false],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(strikes(pattern, path)).toBe(expected);
  });
});
