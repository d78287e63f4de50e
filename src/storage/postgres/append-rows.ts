import { CompiledQuery, sql, type Transaction } from 'kysely';
import type { RowBatch } from '../database.ts';
import { storable } from '../parameters.ts';
import type { Schema } from '../schema.ts';

/** Rows that one statement adds. */
const AT_ONCE = 1_000;

type Types = ReadonlyMap<string, string>;

/** Column → type of a table, as the server spells it. */
async function typesOf(trx: Transaction<Schema>, table: string): Promise<Types> {
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = to_regclass(${`"${table}"`}) and attnum > 0 and not attisdropped`.execute(trx);
  return new Map(rows.map(({ name, type }) => [name, type]));
}

const element = (value: string | number | null): string => {
  if (value === null) return 'null';
  if (typeof value === 'number') return String(value);
  const text = storable(value) as string;
  return /["\\]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`;
};

/** One column of some rows as the text of an array. */
function arrayOf(rows: RowBatch['rows'], column: number): string {
  let last: string | number | null | undefined;
  let written = '';
  const elements = rows.map((row) => {
    const value = row[column] ?? null;
    // Most columns of neighbouring rows say the same.
    if (value !== last) {
      last = value;
      written = element(value);
    }
    return written;
  });
  return `{${elements.join(',')}}`;
}

/**
 * Makes the function behind `Database.appendRows`: each column goes as one array, which costs this process a third of the
 * time that the same rows cost as JSON.
 */
export function rowAppender(
  transaction: (work: (trx: Transaction<Schema>) => Promise<void>) => Promise<void>,
): (batches: readonly RowBatch[]) => Promise<void> {
  const known = new Map<string, Types>();

  const statementFor = async (trx: Transaction<Schema>, { table, columns }: RowBatch): Promise<string> => {
    const types = known.get(table) ?? (await typesOf(trx, table));
    known.set(table, types);
    const arrays = columns.map((name, at) => {
      const type = types.get(name);
      if (type === undefined) throw new TypeError(`"${name}" is no column of "${table}"`);
      return `$${at + 1}::${type}[]`;
    });
    const names = columns.map((name) => `"${name}"`).join(', ');
    return `insert into "${table}" (${names}) select * from unnest(${arrays.join(', ')})`;
  };

  return (batches) =>
    transaction(async (trx) => {
      await sql`set local synchronous_commit = off`.execute(trx);
      for (const batch of batches) {
        const { columns, rows } = batch;
        if (rows.length === 0) continue;
        const statement = await statementFor(trx, batch);
        for (let at = 0; at < rows.length; at += AT_ONCE) {
          const some = rows.slice(at, at + AT_ONCE);
          const arrays = columns.map((_, column) => arrayOf(some, column));
          await trx.executeQuery(CompiledQuery.raw(statement, arrays));
        }
      }
    });
}
