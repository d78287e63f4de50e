import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger, systemClock } from '../../src/kernel/index.ts';
import type { Schema } from '../../src/storage/index.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { platform } from '../../src/storage/migrations/0001-platform.ts';
import { forEachDatabase, type TestPlace } from '../../src/storage/testing/databases.ts';
import { basic, startTestServer, type TestServer } from '../support/server.ts';

/** What the server of the first schema wrote: keys, auth configs, accounts of four providers, sessions and logs. */
const DUMP = readFileSync(new URL('fixtures/0001-platform.sql', import.meta.url), 'utf8');
/** The key its secrets are sealed with. */
const KEYS = readFileSync(new URL('fixtures/keys.json', import.meta.url), 'utf8');
const READER = 'reader-key-0123456789abcdefghijklmnopqrstuv';
const TABLES = [
  'organizations',
  'projects',
  'api_keys',
  'auth_configs',
  'accounts',
  'connect_sessions',
  'request_logs',
  'step_logs',
  'server_meta',
] as const;

/** Puts the rows of the dump into a PostgreSQL database of the first schema. */
async function fillPostgres(url: string): Promise<void> {
  const source = new DatabaseSync(':memory:');
  source.exec(DUMP);
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: url }) }) });
  try {
    await migrate(kysely, 'postgres', { clock: systemClock, logger: silentLogger, migrations: [platform] });
    for (const table of TABLES) {
      const rows = source.prepare(`select * from "${table}"`).all();
      if (rows.length > 0)
        await kysely
          .insertInto(table)
          .values(rows as never)
          .execute();
    }
  } finally {
    await kysely.destroy();
    source.close();
  }
}

/** A place with the data of the first schema. @returns the environment of a server over it */
async function oldInstallation(place: TestPlace): Promise<Record<string, string>> {
  const location = await place.newLocation();
  if (location.kind === 'postgres') {
    await fillPostgres(location.url);
    const { encryption_keys: keys } = JSON.parse(KEYS) as { encryption_keys: string };
    return { PATCHBAY_DATABASE_URL: location.url, PATCHBAY_ENCRYPTION_KEYS: keys };
  }
  mkdirSync(location.dir, { recursive: true });
  writeFileSync(join(location.dir, 'keys.json'), KEYS, { mode: 0o600 });
  const database = new DatabaseSync(join(location.dir, 'patchbay.db'));
  database.exec(DUMP);
  database.close();
  return { PATCHBAY_DATA_DIR: location.dir };
}

describe('data of the first schema', () => {
  forEachDatabase((_open, place) => {
    let server: TestServer | undefined;
    afterEach(async () => {
      await server?.close();
      server = undefined;
    });

    it('is all there and works after an update', async () => {
      server = await startTestServer({ env: await oldInstallation(place) });
      const { call } = server;
      const accounts = (await call('GET', '/accounts')).body as {
        id: string;
        provider: string;
        status: string;
        label: string;
        metadata: object;
      }[];
      expect(
        Object.fromEntries(
          accounts.map(({ provider, status, label, metadata }) => [provider, [status, label, metadata]]),
        ),
      ).toEqual({
        '15five': ['active', 'Label of 15five', { tier: '15five' }],
        humaans: ['active', 'Label of humaans', { tier: 'humaans' }],
        lattice: ['suspended', 'Label of lattice', { tier: 'lattice' }],
        nutshell: ['inactive', 'Label of nutshell', { tier: 'nutshell' }],
      });

      const of = (provider: string) => ({ 'x-account-id': accounts.find((one) => one.provider === provider)!.id });
      const rpc = (action: string, provider: string) => call('POST', '/actions/rpc', { action }, of(provider));
      expect(await rpc('humaans_list_companies', 'humaans')).toMatchObject({ status: 200 });
      expect(await rpc('15five_list_users', '15five')).toMatchObject({ status: 200 });
      expect(await rpc('nutshell_list_accounts', 'nutshell')).toMatchObject({ status: 412 });

      const reader = { authorization: basic(READER) };
      expect((await call('GET', '/accounts', undefined, reader)).status).toBe(200);
      expect((await call('POST', '/actions/rpc', { action: 'humaans_get_me' }, reader)).status).toBe(403);
      const keys = await server.platform.apiKeys.list((await server.platform.projects.ensureDefault()).id);
      expect(keys.map(({ name }) => name).sort()).toEqual(['First key', 'Reader']);

      const logs = (await call('GET', '/requests/logs')).body.data as { action: string; success: boolean }[];
      expect(logs.some(({ action, success }) => action === 'humaans_list_companies' && success)).toBe(true);
    });
  });
});
