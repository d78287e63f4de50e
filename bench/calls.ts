import type { ChildProcess } from 'node:child_process';
import autocannon from 'autocannon';
import { cpuOf, median, pinSelf, startScript } from './support/processes.ts';

const KEY = 'bench-key-0123456789abcdefghijklmnopqrstuvwxyz';
const CONNECTIONS = 16;

/** Throughput of the doors against a bare server, in one run. */
export interface CallFigures {
  readonly barePerSecond: number;
  readonly rpcPerSecond: number;
  readonly mcpPerSecond: number;
  /** RPC to bare. */
  readonly rpcRatio: number;
  /** MCP to RPC. */
  readonly mcpRatio: number;
  /**
   * RPC to bare by the processor time that the serving process spends on a call: what the ratio would be if nobody else
   * wanted its core. NaN where there is no `/proc`.
   */
  readonly rpcCpuRatio: number;
}

/** Calls a second, and microseconds of processor time that each took of its server. */
interface Arm {
  readonly perSecond: number;
  readonly cpu: number;
}

async function load(
  child: ChildProcess,
  url: string,
  body: unknown,
  headers: Record<string, string>,
  seconds: number,
): Promise<Arm> {
  const before = cpuOf(child);
  const result = await autocannon({
    url,
    method: 'POST',
    connections: CONNECTIONS,
    duration: seconds,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return { perSecond: result.requests.average, cpu: (cpuOf(child) - before) / result.requests.total };
}

/** Measures `POST /actions/rpc` and `tools/call` with everything on against a bare Fastify + undici server. */
export async function measureCalls({ rounds = 5, seconds = 4, databaseUrl = '' } = {}): Promise<CallFigures> {
  pinSelf(1);
  const upstream = await startScript<{ port: number }>('upstream.ts', [], 1);
  const address = `http://127.0.0.1:${upstream.said.port}`;
  const bare = await startScript<{ port: number }>('bare-server.ts', [address], 0);
  const patchbay = await startScript<{ port: number; account: string }>(
    'patchbay-server.ts',
    [address, KEY, databaseUrl],
    0,
  );
  const base = `http://127.0.0.1:${patchbay.said.port}`;
  const headers = {
    authorization: `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`,
    'x-account-id': patchbay.said.account,
  };
  const arms = {
    bare: (time: number) =>
      load(
        bare.child,
        `http://127.0.0.1:${bare.said.port}/call`,
        { action: 'bench_get_record', path: { id: '1' } },
        headers,
        time,
      ),
    rpc: (time: number) =>
      load(patchbay.child, `${base}/actions/rpc`, { action: 'bench_get_record', path: { id: '1' } }, headers, time),
    mcp: (time: number) =>
      load(
        patchbay.child,
        `${base}/mcp`,
        {
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params: { name: 'bench_get_record', arguments: { path: { id: '1' } } },
        },
        { ...headers, accept: 'application/json, text/event-stream' },
        time,
      ),
  };
  try {
    const figures: Record<keyof typeof arms, Arm[]> = { bare: [], rpc: [], mcp: [] };
    for (const arm of Object.keys(arms) as (keyof typeof arms)[]) await arms[arm](2);
    for (let round = 0; round < rounds; round += 1) {
      for (const arm of Object.keys(arms) as (keyof typeof arms)[]) figures[arm].push(await arms[arm](seconds));
    }
    const { bare: bares, rpc, mcp } = figures;
    const perSecond = (arm: readonly Arm[]): number => median(arm.map((one) => one.perSecond));
    return {
      barePerSecond: perSecond(bares),
      rpcPerSecond: perSecond(rpc),
      mcpPerSecond: perSecond(mcp),
      rpcRatio: median(rpc.map((one, round) => one.perSecond / bares[round]!.perSecond)),
      mcpRatio: median(mcp.map((one, round) => one.perSecond / rpc[round]!.perSecond)),
      rpcCpuRatio: median(rpc.map((one, round) => bares[round]!.cpu / one.cpu)),
    };
  } finally {
    await Promise.all([bare.stop(), patchbay.stop(), upstream.stop()]);
  }
}

if (import.meta.main) console.log(await measureCalls());
