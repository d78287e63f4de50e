import { availableParallelism } from 'node:os';
import autocannon from 'autocannon';
import { createTestDatabase, dropTestDatabase, postgresUrl } from '../src/storage/testing/postgres-server.ts';
import { measureCalls } from './calls.ts';
import { cpuOf, median, type Running, startScript } from './support/processes.ts';

const KEY = 'bench-key-0123456789abcdefghijklmnopqrstuvwxyz';
/** Calls a second for each process: well below what one can do, so that nobody waits for a core. */
const RATE = 3_000;

type Server = Running<{ port: number; account: string }>;

/** What several processes on one PostgreSQL do. */
export interface ProcessFigures {
  /** RPC calls a second of one process on PostgreSQL to those of a bare server. */
  readonly rpcRatioOnPostgres: number;
  /** The same by the processor time of the serving process alone, as though the database had a core of its own. */
  readonly rpcCpuRatioOnPostgres: number;
  /** Processor time of a call, in µs, with one process and with two at the same rate each. */
  readonly cpuPerCallAlone: number;
  readonly cpuPerCallOfTwo: number;
  /** What two processes do of one, where each has cores of its own: two, less what sharing costs them. */
  readonly scaleOfTwo: number;
  readonly cores: number;
}

async function load({ said }: Server, seconds: number): Promise<number> {
  const result = await autocannon({
    url: `http://127.0.0.1:${said.port}/actions/rpc`,
    method: 'POST',
    connections: 8,
    overallRate: RATE,
    duration: seconds,
    body: JSON.stringify({ action: 'bench_get_record', path: { id: '1' } }),
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`,
      'x-account-id': said.account,
    },
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} failed`);
  return result.requests.total;
}

/** Processor time for each call of servers under load at the same time, in microseconds. */
async function cpuPerCall(servers: readonly Server[], seconds: number): Promise<number> {
  const spent = (): number => servers.reduce((sum, { child }) => sum + cpuOf(child), 0);
  const before = spent();
  const calls = await Promise.all(servers.map((server) => load(server, seconds)));
  return (spent() - before) / calls.reduce((sum, count) => sum + count, 0);
}

/**
 * Measures what a second process on the same PostgreSQL costs the first. Processor time is compared, not throughput, so
 * that the figure means something on machines where two servers, the load and the database share two cores.
 */
export async function measureProcesses({ rounds = 3, seconds = 4 } = {}): Promise<ProcessFigures | string> {
  if (postgresUrl === undefined) return 'not measured: no PostgreSQL answers';
  if (process.platform !== 'linux') return 'not measured: it needs /proc';
  const cores = availableParallelism();
  const databaseUrl = await createTestDatabase();
  const upstream = await startScript<{ port: number }>('upstream.ts', [], 1);
  const address = `http://127.0.0.1:${upstream.said.port}`;
  const servers: Server[] = [];
  try {
    const { rpcRatio, rpcCpuRatio } = await measureCalls({ rounds, seconds, databaseUrl });
    for (const core of [0, 1]) servers.push(await startScript('patchbay-server.ts', [address, KEY, databaseUrl], core));
    const [first] = servers as [Server, Server];
    for (const server of servers) await load(server, 1);
    const [alone, both]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      alone.push(await cpuPerCall([first], seconds));
      both.push(await cpuPerCall(servers, seconds));
    }
    return {
      rpcRatioOnPostgres: rpcRatio,
      rpcCpuRatioOnPostgres: rpcCpuRatio,
      cpuPerCallAlone: median(alone),
      cpuPerCallOfTwo: median(both),
      scaleOfTwo: median(alone.map((time, round) => (2 * time) / both[round]!)),
      cores,
    };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await upstream.stop();
    await dropTestDatabase(databaseUrl);
  }
}

if (import.meta.main) console.log(await measureProcesses());
