import type { SQLInputValue } from 'node:sqlite';
import type { RowBatch } from '../database.ts';
import type { Mutex } from '../mutex.ts';
import { storable } from '../parameters.ts';
import { WRITE_WAIT_MS, waitedTooLong } from './driver.ts';
import { sqliteFailure } from './failures.ts';
import type { Statements } from './statements.ts';

/** Rows that one statement adds; what is left over is added one by one. */
const AT_ONCE = 50;

function textFor(table: string, columns: readonly string[], count: number): string {
  for (const name of [table, ...columns])
    if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new TypeError(`"${name}" is no name`);
  const line = `(${columns.map(() => '?').join(', ')})`;
  return `insert into "${table}" (${columns.map((name) => `"${name}"`).join(', ')}) values ${Array.from({ length: count }, () => line).join(', ')}`;
}

/** Makes the function behind `Database.appendRows` over the writing connection. */
export function rowAppender(writer: Statements, turn: Mutex): (batches: readonly RowBatch[]) => Promise<void> {
  const add = ({ table, columns, rows }: RowBatch): void => {
    const many = rows.length < AT_ONCE ? '' : textFor(table, columns, AT_ONCE);
    const one = textFor(table, columns, 1);
    for (let at = 0; at < rows.length; ) {
      const count = rows.length - at >= AT_ONCE ? AT_ONCE : 1;
      const values: SQLInputValue[] = [];
      for (let row = at; row < at + count; row += 1)
        for (const value of rows[row]!) values.push(storable(value) as SQLInputValue);
      writer.runPlain(count === 1 ? one : many, values);
      at += count;
    }
  };

  return async (batches) => {
    const release = await turn.lock(WRITE_WAIT_MS, waitedTooLong);
    const { database } = writer;
    try {
      // Without waiting for the disk; the next transaction that does wait makes this one durable with its own.
      database.exec('pragma synchronous = normal; begin immediate');
      for (const batch of batches) add(batch);
      database.exec('commit');
    } catch (error) {
      if (database.isTransaction) database.exec('rollback');
      throw sqliteFailure(error);
    } finally {
      if (database.isOpen) database.exec('pragma synchronous = full');
      release();
    }
  };
}
