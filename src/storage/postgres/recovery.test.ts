import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isPatchbayError, silentLogger } from '../../kernel/index.ts';
import type { Database } from '../database.ts';
import { openDatabase } from '../open-database.ts';
import { askPostgres, createTestDatabase, dropTestDatabase, postgresUrl } from '../testing/postgres-server.ts';
import { startProxy, type TcpProxy } from '../testing/tcp-proxy.ts';

const unavailable = expect.objectContaining({ code: 'database_unavailable', status: 503 });

describe.skipIf(postgresUrl === undefined)('PostgreSQL that goes away and comes back', () => {
  let url: string;
  let proxy: TcpProxy;
  let database: Database;
  const warn = vi.fn();

  beforeEach(async () => {
    warn.mockClear();
    url = await createTestDatabase();
    proxy = await startProxy(Number(new URL(url).port || 5432));
    database = await openDatabase({ kind: 'postgres', url: proxy.urlOf(url), logger: { ...silentLogger, warn } });
  });
  afterEach(async () => {
    await database.close();
    await proxy.close();
    await dropTestDatabase(url);
  });

  const terminateAll = () =>
    askPostgres(
      postgresUrl!,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${new URL(url).pathname.slice(1)}'`,
    );

  it('is unavailable while it is away and works again without a restart', async () => {
    await database.ping();
    await proxy.cut();
    await expect(database.ping()).rejects.toEqual(unavailable);
    await expect(database.transaction(async () => {})).rejects.toEqual(unavailable);
    await expect(database.notify('news', 'x')).rejects.toEqual(unavailable);
    await expect(database.withLock('a', async () => {})).rejects.toEqual(unavailable);
    await proxy.restore();
    await database.ping();
    expect(await database.transaction(async (trx) => trx.selectFrom('projects').select('id').execute())).toEqual([]);
    expect(await database.withLock('a', async () => 1)).toBe(1);
  });

  it('tells the cause to the log only', async () => {
    await proxy.cut();
    const error = await database.ping().catch((e: unknown) => e);
    expect(isPatchbayError(error) && error.message).toBe(
      'The database does not answer. The request can be sent again.',
    );
    expect(isPatchbayError(error) && error.extras.cause).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('that ends idle connections is asked over new ones', async () => {
    await Promise.all(Array.from({ length: 5 }, () => database.ping()));
    await terminateAll();
    await expect.poll(() => proxy.open).toBeLessThanOrEqual(1);
    await database.ping();
  });

  it('that ends a connection in the middle of a transaction fails that one and no other', async () => {
    const attempt = database.transaction(async (trx) => {
      await trx.insertInto('server_meta').values({ key: 'a', value: 'b' }).execute();
      await terminateAll();
      await expect.poll(() => proxy.open).toBeLessThanOrEqual(1);
      await trx.insertInto('server_meta').values({ key: 'c', value: 'd' }).execute();
    });
    await expect(attempt).rejects.toEqual(unavailable);
    expect(await database.kysely.selectFrom('server_meta').selectAll().execute()).toEqual([]);
  });

  it('throws what the work threw when the rollback cannot be sent', async () => {
    const own = new Error('of the work');
    const attempt = database.transaction(async (trx) => {
      await trx.insertInto('server_meta').values({ key: 'a', value: 'b' }).execute();
      await terminateAll();
      throw own;
    });
    await expect(attempt).rejects.toBe(own);
    expect(await database.kysely.selectFrom('server_meta').selectAll().execute()).toEqual([]);
  });

  it('makes listeners start afresh after notifications may have been missed, and reaches them again', async () => {
    const heard: string[] = [];
    database.onNotify('news', (payload) => heard.push(payload));
    const other = await openDatabase({ kind: 'postgres', url });
    await other.notify('news', 'before');
    await expect.poll(() => heard).toEqual(['before']);
    await proxy.cut();
    await other.notify('news', 'missed');
    await proxy.restore();
    await expect.poll(() => heard).toEqual(['before', '']);
    await other.notify('news', 'after');
    await expect.poll(() => heard).toEqual(['before', '', 'after']);
    await other.close();
    expect(warn).toHaveBeenCalledWith(expect.anything(), expect.stringContaining('locks and notifications was lost'));
  });

  it('tells the holder of a lock that it is lost, and lets others have it', async () => {
    const inside = Promise.withResolvers<AbortSignal>();
    const goOn = Promise.withResolvers<void>();
    const holding = database.withLock('shared', async (lost) => {
      inside.resolve(lost);
      await goOn.promise;
      return lost.aborted;
    });
    const lost = await inside.promise;
    expect(lost.aborted).toBe(false);
    await terminateAll();
    await expect.poll(() => lost.aborted).toBe(true);
    const other = await openDatabase({ kind: 'postgres', url });
    expect(await other.withLock('shared', async () => 'mine')).toBe('mine');
    await other.close();
    goOn.resolve();
    expect(await holding).toBe(true);
    expect(await database.withLock('shared', async () => 'again')).toBe('again');
  });

  it('that takes too long over a statement is unavailable, and the connection is of use again', async () => {
    const { kysely } = database;
    const slow = kysely.transaction().execute(async (trx) => {
      await sql`set local statement_timeout = 20`.execute(trx);
      await sql`select pg_sleep(5)`.execute(trx);
    });
    await expect(slow).rejects.toEqual(unavailable);
    await database.ping();
  });

  it('that ends a deadlock lets the victim try again', async () => {
    const { kysely } = database;
    await kysely
      .insertInto('server_meta')
      .values([
        { key: 'a', value: '' },
        { key: 'b', value: '' },
      ])
      .execute();
    const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const update = (own: 0 | 1, [first, second]: readonly [string, string]) =>
      database.transaction(async (trx) => {
        await trx.updateTable('server_meta').set({ value: 'x' }).where('key', '=', first).execute();
        both[own].resolve();
        await Promise.all(both.map(({ promise }) => promise));
        await trx.updateTable('server_meta').set({ value: 'y' }).where('key', '=', second).execute();
      });
    const results = await Promise.allSettled([update(0, ['a', 'b']), update(1, ['b', 'a'])]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((r) => r.status === 'rejected')).toMatchObject({ reason: unavailable });
  });

  it('closes while it is away', async () => {
    await proxy.cut();
    await database.close();
    await expect(database.ping()).rejects.toMatchObject({ code: 'shutting_down' });
  });

  it('closes while a connection is frozen', async () => {
    proxy.freeze();
    const closing = database.close();
    await proxy.cut();
    await closing;
  });
});
