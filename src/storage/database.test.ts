import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { forEachDatabase } from './testing/databases.ts';
import { accountRow, addProject, authConfigRow, requestLogRow } from './testing/rows.ts';
import { isForeignKeyViolation, isUniqueViolation } from './violations.ts';

const meta = (key: string, value = 'v') => ({ key, value });

describe('a database', () => {
  forEachDatabase((open) => {
    it('answers a ping', async () => {
      await expect((await open()).ping()).resolves.toBeUndefined();
    });

    it('may be closed twice, and answers nothing afterwards', async () => {
      const database = await open();
      await Promise.all([database.close(), database.close()]);
      await database.close();
      await expect(database.ping()).rejects.toMatchObject({ code: 'shutting_down' });
      await expect(database.transaction(async () => {})).rejects.toMatchObject({ code: 'shutting_down' });
      await expect(database.kysely.deleteFrom('projects').execute()).rejects.toMatchObject({ code: 'shutting_down' });
    });

    it('lets a transaction end before it closes', async () => {
      const database = await open();
      const inside = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const running = database.transaction(async (trx) => {
        inside.resolve();
        await goOn.promise;
        await trx.insertInto('server_meta').values(meta('late')).execute();
        return 'committed';
      });
      await inside.promise;
      const closing = database.close();
      goOn.resolve();
      expect(await running).toBe('committed');
      await closing;
    });

    it('commits what a transaction did and returns its result', async () => {
      const database = await open();
      const result = await database.transaction(async (trx) => {
        await trx.insertInto('server_meta').values(meta('a')).execute();
        return 'done';
      });
      expect(result).toBe('done');
      expect(await database.kysely.selectFrom('server_meta').selectAll().execute()).toEqual([meta('a')]);
    });

    it('rolls back all of a transaction that throws, and throws the same', async () => {
      const database = await open();
      const broken = new Error('broken');
      const attempt = database.transaction(async (trx) => {
        await trx.insertInto('server_meta').values(meta('a')).execute();
        throw broken;
      });
      await expect(attempt).rejects.toBe(broken);
      expect(await database.kysely.selectFrom('server_meta').selectAll().execute()).toEqual([]);
    });

    it('is usable after a transaction whose statement failed', async () => {
      const database = await open();
      const attempt = database.transaction(async (trx) => {
        await trx.insertInto('server_meta').values(meta('a')).execute();
        await trx.insertInto('server_meta').values(meta('a')).execute();
      });
      await expect(attempt).rejects.toSatisfy(isUniqueViolation);
      await database.transaction((trx) => trx.insertInto('server_meta').values(meta('b')).execute());
      expect(await database.kysely.selectFrom('server_meta').select('key').execute()).toEqual([{ key: 'b' }]);
    });

    it('shows what a transaction did to others only after the commit', async () => {
      const database = await open();
      await database.transaction(async (trx) => {
        await trx.insertInto('server_meta').values(meta('a')).execute();
        expect(await trx.selectFrom('server_meta').selectAll().execute()).toHaveLength(1);
        expect(await database.kysely.selectFrom('server_meta').selectAll().execute()).toHaveLength(0);
      });
      expect(await database.kysely.selectFrom('server_meta').selectAll().execute()).toHaveLength(1);
    });

    it('runs many transactions that are started at once', async () => {
      const database = await open();
      await database.kysely.insertInto('server_meta').values(meta('count', '0')).execute();
      await Promise.all(
        Array.from({ length: 25 }, () =>
          database.transaction((trx) =>
            trx.updateTable('server_meta').set({ value: sql`cast(cast(value as integer) + 1 as text)` }).execute(),
          ),
        ),
      );
      expect(await database.kysely.selectFrom('server_meta').select('value').execute()).toEqual([{ value: '25' }]);
    });

    it('undoes a part of a transaction back to a savepoint', async () => {
      const database = await open();
      const trx = await database.kysely.startTransaction().execute();
      await trx.insertInto('server_meta').values(meta('kept')).execute();
      const inner = await trx.savepoint('here').execute();
      await inner.insertInto('server_meta').values(meta('dropped')).execute();
      await inner.rollbackToSavepoint('here').execute();
      await inner.releaseSavepoint('here').execute();
      await trx.commit().execute();
      expect(await database.kysely.selectFrom('server_meta').select('key').execute()).toEqual([{ key: 'kept' }]);
    });

    it('tells how many rows a statement changed', async () => {
      const database = await open();
      await database.kysely
        .insertInto('server_meta')
        .values([meta('a'), meta('b'), meta('c')])
        .execute();
      const updated = await database.kysely
        .updateTable('server_meta')
        .set({ value: 'x' })
        .where('key', '<', 'c')
        .execute();
      expect(updated[0]!.numUpdatedRows).toBe(2n);
      const deleted = await database.kysely.deleteFrom('server_meta').execute();
      expect(deleted[0]!.numDeletedRows).toBe(3n);
    });
  });
});

