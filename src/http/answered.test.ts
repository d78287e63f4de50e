import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { silentLogger, systemClock } from '../kernel/index.ts';
import { onAnswered } from './answered.ts';
import { createHttpApp } from './app.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A server with a slow route, what it has heard of answers, and a client that can go away. */
async function start() {
  const app = await createHttpApp({ logger: silentLogger, clock: systemClock });
  const heard: string[] = [];
  onAnswered(app, (request, reply) => heard.push(`${request.method} ${request.url} ${reply.statusCode}`));
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  app.get('/quick', async () => ({ ok: true }));
  app.get('/huge', async () => ({ text: 'x'.repeat(64 * 1024 * 1024) }));
  app.post('/slow', async (_request, reply) => {
    begun.resolve();
    await end.promise;
    return reply.code(201).send({ ok: true });
  });
  const url = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  undo.push(() => app.close());
  const client = async (text: string): Promise<Socket> => {
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => {});
    undo.push(() => socket.destroy());
    await new Promise((done) => socket.once('connect', done));
    socket.write(text);
    return socket;
  };
  return { url: url.href, heard, begun: begun.promise, end: end.resolve, client };
}

const slow = (length: number): string =>
  `POST /slow HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n{}`;

it('an answer is told of once, refusals included', async () => {
  const { url, heard } = await start();
  await (await fetch(`${url}quick`)).text();
  await (await fetch(`${url}nowhere`)).text();
  await expect.poll(() => heard).toEqual(['GET /quick 200', 'GET /nowhere 404']);
  await pause(20);
  expect(heard).toHaveLength(2);
});

it('an answer whose receiver has gone away meanwhile is told of as well, with its status', async () => {
  const { heard, begun, end, client } = await start();
  const socket = await client(slow(2));
  await begun;
  const gone = new Promise((done) => socket.once('close', done));
  socket.destroy();
  await gone;
  // The server learns of it a moment later; what it answers then reaches nobody.
  await pause(50);
  expect(heard).toEqual([]);
  end();
  await expect.poll(() => heard).toEqual(['POST /slow 201']);
});

it('an answer whose receiver goes away before it has all of it is told of once', async () => {
  const { heard, client } = await start();
  const socket = await client('GET /huge HTTP/1.1\r\nhost: x\r\n\r\n');
  await new Promise((done) => socket.once('data', done));
  socket.destroy();
  await expect.poll(() => heard).toEqual(['GET /huge 200']);
});

it('a request whose body breaks off is told of', async () => {
  const { heard, client } = await start();
  const socket = await client(slow(100));
  await pause(50);
  socket.destroy();
  await expect.poll(() => heard).toHaveLength(1);
  expect(heard[0]).toMatch(/^POST \/slow [45]/);
});
