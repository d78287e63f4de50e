import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe } from 'vitest';
import type { Clock, Logger } from '../../kernel/index.ts';
import type { Database, DatabaseLocation } from '../database.ts';
import { openDatabase } from '../open-database.ts';
import {
  createTestDatabase,
  dropForgottenDatabases,
  dropTestDatabase,
  emptyTestDatabase,
  postgresUrl,
  shapeOf,
} from './postgres-server.ts';

/** What a test may choose when it opens a database. */
export interface TestOptions {
  readonly clock?: Clock | undefined;
  readonly logger?: Logger | undefined;
}

/** Opens a new, empty, migrated database. It is closed and removed after the test. */
export type OpenTestDatabase = (options?: TestOptions) => Promise<Database>;

/** For tests of the storage itself, and of what several processes do with one database. */
export interface TestPlace {
  readonly kind: DatabaseLocation['kind'];
  /** A place for a new database, removed after the test. */
  newLocation(): Promise<DatabaseLocation>;
  /** Opens the database at a place, closed after the test. */
  openAt(location: DatabaseLocation, options?: TestOptions): Promise<Database>;
}

/** Databases of one group of tests: made when needed, emptied for the next test, removed at the end. */
class PostgresShelf {
  readonly #free: { url: string; shape: unknown }[] = [];
  readonly #lent: { url: string; shape: unknown }[] = [];

  /** Opens an empty, migrated database. */
  async open(options: TestOptions): Promise<Database> {
    const kept = this.#free.pop();
    const lent = kept ?? { url: await createTestDatabase(), shape: undefined };
    this.#lent.push(lent);
    const database = await openDatabase({ kind: 'postgres', url: lent.url, ...options });
    if (!kept) lent.shape = await shapeOf(lent.url);
    return database;
  }

  /** Takes all databases back once they are closed. */
  async putBack(): Promise<void> {
    for (const lent of this.#lent.splice(0)) {
      if (await emptyTestDatabase(lent.url, lent.shape)) this.#free.push(lent);
      else await dropTestDatabase(lent.url);
    }
  }

  async clear(): Promise<void> {
    for (const { url } of this.#free.splice(0)) await dropTestDatabase(url);
  }
}

/** Runs the tests on the embedded database and on PostgreSQL; skips the latter, aloud, when there is none. */
export function forEachDatabase(tests: (open: OpenTestDatabase, place: TestPlace) => void): void {
  for (const kind of ['sqlite', 'postgres'] as const) {
    const present = kind === 'sqlite' || postgresUrl !== undefined;
    describe.skipIf(!present)(present ? `on ${kind}` : `on ${kind} (skipped: no server answers)`, () => {
      const shelf = new PostgresShelf();
      const opened: Database[] = [];
      const remove: (() => Promise<void> | void)[] = [];

      const openAt: TestPlace['openAt'] = async (location, options = {}) => {
        const database = await openDatabase({ ...location, ...options });
        opened.push(database);
        return database;
      };
      const newLocation: TestPlace['newLocation'] = async () => {
        if (kind === 'postgres') {
          const url = await createTestDatabase();
          remove.push(() => dropTestDatabase(url));
          return { kind, url };
        }
        const dir = mkdtempSync(join(tmpdir(), 'patchbay-test-'));
        remove.push(() => rmSync(dir, { recursive: true, force: true }));
        return { kind, dir };
      };
      const open: OpenTestDatabase = async (options = {}) => {
        if (kind === 'sqlite') return openAt(await newLocation(), options);
        const database = await shelf.open(options);
        opened.push(database);
        return database;
      };
      const cleanUp = async (): Promise<void> => {
        await Promise.all(opened.splice(0).map((database) => database.close()));
        await Promise.all(remove.splice(0).map((undo) => undo()));
        await shelf.putBack();
      };

      afterEach(cleanUp, 60_000);
      afterAll(async () => {
        await cleanUp();
        await shelf.clear();
        if (kind === 'postgres' && present) await dropForgottenDatabases();
      }, 60_000);

      tests(open, { kind, newLocation, openAt });
    });
  }
}
