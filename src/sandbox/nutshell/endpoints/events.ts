import { type Answer, asInteger, asList, asText } from '../../kit/index.ts';
import { envelope } from '../envelope.ts';
import { badRequest } from '../errors.ts';
import { numberOf, readId, typeOf } from '../model/ids.ts';
import type { Stored, TimelineEvent } from '../model/records.ts';
import { linkOf, linksOf } from '../model/tables.ts';
import { present } from '../present/index.ts';
import { nested, readLimit } from '../query/paging.ts';
import type { View } from '../view.ts';
import { CRM, endpoint, type NutshellEndpoint } from './endpoint.ts';

const DEFAULT_LIMIT = 20;

const PAYLOADS = [
  'accounts',
  'activities',
  'assignments',
  'chats',
  'companyEnrichment',
  'constantContact',
  'contacts',
  'emails',
  'emailInteraction',
  'formSubmissions',
  'inbox_threads',
  'leadUpdates',
  'leads',
  'marketingEmails',
  'mcfxSessions',
  'notes',
  'queued',
  'ticketMessages',
  'undelivered',
  'unshared',
];
const KINDS = [
  'comments',
  'mailchimp',
  'followup',
  'constantContact',
  'emailInteraction',
  'assignments',
  'formSubmissions',
];

type Test = (event: TimelineEvent) => boolean;

const invalid = (view: View, detail: string) => badRequest(view.call, 'Invalid filter', { detail });

function readWords(view: View, name: string, words: readonly string[], known: readonly string[]): readonly string[] {
  for (const word of words) if (!known.includes(word)) throw invalid(view, `Invalid value for ${name}: ${word}`);
  return words;
}

/** What an event is besides a change of its payload, as far as the API has a word for it. */
function kindsOf(event: TimelineEvent, view: View): string[] {
  const assigned = event.changes.some(({ attribute }) => attribute === 'owner');
  const origin = view.row('origins', linkOf(event, 'actor'));
  return [...(assigned ? ['assignments'] : []), ...(origin?.originType === 'form' ? ['formSubmissions'] : [])];
}

/** Tests from `filters[…]` (plural), `events` and `entity_id`. @throws Refusal 400 */
function readTests(view: View): Test[] {
  const { query } = view.call;
  const filters = nested(query['filters']);
  const tests: Test[] = [];
  const payloads = readWords(view, 'filters[payload]', asList(filters['payload']), PAYLOADS);
  if (payloads.length > 0)
    tests.push(
      (event) => payloads.includes(event.payloadType) || kindsOf(event, view).some((kind) => payloads.includes(kind)),
    );
  const creators = asList(filters['creator']);
  if (creators.length > 0) tests.push((event) => creators.includes(linkOf(event, 'actor') ?? ''));
  const emails = readWords(view, 'filters[emailEntityType]', asList(filters['emailEntityType']), [
    'sender',
    'recipient',
  ]);
  if (emails.length > 0) tests.push(({ payloadType }) => payloadType === 'emails');
  const kinds = readWords(view, 'events', asList(query['events'], ','), KINDS);
  if (kinds.length > 0) tests.push((event) => kindsOf(event, view).some((kind) => kinds.includes(kind)));
  const entity = asText(query['entity_id']);
  if (entity !== undefined) tests.push((event) => linksOf(event, 'payloads').includes(entity));
  return tests;
}

/** A place in the timeline: behind everything of an earlier second, and of the same second by number. */
interface Position {
  readonly time: number;
  readonly number: number;
}

const compare = (event: TimelineEvent, { time, number }: Position): number =>
  event.createdTime === time ? numberOf(event.id) - number : event.createdTime - time;

/** Reads `since_id`/`since_time` or `max_id`/`max_time`. @throws Refusal 400 */
function readPosition(view: View, side: 'since' | 'max'): Position | undefined {
  const { query } = view.call;
  const time = asInteger(query[`${side}_time`]);
  if (time === null) throw invalid(view, `Invalid value for ${side}_time`);
  const given = asText(query[`${side}_id`]);
  const id = given === undefined ? undefined : readId(given, ['events']);
  if (given !== undefined && id === undefined) throw invalid(view, `Invalid value for ${side}_id: ${given}`);
  const event = id === undefined ? undefined : view.row('events', id);
  if (event !== undefined) return { time: event.createdTime, number: numberOf(event.id) };
  if (id !== undefined && time !== undefined) return { time, number: numberOf(id) };
  if (time === undefined) return id === undefined ? undefined : { time: 0, number: numberOf(id) };
  // A time alone stands for its whole second: events of that second are within reach from either side.
  return { time, number: side === 'since' ? -1 : Number.MAX_SAFE_INTEGER };
}

