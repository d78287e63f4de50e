import { asList, compareValues, type QueryValue } from '../../kit/index.ts';
import { badRequest } from '../errors.ts';
import type { Stage } from '../model/catalog.ts';
import { numberOf, typeOf } from '../model/ids.ts';
import type { Named, Stored } from '../model/records.ts';
import type { View } from '../view.ts';
import type { CrmField } from './field.ts';

/** What a field sorts by: numbers as they are, text without regard to case, records by their name, stages by position. */
export function sortValue(field: CrmField, row: Stored, view: View): string | number | null {
  const value = field.read(row, view);
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (first === null || first === undefined) return null;
  if (typeof first === 'number') return first;
  if (field.kind !== 'one' && field.kind !== 'many') return String(first).toLowerCase();
  const other = view.any(String(first));
  if (other !== undefined && typeOf(other.id) === 'stages') return (other as Stage).position;
  return (other as Named | undefined)?.name.toLowerCase() ?? null;
}

/** Reads `sort=name`, `sort[]=-createdTime` or `sort=owner,-name`. @throws Refusal 400 for what cannot be sorted by */
export function readSort(
  value: QueryValue,
  allowed: readonly string[],
  view: View,
): { key: string; descending: boolean }[] {
  return asList(value, ',')
    .filter((text) => text !== '')
    .map((text) => {
      const descending = text.startsWith('-');
      const key = descending ? text.slice(1) : text;
      if (!allowed.includes(key))
        throw badRequest(view.call, 'Invalid sort', { detail: `Cannot sort by ${key}`, field: 'sort' });
      return { key, descending };
    });
}

/**
 * Sorts by the first key, then the second … and in the end by id, so that pages neither repeat nor lose records.
 * @param sortsBy what a record sorts by
 */
export function sortBy<Row extends Stored>(
  rows: readonly Row[],
  keys: readonly { readonly key: string; readonly descending: boolean }[],
  sortsBy: (row: Row, key: string) => string | number | null,
): Row[] {
  const decorated = rows.map((row) => ({ row, values: keys.map(({ key }) => sortsBy(row, key)) }));
  decorated.sort((a, b) => {
    for (const [index, { descending }] of keys.entries()) {
      const order = compareValues(a.values[index], b.values[index]);
      if (order !== 0) return descending ? -order : order;
    }
    return numberOf(a.row.id) - numberOf(b.row.id);
  });
  return decorated.map(({ row }) => row);
}
