import { type Answer, checkBody, json, ok } from '../kit/index.ts';
import { isWithin, reachOf, requireWrite } from './access.ts';
import { noteChange } from './changes.ts';
import { badRequest, conflict, forbidden, invalidBody, notFound } from './errors.ts';
import type { Item } from './item.ts';
import { findVisible } from './reads.ts';
import { REMOTE, type Resource } from './resource.ts';
import { type Caller, type HumaansCall, nextId } from './state.ts';
import { present, View } from './view.ts';

/** The body's values after the field specs. @throws Refusal 400 with an issue per field */
function readBody(resource: Resource, call: HumaansCall, partial: boolean): Record<string, unknown> {
  const { database } = call.state;
  const exists = (table: string, id: string | number) =>
    (table === 'locations' && id === REMOTE) || database.table(table).has(id as string);
  const body = call.json();
  if (body === undefined) throw badRequest([{ name: 'body', reason: 'is required' }]);
  const ignored = { id: { type: 'any', readOnly: true }, createdAt: { type: 'any', readOnly: true } } as const;
  const specs = { ...resource.fields, ...ignored, updatedAt: ignored.createdAt };
  const { values, issues } = checkBody(specs, body, { partial, unknown: 'refuse', exists });
  if (issues.length > 0) throw invalidBody(issues);
  return values;
}

/** @throws Refusal 403 when the record would belong to somebody out of reach */
function requireReach(resource: Resource, view: View, values: Readonly<Record<string, unknown>>): void {
  if (!isWithin(reachOf(view), resource, values as Item))
    throw forbidden(resource.personField ?? 'role', `not allowed for the role ${view.caller.role}`);
}

const timestamps = (resource: Resource, now: string): Readonly<Record<string, unknown>> =>
  resource.timestamps === 'none'
    ? {}
    : resource.timestamps === 'created'
      ? { createdAt: now }
      : { createdAt: now, updatedAt: now };

/** `POST /x`: 201 with the new record. */
export function create(resource: Resource, call: HumaansCall, caller: Caller): Answer {
  requireWrite(resource, caller);
  const { state, timestamp } = call;
  const values = readBody(resource, call, false);
  requireReach(resource, new View(call, caller), values);
  const company = Object.hasOwn(resource.fields, 'companyId') ? { companyId: state.companyId } : {};
  const change = { call, caller, values, before: undefined };
  const prepared = resource.prepare?.(change);
  const after = state.database.table(resource.table).insert({
    id: nextId(state, resource.table),
    ...company,
    ...values,
    ...prepared,
    ...timestamps(resource, timestamp),
  });
  const extra = resource.finish?.({ ...change, after });
  noteChange(resource, 'created', call, caller, after.id, Object.keys(values));
  return json(201, { ...present(resource, after, new View(call, caller), true), ...extra });
}

/** `PATCH /x/:id`: 200 with the changed record. */
export function update(resource: Resource, call: HumaansCall, caller: Caller): Answer {
  requireWrite(resource, caller);
  const view = new View(call, caller);
  const before = findVisible(resource, view);
  if (before === undefined) return notFound();
  const values = readBody(resource, call, true);
  requireReach(resource, view, { ...before, ...values });
  const change = { call, caller, values, before };
  const stamp = resource.timestamps === 'both' ? { updatedAt: call.timestamp } : {};
  const changes = { ...values, ...resource.prepare?.(change), ...stamp };
  const after = call.state.database.table(resource.table).update(before.id, changes)!;
  resource.finish?.({ ...change, after });
  noteChange(resource, 'updated', call, caller, after.id, Object.keys(values));
  return ok(present(resource, after, new View(call, caller), true));
}

/** `DELETE /x/:id`: 200 with `{id, deleted: true}`; 409 while something needs the record. */
export function remove(resource: Resource, call: HumaansCall, caller: Caller): Answer {
  requireWrite(resource, caller);
  const item = findVisible(resource, new View(call, caller));
  if (item === undefined) return notFound();
  if (item.id === caller.token.personId) throw forbidden('id', 'you cannot delete yourself');
  const removal = call.state.database.remove(resource.table, item.id);
  if ('refusedBy' in removal)
    throw conflict(`The ${resource.noun} is in use by ${removal.refusedBy.from}`, removal.refusedBy.field);
  noteChange(resource, 'deleted', call, caller, item.id, []);
  return ok({ id: item.id, deleted: true });
}
