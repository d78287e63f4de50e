import { describe, expect, it } from 'vitest';
import { insertRows } from './insert-rows.ts';
import { forEachDatabase } from './testing/databases.ts';
import { requestLogRow } from './testing/rows.ts';

describe('inserting many rows', () => {
  forEachDatabase((open) => {
    it.each([0, 1, 99, 100, 101, 250, 1000, 2345])('adds all of %i', async (count) => {
      const database = await open();
      const rows = Array.from({ length: count }, (_, n) =>
        requestLogRow(`id-${n}`, { duration_ms: n, response: null }),
      );
      await insertRows(database, 'request_logs', rows);
      const found = await database.kysely.selectFrom('request_logs').selectAll().orderBy('duration_ms').execute();
      expect(found).toEqual(rows);
    });

    it('keeps texts as they are, JSON included', async () => {
      const database = await open();
      const texts = ['', 'ünï 🧩', '"\'\\ \n', '{"deep":{"\\u0000":[1,"\\ud800"]}}', 'null', '$1 ? %'];
      const rows = texts.map((text, n) => requestLogRow(`id-${n}`, { path: text, request: text }));
      await insertRows(database, 'request_logs', rows);
      expect(await database.kysely.selectFrom('request_logs').selectAll().orderBy('request_id').execute()).toEqual(
        rows,
      );
    });

    it('loses no batch to a text that the databases cannot store', async () => {
      const database = await open();
      await insertRows(database, 'server_meta', [
        { key: 'a', value: 'x\0y' },
        { key: 'b', value: 'lone \ud800 surrogate' },
      ]);
      expect(await database.kysely.selectFrom('server_meta').select('value').orderBy('key').execute()).toEqual([
        { value: 'x\u{fffd}y' },
        { value: 'lone \u{fffd} surrogate' },
      ]);
    });

    it('adds all or none', async () => {
      const database = await open();
      const rows = Array.from({ length: 3000 }, (_, n) => ({ key: `k${n === 2999 ? 0 : n}`, value: 'v' }));
      await expect(insertRows(database, 'server_meta', rows)).rejects.toThrow();
      expect(await database.kysely.selectFrom('server_meta').selectAll().execute()).toEqual([]);
    });

    it('takes part in a transaction', async () => {
      const database = await open();
      const attempt = database.transaction(async (trx) => {
        await insertRows(database, 'server_meta', [{ key: 'a', value: 'b' }], trx);
        expect(await trx.selectFrom('server_meta').selectAll().execute()).toHaveLength(1);
        throw new Error('never mind');
      });
      await expect(attempt).rejects.toThrow('never mind');
      expect(await database.kysely.selectFrom('server_meta').selectAll().execute()).toEqual([]);
    });

    it.each([
      ['a missing column', [{ key: 'a', value: 'b' }, { key: 'c' }]],
      [
        'another column',
        [
          { key: 'a', value: 'b' },
          { key: 'c', worth: 'd' },
        ],
      ],
      ['a name that is no column', [{ 'key") values (1); --': 'a' }]],
      ['an inherited column', [{ key: 'a', value: 'b' }, Object.create({ key: 'c', value: 'd' })]],
    ])('refuses rows with %s', async (_, rows) => {
      const database = await open();
      await expect(insertRows(database, 'server_meta', rows as never)).rejects.toThrow(TypeError);
    });
  });
});
