import { chmodSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { isPatchbayError } from '../kernel/index.ts';
import { prepareAddress, removeAddress } from './address.ts';
import { perform } from './operation.ts';
import { OPERATIONS } from './operations/index.ts';
import type { ControlParts } from './parts.ts';
import { type Answer, type Request, readLine, refusal } from './protocol.ts';

/** How long a caller may take to say what it wants, in milliseconds. */
const PATIENCE = 10_000;

/** The open door for commands of this machine. */
export interface ControlServer {
  /** Finishes what is under way, then closes the door. */
  close(): Promise<void>;
}

/** Makes a server listen at a path. */
const listenAt = (server: Server, path: string): Promise<void> =>
  new Promise((done, reject) => {
    server.once('error', reject).listen(path, () => {
      server.off('error', reject);
      done();
    });
  });

/**
 * Opens the door through which commands reach a running server: a socket that only the user of the server (and the
 * administrator) can open. To be called by the process that has the data directory. A machine that cannot have such a
 * socket still gets its server, without commands while it runs.
 * @param listen replaced by tests
 */
export async function startControl(
  dataDir: string,
  parts: ControlParts,
  listen: typeof listenAt = listenAt,
): Promise<ControlServer> {
  const open = new Map<Socket, Promise<void>>();

  const answer = async (line: string): Promise<Answer> => {
    try {
      const request = JSON.parse(line) as Request;
      return { ok: true, result: await perform(OPERATIONS, parts, request) };
    } catch (err) {
      if (!isPatchbayError(err) || err.code === 'internal_error') parts.logger.error({ err }, 'a command failed');
      return refusal(err);
    }
  };
  const serve = async (socket: Socket): Promise<void> => {
    socket.setTimeout(PATIENCE, () => socket.destroy());
    try {
      const line = await readLine(socket);
      if (line === undefined) return;
      socket.setTimeout(0);
      const reply = await answer(line);
      await new Promise<void>((done) => socket.once('close', done).end(`${JSON.stringify(reply)}\n`, done));
    } catch (err) {
      parts.logger.debug({ err }, 'a command broke off');
    } finally {
      socket.destroy();
    }
  };

  const server = createServer((socket) => {
    socket.on('error', () => {});
    const served = serve(socket).finally(() => open.delete(socket));
    open.set(socket, served);
  });
  const listenPrivately = async (inside: boolean): Promise<void> => {
    const path = prepareAddress(dataDir, inside);
    await listen(server, path);
    if (process.platform !== 'win32') chmodSync(path, 0o600);
  };
  try {
    await listenPrivately(true).catch(() => listenPrivately(false));
  } catch (err) {
    parts.logger.warn({ err }, 'commands cannot reach this server: no socket can be made');
  }
  return {
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const socket of open.keys()) if (socket.timeout) socket.destroy();
      await Promise.all(open.values());
      await closed;
      removeAddress(dataDir);
    },
  };
}
