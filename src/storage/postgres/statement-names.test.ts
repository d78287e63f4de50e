import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../open-database.ts';
import { createTestDatabase, dropTestDatabase, postgresUrl } from '../testing/postgres-server.ts';
import { StatementNames } from './statement-names.ts';

describe('the name of a prepared statement', () => {
  it('is given to a text that comes a second time, and stays', () => {
    const names = new StatementNames();
    expect(names.nameFor('select 1')).toBeUndefined();
    const name = names.nameFor('select 1');
    expect(name).toBeTypeOf('string');
    expect(names.nameFor('select 1')).toBe(name);
    names.nameFor('select 2');
    expect(names.nameFor('select 2')).not.toBe(name);
  });

  it('fits what PostgreSQL takes for a name', () => {
    const names = new StatementNames();
    names.nameFor('select 1');
    expect(names.nameFor('select 1')).toMatch(/^\w{1,63}$/);
  });

  it('is given to a limited number of texts, none of them huge', () => {
    const names = new StatementNames();
    let named = 0;
    for (let n = 0; n < 5_000; n += 1) {
      names.nameFor(`select ${n}`);
      if (names.nameFor(`select ${n}`) !== undefined) named += 1;
    }
    expect(named).toBe(400);
    const fresh = new StatementNames();
    const huge = `select '${'x'.repeat(20_000)}'`;
    expect([fresh.nameFor(huge), fresh.nameFor(huge), fresh.nameFor(huge)]).toEqual([undefined, undefined, undefined]);
  });

  it('is never used again for the same text after names were given up', () => {
    const names = new StatementNames();
    names.nameFor('select 1');
    const name = names.nameFor('select 1');
    names.renew();
    names.nameFor('select 1');
    expect(names.nameFor('select 1')).not.toBe(name);
  });
});

describe.skipIf(postgresUrl === undefined)('a prepared statement', () => {
  it('goes on working when another process has changed the table', async () => {
    const url = await createTestDatabase();
    const database = await openDatabase({ kind: 'postgres', url, poolSize: 1 });
    const { kysely } = database;
    await kysely.insertInto('server_meta').values({ key: 'a', value: 'b' }).execute();
    const all = () => kysely.selectFrom('server_meta').selectAll().execute();
    for (let n = 0; n < 3; n += 1) await all();
    const { rows } = await sql<{ n: number }>`select count(*) as n from pg_prepared_statements`.execute(kysely);
    expect(rows[0]!.n).toBeGreaterThan(0);

    await sql`alter table server_meta add column extra text`.execute(kysely);
    expect(await all()).toEqual([{ key: 'a', value: 'b', extra: null }]);

    for (let n = 0; n < 3; n += 1) await all();
    await sql`alter table server_meta drop column extra`.execute(kysely);
    const inTransaction = () => database.transaction((trx) => trx.selectFrom('server_meta').selectAll().execute());
    await expect(inTransaction()).rejects.toThrow(/cached plan/);
    expect(await inTransaction()).toEqual([{ key: 'a', value: 'b' }]);
    await database.close();
    await dropTestDatabase(url);
  });
});
