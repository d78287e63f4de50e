import { asText, compareValues, parseSortList, type QueryValue } from '../../kit/index.ts';
import type { View } from '../view.ts';

/** Fields that a list can be ordered by: value of `order_by` to what it reads of a record. */
export type Ordering<Row> = Readonly<Record<string, (row: Row, view: View) => unknown>>;

/** Fields that bear the same name in parameter and record. */
export const byOwnName = <Row>(...fields: readonly (keyof Row & string)[]): Ordering<Row> =>
  Object.fromEntries(fields.map((field) => [field, (row: Row) => row[field]]));

/** Puts records in order. */
export type Sorter<Row> = (rows: readonly Row[], view: View) => Row[];

/**
 * The order that `order_by` asks for. Records that compare equal are ordered by id, so that pages never overlap.
 * @param initial what `order_by` is when it is absent
 * @returns a sentence when the list cannot be ordered by a field
 */
export function readOrder<Row extends { readonly id: number }>(
  ordering: Ordering<Row>,
  initial: string,
  value: QueryValue,
): Sorter<Row> | string {
  const text = asText(value);
  const keys = parseSortList(text === undefined || text === '' ? initial : text);
  const unknown = keys.find(({ field }) => !Object.hasOwn(ordering, field));
  if (unknown !== undefined) {
    const shown = `${unknown.descending ? '-' : ''}${unknown.field}`;
    return `Select a valid choice. ${shown} is not one of the available choices.`;
  }
  const readers = keys.map(({ field, descending }) => ({ read: ordering[field]!, sign: descending ? -1 : 1 }));
  return (rows, view) =>
    rows
      .map((row) => ({ row, values: readers.map(({ read }) => read(row, view)) }))
      .sort((a, b) => {
        for (const [index, { sign }] of readers.entries()) {
          const order = compareValues(a.values[index], b.values[index]);
          if (order !== 0) return sign * order;
        }
        return a.row.id - b.row.id;
      })
      .map(({ row }) => row);
}
