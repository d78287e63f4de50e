import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../open-database.ts';
import { createTestDatabase, dropTestDatabase, postgresUrl } from '../testing/postgres-server.ts';
import { clientConfig } from './config.ts';

const secret = 'sw0rdf1sh';

describe('the database URL', () => {
  it.each([
    '',
    secret,
    `mysql://root:${secret}@localhost/db`,
    `http://root:${secret}@localhost/db`,
    `postgres://root:${secret}@localhost:99999/db`,
    `postgres://root:${secret}@[::1/db`,
    `postgres://root:${secret}@localhost/db?sslmode=verify-full&sslrootcert=/no/such/file`,
  ])('that cannot be read stops the start by its variable, unquoted (%#)', (url) => {
    try {
      clientConfig(url);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'config_invalid',
        message: expect.stringContaining('PATCHBAY_DATABASE_URL is not valid: '),
      });
      expect(JSON.stringify(error) + String(error) + String((error as Error).cause)).not.toContain(secret);
    }
  });

  it('of a server that is not there is unavailable', async () => {
    const opening = openDatabase({ kind: 'postgres', url: `postgres://root:${secret}@127.0.0.1:1/db` });
    await expect(opening).rejects.toMatchObject({ code: 'database_unavailable' });
  });

  it.skipIf(postgresUrl === undefined)(
    'that names an unknown database or user stops the start by its variable',
    async () => {
      const base = new URL(postgresUrl!);
      for (const [user, name] of [
        [base.username, 'no_such_database'],
        ['no_such_user', base.pathname.slice(1)],
      ] as const) {
        const url = new URL(base);
        url.username = user;
        url.password = secret;
        url.pathname = `/${name}`;
        const error = await openDatabase({ kind: 'postgres', url: url.toString() }).catch((e: unknown) => e);
        expect(error).toMatchObject({ code: 'config_invalid', message: expect.stringMatching(/no_such_/) });
        expect(JSON.stringify(error) + String(error)).not.toContain(secret);
      }
    },
  );

  it.skipIf(postgresUrl === undefined)('may name its own time limits', async () => {
    const url = new URL(await createTestDatabase());
    for (const [search, limit] of [
      ['', '30s'],
      ['?statement_timeout=1234', '1234ms'],
    ] as const) {
      url.search = search;
      const database = await openDatabase({ kind: 'postgres', url: url.toString() });
      const { rows } = await sql`show statement_timeout`.execute(database.kysely);
      expect(rows).toEqual([{ statement_timeout: limit }]);
      await database.close();
    }
    await dropTestDatabase(url.toString());
  });
});

describe.skipIf(postgresUrl === undefined)('the pool', () => {
  it('serves any number of transactions with one connection', async () => {
    const url = await createTestDatabase();
    const database = await openDatabase({ kind: 'postgres', url, poolSize: 1 });
    const one = () => database.transaction((trx) => trx.selectFrom('projects').selectAll().execute());
    expect((await Promise.all(Array.from({ length: 20 }, one))).flat()).toEqual([]);
    await database.close();
    await dropTestDatabase(url);
  });
});
