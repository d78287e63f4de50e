import { type Answer, asInteger, asText, type QueryValue } from '../../kit/index.ts';
import { countMeta, envelope } from '../envelope.ts';
import { badRequest } from '../errors.ts';
import type { Stored } from '../model/records.ts';
import { present } from '../present/index.ts';
import type { View } from '../view.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 10_000;

/** The members of a nested query parameter (`page[limit]=2`). */
export const nested = (value: QueryValue): Readonly<Record<string, QueryValue>> =>
  typeof value === 'object' && !Array.isArray(value) ? (value as Readonly<Record<string, QueryValue>>) : {};

/** Which part of a list is asked for. */
export interface Page {
  readonly limit: number;
  readonly skip: number;
}

/** Checks a page size. @throws Refusal 400 */
export function readLimit(view: View, value: QueryValue, initial: number): number {
  const limit = asInteger(value);
  if (limit === undefined) return initial;
  if (limit === null || limit < 1 || limit > MAX_LIMIT)
    throw badRequest(view.call, 'Invalid filter', { detail: `Invalid page limit: ${asText(value) ?? ''}` });
  return limit;
}

/**
 * Reads `page[limit]` and `page[page]`, which counts from 0.
 * @param initial page size when none is asked for
 * @throws Refusal 400
 */
export function readPage(view: View, initial = DEFAULT_LIMIT): Page {
  const { limit, page } = nested(view.call.query['page']);
  const size = readLimit(view, limit, initial);
  const number = asInteger(page) === undefined ? 0 : asInteger(page);
  if (typeof number !== 'number' || number < 0)
    throw badRequest(view.call, 'Invalid filter', { detail: `Invalid page number: ${asText(page) ?? ''}` });
  return { limit: size, skip: number * size };
}

/** One page of rows in the envelope, with counts. @param meta further members of `meta` */
export function pageAnswer(
  view: View,
  key: string,
  rows: readonly Stored[],
  page: Page,
  meta: Readonly<Record<string, unknown>> = {},
): Answer {
  const shown = rows.slice(page.skip, page.skip + page.limit).map((row) => present(row, view));
  return envelope(view.call, key, shown, { meta: { ...countMeta(shown.length, rows.length), ...meta } });
}
