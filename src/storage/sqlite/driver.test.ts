import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../database.ts';
import { openDatabase } from '../open-database.ts';
import { WRITE_WAIT_MS } from './driver.ts';

let dir: string;
let database: Database;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'patchbay-driver-'));
  database = await openDatabase({ kind: 'sqlite', dir });
});
afterEach(async () => {
  vi.useRealTimers();
  await database.close();
  rmSync(dir, { recursive: true, force: true });
});

const pragma = async (name: string): Promise<unknown> => {
  const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(database.kysely);
  return Object.values(rows[0]!)[0];
};
const add = (key: string) => database.kysely.insertInto('server_meta').values({ key, value: '' }).execute();
const keys = async (): Promise<string[]> =>
  (await database.kysely.selectFrom('server_meta').select('key').orderBy('key').execute()).map(({ key }) => key);

describe('the embedded database', () => {
  it('is set to lose nothing: write-ahead log, full synchronisation, foreign keys', async () => {
    const names = ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout', 'trusted_schema'];
    expect(await Promise.all(names.map(pragma))).toEqual(['wal', 2, 1, 5000, 0]);
  });

  it('answers reads while a transaction is open', async () => {
    await add('before');
    await database.transaction(async (trx) => {
      await trx.deleteFrom('server_meta').execute();
      expect(await keys()).toEqual(['before']);
      await database.ping();
    });
    expect(await keys()).toEqual([]);
  });

  it('makes a write outside wait for the transaction that runs', async () => {
    const inside = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const running = database.transaction(async (trx) => {
      await trx.insertInto('server_meta').values({ key: 'a', value: '' }).execute();
      inside.resolve();
      await goOn.promise;
      throw new Error('rolled back');
    });
    await inside.promise;
    const outside = add('b');
    goOn.resolve();
    await expect(running).rejects.toThrow('rolled back');
    await outside;
    expect(await keys()).toEqual(['b']);
  });

  it('says what is wrong when the outer handle writes inside a transaction', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const attempt = database.transaction(async () => {
      const write = add('never');
      write.catch(() => {});
      await vi.advanceTimersByTimeAsync(WRITE_WAIT_MS);
      await write;
    });
    await expect(attempt).rejects.toMatchObject({
      code: 'database_unavailable',
      extras: { detail: expect.stringContaining('outer handle used inside a transaction') },
    });
    await add('afterwards');
    expect(await keys()).toEqual(['afterwards']);
  });

  it('is usable after a commit that failed', async () => {
    const { kysely } = database;
    await sql`create table parent (id integer primary key) strict`.execute(kysely);
    await sql`create table child (id integer references parent (id) deferrable initially deferred) strict`.execute(
      kysely,
    );
    const orphan = database.transaction((trx) => sql`insert into child values (1)`.execute(trx));
    await expect(orphan).rejects.toThrow(/FOREIGN KEY/);
    await add('a');
    const { rows } = await sql`select * from child`.execute(kysely);
    expect([rows, await keys()]).toEqual([[], ['a']]);
  });

  it('keeps whole numbers whole: no 5.0 in a text, no real where an integer was meant', async () => {
    const { rows } = await sql`select typeof(${5}) as whole, typeof(${5.5}) as real, ${7} / ${2} as half,
      cast(${5} as text) as text`.execute(database.kysely);
    expect(rows).toEqual([{ whole: 'integer', real: 'real', half: 3, text: '5' }]);
  });

  it('takes bigint parameters and refuses what does not fit', async () => {
    const { rows } = await sql`select ${10n} as ten`.execute(database.kysely);
    expect(rows).toEqual([{ ten: 10 }]);
    await expect(sql`select ${2n ** 64n}`.execute(database.kysely)).rejects.toThrow(/too large/);
  });

  it('reports a row that was returned by a write', async () => {
    const row = await database.kysely
      .insertInto('server_meta')
      .values({ key: 'a', value: 'b' })
      .returningAll()
      .executeTakeFirst();
    expect(row).toEqual({ key: 'a', value: 'b' });
  });

  it('sees a table that was made after a statement over it had been prepared', async () => {
    await sql`create table shape (a integer) strict`.execute(database.kysely);
    const all = () => sql`select * from shape`.execute(database.kysely);
    await sql`insert into shape values (1)`.execute(database.kysely);
    expect((await all()).rows).toEqual([{ a: 1 }]);
    await sql`alter table shape add column b integer`.execute(database.kysely);
    expect((await all()).rows).toEqual([{ a: 1, b: null }]);
  });

  it('stays small however many different statements it has seen', async () => {
    for (let n = 0; n < 1_000; n += 1) await sql`select ${sql.raw(String(n))} as n`.execute(database.kysely);
    expect((await sql`select 1 as n`.execute(database.kysely)).rows).toEqual([{ n: 1 }]);
  });

  it('streams nothing and says so', async () => {
    const read = async () => {
      for await (const _ of database.kysely.selectFrom('projects').selectAll().stream()) break;
    };
    await expect(read()).rejects.toThrow('page by page');
  });

  it('is unavailable, not broken, while another program holds its write lock', async () => {
    const other = new DatabaseSync(join(dir, 'patchbay.db'));
    other.exec('begin immediate');
    await sql`pragma busy_timeout = 1`.execute(database.kysely);
    await expect(add('a')).rejects.toMatchObject({ code: 'database_unavailable', status: 503 });
    await expect(database.transaction(async () => {})).rejects.toMatchObject({ code: 'database_unavailable' });
    expect(await keys()).toEqual([]);
    other.exec('rollback');
    other.close();
    await add('a');
    expect(await keys()).toEqual(['a']);
  });

  it('rolls back and goes on when the disk is full', async () => {
    const pages = Number(await pragma('page_count'));
    await sql`pragma max_page_count = ${sql.raw(String(pages))}`.execute(database.kysely);
    const big = database.transaction(async (trx) => {
      await trx
        .insertInto('server_meta')
        .values({ key: 'big', value: 'x'.repeat(1_000_000) })
        .execute();
    });
    await expect(big).rejects.toMatchObject({ code: 'database_unavailable' });
    await sql`pragma max_page_count = 1000000`.execute(database.kysely);
    await add('small');
    expect(await keys()).toEqual(['small']);
  });
});
