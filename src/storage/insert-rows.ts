import { CompiledQuery, type Insertable, type Transaction } from 'kysely';
import type { Database } from './database.ts';
import { storable } from './parameters.ts';
import type { Schema } from './schema.ts';

type Row = Readonly<Record<string, unknown>>;

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

function columnsOf(rows: readonly Row[]): string[] {
  const columns = Object.keys(rows[0]!);
  for (const name of columns) if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new TypeError(`"${name}" is no column`);
  const fits = (row: Row): boolean =>
    Object.keys(row).length === columns.length && columns.every((name) => Object.hasOwn(row, name));
  if (!rows.every(fits)) throw new TypeError('All rows of a batch must name the same columns');
  return columns;
}

/** SQLite: rows by the hundred in one cached statement, what is left one by one. */
function* sqliteStatements(table: string, rows: readonly Row[]): Generator<CompiledQuery> {
  const columns = columnsOf(rows);
  const line = `(${columns.map(() => '?').join(', ')})`;
  const text = (count: number): string =>
    `insert into "${table}" (${quoted(columns)}) values ${Array.from({ length: count }, () => line).join(', ')}`;
  const [one, hundred] = [text(1), rows.length < 100 ? '' : text(100)];
  for (let at = 0; at < rows.length; ) {
    const chunk = rows.slice(at, rows.length - at >= 100 ? at + 100 : at + 1);
    const values = chunk.flatMap((row) => columns.map((name) => storable(row[name] ?? null)));
    yield CompiledQuery.raw(chunk.length === 100 ? hundred : one, values);
    at += chunk.length;
  }
}

/** PostgreSQL: a thousand rows in one JSON parameter, which the server takes apart by the types of the table. */
function* postgresStatements(table: string, rows: readonly Row[]): Generator<CompiledQuery> {
  const columns = columnsOf(rows);
  const text = `insert into "${table}" (${quoted(columns)}) select ${quoted(columns)} from json_populate_recordset(null::"${table}", $1::json)`;
  for (let at = 0; at < rows.length; at += 1000) {
    const chunk = rows
      .slice(at, at + 1000)
      .map((row) => Object.fromEntries(columns.map((name) => [name, storable(row[name] ?? null)])));
    yield CompiledQuery.raw(text, [JSON.stringify(chunk)]);
  }
}

/**
 * Adds many rows, all or none; the way for logs, far faster than single inserts.
 * U+0000 and lone surrogates in texts become U+FFFD, so that one strange text cannot lose a batch.
 * @param rows all name the same columns
 * @param within the transaction to take part in; one of its own otherwise
 * @throws TypeError when the rows name different columns; PatchbayError `database_unavailable`
 */
export async function insertRows<Table extends keyof Schema>(
  database: Pick<Database, 'kind' | 'transaction'>,
  table: Table,
  rows: readonly Insertable<Schema[Table]>[],
  within?: Transaction<Schema>,
): Promise<void> {
  if (rows.length === 0) return;
  const statements = database.kind === 'sqlite' ? sqliteStatements : postgresStatements;
  const insert = async (trx: Transaction<Schema>): Promise<void> => {
    for (const statement of statements(table, rows as readonly Row[])) await trx.executeQuery(statement);
  };
  await (within ? insert(within) : database.transaction(insert));
}
