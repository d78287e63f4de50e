import { type Answer, ok, pageRows } from '../kit/index.ts';
import { isWithin, reachOf, requireRead } from './access.ts';
import { notFound } from './errors.ts';
import type { Item } from './item.ts';
import { readListQuery } from './query.ts';
import type { Resource } from './resource.ts';
import type { Caller, HumaansCall } from './state.ts';
import { present, View } from './view.ts';

/** `GET /x`: filtered, sorted, one page, with the total before paging. */
export function list(resource: Resource, call: HumaansCall, caller: Caller): Answer {
  requireRead(resource, caller);
  const query = readListQuery(resource, call.query);
  const view = new View(call, caller);
  const reach = reachOf(view);
  const shown = new Map<string, Item>();
  const show = (item: Item): Item => {
    const known = shown.get(item.id) ?? present(resource, item, view, false);
    shown.set(item.id, known);
    return known;
  };
  const isReduced = view.reduced && resource.reduce !== undefined;
  const read = (item: Item, name: string): unknown =>
    Object.hasOwn(item, name) && !isReduced ? item[name] : show(item)[name];

  const within = call.state.database.table(resource.table).filter((item) => isWithin(reach, resource, item));
  const inForce = query.asOf === undefined ? within : (resource.asOf?.(within, query.asOf) ?? within);
  const matching = inForce.filter((item) => query.test(item, read));
  const ordered = query.sort === undefined ? matching : query.sort(matching.map(show));

  const { limit, skip } = query;
  const page = pageRows(ordered, skip, limit);
  const endless = call.has('endless_pages');
  const rows = endless && page.rows.length === 0 ? ordered.slice(0, limit) : page.rows;
  const total = endless ? skip + rows.length + limit : page.total;
  return ok({ total, limit, skip, data: rows.map((item) => (query.sort === undefined ? show(item) : item)) });
}

/** The stored record of a path's id, if the caller may see it. */
export function findVisible(resource: Resource, view: View): Item | undefined {
  const item = view.item(resource.table, view.call.params['id']);
  return item !== undefined && isWithin(reachOf(view), resource, item) ? item : undefined;
}

/** `GET /x/:id`: one record; 404 also for records the caller may not see. */
export function get(resource: Resource, call: HumaansCall, caller: Caller): Answer {
  requireRead(resource, caller);
  const view = new View(call, caller);
  const item = findVisible(resource, view);
  return item === undefined ? notFound() : ok(present(resource, item, view, true));
}
