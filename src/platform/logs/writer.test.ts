import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../kernel/index.ts';
import type { Database, RowBatch } from '../../storage/index.ts';
import type { RequestLog } from './request-log.ts';
import { createLogWriter } from './writer.ts';

const log = (n: number, more: Partial<RequestLog> = {}): RequestLog => ({
  projectId: 'p1',
  requestId: `r${n}`,
  category: 'action',
  accountId: null,
  provider: null,
  action: 'a_b_c',
  sourceType: 'api_key',
  sourceId: 'k',
  sourceIp: '::1',
  method: 'GET',
  path: '/',
  status: 200,
  errorCode: null,
  startedAt: 1,
  durationMs: 1,
  ...more,
});

/** A writer over a database that can be down. */
function start() {
  const state = { down: false, batches: [] as string[][], logged: [] as string[], during: () => {} };
  const appendRows = async ([requests]: readonly RowBatch[]): Promise<void> => {
    state.during();
    if (state.down) throw new Error('down');
    state.batches.push(requests!.rows.map((row) => String(row[1])));
  };
  const logger = { ...silentLogger, error: (_fields: unknown, message: string) => void state.logged.push(message) };
  const writer = createLogWriter({ database: { appendRows } as unknown as Database, logger });
  return { state, writer };
}

describe('the log writer', () => {
  it('keeps rows in order while the database is down, and those that come meanwhile', async () => {
    const { state, writer } = start();
    state.down = true;
    writer.request(log(1));
    state.during = () => {
      state.during = () => {};
      writer.request(log(2));
    };
    await expect(writer.flush()).rejects.toThrow('down');
    expect(writer.stats()).toEqual({ waiting: 2, written: 0, dropped: 0, bodiesDropped: 0 });
    state.down = false;
    await writer.close();
    expect(state.batches.flat()).toEqual(['r1', 'r2']);
    expect(writer.stats()).toMatchObject({ waiting: 0, written: 2 });
  });

  it('drops the oldest, aloud, when too many wait, and writes each of the others once', async () => {
    const { state, writer } = start();
    for (let n = 0; n < 100_001; n += 1) writer.request(log(n));
    expect(writer.stats()).toMatchObject({ waiting: 99_001, dropped: 1_000 });
    expect(state.logged).toHaveLength(1);
    // More come while the first batch is written.
    state.during = () => {
      state.during = () => {};
      for (let n = 100_001; n < 102_001; n += 1) writer.request(log(n));
    };
    await writer.close();
    const written = state.batches.flat();
    expect(new Set(written).size).toBe(written.length);
    expect(written[0]).toBe('r1000');
    expect(written.at(-1)).toBe('r102000');
    expect(written.length + writer.stats().dropped).toBe(102_001);
  });

  it('writes heavy rows in small batches', async () => {
    const { state, writer } = start();
    const kept = { request: 'x'.repeat(1_000_000), response: null };
    for (let n = 0; n < 12; n += 1) writer.request(log(n, { kept }));
    await writer.close();
    expect(state.batches.map(({ length }) => length)).toEqual([5, 5, 2]);
  });

  it('keeps the row and lets the bodies go when too many of them wait', async () => {
    const { writer } = start();
    const kept = { request: 'x'.repeat(1_000_000), response: null };
    for (let n = 0; n < 80; n += 1) writer.request(log(n, { kept }));
    expect(writer.stats()).toMatchObject({ waiting: 80, bodiesDropped: 12, dropped: 0 });
    await writer.flush();
    writer.request(log(81, { kept }));
    expect(writer.stats()).toMatchObject({ written: 80, bodiesDropped: 12 });
    await writer.close();
  });
});
