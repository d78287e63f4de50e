import { readdirSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { silentLogger, systemClock } from '../kernel/index.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { integer, type Migration, type Table, text } from './migrations/tables.ts';
import { forEachDatabase } from './testing/databases.ts';

const options = { clock: systemClock, logger: silentLogger };
const pets: Table = { columns: { id: text, legs: integer.optional }, primaryKey: ['id'] };

const step = (name: string, up: Migration['up']): Migration => ({ name, up });
const addPets = step('0900-pets', ({ createTable }) => createTable('pets', pets));
const broken = step('0901-broken', async ({ createTable }) => {
  await createTable('halves', pets);
  throw new Error('no more');
});

const applied = async ({ kysely }: Database): Promise<string[]> => {
  const rows = await sql<{ name: string }>`select name from migrations order by name`.execute(kysely);
  return rows.rows.map(({ name }) => name);
};
const run = ({ kysely, kind }: Database, extra: readonly Migration[]): Promise<void> =>
  migrate(kysely, kind, { ...options, migrations: [...MIGRATIONS, ...extra] });

describe('the list of migrations', () => {
  const names = MIGRATIONS.map(({ name }) => name);

  it('names every numbered file of the folder, in order', () => {
    const files = readdirSync(new URL('./migrations', import.meta.url)).filter((file) => /^\d/.test(file));
    expect(names).toEqual(files.map((file) => file.replace(/\.ts$/, '')).sort());
  });

  it('numbers them without gaps', () => {
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, index) => index + 1));
  });
});

describe('migrating', () => {
  forEachDatabase((open, { kind, newLocation, openAt }) => {
    it('records what was applied, and when', async () => {
      const database = await openAt(await newLocation(), { clock: { now: () => 1234 } });
      const { rows } = await sql`select * from migrations`.execute(database.kysely);
      expect(rows).toEqual(MIGRATIONS.map(({ name }) => ({ name, applied_at: 1234 })));
    });

    it('does no harm a second time', async () => {
      const location = await newLocation();
      const first = await openAt(location);
      await first.kysely.insertInto('server_meta').values({ key: 'kept', value: 'yes' }).execute();
      await first.close();
      const second = await openAt(location);
      expect(await second.kysely.selectFrom('server_meta').selectAll().execute()).toEqual([
        { key: 'kept', value: 'yes' },
      ]);
    });

    it('applies what is missing, once', async () => {
      const database = await open();
      await run(database, [addPets]);
      await run(database, [addPets]);
      await sql`insert into pets (id) values ('cat')`.execute(database.kysely);
      expect(await applied(database)).toEqual([...MIGRATIONS.map(({ name }) => name), addPets.name]);
    });

    it('leaves nothing behind of a migration that fails, and keeps the ones before it', async () => {
      const database = await open();
      await expect(run(database, [addPets, broken])).rejects.toMatchObject({
        code: 'migration_failed',
        message: 'Migration 0901-broken failed and was rolled back: no more',
      });
      expect(await applied(database)).toEqual([...MIGRATIONS.map(({ name }) => name), addPets.name]);
      await expect(sql`select * from halves`.execute(database.kysely)).rejects.toThrow(/halves/);
      await run(database, [addPets, step('0901-broken', ({ createTable }) => createTable('halves', pets))]);
    });

    it('refuses a database that a newer version wrote, and changes nothing in it', async () => {
      const location = await newLocation();
      const newer = await openAt(location);
      await run(newer, [addPets]);
      await newer.close();
      await expect(openAt(location)).rejects.toMatchObject({
        code: 'database_too_new',
        message: expect.stringMatching(/\(0900-pets; this version knows \d{4}-[a-z-]+\)/),
      });
      await expect(openAt(location)).rejects.toMatchObject({ code: 'database_too_new' });
    });

    it('makes indexes that hold for a part of the rows only', async () => {
      const database = await open();
      const unique = { columns: ['legs'], unique: true, where: 'legs > 3' } as const;
      const up: Migration['up'] = ({ createTable }) => createTable('pets', { ...pets, indexes: [unique] });
      await run(database, [step('0900-pets', up)]);
      const add = (id: string, legs: number) => sql`insert into pets values (${id}, ${legs})`.execute(database.kysely);
      await add('bird', 2);
      await add('ostrich', 2);
      await add('cat', 4);
      await expect(add('dog', 4)).rejects.toThrow(/unique/i);
    });

    it('refuses an index name that PostgreSQL would cut', async () => {
      const database = await open();
      const index = { name: 'x'.repeat(64), columns: ['legs'] };
      const up: Migration['up'] = ({ createTable }) => createTable('pets', { ...pets, indexes: [index] });
      await expect(run(database, [step('0900-pets', up)])).rejects.toMatchObject({ code: 'migration_failed' });
    });

    if (kind === 'sqlite') {
      it('makes tables that take no value of another type', async () => {
        const { kysely } = await open();
        const wrong = (kysely as Kysely<never>)
          .insertInto('organizations' as never)
          .values({ id: 'a', name: 'a', created_at: 'yesterday' } as never);
        await expect(wrong.execute()).rejects.toThrow(/cannot store TEXT/);
      });
    }
  });
});
