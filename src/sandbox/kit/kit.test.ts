import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jukebox } from '../testing/jukebox.ts';
import { serveEmulator, type TestEmulator } from '../testing/serve.ts';

const FULL = { 'x-api-key': 'jb-full' };
let served: TestEmulator;

beforeEach(async () => {
  served = await serveEmulator(jukebox);
});
afterEach(() => served.close());

const list = (path = '/tracks', headers: Record<string, string> = {}) =>
  served.send('GET', path, { headers: { ...FULL, ...headers } });

describe('an emulator', () => {
  it('answers its endpoints with the headers every answer has', async () => {
    const answer = await list();
    expect(answer.status).toBe(200);
    expect(answer.headers['x-jukebox']).toBe('yes');
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.json.tracks).toHaveLength(10);
  });

  it('answers HEAD like GET, without the body', async () => {
    const url = `${await served.listen()}/tracks`;
    const [head, get] = [await fetch(url, { method: 'HEAD', headers: FULL }), await fetch(url, { headers: FULL })];
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(String((await get.text()).length));
  });

  it('authenticates before the handler runs', async () => {
    expect((await served.send('GET', '/tracks')).json).toEqual({ message: 'Who are you?' });
  });

  it('answers unknown paths, unknown methods, unreadable bodies and its own failures in the provider’s words', async () => {
    expect(await list('/nowhere')).toMatchObject({ status: 404, json: { message: 'No such path' } });
    expect(await list('')).toMatchObject({ status: 404 });
    expect(await served.send('PATCH', '/tracks', { headers: FULL })).toMatchObject({
      status: 405,
      json: { message: 'Use GET,POST' },
    });
    expect(await served.send('POST', '/tracks', { headers: FULL, body: '{"title":' })).toMatchObject({
      status: 400,
      json: { message: 'Not JSON' },
    });
    expect(await list('/broken')).toMatchObject({ status: 500, json: { message: 'It broke' } });
  });

  it('answers a path by the endpoint it is routed to, within the same limits', async () => {
    expect((await list('/eu/tracks')).text).toBe((await list()).text);
    expect((await served.send('GET', '/eu/tracks')).status).toBe(401);
    expect((await list('/eu')).status).toBe(404);
    await served.send('POST', '/__admin/limits', { body: { enabled: true, limit: 2, window_ms: 60_000 } });
    const statuses = [await list('/eu/tracks'), await list(), await list('/eu/tracks')].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await served.send('GET', '/__admin/requests?path=/eu/tracks')).json).toHaveLength(4);
  });

  it('reads bodies whatever their content type says, and without one', async () => {
    for (const type of ['application/json', 'text/plain', 'application/vnd.x+json; charset=utf-8']) {
      const headers = { ...FULL, 'content-type': type };
      const answer = await served.send('POST', '/tracks', { headers, body: '{"title":"A"}' });
      expect([type, answer.status]).toEqual([type, 201]);
    }
    expect((await served.send('POST', '/tracks', { headers: FULL, body: '{"title":"A"}' })).status).toBe(201);
  });

  it('keeps what was written until it is reset, and then has the same data as at first', async () => {
    const before = (await list()).text;
    await served.send('POST', '/tracks', { headers: FULL, body: { title: 'New' } });
    expect((await list('/tracks?skip=40')).json.tracks).toHaveLength(1);
    expect((await served.send('POST', '/__admin/reset')).status).toBe(204);
    expect((await list('/tracks?skip=40')).json.tracks).toHaveLength(0);
    expect((await list()).text).toBe(before);
  });

  it('has the same data in every run', async () => {
    const other = await serveEmulator(jukebox);
    expect((await other.send('GET', '/tracks', { headers: FULL })).text).toBe((await list()).text);
    await other.close();
  });
});
