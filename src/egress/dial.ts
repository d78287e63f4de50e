import { Socket } from 'node:net';

/** How long one address may keep the next one waiting (RFC 8305). */
const HEAD_START_MS = 250;
const MOST_ADDRESSES = 16;

/**
 * Opens a TCP connection to one of the addresses: in order, each with a head start before the next; the first to
 * connect wins. Only the given addresses are dialled, never a name.
 * @param addresses IP addresses that may be called; those after the sixteenth are not tried
 * @param signal ends the attempt; the promise then rejects with its reason
 * @throws the error of the last address when none can be connected
 */
export function dial(addresses: readonly string[], port: number, signal: AbortSignal): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const waiting = addresses.slice(0, MOST_ADDRESSES);
  const dialling = new Set<Socket>();
  let lastError: Error | undefined;
  let timer: NodeJS.Timeout | undefined;

  const finish = (winner?: Socket): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    for (const socket of dialling) if (socket !== winner) socket.destroy();
    dialling.clear();
  };
  const stop = (): void => {
    finish();
    reject(signal.reason);
  };
  const next = (): void => {
    clearTimeout(timer);
    const host = waiting.shift();
    if (host === undefined) {
      if (dialling.size > 0) return;
      finish();
      reject(lastError ?? new Error('There is no address to dial.'));
      return;
    }
    const socket = new Socket().setNoDelay(true).setKeepAlive(true, 60_000);
    dialling.add(socket);
    socket.on('error', (error) => {
      lastError = error;
      if (dialling.delete(socket)) next();
    });
    socket.once('connect', () => {
      finish(socket);
      resolve(socket);
    });
    if (waiting.length > 0) timer = setTimeout(next, HEAD_START_MS);
    try {
      socket.connect({ host, port });
    } catch (error) {
      socket.destroy(error as Error);
    }
  };

  if (signal.aborted) reject(signal.reason);
  else {
    signal.addEventListener('abort', stop, { once: true });
    next();
  }
  return promise;
}
