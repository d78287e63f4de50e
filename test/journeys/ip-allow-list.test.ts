import { afterEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

const servers: TestServer[] = [];
const start = async (env: Readonly<Record<string, string>> = {}): Promise<TestServer> => {
  const server = await startTestServer({ env });
  servers.push(server);
  return server;
};
afterEach(async () => {
  for (const server of servers.splice(0)) await server.dispose();
});

const allow = async ({ platform: { projects } }: TestServer, ...ipAllowList: string[]): Promise<void> => {
  const { id } = await projects.ensureDefault();
  await projects.update(id, { settings: { ipAllowList } });
};
const call = (server: TestServer, forwarded?: string) =>
  server.call('GET', '/accounts', undefined, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded });

it('an API key works from the addresses of its project’s allow-list only; a change counts at once', async () => {
  const server = await start();
  expect((await call(server)).status).toBe(200);
  await allow(server, '203.0.113.0/24', '192.0.2.1-192.0.2.9');
  expect(await call(server)).toMatchObject({
    status: 403,
    body: { statusCode: 403, message: 'Forbidden', code: 'ip_not_allowed', hint: expect.stringContaining('127.0.0.1') },
  });
  await allow(server, '203.0.113.0/24', '127.0.0.1');
  expect((await call(server)).status).toBe(200);
  await allow(server);
  expect((await call(server)).status).toBe(200);
});

it('X-Forwarded-For is believed from a trusted proxy and from nobody else', async () => {
  const open = await start();
  await allow(open, '203.0.113.7');
  expect((await call(open, '203.0.113.7')).status).toBe(403);

  const proxied = await start({ PATCHBAY_TRUST_PROXY: '127.0.0.0/8, 10.0.0.4' });
  await allow(proxied, '203.0.113.7');
  expect((await call(proxied)).status).toBe(403);
  expect((await call(proxied, '203.0.113.7')).status).toBe(200);
  expect((await call(proxied, '203.0.113.7, 10.0.0.4')).status).toBe(200);
  // What the caller itself wrote stands before what the proxy added.
  expect((await call(proxied, '203.0.113.7, 198.51.100.1')).status).toBe(403);
  expect((await call(proxied, 'unknown')).status).toBe(403);
});
