import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jukebox } from '../testing/jukebox.ts';
import { serveEmulator, type TestEmulator } from '../testing/serve.ts';

const KEY = { 'x-api-key': 'jb-full' };
let served: TestEmulator;

beforeEach(async () => {
  served = await serveEmulator(jukebox);
});
afterEach(() => served.close());

const list = () => served.send('GET', '/tracks', { headers: KEY });
const statuses = async (count: number) => {
  const all: number[] = [];
  for (let n = 0; n < count; n++) all.push((await list()).status);
  return all;
};

describe('rate limits', () => {
  const limits = (body: unknown) => served.send('POST', '/__admin/limits', { body });

  it('are off until they are switched on', async () => {
    expect(new Set(await statuses(20))).toEqual(new Set([200]));
    expect((await served.send('GET', '/__admin/limits')).json).toEqual({
      enabled: false,
      limits: [{ name: 'per second', limit: 5, window_ms: 1000, by: 'credentials' }],
    });
  });

  it('let through what was published, say how much is left, and recover with time', async () => {
    await limits({ enabled: true });
    expect((await list()).headers['x-ratelimit-remaining']).toBe('4');
    expect(await statuses(5)).toEqual([200, 200, 200, 200, 429]);
    const refused = await list();
    expect([refused.json, refused.headers['retry-after'], refused.headers['x-ratelimit-remaining']]).toEqual([
      { message: 'Slow down' },
      '1',
      '0',
    ]);
    served.clock.advance(400);
    expect(await statuses(3)).toEqual([200, 200, 429]);
  });

  it('count every credential by itself', async () => {
    await limits({ enabled: true });
    await statuses(6);
    const headers = { 'x-api-key': 'jb-full', authorization: 'Bearer other' };
    expect((await served.send('GET', '/tracks', { headers })).status).toBe(200);
  });

  it('can be replaced by a limit of one’s own and restored by a reset', async () => {
    await limits({ enabled: true, limit: 1, window_ms: 60_000 });
    expect(await statuses(2)).toEqual([200, 429]);
    expect((await list()).headers['retry-after']).toBe('60');
    await served.send('POST', '/__admin/reset');
    expect(await statuses(2)).toEqual([200, 200]);
    expect((await served.send('GET', '/__admin/limits')).json.limits[0].limit).toBe(5);
  });
});

describe('the journal', () => {
  const journal = async (query = '') => (await served.send('GET', `/__admin/requests${query}`)).json;

  it('shows what was sent and answered, with secrets masked', async () => {
    const headers = { ...KEY, authorization: 'Bearer very-secret', accept: 'application/json' };
    const body = { title: 'Song', password: 'hunter2' };
    await served.send('POST', '/tracks?a=1&token=abc&b[c]=2', { headers, body });
    const [entry] = await journal();
    expect(entry).toMatchObject({
      seq: 1,
      at: '2026-03-04T10:00:00.000Z',
      method: 'POST',
      path: '/tracks',
      query: 'a=1&token=[redacted]&b[c]=2',
      body: { title: 'Song', password: '[redacted]' },
      credential_set: 'Full access',
      status: 201,
      fault: null,
    });
    expect(entry.headers).toMatchObject({
      accept: 'application/json',
      authorization: 'Bearer [redacted]',
      'x-api-key': '[redacted]',
    });
  });

  it('masks an authorization header without a scheme altogether', async () => {
    await served.send('GET', '/tracks', { headers: { ...KEY, authorization: 'abcdef secret' } });
    expect((await journal())[0].headers.authorization).toBe('[redacted]');
  });

  it('can be narrowed and forgotten', async () => {
    await list();
    await served.send('POST', '/tracks', { headers: KEY, body: { title: 'A' } });
    expect(await journal('?method=POST&path=/tracks')).toHaveLength(1);
    expect(await journal('?path=/nowhere')).toEqual([]);
    await served.send('DELETE', '/__admin/requests');
    expect(await journal()).toEqual([]);
  });

  it('notes faults, refusals and bodies that are no JSON', async () => {
    await served.send('POST', '/tracks', { headers: { ...KEY, 'x-sandbox-fault': 'server_error' }, body: '<xml/>' });
    await served.send('GET', '/tracks');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await served.send('POST', '/nowhere', { headers: form, body: 'grant_type=x&client_secret=abc' });
    expect((await journal()).map(({ status, fault, body }: Record<string, unknown>) => [status, fault, body])).toEqual([
      [500, 'server_error', '<xml/>'],
      [401, null, null],
      [404, null, 'grant_type=x&client_secret=[redacted]'],
    ]);
  });

  it('keeps the last 500 requests', async () => {
    for (let n = 0; n < 503; n++) await served.send('GET', `/nowhere/${n}`);
    const entries = await journal();
    expect([entries.length, entries[0].path, entries.at(-1).seq]).toEqual([500, '/nowhere/3', 503]);
  });
});

describe('the clock', () => {
  it('can be moved ahead and comes back with a reset', async () => {
    const moved = await served.send('POST', '/__admin/clock', { body: { advance_ms: 86_400_000 } });
    expect(moved.json).toEqual({ now: '2026-03-05T10:00:00.000Z' });
    expect((await list()).json.tracks[0].addedOn).toBe('2026-03-05');
    await served.send('POST', '/__admin/reset');
    expect((await list()).json.tracks[0].addedOn).toBe('2026-03-04');
  });

  it('does not run backwards', async () => {
    expect((await served.send('POST', '/__admin/clock', { body: { advance_ms: -1 } })).status).toBe(400);
  });
});

describe('admin routes', () => {
  it('explain what they do not know', async () => {
    expect(await served.send('GET', '/__admin/nothing')).toMatchObject({
      status: 404,
      json: { sandbox_error: 'There is no such admin route.' },
    });
    expect(await served.send('GET', '/__admin/reset')).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });

  it('answer once no background work is left', async () => {
    expect((await served.send('POST', '/__admin/idle')).status).toBe(204);
  });
});
