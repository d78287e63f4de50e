import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Database } from '../../storage/index.ts';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { DEFAULT_SETTINGS } from '../projects/index.ts';
import { addProjects, testClock, testLogger } from '../testing/index.ts';
import { createLogPruner } from './prune.ts';
import type { RequestLog } from './request-log.ts';
import type { LogSettings } from './settings.ts';
import { createLogWriter } from './writer.ts';

const DAY = 86_400_000;
const kept = { request: '{"method":"POST"}', response: '{"status":200}' };

forEachDatabase((open) => {
  const start = async () => {
    const database = await open();
    await addProjects(database, 'p1', 'p2');
    const clock = testClock();
    const settings: Record<string, LogSettings> = { p1: DEFAULT_SETTINGS, p2: DEFAULT_SETTINGS };
    const writer = createLogWriter({ database, logger: testLogger, settingsOf: async (id) => settings[id]! });
    const pruner = createLogPruner({ database, clock, logger: testLogger });
    let count = 0;
    const log = async (projectId: string, more: Pick<RequestLog, 'kept'> = {}): Promise<string> => {
      count += 1;
      const requestId = `r${String(count).padStart(6, '0')}`;
      const both = { projectId, requestId, accountId: 'a', provider: 'acme', action: 'acme_x', method: 'GET' };
      const startedAt = clock.now();
      writer.request({
        ...both,
        category: 'action',
        sourceType: 'api_key',
        sourceId: 'k',
        sourceIp: '::1',
        path: '/',
        status: 200,
        errorCode: null,
        startedAt,
        durationMs: 1,
        ...more,
      });
      writer.step({ ...both, stepId: 's', url: '/', status: 200, error: null, startedAt, durationMs: 1, ...more });
      await writer.flush();
      return requestId;
    };
    const left = async (table: 'request_logs' | 'step_logs' = 'request_logs') =>
      (
        await database.kysely
          .selectFrom(table)
          .select(['request_id', 'request', 'response'])
          .orderBy('request_id')
          .execute()
      ).map(({ request_id, request, response }) => [request_id, request !== null && response !== null]);
    return { database, clock, settings, pruner, log, left, close: () => Promise.all([pruner.close(), writer.close()]) };
  };

  it('goes by the retention that held when the row was written, of each project its own', async () => {
    const { clock, settings, pruner, log, left, close } = await start();
    settings['p2'] = { ...DEFAULT_SETTINGS, logRetentionDays: 1 };
    const long = await log('p1');
    await log('p2');
    settings['p1'] = { ...DEFAULT_SETTINGS, logRetentionDays: 2 };
    const short = await log('p1');
    clock.advance(DAY - 1);
    expect(await pruner.prune()).toEqual({ rows: 0, bodies: 0 });
    clock.advance(1);
    expect(await pruner.prune()).toEqual({ rows: 2, bodies: 0 });
    expect(await left()).toEqual([
      [long, false],
      [short, false],
    ]);
    clock.advance(DAY);
    await pruner.prune();
    expect(await left('step_logs')).toEqual([[long, false]]);
    clock.advance(88 * DAY);
    await pruner.prune();
    expect([await left(), await left('step_logs')]).toEqual([[], []]);
    await close();
  });

  it('takes the bodies of requests and steps before the rows', async () => {
    const { clock, settings, pruner, log, left, close } = await start();
    settings['p1'] = { ...DEFAULT_SETTINGS, bodyRetentionDays: 3 };
    const id = await log('p1', { kept });
    const bare = await log('p1');
    clock.advance(3 * DAY - 1);
    expect(await pruner.prune()).toEqual({ rows: 0, bodies: 0 });
    expect(await left()).toEqual([
      [id, true],
      [bare, false],
    ]);
    clock.advance(1);
    expect(await pruner.prune()).toEqual({ rows: 0, bodies: 2 });
    for (const table of ['request_logs', 'step_logs'] as const)
      expect(await left(table)).toEqual([
        [id, false],
        [bare, false],
      ]);
    expect(await pruner.prune()).toEqual({ rows: 0, bodies: 0 });
    await close();
  });

  it('never keeps bodies longer than their rows', async () => {
    const { database, settings, log, close } = await start();
    settings['p1'] = { ...DEFAULT_SETTINGS, logRetentionDays: 1, bodyRetentionDays: 30 };
    await log('p1', { kept });
    const row = await database.kysely.selectFrom('request_logs').selectAll().executeTakeFirstOrThrow();
    expect(row.bodies_expire_at).toBe(row.expires_at);
    await close();
  });

  const fill = (database: Database, rows: number, expiresAt: number) =>
    database.appendRows([
      {
        table: 'step_logs',
        columns: [
          'project_id',
          'id',
          'request_id',
          'account_id',
          'provider',
          'action',
          'step_id',
          'method',
          'url',
          'started_at',
          'duration_ms',
          'expires_at',
        ],
        rows: Array.from({ length: rows }, (_, n) => [
          'p1',
          `s${n}`,
          'r',
          'a',
          'acme',
          'x',
          's',
          'GET',
          '/',
          1,
          1,
          expiresAt,
        ]),
      },
    ]);

  const count = async ({ kysely }: Database): Promise<number> =>
    Number((await sql<{ n: number }>`select count(*) as n from step_logs`.execute(kysely)).rows[0]!.n);

  it('lets others write between its batches, and stops between them when told', async () => {
    const { database, clock, pruner, close } = await start();
    await fill(database, 20_000, clock.now());
    let writes = 0;
    const pruning = pruner.prune();
    const writing = (async () => {
      while (writes < 3 || (await count(database)) === 20_000) {
        await database.kysely
          .insertInto('server_meta')
          .values({ key: `k${writes}`, value: 'v' })
          .execute();
        writes += 1;
      }
      await pruner.close();
    })();
    const [pruned] = await Promise.all([pruning, writing]);
    expect(pruned!.rows).toBeGreaterThan(0);
    expect(pruned!.rows).toBeLessThan(20_000);
    expect(await count(database)).toBe(20_000 - pruned!.rows);
    await close();
  });

  it('leaves the work to the process that is at it', async () => {
    const { database, pruner, close } = await start();
    await database.withLock('prune-logs', async () => expect(await pruner.prune()).toBeUndefined());
    await close();
  });

  it('finds what is due by an index', async () => {
    const { database, close } = await start();
    if (database.kind === 'sqlite') {
      for (const table of ['request_logs', 'step_logs'])
        for (const column of ['expires_at', 'bodies_expire_at']) {
          const { rows } = await sql<{ detail: string }>`explain query plan select project_id from ${sql.table(table)}
            where ${sql.ref(column)} is not null and ${sql.ref(column)} <= 1 order by ${sql.ref(column)} limit 9`.execute(
            database.kysely,
          );
          expect(rows.map(({ detail }) => detail).join()).toMatch(new RegExp(`using index ${table}_${column}`, 'i'));
        }
    }
    await close();
  });
});
