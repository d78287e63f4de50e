import { isDeepStrictEqual } from 'node:util';
import type { CompileScope } from '../../compile/scope.ts';
import { compileExpression } from '../../expressions/index.ts';
import type { Arguments } from '../http/args.ts';
import { engineFailure } from '../outcome.ts';
import { type Fields, isMissing, isRecord, ownValue } from '../records.ts';

/** How a provider's pages are asked for. */
export type PageMode = 'cursor' | 'offset' | 'page';

/** The `iterator` parameter, compiled. */
export interface PageIterator {
  readonly key: string;
  readonly in: 'query' | 'body';
  readonly mode: PageMode;
  readonly startPage: number;
  readonly maxPage: number;
  /** False for a page after which there is no other. */
  readonly continues: (body: unknown) => boolean;
}

const DEFAULT_MAX_PAGE = 1_000;
const MOST_PAGES = 10_000;

const MODES: ReadonlySet<unknown> = new Set<PageMode>(['cursor', 'offset', 'page']);
const wholeNumber = (value: unknown, otherwise: number): number => {
  const number = Number(value ?? otherwise);
  return Number.isInteger(number) ? number : otherwise;
};

/** The name that a key spells: names that begin with `$` can only be written as an expression (`{{"$skip"}}`). */
function constantOf(key: string, scope: CompileScope): string {
  const value = compileExpression(key, { compat: scope.compat }).safe({});
  return typeof value === 'string' ? value : key;
}

/** Compiles the `iterator` of a paginated step. */
export function compileIterator(source: unknown, scope: CompileScope): PageIterator {
  const { key, in: place, mode, startPage, maxPage, condition } = isRecord(source) ? source : ({} as Fields);
  const expression = typeof condition === 'string' ? compileExpression(condition, { compat: scope.compat }) : undefined;
  return {
    key: typeof key === 'string' ? constantOf(key, scope) : '',
    in: place === 'body' ? 'body' : 'query',
    mode: MODES.has(mode) ? (mode as PageMode) : 'cursor',
    startPage: wholeNumber(startPage, 1),
    maxPage: Math.min(MOST_PAGES, wholeNumber(maxPage, DEFAULT_MAX_PAGE)),
    continues: (body) => expression === undefined || Boolean(expression.safe(isRecord(body) ? body : {})),
  };
}

/** Where a list goes on. */
export interface PagePosition {
  readonly token: unknown;
  readonly position: number;
}

/** A position out of what callers and connectors hand in. */
export function positionFrom(token: unknown, position: unknown): PagePosition {
  const offset = wholeNumber(position, 0);
  return { token: isMissing(token) ? null : token, position: Math.max(0, offset) };
}

/** A page as the walker needs to see it. */
export interface Page {
  readonly records: readonly unknown[];
  /** The provider's token of the following page; missing when there is none. */
  readonly next: unknown;
  /** False when the connector says that no page follows. */
  readonly continues: boolean;
}

/** What walking the pages gathered. */
export interface Gathered {
  readonly records: readonly unknown[];
  readonly next?: unknown;
  readonly position?: number;
  readonly repeated: boolean;
}

/** Puts the place of the page to ask for into the arguments of the call. */
export function applyPlace(iterator: PageIterator, args: Arguments, place: unknown): void {
  if (iterator.key === '' || isMissing(place)) return;
  if (iterator.in === 'body') args.body.set(iterator.key, place);
  else if (!isRecord(place)) args.query.set(iterator.key, place);
  else for (const name of Object.keys(place)) args.query.set(`${iterator.key}[${name}]`, place[name]);
}

const isToken = (value: unknown): boolean =>
  !isMissing(value) && (typeof value === 'string' || typeof value === 'number' || typeof value === 'object');

/**
 * Walks pages until enough records are gathered or none follow, and says where to go on. When the budget ends within a
 * page, going on means asking for that page again and skipping what was used of it.
 * @param hasTokens whether answers carry tokens of following pages
 * @param fetch asks for the page at a place: a token, a page number or an offset
 */
export async function walkPages(
  iterator: PageIterator,
  start: PagePosition,
  budget: number,
  hasTokens: boolean,
  fetch: (place: unknown) => Promise<Page>,
): Promise<Gathered> {
  if (iterator.mode === 'offset' && !hasTokens) return walkOffsets(start, budget, fetch);
  const records: unknown[] = [];
  const isPaged = iterator.mode === 'page';
  let token = isPaged ? wholeNumber(start.token, iterator.startPage) : start.token;
  let skip = start.position;
  let before: readonly unknown[] | undefined;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    if (isPaged && (token as number) > iterator.maxPage) {
      throw engineFailure(`The list has more than ${iterator.maxPage} pages, the most that this step reads.`);
    }
    const page = await fetch(token ?? (iterator.mode === 'offset' ? 0 : token));
    const repeated = before !== undefined && page.records.length > 0 && isDeepStrictEqual(before, page.records);
    if (page.records.length === 0 || (isPaged && repeated)) return { records, repeated };
    const following = followingToken(iterator, token, page, hasTokens);
    const usable = page.records.slice(skip, skip + budget - records.length);
    for (const record of usable) records.push(record);
    const used = skip + usable.length;
    if (used < page.records.length) {
      return { records, next: isPaged ? String(token) : (token ?? null), position: used, repeated: false };
    }
    // A provider that answers with the token it was asked with would never come to an end.
    if (!isToken(following) || isDeepStrictEqual(following, token)) return { records, repeated: isToken(following) };
    if (records.length >= budget) {
      return { records, next: isPaged ? String(following) : following, position: 0, repeated: false };
    }
    token = following;
    skip = 0;
    before = page.records;
  }
  throw engineFailure(`The list has more than ${MOST_PAGES} pages.`);
}

function followingToken(iterator: PageIterator, token: unknown, page: Page, hasTokens: boolean): unknown {
  if (!page.continues) return undefined;
  if (iterator.mode !== 'page') return page.next;
  return hasTokens && isMissing(page.next) ? undefined : (token as number) + 1;
}

/** Walks a list by the number of records already read, which is all there is to know about a place in it. */
async function walkOffsets(
  start: PagePosition,
  budget: number,
  fetch: (place: unknown) => Promise<Page>,
): Promise<Gathered> {
  const records: unknown[] = [];
  let offset = start.position;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const page = await fetch(offset);
    if (page.records.length === 0) return { records, repeated: false };
    const usable = page.records.slice(0, budget - records.length);
    for (const record of usable) records.push(record);
    offset += usable.length;
    if (usable.length < page.records.length) return { records, next: null, position: offset, repeated: false };
    if (!page.continues) return { records, repeated: false };
    if (records.length >= budget) return { records, next: null, position: offset, repeated: false };
  }
  throw engineFailure(`The list has more than ${MOST_PAGES} pages.`);
}

const DEFAULT_BUDGET = 25;

/** How many records a run may gather: the input `page_size`, else what the action says, else 25. */
export function pageBudget(inputs: unknown, pageSize: number | undefined): number {
  const asked = Number(ownValue(inputs, 'page_size'));
  const budget = Number.isFinite(asked) && asked >= 1 ? asked : (pageSize ?? DEFAULT_BUDGET);
  return Math.floor(budget);
}
