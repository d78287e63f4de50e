import { type Kysely, sql } from 'kysely';
import { fail, isPatchbayError } from '../../kernel/index.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import type { Sealer } from './sealer.ts';

/** Every column that holds sealed values. */
export const SEALED_COLUMNS = [
  { table: 'accounts', column: 'credentials_sealed' },
  { table: 'auth_configs', column: 'setup_sealed' },
] as const;

const CANARY = 'sealing_canary.';

/** The first sealed value of the database that none of the keys has made. */
async function strangerIn(kysely: Kysely<Schema>, sealer: Sealer): Promise<string | undefined> {
  for (const { table, column } of SEALED_COLUMNS) {
    const ref = sql.ref(column);
    const conditions = sealer.keyIds.map((id) => `v1.${id}.`).map((p) => sql`substr(${ref}, 1, ${p.length}) <> ${p}`);
    const found = await sql<{ sealed: string }>`
      select ${ref} as sealed from ${sql.table(table)} where ${sql.join(conditions, sql` and `)} limit 1
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
