import { asInteger, compareValues } from '../../kit/index.ts';
import { type EntityType, numberOf } from '../model/ids.ts';
import type { Activity, Lead, Named, Stored, Task } from '../model/records.ts';
import { linksOf } from '../model/tables.ts';
import { activityStatus } from '../present/engagements.ts';
import { isOverdue, leadValue } from '../present/leads.ts';
import type { View } from '../view.ts';
import { isObject } from '../write/body.ts';
import { referenceId } from './entity-names.ts';
import { invalidParams } from './errors.ts';
import { ACTIVITY_STATUS, LEAD_STATUS, renderEntity, stubOf } from './render.ts';

type Test = (row: Stored, view: View) => boolean;
type Criterion = (wanted: unknown) => Test;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Holds one of the wanted ids in a relation. */
const relation =
  (name: string, type: EntityType): Criterion =>
  (wanted) => {
    const ids = list(wanted).map((item) => referenceId(item, type));
    return (row) => linksOf(row, name).some((id) => ids.includes(id));
  };

const number =
  (read: (row: never, view: View) => unknown): Criterion =>
  (wanted) => {
    const values = list(wanted).map(Number);
    return (row, view) => values.includes(Number(read(row as never, view)));
  };

const flag =
  (read: (row: never, view: View) => boolean): Criterion =>
  (wanted) =>
  (row, view) =>
    read(row as never, view) === Boolean(wanted);

const COMMON = { id: number(({ id }: Stored) => numberOf(id)), owner: relation('owner', 'users') };
const TERRITORY = { territoryId: relation('territory', 'territories') };

/** What `query` may hold, by type. */
const CRITERIA: { readonly [Type in EntityType]?: Readonly<Record<string, Criterion>> } = {
  accounts: {
    ...COMMON,
    ...TERRITORY,
    accountTypeId: relation('accountType', 'accountTypes'),
    industryId: relation('industry', 'industries'),
  },
  contacts: { ...COMMON, ...TERRITORY, accountId: relation('accounts', 'accounts') },
  leads: {
    ...COMMON,
    number: number((lead: Lead) => lead.number),
    status: number((lead: Lead) => LEAD_STATUS[lead.status]),
    priority: number((lead: Lead) => lead.priority),
    isOverdue: flag((lead: Lead, view) => isOverdue(lead, view)),
    accountId: relation('accounts', 'accounts'),
    contactId: relation('contacts', 'contacts'),
    assignee: relation('owner', 'users'),
    milestoneId: relation('stage', 'stages'),
    stagesetId: relation('stageset', 'stagesets'),
    sourceId: relation('sources', 'sources'),
    outcomeId: relation('outcome', 'outcomes'),
    marketId: relation('market', 'markets'),
  },
  activities: {
    ...COMMON,
    status: number((activity: Activity) => ACTIVITY_STATUS[activityStatus(activity)]),
    isFlagged: flag((activity: Activity) => activity.isFlagged),
    activityTypeId: relation('activityType', 'activityTypes'),
    leadId: relation('leads', 'leads'),
    contactId: relation('contacts', 'contacts'),
    accountId: relation('accounts', 'accounts'),
    userId: relation('users', 'users'),
  },
  tasks: { ...COMMON, assignee: relation('assignee', 'users'), entity: relation('relatedEntity', 'leads') },
};

/** What lists can be ordered by besides `id`, `name`, `createdTime` and `modifiedTime`. */
const ORDERS: Readonly<Record<string, (row: Stored, view: View) => string | number | null>> = {
  value: (row, view) => leadValue(row as Lead, view),
  confidence: (row) => (row as Lead).confidence,
  dueTime: (row) => (row as Lead | Task).dueTime,
  closedTime: (row) => (row as Lead).closedTime,
  startTime: (row) => (row as Activity).startTime,
};

function orderValue(row: Stored, orderBy: string, view: View): string | number | null {
  if (orderBy === 'id') return numberOf(row.id);
  if (orderBy === 'createdTime') return row.createdTime;
  if (orderBy === 'modifiedTime') return row.modifiedTime;
  if (orderBy === 'name') return ((row as Named).name ?? (row as Task).title ?? '').toLowerCase() || numberOf(row.id);
  const order = Object.hasOwn(ORDERS, orderBy) ? ORDERS[orderBy] : undefined;
  if (order === undefined) throw invalidParams(`cannot order by ${orderBy}`);
  return order(row, view);
}

function readTests(type: EntityType, query: unknown): Test[] {
  if (query === null || query === undefined || (Array.isArray(query) && query.length === 0)) return [];
  if (!isObject(query)) throw invalidParams('query must be an object');
  const criteria = CRITERIA[type] ?? COMMON;
  return Object.entries(query).map(([name, wanted]) => {
    const criterion = Object.hasOwn(criteria, name)
      ? (criteria as Readonly<Record<string, Criterion>>)[name]
      : undefined;
    if (criterion === undefined) throw invalidParams(`unknown query key ${name}`);
    return criterion(wanted);
  });
}

const MAX_LIMIT = 100;

function wholeNumber(name: string, given: unknown, initial: number, most: number): number {
  if (given === undefined || given === null) return initial;
  const value = asInteger(String(given));
  if (typeof value !== 'number' || value < 1 || value > most) throw invalidParams(`${name} must be from 1 to ${most}`);
  return value;
}

/** Parameters that every `find…` method has. */
export const FIND_PARAMS = ['query', 'orderBy', 'orderDirection', 'limit', 'page', 'stubResponses'];

/**
 * Lists records: a page counted from 1, in an order, in short unless asked otherwise.
 * @param params named as {@link FIND_PARAMS}
 * @throws RpcError for keys, orders and pages that make no sense
 */
export function findEntities(view: View, type: EntityType, params: Readonly<Record<string, unknown>>): unknown[] {
  const tests = readTests(type, params['query']);
  const orderBy = typeof params['orderBy'] === 'string' ? params['orderBy'] : 'name';
  const direction = String(params['orderDirection'] ?? 'ASC').toUpperCase() === 'DESC' ? -1 : 1;
  const limit = wholeNumber('limit', params['limit'], 50, MAX_LIMIT);
  const page = wholeNumber('page', params['page'], 1, 1_000_000);
  const found = (view.live(type) as Stored[])
    .filter((row) => tests.every((test) => test(row, view)))
    .map((row) => ({ row, value: orderValue(row, orderBy, view) }))
    .sort((a, b) => direction * compareValues(a.value, b.value) || numberOf(a.row.id) - numberOf(b.row.id))
    .slice((page - 1) * limit, page * limit);
  const inShort = params['stubResponses'] !== false && CRITERIA[type] !== undefined;
  return found.map(({ row }) => (inShort ? stubOf(row, view) : renderEntity(row, view)));
}
