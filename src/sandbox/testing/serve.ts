import Fastify, { type FastifyInstance } from 'fastify';
import { type Clock, silentLogger } from '../../kernel/index.ts';
import { type Emulator, type LazyEmulator, mountEmulator } from '../kit/index.ts';

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  advance(ms: number): void;
}

/** @param at ISO timestamp; the default is a Wednesday */
export function testClock(at = '2026-03-04T10:00:00.000Z'): TestClock {
  let now = Date.parse(at);
  return {
    now: () => now,
    advance(ms) {
      now += ms;
    },
  };
}

/** What came back: `json` is the parsed body, or undefined when it is not JSON. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
}

/** A request below the emulator's base. */
export interface TestRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; text and bytes as they are. */
  readonly body?: unknown;
}

/** A served emulator. */
export interface TestEmulator {
  readonly app: FastifyInstance;
  readonly clock: TestClock;
  /** Sends a request without a network. */
  send(method: string, path: string, request?: TestRequest): Promise<TestAnswer>;
  /** Listens on a random loopback port and returns the base address. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Serves one emulator below `/sandbox/<key>` in a server of its own. */
export async function serveEmulator(emulator: Emulator, clock: TestClock = testClock()): Promise<TestEmulator> {
  const app = Fastify({ forceCloseConnections: 'idle' });
  const prefix = `/sandbox/${emulator.key}`;
  await mountEmulator(app, lazily(emulator), { prefix, clock, logger: silentLogger });
  return {
    app,
    clock,
    async send(method, path, { headers = {}, body } = {}) {
      const raw = typeof body === 'string' || Buffer.isBuffer(body) || body === undefined;
      const response = await app.inject({
        method: method as 'GET',
        url: `${prefix}${path}`,
        headers: raw ? headers : { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { payload: raw ? (body as string) : JSON.stringify(body) }),
      });
      const text = response.payload;
      return {
        status: response.statusCode,
        headers: response.headers as Record<string, string>,
        text,
        json: parsed(text),
      };
    },
    async listen() {
      return `${await app.listen({ port: 0, host: '127.0.0.1' })}${prefix}`;
    },
    close: () => app.close(),
  };
}

/** An emulator at hand, as one that is loaded on demand. */
export const lazily = (emulator: Emulator): LazyEmulator => ({ key: emulator.key, load: async () => emulator });
