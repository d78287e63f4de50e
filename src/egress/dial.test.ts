import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { dial } from './dial.ts';
import { closedPort, startTcp } from './testing/upstream.ts';

const never = new AbortController().signal;
const hangUp = (socket: Socket) => socket.destroy();

describe('dial', () => {
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
