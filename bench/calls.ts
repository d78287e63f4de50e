import autocannon from 'autocannon';
import { median, pinSelf, startScript } from './support/processes.ts';

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
}

async function load(url: string, body: unknown, headers: Record<string, string>, seconds: number): Promise<number> {
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
  return result.requests.average;
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
      load(`http://127.0.0.1:${bare.said.port}/call`, { action: 'bench_get_record', path: { id: '1' } }, headers, time),
    rpc: (time: number) =>
      load(`${base}/actions/rpc`, { action: 'bench_get_record', path: { id: '1' } }, headers, time),
    mcp: (time: number) =>
      load(
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
    const figures: Record<keyof typeof arms, number[]> = { bare: [], rpc: [], mcp: [] };
    for (const arm of Object.keys(arms) as (keyof typeof arms)[]) await arms[arm](2);
    for (let round = 0; round < rounds; round += 1) {
      for (const arm of Object.keys(arms) as (keyof typeof arms)[]) figures[arm].push(await arms[arm](seconds));
    }
    const [barePerSecond, rpcPerSecond, mcpPerSecond] = [
      median(figures.bare),
      median(figures.rpc),
      median(figures.mcp),
    ];
    return {
      barePerSecond,
      rpcPerSecond,
      mcpPerSecond,
      rpcRatio: median(figures.rpc.map((value, round) => value / figures.bare[round]!)),
      mcpRatio: median(figures.mcp.map((value, round) => value / figures.rpc[round]!)),
    };
  } finally {
    await Promise.all([bare.stop(), patchbay.stop(), upstream.stop()]);
  }
}

if (import.meta.main) console.log(await measureCalls());
