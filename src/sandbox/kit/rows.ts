/** One sort criterion. */
export interface SortKey {
  readonly field: string;
  readonly descending?: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** Orders two field values: nulls first, numbers and booleans by size, everything else as text by code point. */
export function compareValues(a: unknown, b: unknown): number {
  const [emptyA, emptyB] = [a === null || a === undefined, b === null || b === undefined];
  if (emptyA || emptyB) return Number(emptyB) - Number(emptyA);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [textA, textB] = [String(a), String(b)];
  return textA === textB ? 0 : textA < textB ? -1 : 1;
}

/** A sorted copy; rows that compare equal keep their order. */
export function sortRows<Row extends object>(rows: readonly Row[], keys: readonly SortKey[]): Row[] {
  return [...rows].sort((a, b) => {
    for (const { field, descending } of keys) {
      const order = compareValues((a as Fields)[field], (b as Fields)[field]);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

/** Sort keys from `a,-b` (a minus sign means descending). */
export const parseSortList = (text: string): SortKey[] =>
  text
    .split(',')
    .filter((part) => part !== '' && part !== '-')
    .map((part) => (part.startsWith('-') ? { field: part.slice(1), descending: true } : { field: part }));

/** One page of a list. */
export interface RowPage<Row> {
  readonly rows: readonly Row[];
  /** Rows before paging. */
  readonly total: number;
  readonly hasMore: boolean;
}

/** The page of at most `limit` rows after the first `skip`. */
export function pageRows<Row>(rows: readonly Row[], skip: number, limit: number): RowPage<Row> {
  const slice = rows.slice(skip, skip + limit);
  return { rows: slice, total: rows.length, hasMore: skip + slice.length < rows.length };
}

/** An opaque cursor that stands for a text (the id of the last row, an offset …). */
export const toCursor = (position: string): string => Buffer.from(`pos:${position}`, 'utf8').toString('base64');

/** The text inside a cursor of {@link toCursor}, or undefined for anything else. */
export function fromCursor(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64').toString('utf8');
  return text.startsWith('pos:') && toCursor(text.slice(4)) === cursor ? text.slice(4) : undefined;
}
