import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Static, TSchema } from 'typebox';
import { fail, isPatchbayError, silentLogger, systemClock } from '../kernel/index.ts';
import { DATABASE_FILE } from '../storage/index.ts';
import { findAddress } from './address.ts';
import { type CommandUser, type Operation, perform } from './operation.ts';
import { OPERATIONS } from './operations/index.ts';
import { type Installation, withParts } from './parts.ts';
import { type Answer, readLine, resultOf } from './protocol.ts';

/** How long to wait for a server that is starting or stopping, in milliseconds. */
const PATIENCE = 5_000;
const PAUSE = 50;

/** Runs operations for a command. */
export interface Control {
  /**
   * Runs an operation in the server that is running, or over the opened storage when none is.
   * @throws PatchbayError what the operation refuses with; `data_dir_locked`, `control_forbidden`, `control_broken`
   */
  run<Input extends TSchema, Result>(operation: Operation<Input, Result>, input: Static<Input>): Promise<Result>;
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** A connection to the running server; undefined when there is none. */
async function reach(dataDir: string): Promise<Socket | undefined> {
  const path = findAddress(dataDir);
  if (path === undefined) return undefined;
  const socket = connect(path);
  try {
    await new Promise<void>((done, reject) => socket.once('connect', done).once('error', reject));
    return socket;
  } catch (error) {
    if (codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM') throw fail('control_forbidden', { dir: dataDir });
    return undefined;
  }
}

async function ask(socket: Socket, request: object): Promise<unknown> {
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    const line = await readLine(socket).catch(() => undefined);
    if (line === undefined) throw fail('control_broken');
    return resultOf(JSON.parse(line) as Answer);
  } finally {
    socket.destroy();
  }
}

/** Makes the way of commands to an installation. */
export function createControl(installation: Installation, user: CommandUser): Control {
  const { dataDir, databaseUrl } = installation;
  const surroundings = { clock: systemClock, logger: silentLogger };

  const direct = (name: string, input: unknown): Promise<unknown> =>
    withParts(installation, surroundings, (parts) => perform(OPERATIONS, parts, { name, input, user }));

  const embedded = async (name: string, input: unknown): Promise<unknown> => {
    const deadline = performance.now() + PATIENCE;
    for (;;) {
      const socket = await reach(dataDir);
      if (socket !== undefined) return ask(socket, { name, input, user });
      if (!existsSync(join(dataDir, DATABASE_FILE))) throw fail('installation_not_found', { dir: dataDir });
      try {
        return await direct(name, input);
      } catch (error) {
        // Somebody has the data directory but does not answer: a server that starts or stops, or another command.
        if (!isPatchbayError(error, 'data_dir_locked') || performance.now() > deadline) throw error;
        await pause(PAUSE);
      }
    }
  };

  return {
    run: async ({ name }, input) => (databaseUrl === undefined ? embedded(name, input) : direct(name, input)) as never,
  };
}
