import { setImmediate as breathe } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import { isPatchbayError } from '../../kernel/index.ts';
import type { Database } from '../database.ts';
import type { Sealer } from './sealer.ts';
import { SEALED_COLUMNS, SEALED_META } from './stored-keys.ts';

/** How many rows are read at once. Each is written by itself, so that nobody waits for more than one of them. */
const BATCH = 50;

/** Most times the whole database is walked; one is enough unless rows change at the same moment. */
const PASSES = 20;

/** How far it is. */
export interface ResealProgress {
  readonly table: string;
  /** Values sealed anew so far, in all tables. */
  readonly resealed: number;
}

/** What sealing anew came to. */
export interface Resealed {
  /** The key that everything is sealed with now, but for what failed or remains. */
  readonly keyId: string;
  readonly resealed: number;
  /** Values that do not open, by table: altered, or bound otherwise than their column says. Left as they are. */
  readonly broken: Readonly<Record<string, number>>;
  /** Values still sealed with another key, the broken ones included. While there are any, no key may go. */
  readonly remaining: number;
}

interface Place {
  readonly table: string;
  readonly column: string;
  readonly key: readonly string[];
  readonly bindingOf: (key: readonly string[]) => string;
  readonly where: RawBuilder<unknown>;
  readonly version: string | undefined;
}

const PLACES: readonly Place[] = [
  ...SEALED_COLUMNS.map(({ table, column, key = ['project_id', 'id'], bindingOf, version }) => ({
    table,
    column,
    key,
    bindingOf: bindingOf ?? ((parts: readonly string[]) => [...parts, column.replace(/_sealed$/, '')].join('|')),
    where: sql`${sql.ref(column)} is not null`,
    version,
  })),
  {
    table: 'server_meta',
    column: 'value',
    key: ['key'],
    bindingOf: ([name]) => name!,
    where: SEALED_META,
    version: undefined,
  },
];

/** A condition for values that another key than the current one has sealed. */
const otherKey = ({ column, where }: Place, keyId: string): RawBuilder<unknown> => {
  const prefix = `v1.${keyId}.`;
  return sql`${where} and substr(${sql.ref(column)}, 1, ${prefix.length}) <> ${prefix}`;
};

/** How many values are sealed with another key than the current one. */
export async function countSealedWithOthers({ kysely }: Pick<Database, 'kysely'>, sealer: Sealer): Promise<number> {
  let count = 0;
  for (const place of PLACES) {
    const found = await sql<{ count: number | string }>`
      select count(*) as count from ${sql.table(place.table)} where ${otherKey(place, sealer.currentKeyId)}
    `.execute(kysely);
    count += Number(found.rows[0]?.count ?? 0);
  }
  return count;
}

/**
 * Seals every stored value with the current key, while others read and write: a value that changes meanwhile is never
 * overwritten. May be stopped at any moment and called again.
 * @throws PatchbayError `database_unavailable`, `encryption_key_missing`; the reason of the signal
 */
export async function reseal(
  database: Pick<Database, 'kysely'>,
  sealer: Sealer,
  options: { readonly onProgress?: (progress: ResealProgress) => void; readonly signal?: AbortSignal } = {},
): Promise<Resealed> {
  const { kysely } = database;
  const keyId = sealer.currentKeyId;
  let resealed = 0;
  let broken = new Map<string, number>();

  const walk = async (place: Place): Promise<number> => {
    const { table, column, key, version } = place;
    const refs = sql.join(key.map((name) => sql.ref(name)));
    const count = version === undefined ? sql`` : sql`, ${sql.ref(version)} = ${sql.ref(version)} + 1`;
    let last: readonly string[] | undefined;
    let overtaken = 0;
    for (;;) {
      options.signal?.throwIfAborted();
      const after = last === undefined ? sql`` : sql` and (${refs}) > (${sql.join(last)})`;
      const { rows } = await sql<Record<string, string>>`
        select ${refs}, ${sql.ref(column)} from ${sql.table(table)}
        where ${otherKey(place, keyId)}${after} order by ${refs} limit ${BATCH}
      `.execute(kysely);
      for (const row of rows) {
        last = key.map((name) => row[name]!);
        const text = openOrUndefined(sealer, row[column]!, place.bindingOf(last));
        if (text === undefined) {
          broken.set(table, (broken.get(table) ?? 0) + 1);
          continue;
        }
        const same = sql.join(
          key.map((name) => sql`${sql.ref(name)} = ${row[name]}`),
          sql` and `,
        );
        const done = await sql`
          update ${sql.table(table)} set ${sql.ref(column)} = ${sealer.seal(text, place.bindingOf(last))}${count}
          where ${same} and ${sql.ref(column)} = ${row[column]}
        `.execute(kysely);
        if ((done.numAffectedRows ?? 0n) > 0n) resealed += 1;
        else overtaken += 1;
      }
      if (rows.length > 0) options.onProgress?.({ table, resealed });
      if (rows.length < BATCH) return overtaken;
      await breathe();
    }
  };

  for (let pass = 0; pass < PASSES; pass += 1) {
    broken = new Map();
    let overtaken = 0;
    for (const place of PLACES) overtaken += await walk(place);
    if (overtaken === 0) break;
  }
  const remaining = await countSealedWithOthers(database, sealer);
  return { keyId, resealed, broken: Object.fromEntries(broken), remaining };
}

/** The text of a sealed value; undefined when it was altered. @throws PatchbayError `encryption_key_missing` */
function openOrUndefined(sealer: Sealer, sealed: string, binding: string): string | undefined {
  try {
    return sealer.open(sealed, binding);
  } catch (error) {
    if (isPatchbayError(error, 'sealed_value_broken')) return undefined;
    throw error;
  }
}
