import { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { dial } from './dial.ts';
import { closedPort, startTcp } from './testing/upstream.ts';

const never = new AbortController().signal;
const hangUp = (socket: Socket) => socket.destroy();

// Listens without ever accepting; once the kernel's queue is full, further attempts to connect hang.
const DEAF = `
const { createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
createServer().listen(workerData.port, '127.0.0.2', 1, () => {
  parentPort.postMessage('deaf');
  setImmediate(() => Atomics.wait(new Int32Array(workerData.hold), 0, 0));
});
`;

/** Makes 127.0.0.2 hang on this port. */
async function deafen(port: number): Promise<void> {
  const hold = new SharedArrayBuffer(4);
  const worker = new Worker(DEAF, { eval: true, workerData: { port, hold } });
  await new Promise((resolve) => worker.once('message', resolve));
  const fillers = Array.from({ length: 8 }, () => new Socket().on('error', () => {}).connect(port, '127.0.0.2'));
  await expect.poll(() => fillers.filter((socket) => !socket.connecting).length).toBeGreaterThan(0);
  onTestFinished(async () => {
    for (const socket of fillers) socket.destroy();
    Atomics.notify(new Int32Array(hold), 0);
    await worker.terminate();
  });
}

describe('dial', () => {
  it('gives a silent address a head start only, then hangs up on it', async () => {
    const { port } = await startTcp(() => {});
    await deafen(port);
    const connect = vi.spyOn(Socket.prototype, 'connect');
    onTestFinished(() => connect.mockRestore());
    const started = performance.now();
    const socket = await dial(['127.0.0.2', '127.0.0.1'], port, never);
    expect(socket.remoteAddress).toBe('127.0.0.1');
    expect(performance.now() - started).toBeGreaterThan(200);
    const [silent, winner] = connect.mock.contexts as Socket[];
    expect(winner).toBe(socket);
    expect(silent?.destroyed).toBe(true);
    hangUp(socket);
  });

  it('hangs up on a silent address when the signal says so', async () => {
    const { port } = await startTcp(() => {});
    await deafen(port);
    const connect = vi.spyOn(Socket.prototype, 'connect');
    onTestFinished(() => connect.mockRestore());
    const reason = new Error('enough');
    await expect(dial(['127.0.0.2'], port, AbortSignal.timeout(30))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    const control = new AbortController();
    const dialling = dial(['127.0.0.2'], port, control.signal);
    control.abort(reason);
    await expect(dialling).rejects.toBe(reason);
    expect((connect.mock.contexts as Socket[]).map((socket) => socket.destroyed)).toEqual([true, true]);
  });

  it('takes the first address that answers', async () => {
    const { port } = await startTcp(() => {});
    const socket = await dial(['127.0.0.1', '127.0.0.2'], port, never);
    expect(socket.remoteAddress).toBe('127.0.0.1');
    hangUp(socket);
  });

  it('goes on at once when an address refuses', async () => {
    const { port } = await startTcp(() => {});
    const socket = await dial(['127.0.0.2', '127.0.0.3', '127.0.0.1'], port, never);
    expect(socket.remoteAddress).toBe('127.0.0.1');
    hangUp(socket);
  });

  it('goes on when an address cannot even be tried', async () => {
    const { port } = await startTcp(() => {});
    const socket = await dial(['192.0.2.1', '127.0.0.1'], port, never);
    expect(socket.remoteAddress).toBe('127.0.0.1');
    hangUp(socket);
  });

  it('fails with the error of the last address when all refuse', async () => {
    const port = await closedPort();
    await expect(dial(['127.0.0.2', '127.0.0.1'], port, never)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      address: '127.0.0.1',
    });
  });

  it('fails without addresses', async () => {
    await expect(dial([], 80, never)).rejects.toThrow('no address');
  });

  it('tries sixteen addresses at most', async () => {
    const { port } = await startTcp(() => {});
    const refusing = Array.from({ length: 16 }, (_, index) => `127.0.1.${index + 1}`);
    await expect(dial([...refusing, '127.0.0.1'], port, never)).rejects.toMatchObject({ address: '127.0.1.16' });
  });

  it('ends with the reason of the signal', async () => {
    const { port } = await startTcp(() => {});
    const reason = new Error('enough');
    await expect(dial(['127.0.0.1'], port, AbortSignal.abort(reason))).rejects.toBe(reason);
    const late = new AbortController();
    const dialling = dial(['127.0.0.1'], port, late.signal);
    late.abort(reason);
    await expect(dialling).rejects.toBe(reason);
  });
});
