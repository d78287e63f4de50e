import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

const PREFIX = 'patchbay_test_';
const HOUR_MS = 3_600_000;
const MAY_CREATE = 'select rolcreatedb or rolsuper as able from pg_roles where rolname = current_user';

/** Rows of one statement over a connection of its own. */
export async function askPostgres(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function findPostgres(): Promise<string | undefined> {
  const chosen = process.env['PATCHBAY_TEST_DATABASE_URL'];
  if (chosen) {
    await askPostgres(chosen, 'select 1');
    return chosen;
  }
  for (const user of ['postgres', process.env['USER'] ?? 'root']) {
    const url = `postgres://${user}@127.0.0.1:5432/postgres`;
    const able = await askPostgres(url, MAY_CREATE).catch(() => []);
    if (able[0]?.['able'] === true) return url;
  }
  // Each test file runs in a process of its own; the parent's number makes this one line per run.
  const told = join(tmpdir(), `patchbay-no-postgres-${process.ppid}`);
  if (!existsSync(told)) {
    writeFileSync(told, '');
    process.stderr.write(
      '\n!!! No PostgreSQL answers on 127.0.0.1:5432 and PATCHBAY_TEST_DATABASE_URL is not set: its tests are SKIPPED.\n\n',
    );
  }
  return undefined;
}

/**
 * Address of the PostgreSQL server on which test databases can be made, or undefined, said aloud once per run, when
 * there is none. A server that was named but does not answer fails the test file.
 */
export const postgresUrl: string | undefined = await findPostgres();

let made = 0;

/** Makes an empty database and returns its URL. */
export async function createTestDatabase(): Promise<string> {
  if (postgresUrl === undefined) throw new Error('There is no PostgreSQL to make a test database on');
  const name = `${PREFIX}${Date.now().toString(36)}_${process.pid}_${made++}`;
  await askPostgres(postgresUrl, `create database ${name}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

/** Removes a database of {@link createTestDatabase}, whoever is connected to it. */
export async function dropTestDatabase(url: string): Promise<void> {
  await askPostgres(postgresUrl!, `drop database if exists "${new URL(url).pathname.slice(1)}" with (force)`);
}

const SHAPE = `
  select md5(string_agg(line, ',' order by line)) as shape from (
    select concat_ws(' ', relname, relkind, attname, atttypid, attnotnull) as line
    from pg_class left join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace
    union all select 'migration ' || name from migrations
  ) as lines`;

const EMPTY = `
  do $$ declare item text; begin
    set local session_replication_role = replica;
    for item in select quote_ident(tablename) from pg_tables where schemaname = 'public' and tablename <> 'migrations' loop
      execute 'delete from ' || item;
    end loop;
    for item in select quote_ident(sequencename) from pg_sequences where schemaname = 'public' loop
      execute 'alter sequence ' || item || ' restart';
    end loop;
  end $$`;

/** A mark that changes with tables, columns, indexes and migrations, but not with rows. */
export async function shapeOf(url: string): Promise<unknown> {
  return (await askPostgres(url, SHAPE))[0]?.['shape'];
}

/** Deletes all rows, far faster than making a new database. @returns false when the tables are not as they were */
export async function emptyTestDatabase(url: string, shape: unknown): Promise<boolean> {
  try {
    if ((await shapeOf(url)) !== shape) return false;
    await askPostgres(url, EMPTY);
    return true;
  } catch {
    return false;
  }
}

/** Removes the test databases that killed runs have left. */
export async function dropForgottenDatabases(): Promise<void> {
  const rows = await askPostgres(postgresUrl!, `select datname from pg_database where datname like '${PREFIX}%'`);
  for (const { datname } of rows as { datname: string }[]) {
    const madeAt = Number.parseInt(datname.slice(PREFIX.length).split('_')[0]!, 36);
    if (madeAt < Date.now() - HOUR_MS) await askPostgres(postgresUrl!, `drop database "${datname}"`).catch(() => {});
  }
}
