import { type Answer, type AuthorizedCall, type Endpoint, type Method, ok } from '../../kit/index.ts';
import { type Caller, type Needs, requireAccess } from '../access.ts';
import { invalid, notFound } from '../errors.ts';
import type { Rows, TableName } from '../model/tables.ts';
import { type Filter, readFilters } from '../query/filters.ts';
import { type Ordering, readOrder } from '../query/ordering.ts';
import { pageAnswer } from '../query/paging.ts';
import type { State } from '../state.ts';
import { View } from '../view.ts';

/** An operation of this emulator. */
export type FifteenFiveEndpoint = Endpoint<State, Caller>;

/** What a list can be narrowed and ordered by. */
export interface ListRules<Row> {
  readonly filters: readonly Filter<Row>[];
  readonly ordering: Ordering<Row>;
  /** What `order_by` is when it is absent. */
  readonly order: string;
}

/** A kind of record that is listed and read one by one. */
export interface Resource<Name extends TableName> extends ListRules<Rows[Name]> {
  /** Below the base, with slashes at both ends. */
  readonly path: string;
  readonly table: Name;
  /** Plural, for summaries. */
  readonly nouns: string;
  readonly needs: Needs;
  readonly present: (row: Rows[Name], view: View) => object;
  /** How a record is shown when it is read alone. Default: as in lists. */
  readonly presentOne?: (row: Rows[Name], view: View) => object;
  /** Further conditions of every operation. @throws Refusal when they do not hold */
  readonly guard?: (view: View) => void;
  /** The records that exist for the caller. Default: all. */
  readonly visible?: (view: View) => readonly Rows[Name][];
  /** There is no operation that reads one. */
  readonly listOnly?: true;
}

/** One operation. @param needs what it asks of the key and its maker */
export const endpoint = (
  method: Method,
  path: string,
  summary: string,
  needs: Needs,
  handle: (view: View) => Answer | Promise<Answer>,
): FifteenFiveEndpoint => ({
  method,
  path,
  summary,
  handle(call: AuthorizedCall<State, Caller>) {
    requireAccess(call.caller, needs);
    return handle(new View(call, call.caller));
  },
});

/** The records that the query asks for, in its order. @throws Refusal 400 for parameters that cannot be read */
export function select<Row extends { readonly id: number }>(
  { filters, ordering, order }: ListRules<Row>,
  rows: readonly Row[],
  view: View,
): Row[] {
  const { query } = view.call;
  const { tests, problems } = readFilters(filters, query);
  const sort = readOrder(ordering, order, query['order_by']);
  const all = typeof sort === 'string' ? { ...problems, order_by: [sort] } : problems;
  if (typeof sort === 'string' || Object.keys(all).length > 0) throw invalid(all);
  return sort(
    rows.filter((row) => tests.every((test) => test(row, view))),
    view,
  );
}

/** `GET /x/` and, unless it is only listed, `GET /x/:id/`. */
export function resourceEndpoints<Name extends TableName>(resource: Resource<Name>): FifteenFiveEndpoint[] {
  const { path, table, nouns, needs, present, presentOne = present, guard, listOnly } = resource;
  const { visible = (view: View) => view.rows(table) } = resource;
  const list = endpoint('GET', path, `List ${nouns}`, needs, (view) => {
    guard?.(view);
    const rows = select(resource, visible(view), view);
    return pageAnswer(view.call, rows, (page) => page.map((row) => present(row, view)));
  });
  if (listOnly) return [list];
  const get = endpoint('GET', `${path}:id/`, `Get one of the ${nouns}`, needs, (view) => {
    guard?.(view);
    const row = view.find(table, view.call.params['id']);
    if (!visible(view).includes(row)) throw notFound();
    return ok(presentOne(row, view));
  });
  return [list, get];
}
