import { badRequest } from '../errors.ts';
import { readId } from '../model/ids.ts';
import type { Note } from '../model/records.ts';
import { pageAnswer, readPage } from '../query/paging.ts';
import { sortBy } from '../query/sorting.ts';
import type { View } from '../view.ts';
import { memberOf } from '../write/body.ts';
import { create } from '../write/store.ts';
import {
  CRM,
  deleteEndpoint,
  endpoint,
  getEndpoint,
  type NutshellEndpoint,
  oneAnswer,
  undeleteEndpoint,
} from './endpoint.ts';

const MAX_BODY = 50_000;

/** Makes a note from `{"data": {"body", "links": {"parent"}}}`. @throws Refusal 400 */
function createNote(view: View): Note {
  const data = memberOf(view.call.json(), 'data');
  const markup = memberOf(data, 'body');
  if (typeof markup !== 'string' || markup.trim() === '' || markup.length > MAX_BODY)
    throw badRequest(view.call, 'A note needs a body', { field: 'data.body' });
  const id = readId(memberOf(memberOf(data, 'links'), 'parent'), ['accounts', 'contacts', 'leads']);
  const parent = id === undefined ? undefined : view.any(id);
  if (parent === undefined || !view.isLive(parent))
    throw badRequest(view.call, 'A note needs a parent', {
      detail: 'data.links.parent must be the id of a company, person or lead.',
      field: 'data.links.parent',
    });
  return create(view, 'notes', { markup, links: { parent: parent.id, creator: view.caller.actor } });
}

/** Notes, newest first. */
export const NOTE_ENDPOINTS: readonly NutshellEndpoint[] = [
  endpoint('GET', '/notes', 'List notes', CRM, (view) => {
    const rows = sortBy(
      view.live('notes'),
      [{ key: 'createdTime', descending: true }],
      ({ createdTime }) => createdTime,
    );
    return pageAnswer(view, 'notes', rows, readPage(view));
  }),
  endpoint('POST', '/notes', 'Create a note', CRM, (view) => oneAnswer(view, 'notes', createNote(view), 201)),
  getEndpoint('notes', '/notes', 'a note', CRM),
  deleteEndpoint('notes', '/notes', 'a note'),
  undeleteEndpoint('notes', '/notes', 'a note'),
];
