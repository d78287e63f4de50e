import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../kernel/index.ts';
import { askPostgres, createTestDatabase, dropTestDatabase, postgresUrl } from '../testing/postgres-server.ts';
import { startProxy, type TcpProxy } from '../testing/tcp-proxy.ts';
import { Session } from './session.ts';

describe.skipIf(postgresUrl === undefined)('the connection for locks and notifications', () => {
  let url: string;
  let proxy: TcpProxy;
  let session: Session;
  const [onPayload, onGap] = [vi.fn(), vi.fn()];

  beforeEach(async () => {
    onPayload.mockClear();
    onGap.mockClear();
    url = await createTestDatabase();
    proxy = await startProxy(Number(new URL(url).port || 5432));
    // Long enough for a server that does answer on a busy machine.
    const config = { connectionString: proxy.urlOf(url), query_timeout: 1_000, connectionTimeoutMillis: 1_000 };
    session = new Session({ config, logger: silentLogger, heartbeatMs: 20, channel: 'a "channel"', onPayload, onGap });
  });
  afterEach(async () => {
    await session.close();
    await proxy.close();
    await dropTestDatabase(url);
  });

  it('is one, however often it is asked for at once', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => session.connect()));
    expect(new Set(all.map(({ client }) => client)).size).toBe(1);
    expect(proxy.open).toBe(1);
  });

  it('notices by asking when the other side has gone silent, and comes back', async () => {
    const { lost } = await session.connect();
    proxy.freeze();
    await expect.poll(() => lost.signal.aborted).toBe(true);
    expect(onGap).not.toHaveBeenCalled();
    await proxy.cut();
    await proxy.restore();
    await expect.poll(() => onGap).toHaveBeenCalledOnce();
    await askPostgres(url, `select pg_notify('a "channel"', 'hello')`);
    await expect.poll(() => onPayload).toHaveBeenCalledExactlyOnceWith('hello');
  });

  it('reports no gap for its first connection', async () => {
    await session.connect();
    expect(onGap).not.toHaveBeenCalled();
  });

  it('gives up on a server that accepts and says nothing', async () => {
    proxy.freeze();
    await expect(session.connect()).rejects.toMatchObject({ code: 'database_unavailable' });
    await proxy.cut();
    await proxy.restore();
    await expect(session.connect()).resolves.toBeDefined();
  });

  it('does not come back once it was closed', async () => {
    await session.connect();
    await session.close();
    await expect(session.connect()).rejects.toMatchObject({ code: 'shutting_down' });
    await expect.poll(() => proxy.open).toBe(0);
  });
});