/** Events from new to old, with what they are about and who did it. */
function eventsAnswer(view: View, events: readonly TimelineEvent[], meta: Readonly<Record<string, unknown>>): Answer {
  const rows = (ids: readonly string[]): Stored[] =>
    [...new Set(ids)].flatMap((id) => {
      const row = view.any(id);
      return row !== undefined && view.exists(row) && view.sees(row) ? [row] : [];
    });
  const payloads = rows(events.flatMap((event) => linksOf(event, 'payloads')));
  const related = rows(
    payloads.filter(({ id }) => typeOf(id) === 'activities').flatMap((row) => linksOf(row, 'activityType')),
  );
  const show = (some: readonly Stored[]) => some.map((row) => present(row, view));
  return envelope(view.call, 'events', show(events), {
    meta,
    companions: {
      actors: show(rows(events.flatMap((event) => linksOf(event, 'actor')))),
      payloads: show(payloads),
      activityTypes: show(related),
      contacts: [],
      users: [],
      notes: [],
      emailAddresses: [],
      activities: [],
    },
  });
}

const newestFirst = (events: readonly TimelineEvent[]): TimelineEvent[] =>
  [...events].sort((a, b) => compare(b, { time: a.createdTime, number: numberOf(a.id) }));

/**
 * One page of the timeline. With `since_…` it is the oldest events behind that place, otherwise the newest ones (before
 * `max_…`); `meta.next` leads to newer events, `meta.previous` to older ones.
 */
function listEvents(view: View): Answer {
  const { call } = view;
  const limit = readLimit(view, call.query['limit'], DEFAULT_LIMIT);
  const tests = readTests(view);
  const [since, max] = [readPosition(view, 'since'), readPosition(view, 'max')];
  const found = newestFirst(
    view
      .live('events')
      .filter(
        (event) =>
          (since === undefined || compare(event, since) > 0) &&
          (max === undefined || compare(event, max) < 0) &&
          tests.every((test) => test(event)),
      ),
  );
  const page = since === undefined ? found.slice(0, limit) : found.slice(Math.max(0, found.length - limit));
  const [newest, oldest] = [page[0], page.at(-1)];
  const link = (side: 'since' | 'max', event: TimelineEvent) => {
    const query = new URLSearchParams(call.rawQuery);
    for (const name of ['since_id', 'since_time', 'max_id', 'max_time']) query.delete(name);
    query.set('limit', String(limit));
    query.set(`${side}_id`, event.id);
    query.set(`${side}_time`, String(event.createdTime));
    return `${call.baseUrl}/events?${query}`;
  };
  const here = `${call.baseUrl}/events${call.rawQuery === '' ? '' : `?${call.rawQuery}`}`;
  const next = newest === undefined ? null : link('since', newest);
  return eventsAnswer(view, page, {
    next: call.has('repeating_cursor') || (next === null && call.has('endless_pages')) ? here : next,
    previous: oldest === undefined ? null : link('max', oldest),
    last: oldest?.id ?? null,
  });
}

/** Deletions, the latest first. */
function listDeletedEvents(view: View): Answer {
  const { query } = view.call;
  const types = readWords(view, 'filter[types]', asList(nested(query['filter'])['types'], ','), PAYLOADS);
  readWords(view, 'sort', asList(query['sort']), ['-change_time']);
  const deletions = view.state.database
    .table('events')
    .filter(
      (event) =>
        event.action === 'delete' && (types.length === 0 || types.includes(event.payloadType)) && view.sees(event),
    );
  return eventsAnswer(view, newestFirst(deletions), {});
}

/** The timeline, which is also the change feed. */
export const EVENT_ENDPOINTS: readonly NutshellEndpoint[] = [
  endpoint('GET', '/events', 'List what happened', CRM, listEvents),
  endpoint('GET', '/events/deleted', 'List what was deleted', CRM, listDeletedEvents),
];
