import { badRequest } from '../errors.ts';
import { type EntityType, readId, typeOf } from '../model/ids.ts';
import type { Activity, Links } from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import { readTime } from '../values/times.ts';
import type { View } from '../view.ts';
import { anything, checked, flag, memberOf, nullableText, text, type Values } from './body.ts';
import { change } from './changes.ts';
import { create, tell } from './store.ts';

/** Who can take part in an activity; each type is a relation of the same name. */
export const PARTICIPANTS: readonly EntityType[] = ['users', 'contacts', 'accounts', 'leads'];

const ACTIVITY = {
  name: { ...text, min: 1 },
  description: nullableText,
  note: nullableText,
  location: nullableText,
  activityType: anything,
  startTime: anything,
  endTime: anything,
  transcription: nullableText,
  isFlagged: flag,
  isLogged: flag,
  isCancelled: flag,
  isAllDay: flag,
  links: anything,
} as const;

const wrong = (view: View, field: string, why: string) => badRequest(view.call, `${field} ${why}`, { field });

/** Sorts participants by their type. @throws Refusal 400 */
function readParticipants(view: View, given: unknown): Links {
  if (!Array.isArray(given) || given.length > 500)
    throw wrong(view, 'links.participants', 'must be a list of at most 500 ids');
  const ids = given.map((item: unknown) => {
    const id = readId(item, PARTICIPANTS);
    const row = id === undefined ? undefined : view.any(id);
    if (row === undefined || !view.isLive(row))
      throw wrong(view, 'links.participants', `names no user, person, company or lead: ${String(item)}`);
    return row.id;
  });
  return Object.fromEntries(PARTICIPANTS.map((type) => [type, [...new Set(ids)].filter((id) => typeOf(id) === type)]));
}

function readType(view: View, given: unknown): string {
  const id = readId(given, ['activityTypes']);
  if (id === undefined || view.row('activityTypes', id) === undefined)
    throw wrong(view, 'activityType', 'does not exist');
  return id;
}

function readMoment(view: View, values: Values, name: 'startTime' | 'endTime', before: number): number {
  if (values[name] === undefined || values[name] === null) return before;
  const seconds = readTime(values[name]);
  if (seconds === undefined) throw wrong(view, name, 'must be a time in Unix seconds');
  return seconds;
}

/** What a body changes of an activity. @throws Refusal 400 */
function readActivity(view: View, body: unknown, before: Activity) {
  const values = checked(view, ACTIVITY, body);
  const startTime = readMoment(view, values, 'startTime', before.startTime);
  const length = before.endTime - before.startTime;
  const endTime = readMoment(view, values, 'endTime', startTime + length);
  if (endTime < startTime) throw wrong(view, 'endTime', 'must not be before startTime');
  const kept = <Value>(name: string, old: Value): Value => (values[name] === undefined ? old : (values[name] as Value));
  const isLogged = kept('isLogged', before.isLogged);
  const participants = memberOf(values['links'], 'participants');
  const type = memberOf(values['links'], 'activityType') ?? values['activityType'];
  return {
    note: (values['note'] ?? null) as string | null,
    fields: {
      name: kept('name', before.name),
      agenda: kept<string | null>('description', before.agenda) ?? '',
      location: kept('location', before.location),
      transcription: kept('transcription', before.transcription),
      isFlagged: kept('isFlagged', before.isFlagged),
      isCancelled: kept('isCancelled', before.isCancelled),
      isAllDay: kept('isAllDay', before.isAllDay),
      isLogged,
      loggedTime: isLogged ? (before.loggedTime ?? view.now) : null,
      startTime,
      endTime,
    },
    links: {
      ...(type !== undefined && type !== null && { activityType: readType(view, type) }),
      ...(participants !== undefined && readParticipants(view, participants)),
    },
  };
}

const HALF_HOUR = 1800;

/** An activity before anything is known of it. */
const blank = (view: View): Activity => ({
  id: '',
  rev: 0,
  createdTime: view.now,
  modifiedTime: view.now,
  deletedTime: null,
  name: '',
  agenda: '',
  location: null,
  startTime: view.now,
  endTime: view.now + HALF_HOUR,
  isAllDay: false,
  isCancelled: false,
  isFlagged: false,
  isLogged: false,
  loggedTime: null,
  transcription: null,
  links: {},
});

/** What was noted when an activity was logged, kept as a note on its first lead, person or company. */
function logNote(view: View, activity: Activity, markup: string): string | null {
  const parent = ['leads', 'contacts', 'accounts'].flatMap((type) => activity.links[type] ?? [])[0];
  if (parent === undefined) return null;
  return create(view, 'notes', { markup, links: { parent, creator: view.caller.actor } }).id;
}

function store(view: View, activity: Activity, note: string | null): Activity {
  if (note === null || note === '') return activity;
  return change(view, activity, { links: { logNote: logNote(view, activity, note) } });
}

/** Makes an activity; without participants the caller takes part. @throws Refusal 400 */
export function createActivity(view: View, body: unknown): Activity {
  const { note, fields, links } = readActivity(view, body, blank(view));
  if (fields.name === '') throw wrong(view, 'name', 'is required');
  const everybody = { accounts: [], contacts: [], leads: [], users: [view.caller.user.id] };
  const activity = create(view, 'activities', {
    ...fields,
    links: {
      activityType: view.live('activityTypes')[0]?.id ?? null,
      creator: view.caller.actor,
      logger: fields.isLogged ? view.caller.user.id : null,
      logNote: null,
      ...everybody,
      ...links,
    },
  });
  if (fields.isLogged) tell(view, 'log', activity.id);
  return store(view, activity, note);
}

/** Changes an activity; members that the body leaves out stay. @throws Refusal 400 */
export function updateActivity(view: View, before: Activity, body: unknown): Activity {
  const { note, fields, links } = readActivity(view, body, before);
  const wasLogged = fields.isLogged && !before.isLogged;
  const logger = wasLogged ? { logger: view.caller.user.id } : {};
  const after = change(view, before, { fields, links: { ...links, ...logger } }, wasLogged ? 'log' : 'update');
  return store(view, after, linkOf(after, 'logNote') === null ? note : null);
}
