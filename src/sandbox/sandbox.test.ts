import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Logger, silentLogger } from '../kernel/index.ts';
import { registerSandbox } from './index.ts';
import { prefersHtml } from './prefers-html.ts';
import { jukebox } from './testing/jukebox.ts';
import { lazily, testClock } from './testing/serve.ts';

const logged: unknown[] = [];
const logger: Logger = { ...silentLogger, error: (fields) => logged.push(fields) };
let app = Fastify();

beforeEach(async () => {
  logged.length = 0;
  app = Fastify();
  app.get('/elsewhere', () => ({ ok: true }));
  app.post('/elsewhere', (request) => ({ body: request.body }));
  await registerSandbox(app, {
    publicUrl: () => 'http://hub.test/',
    clock: testClock(),
    logger,
    emulators: [lazily(jukebox)],
  });
});
afterEach(() => app.close());

const HTML = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('GET /sandbox', () => {
  it('lists the emulators with address and demo credentials, full access first', async () => {
    const response = await app.inject('/sandbox');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual([
      {
        key: 'jukebox',
        name: 'Jukebox',
        description: 'Forty tracks & <nothing> else.',
        base_url: 'http://hub.test/sandbox/jukebox',
        credentials: jukebox.credentialSets,
      },
    ]);
  });

  it('shows browsers a page that needs no script and no inline style', async () => {
    const response = await app.inject({ url: '/sandbox', headers: HTML });
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
    expect(response.headers['vary']).toBe('Accept');
    expect(response.body).not.toMatch(/<script|<style|\sstyle=|\son\w+=/i);
    const linked = [...response.body.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, address]) => address);
    expect(linked).toEqual(['/sandbox/style.css', '#jukebox']);
  });

  it('shows base address, credentials, endpoints and commands, with hostile text made harmless', async () => {
    const { body } = await app.inject({ url: '/sandbox', headers: HTML });
    for (const text of ['http://hub.test/sandbox/jukebox', 'https://api.jukebox.example/v1', 'jb-read', 'GET /tracks'])
      expect(body).toContain(text);
    expect(body).toContain('Forty tracks &amp; &lt;nothing&gt; else.');
    expect(body).toContain('curl -H &#39;x-api-key: jb-full&#39; http://hub.test/sandbox/jukebox/tracks');
    expect(body).toContain('<code>rate_limited_date</code>');
  });

  it('serves the page’s style', async () => {
    const response = await app.inject('/sandbox/style.css');
    expect(response.headers['content-type']).toBe('text/css; charset=utf-8');
    expect(response.body).toContain('prefers-color-scheme: dark');
    expect(response.body).not.toMatch(/url\(|@import/);
  });
});

describe('an emulator in a server', () => {
  it('answers below its base and leaves the rest of the server alone', async () => {
    const headers = { 'x-api-key': 'jb-full' };
    expect((await app.inject({ url: '/sandbox/jukebox/tracks', headers })).json().tracks).toHaveLength(10);
    expect((await app.inject('/elsewhere')).json()).toEqual({ ok: true });
    expect((await app.inject({ url: '/elsewhere', method: 'POST', payload: { a: 1 } })).json()).toEqual({
      body: { a: 1 },
    });
    expect((await app.inject({ url: '/nowhere' })).json()).toMatchObject({ message: 'Route GET:/nowhere not found' });
    const xml = { 'content-type': 'application/xml' };
    expect((await app.inject({ url: '/elsewhere', method: 'POST', headers: xml, payload: '<a/>' })).statusCode).toBe(
      415,
    );
  });

  it('answers every path below its base itself, and nothing beside it', async () => {
    expect((await app.inject('/sandbox/jukebox')).json()).toEqual({ message: 'No such path' });
    expect((await app.inject('/sandbox/jukebox/')).json()).toEqual({ message: 'No such path' });
    expect((await app.inject('/sandbox/jukebox/a/b?c')).json()).toEqual({ message: 'No such path' });
    expect((await app.inject('/sandbox/jukeboxes')).json()).toHaveProperty('error', 'Not Found');
  });

  it('refuses bodies that are too large as a web server would', async () => {
    const payload = Buffer.alloc(11 * 1024 * 1024, 97);
    const response = await app.inject({ url: '/sandbox/jukebox/tracks', method: 'POST', payload });
    expect([response.statusCode, response.headers['content-type']]).toEqual([413, 'text/html; charset=UTF-8']);
  });

  it('tells the server’s log about its own failures', async () => {
    await app.inject({ url: '/sandbox/jukebox/broken', headers: { 'x-api-key': 'jb-full' } });
    expect(logged).toMatchObject([{ emulator: 'jukebox', err: { message: 'a bug of the emulator' } }]);
  });
});

describe('an Accept header', () => {
  it.each([
    [undefined, false],
    ['*/*', false],
    ['application/json', false],
    ['text/html', true],
    [HTML.accept, true],
    ['application/json, text/html', false],
    ['application/json;q=0.5, text/html;q=0.9', true],
    ['text/html;q=0', false],
    ['text/html;q=nonsense', false],
  ])('%s asks for a page: %s', (accept, expected) => {
    expect(prefersHtml(accept)).toBe(expected);
  });
});
