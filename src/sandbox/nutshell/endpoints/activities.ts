import { type Answer, asList, asText } from '../../kit/index.ts';
import { envelope } from '../envelope.ts';
import { badRequest } from '../errors.ts';
import { readId } from '../model/ids.ts';
import type { Activity, Lead } from '../model/records.ts';
import { linkOf, linksOf } from '../model/tables.ts';
import { activityStatus } from '../present/engagements.ts';
import { present } from '../present/index.ts';
import { nested, pageAnswer, readLimit, readPage } from '../query/paging.ts';
import { search } from '../query/search.ts';
import { sortBy } from '../query/sorting.ts';
import { readDates } from '../query/spans.ts';
import type { View } from '../view.ts';
import { createActivity, PARTICIPANTS, updateActivity } from '../write/activities.ts';
import { onlyRecord } from '../write/body.ts';
import { CRM, endpoint, getEndpoint, idOf, type NutshellEndpoint, oneAnswer } from './endpoint.ts';

type Test = (activity: Activity) => boolean;

const invalid = (view: View, name: string, text: string) =>
  badRequest(view.call, 'Invalid filter', { detail: `Invalid value for ${name}: ${text}` });

/** True or false, as text. @throws Refusal 400 */
function readFlag(view: View, name: string, text: string): boolean {
  if (!['true', 'false', '1', '0'].includes(text)) throw invalid(view, name, text);
  return text === 'true' || text === '1';
}

/** Known words only. @throws Refusal 400 */
function readWords(view: View, name: string, words: readonly string[], known: readonly string[]): readonly string[] {
  for (const word of words) if (!known.includes(word)) throw invalid(view, name, word);
  return words;
}

const isHot = (lead: Lead | undefined): boolean => lead?.priority === 1;

/** Tests by the key of `filter[…]`. */
const FILTERS: Readonly<Record<string, (view: View, wanted: readonly string[]) => Test>> = {
  participant(view, wanted) {
    const ids = wanted.map((text) => {
      const id = readId(text, PARTICIPANTS);
      if (id === undefined) throw invalid(view, 'participant', text);
      return id;
    });
    return (activity) => PARTICIPANTS.some((type) => linksOf(activity, type).some((id) => ids.includes(id)));
  },
  status(view, wanted) {
    const statuses = readWords(view, 'status', wanted, ['scheduled', 'logged', 'cancelled']);
    return (activity) => statuses.includes(activityStatus(activity));
  },
  leadPriority(view, wanted) {
    readWords(view, 'leadPriority', wanted, ['hot']);
    return (activity) => linksOf(activity, 'leads').some((id) => isHot(view.row('leads', id)));
  },
  activityType(view, wanted) {
    const ids = wanted.map((text) => readId(text, ['activityTypes']) ?? '');
    if (ids.includes('')) throw invalid(view, 'activityType', wanted.join(', '));
    return (activity) => ids.includes(linkOf(activity, 'activityType') ?? '');
  },
  flagged: (view, wanted) => flagTest(view, 'flagged', wanted),
  isImportant: (view, wanted) => flagTest(view, 'isImportant', wanted),
};

function flagTest(view: View, name: string, wanted: readonly string[]): Test {
  const flag = readFlag(view, name, wanted.at(-1) ?? '');
  return ({ isFlagged }) => isFlagged === flag;
}

function listActivities(view: View): Answer {
  const { query } = view.call;
  const filter = nested(query['filter']);
  const inDates = readDates(view, filter);
  const tests = Object.entries(filter)
    .filter(([name]) => name !== 'dateMin' && name !== 'dateMax')
    .map(([name, value]): Test => {
      if (!Object.hasOwn(FILTERS, name))
        throw badRequest(view.call, 'Invalid filter', { detail: `Unknown filter: ${name}` });
      return FILTERS[name]!(view, asList(value));
    });
  const found = view.live('activities').filter((row) => inDates(row.startTime) && tests.every((test) => test(row)));
  const rows = sortBy(
    search(found, asText(query['q']), view),
    [{ key: 'startTime', descending: true }],
    (row) => row.startTime,
  );
  const page = readPage(view);
  return pageAnswer(view, 'activities', rows, { ...page, limit: readLimit(view, query['limit'], page.limit) });
}

/** Activities: calls, meetings and the like. */
export const ACTIVITY_ENDPOINTS: readonly NutshellEndpoint[] = [
  endpoint('GET', '/activities', 'List activities', CRM, listActivities),
  endpoint('POST', '/activities', 'Create an activity', CRM, (view) =>
    oneAnswer(view, 'activities', createActivity(view, onlyRecord(view, 'activities')), 201),
  ),
  getEndpoint('activities', '/activities', 'an activity', CRM),
  endpoint('PUT', '/activities/:id', 'Update an activity', CRM, (view) => {
    const activity = view.find('activities', idOf(view));
    return oneAnswer(view, 'activities', updateActivity(view, activity, onlyRecord(view, 'activities')));
  }),
  endpoint('GET', '/activitytypes', 'List activity types', CRM, (view) =>
    envelope(
      view.call,
      'activityTypes',
      view.live('activityTypes').map((row) => present(row, view)),
    ),
  ),
];
