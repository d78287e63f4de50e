import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { forEachDatabase } from './testing/databases.ts';
import { batchOf, requestLogRow } from './testing/rows.ts';

const columns = [
  'project_id',
  'request_id',
  'category',
  'source_type',
  'source_id',
  'source_ip',
  'method',
  'path',
  'status',
  'success',
  'started_at',
  'duration_ms',
];
const row = (id: string, path = '/x'): (string | number)[] => [
  'p',
  id,
  'action',
  'api_key',
  'k',
  '127.0.0.1',
  'GET',
  path,
  200,
  1,
  1_800_000_000_000,
  3,
];

describe('appending rows', () => {
  forEachDatabase((open) => {
    it.each([0, 1, 49, 50, 51, 333])('adds all of %i, in one table or several', async (count) => {
      const database = await open();
      const rows = Array.from({ length: count }, (_, n) => row(`r${String(n).padStart(4, '0')}`));
      await database.appendRows([
        { table: 'request_logs', columns, rows },
        { table: 'server_meta', columns: ['key', 'value'], rows: [['k', 'v']] },
      ]);
      const found = await database.kysely
        .selectFrom('request_logs')
        .select(['request_id', 'status', 'started_at', 'action'])
        .orderBy('request_id')
        .execute();
      expect(found).toEqual(
        rows.map((one) => ({ request_id: one[1], status: 200, started_at: 1_800_000_000_000, action: null })),
      );
      expect(await database.kysely.selectFrom('server_meta').select('value').where('key', '=', 'k').execute()).toEqual([
        { value: 'v' },
      ]);
    });

    it.each([1_000, 2_345])('keeps every column of %i rows', async (count) => {
      const database = await open();
      const rows = Array.from({ length: count }, (_, n) =>
        requestLogRow(`id-${n}`, { duration_ms: n, expires_at: n % 3 === 0 ? null : 1_800_000_000_000 + n }),
      );
      await database.appendRows([batchOf('request_logs', rows)]);
      const found = await database.kysely.selectFrom('request_logs').selectAll().orderBy('duration_ms').execute();
      expect(found).toEqual(rows);
    });

    it('keeps texts as they are, JSON and what looks like part of an array included', async () => {
      const database = await open();
      const json = '{"deep":{"\\u0000":[1,"\\ud800"]}}';
      const texts = ['', 'ünï 🧩', '"\'\\ \n', json, 'null', 'NULL', '$1 ? %', '{a,b}', 'x",null,"y', '\\"', ' , '];
      const rows = texts.map((text, n) =>
        requestLogRow(`id-${String(n).padStart(2, '0')}`, { path: text, request: text }),
      );
      await database.appendRows([batchOf('request_logs', rows)]);
      expect(await database.kysely.selectFrom('request_logs').selectAll().orderBy('request_id').execute()).toEqual(
        rows,
      );
    });

    it('stores any texts', async () => {
      const database = await open();
      let taken = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 20 }), async (texts) => {
          taken += 1;
          const rows = texts.map((text, n) =>
            requestLogRow(`${taken}-${String(n).padStart(2, '0')}`, {
              path: text,
              error_code: n % 2 === 0 ? text : null,
            }),
          );
          await database.appendRows([batchOf('request_logs', rows)]);
          const found = await database.kysely
            .selectFrom('request_logs')
            .selectAll()
            .where('request_id', 'like', `${taken}-%`)
            .orderBy('request_id')
            .execute();
          const kept = (text: string) => text.toWellFormed().replaceAll('\0', '\u{fffd}');
          expect(found).toEqual(
            rows.map((row) => ({ ...row, path: kept(row.path), error_code: row.error_code && kept(row.error_code) })),
          );
        }),
      );
    });

    it('adds none of any table when one row cannot be added', async () => {
      const database = await open();
      await expect(
        database.appendRows([
          { table: 'server_meta', columns: ['key', 'value'], rows: [['k', 'v']] },
          { table: 'request_logs', columns, rows: [row('same'), row('same')] },
        ]),
      ).rejects.toThrow();
      expect(await database.kysely.selectFrom('server_meta').select('key').where('key', '=', 'k').execute()).toEqual(
        [],
      );
      await database.appendRows([{ table: 'request_logs', columns, rows: [row('same')] }]);
      expect(await database.kysely.selectFrom('request_logs').select('request_id').execute()).toEqual([
        { request_id: 'same' },
      ]);
    });

    it('loses no batch to a text that cannot be stored', async () => {
      const database = await open();
      await database.appendRows([
        { table: 'request_logs', columns, rows: [row('a', 'x\0y'), row('b', 'lone \ud800')] },
      ]);
      const paths = await database.kysely.selectFrom('request_logs').select('path').orderBy('request_id').execute();
      expect(paths).toEqual([{ path: 'x\u{fffd}y' }, { path: 'lone \u{fffd}' }]);
    });

    it('takes turns with transactions and leaves them as durable as they were', async () => {
      const database = await open();
      const order: string[] = [];
      const first = database.transaction(async (trx) => {
        await trx.insertInto('server_meta').values({ key: 'first', value: '1' }).execute();
        await new Promise((done) => setImmediate(done));
        order.push('transaction');
      });
      const second = database
        .appendRows([{ table: 'request_logs', columns, rows: [row('a')] }])
        .then(() => order.push('rows'));
      await Promise.all([first, second]);
      expect([...order].sort()).toEqual(['rows', 'transaction']);
      await database.transaction(async (trx) => {
        await trx.insertInto('server_meta').values({ key: 'second', value: '2' }).execute();
      });
      expect(
        await database.kysely
          .selectFrom('server_meta')
          .select('key')
          .where('key', 'in', ['first', 'second'])
          .orderBy('key')
          .execute(),
      ).toHaveLength(2);
    });

    it('leaves the next writes waiting for the disk', async () => {
      const database = await open();
      await database.appendRows([{ table: 'request_logs', columns, rows: [row('a')] }]);
      await database.appendRows([{ table: 'request_logs', columns, rows: [row('a')] }]).catch(() => {});
      const setting = database.kind === 'sqlite' ? sql`pragma synchronous` : sql`show synchronous_commit`;
      const { rows } = await setting.execute(database.kysely);
      expect(Object.values(rows[0] as object)).toEqual([database.kind === 'sqlite' ? 2 : 'on']);
    });

    it('refuses names that are no names', async () => {
      const database = await open();
      await expect(
        database.appendRows([{ table: 'server_meta', columns: ['key"; drop table x'], rows: [['a']] }]),
      ).rejects.toThrow();
    });
  });
});
