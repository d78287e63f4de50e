import { type Answer, type Endpoint, empty, type Method } from '../../kit/index.ts';
import { requirePermission } from '../access.ts';
import { envelope } from '../envelope.ts';
import { badRequest, notFound, unauthorized } from '../errors.ts';
import type { Permission } from '../model/catalog.ts';
import type { EntityType } from '../model/ids.ts';
import type { Stored } from '../model/records.ts';
import { present } from '../present/index.ts';
import type { Caller, State } from '../state.ts';
import { View } from '../view.ts';
import { remove, restore } from '../write/store.ts';

/** An operation of this emulator. Operations that need no credentials have no caller. */
export type NutshellEndpoint = Endpoint<State, Caller | null>;

/** What an operation asks of the user behind the request. */
export type Needs = readonly Permission[];

export const ANYBODY: Needs = [];
export const CRM: Needs = ['canAccessCrm'];
export const CRM_DELETE: Needs = ['canAccessCrm', 'canDeleteEntities'];
export const MARKETING: Needs = ['canAccessMarketing'];

/** An operation for authenticated callers. */
export const endpoint = (
  method: Method,
  path: string,
  summary: string,
  needs: Needs,
  handle: (view: View) => Answer,
): NutshellEndpoint => ({
  method,
  path,
  summary,
  handle(call) {
    const { caller } = call;
    if (caller === null) throw unauthorized();
    for (const permission of needs) requirePermission(call, caller.user, permission);
    return handle(new View(call, caller));
  },
});

/** Path parameter `id`. */
export const idOf = (view: View): string | undefined => view.call.params['id'];

/** One record in the envelope. */
export const oneAnswer = (view: View, key: string, row: Stored, status = 200): Answer =>
  envelope(view.call, key, [present(row, view, status !== 201)], { status });

/** `GET /<path>/:id`, also with a comma list. */
export const getEndpoint = (type: EntityType, path: string, noun: string, needs: Needs): NutshellEndpoint =>
  endpoint('GET', `${path}/:id`, `Get ${noun}`, needs, (view) =>
    envelope(
      view.call,
      type,
      view.findList(type, idOf(view)).map((row) => present(row, view, true)),
    ),
  );

/** The records of a comma list that are to be deleted: all of them must be there. @throws Refusal 404 */
export function deletable(view: View, type: EntityType): Stored[] {
  const given = (idOf(view) ?? '').split(',');
  const rows = given.map((id) => view.find(type, id.trim()) as Stored);
  if (rows.some((row) => row.deletedTime !== null)) throw notFound();
  return rows;
}

/** `DELETE /<path>/:id`: puts records into the trash. @param answer what comes back: the records, or nothing (204) */
export const deleteEndpoint = (
  type: EntityType,
  path: string,
  noun: string,
  answer: 'records' | 'empty' = 'records',
): NutshellEndpoint =>
  endpoint('DELETE', `${path}/:id`, `Delete ${noun}`, CRM_DELETE, (view) => {
    const gone = deletable(view, type).map((row) => remove(view, row));
    const shown = gone.map((row) => present(row, view, true));
    return answer === 'empty' ? empty() : envelope(view.call, type, shown);
  });

/** `POST /<path>/:id/undelete`: takes a record out of the trash. */
export const undeleteEndpoint = (type: EntityType, path: string, noun: string): NutshellEndpoint =>
  endpoint('POST', `${path}/:id/undelete`, `Restore ${noun}`, CRM_DELETE, (view) => {
    const row: Stored = view.find(type, idOf(view));
    if (row.deletedTime === null)
      throw badRequest(view.call, 'Nothing to restore', { detail: `${row.id} is not deleted.` });
    return oneAnswer(view, type, restore(view, row));
  });
