import { type Answer, asList, asText, empty } from '../../kit/index.ts';
import { badRequest } from '../errors.ts';
import { readId } from '../model/ids.ts';
import type { Task } from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import { nested, pageAnswer, readPage } from '../query/paging.ts';
import { search } from '../query/search.ts';
import { sortBy } from '../query/sorting.ts';
import { readDates } from '../query/spans.ts';
import { readTime } from '../values/times.ts';
import type { View } from '../view.ts';
import { anything, checked, nullableText, text } from '../write/body.ts';
import { patch } from '../write/patch.ts';
import { readRecurrence } from '../write/patch-fields.ts';
import { readLinks } from '../write/relations.ts';
import { create } from '../write/store.ts';
import { CRM, deleteEndpoint, endpoint, getEndpoint, idOf, type NutshellEndpoint, oneAnswer } from './endpoint.ts';

const TASK = {
  title: { ...text, min: 1 },
  description: nullableText,
  dueTime: anything,
  recurrenceRule: anything,
  links: anything,
} as const;

/** Makes a task; without an assignee it is the caller's own. @throws Refusal 400 */
function createTask(view: View): Task {
  const values = checked(view, TASK, view.call.json());
  if (values['title'] === undefined) throw badRequest(view.call, 'title is required', { field: 'title' });
  const given = values['dueTime'] ?? null;
  const dueTime = given === null ? null : readTime(given);
  if (dueTime === undefined) throw badRequest(view.call, 'dueTime must be a time', { field: 'dueTime' });
  return create(view, 'tasks', {
    title: values['title'] as string,
    description: (values['description'] as string | null | undefined) ?? null,
    dueTime,
    completedTime: null,
    recurrenceRule: readRecurrence(view, values['recurrenceRule'] ?? null),
    links: {
      relatedEntity: null,
      creator: view.caller.actor,
      assignee: view.caller.user.id,
      ...readLinks(view, 'tasks', values['links']),
    },
  });
}

/** Ids that a filter names. @throws Refusal 400 */
function readIds(view: View, name: string, given: readonly string[], types: Parameters<typeof readId>[1]): string[] {
  return given.map((item) => {
    const id = readId(item, types);
    if (id === undefined)
      throw badRequest(view.call, 'Invalid filter', { detail: `Invalid value for ${name}: ${item}` });
    return id;
  });
}

const FILTERS = ['assignee', 'relatedEntity', 'dateMin', 'dateMax'];

function listTasks(view: View): Answer {
  const filter = nested(view.call.query['filter']);
  const unknown = Object.keys(filter).find((name) => !FILTERS.includes(name));
  if (unknown !== undefined) throw badRequest(view.call, 'Invalid filter', { detail: `Unknown filter: ${unknown}` });
  const inDates = readDates(view, filter);
  const assignees = readIds(view, 'assignee', asList(filter['assignee']), ['users']);
  const related = readIds(view, 'relatedEntity', asList(filter['relatedEntity']), ['accounts', 'contacts', 'leads']);
  const holds = (wanted: readonly string[], id: string | null) => wanted.length === 0 || wanted.includes(id ?? '');
  const found = view
    .live('tasks')
    .filter(
      (task) =>
        inDates(task.dueTime) &&
        holds(assignees, linkOf(task, 'assignee')) &&
        holds(related, linkOf(task, 'relatedEntity')),
    );
  const rows = search(found, asText(view.call.query['q']), view);
  return pageAnswer(
    view,
    'tasks',
    sortBy(rows, [{ key: 'dueTime', descending: false }], ({ dueTime }) => dueTime),
    readPage(view),
  );
}

/** Tasks, the one due first at the top. */
export const TASK_ENDPOINTS: readonly NutshellEndpoint[] = [
  endpoint('GET', '/tasks', 'List tasks', CRM, listTasks),
  endpoint('POST', '/tasks', 'Create a task', CRM, (view) => oneAnswer(view, 'tasks', createTask(view))),
  getEndpoint('tasks', '/tasks', 'a task', CRM),
  endpoint('PATCH', '/tasks/:id', 'Update a task', CRM, (view) => {
    patch(view, 'tasks', view.find('tasks', idOf(view)), 'any');
    return empty();
  }),
  deleteEndpoint('tasks', '/tasks', 'a task'),
];
