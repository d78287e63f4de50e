import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, describe } from 'vitest';
import type { Clock, Logger } from '../../kernel/index.ts';
import type { Database, DatabaseLocation } from '../database.ts';
import { openDatabase } from '../open-database.ts';

/** What a test may choose when it opens a database. */
export interface TestOptions {
  readonly clock?: Clock | undefined;
  readonly logger?: Logger | undefined;
}

/** Opens a new, empty, migrated database. It is closed and removed after the test. */
export type OpenTestDatabase = (options?: TestOptions) => Promise<Database>;

/** For tests of the storage itself. */
export interface TestPlace {
  readonly kind: DatabaseLocation['kind'];
  /** A place for a new database, removed after the test. */
  newLocation(): Promise<DatabaseLocation>;
  /** Opens the database at a place, closed after the test. */
  openAt(location: DatabaseLocation, options?: TestOptions): Promise<Database>;
}

const PREFIX = 'patchbay_test_';
const HOUR_MS = 3_600_000;

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The address of a server on which test databases can be made, or undefined when there is none. */
async function findPostgres(): Promise<string | undefined> {
  const chosen = process.env['PATCHBAY_TEST_DATABASE_URL'];
  if (chosen) {
    await ask(chosen, 'select 1');
    return chosen;
  }
  for (const user of ['postgres', process.env['USER'] ?? 'root']) {
    const url = `postgres://${user}@127.0.0.1:5432/postgres`;
    const able = await ask(
      url,
      'select rolcreatedb or rolsuper as able from pg_roles where rolname = current_user',
    ).catch(() => []);
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

/** Address of the PostgreSQL server that the tests may use, or undefined when there is none. */
export const postgresUrl: string | undefined = await findPostgres();

let made = 0;

async function newPostgres(): Promise<DatabaseLocation & { kind: 'postgres' }> {
  const name = `${PREFIX}${Date.now().toString(36)}_${process.pid}_${made++}`;
  await ask(postgresUrl!, `create database ${name}`);
  const url = new URL(postgresUrl!);
  url.pathname = `/${name}`;
  return { kind: 'postgres', url: url.toString() };
}

async function dropPostgres(name: string): Promise<void> {
  await ask(postgresUrl!, `drop database if exists "${name}" with (force)`);
}

/** Removes what runs that were killed have left. */
async function dropForgotten(): Promise<void> {
  const rows = await ask(postgresUrl!, `select datname from pg_database where datname like '${PREFIX}%'`);
  for (const { datname } of rows as { datname: string }[]) {
    const madeAt = Number.parseInt(datname.slice(PREFIX.length).split('_')[0]!, 36);
    if (madeAt < Date.now() - HOUR_MS) await dropPostgres(datname).catch(() => {});
  }
}

/** Runs the tests on the embedded database and on PostgreSQL; skips the latter, aloud, when there is none. */
export function forEachDatabase(tests: (open: OpenTestDatabase, place: TestPlace) => void): void {
  for (const kind of ['sqlite', 'postgres'] as const) {
    const present = kind === 'sqlite' || postgresUrl !== undefined;
    describe.skipIf(!present)(present ? `on ${kind}` : `on ${kind} (skipped: no server answers)`, () => {
      const opened: Database[] = [];
      const remove: (() => Promise<void> | void)[] = [];

      const openAt: TestPlace['openAt'] = async (location, options = {}) => {
        const database = await openDatabase({ ...location, ...options });
        opened.push(database);
        return database;
      };
      const newLocation: TestPlace['newLocation'] = async () => {
        if (kind === 'postgres') {
          const location = await newPostgres();
          remove.push(() => dropPostgres(new URL(location.url).pathname.slice(1)));
          return location;
        }
        const dir = mkdtempSync(join(tmpdir(), 'patchbay-test-'));
        remove.push(() => rmSync(dir, { recursive: true, force: true }));
        return { kind, dir };
      };
      const cleanUp = async (): Promise<void> => {
        await Promise.all(opened.splice(0).map((database) => database.close()));
        await Promise.all(remove.splice(0).map((undo) => undo()));
      };

      afterEach(cleanUp, 60_000);
      afterAll(async () => {
        await cleanUp();
        if (kind === 'postgres' && present) await dropForgotten();
      }, 60_000);

      tests(async (options) => openAt(await newLocation(), options), { kind, newLocation, openAt });
    });
  }
}
