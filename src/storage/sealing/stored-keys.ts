import { type Kysely, sql } from 'kysely';
import { fail, isPatchbayError } from '../../kernel/index.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import type { Sealer } from './sealer.ts';

/**
 * Every column that holds sealed values; their names end so. What a value is bound to is `<project_id>|<id>|<the name of
 * the column without its ending>`, and the row is found by the first two, unless `key` and `bindingOf` say otherwise.
 */
export interface SealedColumn {
  readonly table: keyof Schema;
  readonly column: `${string}_sealed`;
  /** Columns of the primary key. Default `project_id`, `id`. */
  readonly key?: readonly string[];
  /** What the value is bound to, from the key columns in their order. */
  readonly bindingOf?: (key: readonly string[]) => string;
  /** A column that counts changes, for writers that replace the whole row if nobody else has changed it. */
  readonly version?: string;
}

/** See {@link SealedColumn}. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'accounts', column: 'credentials_sealed', version: 'credentials_version' },
  { table: 'auth_configs', column: 'setup_sealed' },
  { table: 'connection_attempts', column: 'pending_sealed' },
  { table: 'webhooks', column: 'secret_sealed' },
];

/** Begins the names of the rows in `server_meta` that tell whether a key is the one that was used before. */
export const CANARY = 'sealing_canary.';

/** `server_meta` holds sealed values beside plain ones; each is bound to its key. */
export const SEALED_META = sql`substr(key, 1, ${CANARY.length}) <> ${CANARY} and substr(value, 1, 3) = 'v1.'`;

/** The first sealed value of the database that none of the keys has made. */
async function strangerIn(kysely: Kysely<Schema>, sealer: Sealer): Promise<string | undefined> {
  const places = [
    ...SEALED_COLUMNS.map(({ table, column }) => ({ table, column, where: sql`${sql.ref(column)} is not null` })),
    { table: 'server_meta', column: 'value', where: SEALED_META },
  ];
  for (const { table, column, where } of places) {
    const value = sql.ref(column);
    const otherKey = sealer.keyIds.map((id) => sql`substr(${value}, 1, ${id.length + 4}) <> ${`v1.${id}.`}`);
    const found = await sql<{ sealed: string }>`
      select ${value} as sealed from ${sql.table(table)} where ${where} and ${sql.join(otherKey, sql` and `)} limit 1
    `.execute(kysely);
    if (found.rows[0]) return found.rows[0].sealed;
  }
  return undefined;
}

/**
 * Makes sure, before anything is served, that the keys at hand open what is stored: every sealed value names a known
 * key, and every known key is the very one that was used under its name before.
 * @throws PatchbayError `encryption_key_missing`, `encryption_key_differs`, `sealed_value_broken`
 */
export async function assertKeysOpen(database: Database, sealer: Sealer): Promise<void> {
  const { kysely } = database;
  const stranger = await strangerIn(kysely, sealer);
  if (stranger !== undefined) throw fail('encryption_key_missing', { keyId: sealer.keyIdOf(stranger) });

  const name = CANARY + sealer.currentKeyId;
  await kysely
    .insertInto('server_meta')
    .values({ key: name, value: sealer.seal(name, name) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const names = sealer.keyIds.map((id) => CANARY + id);
  const canaries = await kysely.selectFrom('server_meta').selectAll().where('key', 'in', names).execute();
  for (const { key, value } of canaries) {
    try {
      sealer.open(value, key);
    } catch (cause) {
      if (!isPatchbayError(cause, 'sealed_value_broken')) throw cause;
      throw fail('encryption_key_differs', { keyId: key.slice(CANARY.length) }, { cause });
    }
  }
}
