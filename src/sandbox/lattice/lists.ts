import { type Answer, asInteger, asText, fromCursor, ok, toCursor } from '../kit/index.ts';
import { badRequest } from './errors.ts';
import type { LatticeCall } from './state.ts';

const MAX_LIMIT = 100;
const INITIAL_LIMIT = 10;
const HRIS_INITIAL_LIMIT = 25;

function readLimit(call: LatticeCall, initial: number): number {
  const limit = asInteger(call.query['limit']);
  if (limit === undefined) return initial;
  if (limit === null || limit < 1 || limit > MAX_LIMIT)
    throw badRequest(call, `limit must be a whole number from 1 to ${MAX_LIMIT}`);
  return limit;
}

/** A whole number that is not negative. @throws Refusal 400 for anything else */
export function readOffset(call: LatticeCall): number {
  const offset = asInteger(call.query['offset']) ?? (call.query['offset'] === undefined ? 0 : -1);
  if (offset < 0) throw badRequest(call, 'offset must be a whole number that is not negative');
  return offset;
}

/** True or false of a parameter; absent means false. @throws Refusal 400 for another word */
export function readFlag(call: LatticeCall, name: string): boolean {
  const text = asText(call.query[name]) ?? 'false';
  if (text !== 'true' && text !== 'false') throw badRequest(call, `${name} must be true or false`);
  return text === 'true';
}

/** The envelope of a list that comes whole inside another record. */
export const wholeList = (data: readonly unknown[]): object => ({
  object: 'list',
  data,
  hasMore: false,
  endingCursor: null,
});

/**
 * One page of a list of the Talent API. Cursors stand for the last record of a page, so that a list that grows in
 * between is read without loss or repetition.
 * @param rows every record, in order
 * @param skip records to leave out after the cursor
 * @throws Refusal 400 for a limit or cursor that cannot be read
 */
export function cursorPage<Row extends { readonly id: string }>(
  call: LatticeCall,
  rows: readonly Row[],
  show: (row: Row) => object,
  skip = 0,
): Answer {
  const limit = readLimit(call, INITIAL_LIMIT);
  const cursor = asText(call.query['startingAfter']) ?? '';
  const position = cursor === '' ? undefined : fromCursor(cursor);
  const after = position === undefined ? -1 : rows.findIndex(({ id }) => id === position);
  if (cursor !== '' && after === -1) throw badRequest(call, 'startingAfter is not a cursor of this list');
  const isEndless = call.has('endless_pages');
  const start = after + 1 + skip;
  // Pages that go on for ever repeat the list from its beginning.
  const from = isEndless && start >= rows.length ? 0 : start;
  const page = rows.slice(from, from + limit);
  const isStuck = call.has('repeating_cursor');
  const last = isStuck ? rows[Math.min(limit, rows.length) - 1] : page.at(-1);
  return ok({
    object: 'list',
    data: page.map(show),
    hasMore: isStuck || isEndless || from + page.length < rows.length,
    endingCursor: last === undefined ? null : toCursor(last.id),
  });
}

/** One page of a list of the HRIS API, with the number of all records. @throws Refusal 400 for numbers out of range */
export function offsetPage<Row>(call: LatticeCall, rows: readonly Row[], show: (row: Row) => object): Answer {
  const limit = readLimit(call, HRIS_INITIAL_LIMIT);
  const offset = readOffset(call);
  const isEndless = call.has('endless_pages');
  const from = isEndless && offset >= rows.length ? 0 : offset;
  const page = rows.slice(from, from + limit);
  const total = isEndless ? offset + page.length + limit : rows.length;
  return ok({ data: page.map(show), total, limit, offset });
}
