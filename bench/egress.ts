import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Agent, request } from 'undici';
import { createEgress } from '../src/egress/index.ts';
import { silentLogger } from '../src/kernel/index.ts';

/** What {@link measureEgress} found. */
export interface EgressMeasurement {
  /** Calls per second of `undici.request`, body buffered and parsed: median of the rounds. */
  readonly bare: number;
  /** Calls per second of the guarded client, body parsed: median of the rounds. */
  readonly guarded: number;
  /** `guarded / bare`, the median of the rounds' own ratios; at least 0.85 is the target. */
  readonly ratio: number;
}

/** How long and how hard to measure. */
export interface EgressMeasurementOptions {
  readonly rounds?: number;
  readonly roundMs?: number;
  /** Calls in flight at a time. */
  readonly concurrency?: number;
}

// About 1.9 KB of JSON, in a thread of its own so that serving it does not count.
const UPSTREAM = `
const { createServer } = require('node:http');
const { parentPort } = require('node:worker_threads');
const people = Array.from({ length: 12 }, (_, id) => ({
  id, first_name: 'Given', last_name: 'Family', email: 'person' + id + '@example.com', active: true,
  department: { id, name: 'Department ' + id }, hired_at: '2024-01-01T00:00:00Z',
}));
const body = JSON.stringify(people);
const server = createServer({ keepAliveTimeout: 60000 }, (_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(body);
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function rate(call: () => Promise<unknown>, milliseconds: number, concurrency: number): Promise<number> {
  const started = performance.now();
  let calls = 0;
  const loop = async (): Promise<void> => {
    while (performance.now() - started < milliseconds) {
      await call();
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  return (calls * 1000) / (performance.now() - started);
}

/**
 * Compares the guarded client with bare `undici.request` over kept-alive loopback connections. The two take turns
 * within each round, so that a noisy machine disturbs both.
 */
export async function measureEgress(options: EgressMeasurementOptions = {}): Promise<EgressMeasurement> {
  const { rounds = 9, roundMs = 500, concurrency = 64 } = options;
  const upstream = new Worker(UPSTREAM, { eval: true });
  const port = await new Promise<number>((resolve) => upstream.once('message', resolve));
  const url = `http://127.0.0.1:${port}/v1/people?limit=12&page=2`;
  const headers = { authorization: 'Bearer abcdefghijklmnop', accept: 'application/json', 'x-request-id': '1' };
  const agent = new Agent({ connections: 128 });
  const egress = createEgress({
    allow: ['127.0.0.1'],
    logger: silentLogger,
    version: 'bench',
  });

  const bare = async (): Promise<unknown> => {
    const answer = await request(url, { dispatcher: agent, headers });
    return JSON.parse(await answer.body.text());
  };
  const guarded = async (): Promise<unknown> => {
    const answer = await egress.send({ method: 'GET', url, headers });
    return JSON.parse(Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.byteLength).toString());
  };

  for (const call of [bare, guarded]) await rate(call, roundMs, concurrency);
  const found: { readonly bare: number; readonly guarded: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // The order alternates, so that neither side always goes first after a pause.
    const first = await rate(round % 2 === 0 ? bare : guarded, roundMs, concurrency);
    const second = await rate(round % 2 === 0 ? guarded : bare, roundMs, concurrency);
    found.push(round % 2 === 0 ? { bare: first, guarded: second } : { bare: second, guarded: first });
  }
  await Promise.all([agent.close(), egress.close(), upstream.terminate()]);
  return {
    bare: median(found.map((round) => round.bare)),
    guarded: median(found.map((round) => round.guarded)),
    ratio: median(found.map((round) => round.guarded / round.bare)),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const concurrency of [64, 1]) {
    const { bare, guarded, ratio } = await measureEgress({ concurrency });
    const per = (value: number) => `${Math.round(value).toLocaleString('en')} calls/s`;
    console.log(`${concurrency} in flight: bare ${per(bare)}, guarded ${per(guarded)}, ratio ${ratio.toFixed(2)}`);
  }
}