describe('values', () => {
  forEachDatabase((open) => {
    it('come back as they went in: times, counts and sums as numbers', async () => {
      const { kysely } = await open();
      await addProject(kysely);
      const time = Date.UTC(2200, 0, 1);
      await kysely.updateTable('projects').set({ updated_at: time }).execute();
      const row = await kysely
        .selectFrom('projects')
        .select(['updated_at', (e) => e.fn.countAll().as('count'), (e) => e.fn.sum('updated_at').as('sum')])
        .groupBy('updated_at')
        .executeTakeFirst();
      expect(row).toEqual({ updated_at: time, count: 1, sum: time });
    });

    it('refuse to become wrong when they are larger than JavaScript can count', async () => {
      const { kysely } = await open();
      await addProject(kysely);
      await kysely.updateTable('projects').set({ updated_at: sql`9007199254740993` }).execute();
      await expect(kysely.selectFrom('projects').select('updated_at').execute()).rejects.toThrow(RangeError);
    });

    it.each(['', 'ünïcödé 🧩', '"quoted" \'text\' $1 ? %s \\', '\r\n\t', '{"a":"\\u0000"}', 'x'.repeat(60)])(
      'keep the text %j',
      async (text) => {
        const { kysely } = await open();
        await kysely.insertInto('server_meta').values(meta('text', text)).execute();
        expect(await kysely.selectFrom('server_meta').select('value').executeTakeFirst()).toEqual({ value: text });
      },
    );

    it('must not contain U+0000', async () => {
      const { kysely } = await open();
      await expect(kysely.insertInto('server_meta').values(meta('a\0b')).execute()).rejects.toMatchObject({
        code: 'validation_failed',
        status: 400,
      });
      await expect(
        kysely.selectFrom('server_meta').selectAll().where('key', '=', '\0').execute(),
      ).rejects.toMatchObject({
        code: 'validation_failed',
      });
    });

    it('sort by their bytes', async () => {
      const { kysely } = await open();
      const keys = ['B', 'a', 'Z', '_', 'é', 'z', '10', '9', '🧩', 'ﬀ'];
      await kysely
        .insertInto('server_meta')
        .values(keys.map((key) => meta(key)))
        .execute();
      const rows = await kysely.selectFrom('server_meta').select('key').orderBy('key').execute();
      expect(rows.map(({ key }) => key)).toEqual(
        keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
    });
  });
});

describe('the tables', () => {
  forEachDatabase((open) => {
    it('number connect sessions in rising order and never use a number twice', async () => {
      const { kysely } = await open();
      await addProject(kysely);
      const add = async (token: string): Promise<number> => {
        const session = {
          project_id: 'p1',
          token_hash: token,
          origin_owner_id: 'o',
          origin_owner_name: 'O',
          type: 'test',
        };
        const times = { multiple: 0 as const, created_at: 1, expires_at: 2 };
        const row = await kysely
          .insertInto('connect_sessions')
          .values({ ...session, ...times } as never)
          .returning('id')
          .executeTakeFirstOrThrow();
        return row.id;
      };
      const first = await add('a');
      const second = await add('b');
      await kysely.deleteFrom('connect_sessions').where('id', '=', second).execute();
      const third = await add('c');
      expect([second, third]).toEqual([first + 1, first + 2]);
    });

    it('refuse a row whose project does not exist', async () => {
      const { kysely } = await open();
      const attempt = kysely.insertInto('auth_configs').values(authConfigRow()).execute();
      await expect(attempt).rejects.toSatisfy((e) => isForeignKeyViolation(e) && !isUniqueViolation(e));
    });

    it('keep an auth config that accounts use, and let both go with their project', async () => {
      const { kysely } = await open();
      await addProject(kysely);
      await kysely.insertInto('auth_configs').values(authConfigRow()).execute();
      await kysely.insertInto('accounts').values(accountRow()).execute();
      await expect(kysely.deleteFrom('auth_configs').execute()).rejects.toSatisfy(isForeignKeyViolation);
      await kysely.deleteFrom('projects').execute();
      expect(await kysely.selectFrom('accounts').select('id').execute()).toEqual([]);
    });

    it('hold one default auth config per connector and environment', async () => {
      const { kysely } = await open();
      await addProject(kysely);
      const add = (id: string, environment: string, is_default: 0 | 1) =>
        kysely.insertInto('auth_configs').values(authConfigRow({ id, environment, is_default })).execute();
      await add('a', 'production', 1);
      await add('b', 'sandbox', 1);
      await add('c', 'production', 0);
      await expect(add('d', 'production', 1)).rejects.toSatisfy(
        (e) => isUniqueViolation(e) && !isForeignKeyViolation(e),
      );
    });

    it('take 0 and 1 for a flag and nothing else', async () => {
      const { kysely } = await open();
      await addProject(kysely);
      await expect(
        kysely
          .insertInto('auth_configs')
          .values(authConfigRow({ enabled: 2 as never }))
          .execute(),
      ).rejects.toThrow(/check/i);
    });

    it('quote no row in an error', async () => {
      const { kysely } = await open();
      await addProject(kysely);
      await kysely.insertInto('auth_configs').values(authConfigRow()).execute();
      const canary = 'canary-5f1e';
      const row = accountRow({ credentials_sealed: canary, label: canary });
      await kysely.insertInto('accounts').values(row).execute();
      for (const bad of [
        row,
        { ...row, id: 'b', auth_config_id: canary },
        { ...row, id: 'c', provider: null as never },
      ]) {
        const error = await kysely
          .insertInto('accounts')
          .values(bad)
          .execute()
          .then(
            () => undefined,
            (e: Error) => e,
          );
        expect(error).toBeInstanceOf(Error);
        const told = JSON.stringify({ ...error, message: error!.message, stack: error!.stack });
        expect(told).not.toContain(canary);
      }
    });
  });
});

describe('a request log', () => {
  forEachDatabase((open) => {
    it('outlives the project it tells of', async () => {
      const { kysely } = await open();
      await addProject(kysely);
      await kysely.insertInto('request_logs').values(requestLogRow('1')).execute();
      await kysely.deleteFrom('projects').execute();
      expect(await kysely.selectFrom('request_logs').select('request_id').execute()).toEqual([{ request_id: '1' }]);
    });
  });
});
