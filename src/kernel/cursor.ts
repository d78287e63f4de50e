import { fail } from './errors.ts';

/** Position in a list: the sort values of the last row that was sent, in sort order. */
export type ListPosition = readonly (string | number)[];

/** The opaque `next` cursor for a position. */
export const encodeCursor = (position: ListPosition): string =>
  Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');

/**
 * The position inside a `next` cursor.
 * @param cursor what {@link encodeCursor} made
 * @param types type of each expected value
 * @throws PatchbayError `cursor_invalid` when it was not made here for this list
 */
export function decodeCursor(cursor: string, types: readonly ('string' | 'number')[]): (string | number)[] {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (cause) {
    throw fail('cursor_invalid', {}, { cause });
  }
  const fits =
    Array.isArray(position) &&
    position.length === types.length &&
    types.every((type, index) => typeof (position as unknown[])[index] === type);
  if (!fits) throw fail('cursor_invalid');
  return position as (string | number)[];
}
