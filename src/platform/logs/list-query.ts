import { type Static, Type } from 'typebox';
import { QueryList, queryList } from '../../http/index.ts';
import { decodeCursor, encodeCursor, fail } from '../../kernel/index.ts';
import { LOG_ORDERS, type LogFilter, type LogOrder, type LogPage, type LogPosition } from './log-query.ts';

const PAGE_SIZE = 25;
const MAX_INT = 2_147_483_647;

/** What logs can be filtered by, and the order, which published clients put beside the filters. */
const filters = {
  account_ids: QueryList,
  actions: QueryList,
  categories: QueryList,
  child_resources: QueryList,
  end_date: Type.Optional(Type.String({ maxLength: 64 })),
  http_methods: QueryList,
  order_by: QueryList,
  order_direction: QueryList,
  providers: QueryList,
  request_ids: QueryList,
  resources: QueryList,
  services: QueryList,
  source_ids: QueryList,
  source_types: QueryList,
  source_values: QueryList,
  start_date: Type.Optional(Type.String({ maxLength: 64 })),
  status_codes: QueryList,
  sub_resources: QueryList,
  success: Type.Optional(Type.Boolean()),
};

/** Query of the lists of logs: every filter by its bare name or as `filter[name]`. */
export const LogsQuery = Type.Object({
  ...filters,
  filter: Type.Optional(Type.Object(filters, { additionalProperties: false })),
  include: QueryList,
  next: Type.Optional(Type.String({ maxLength: 4_096 })),
  page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
});
type Query = Static<typeof LogsQuery>;

const refuse = (sentence: string): Error => fail('validation_failed', { summary: sentence }, { errors: [sentence] });

const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** @returns milliseconds since 1970; a time without a zone is UTC */
function timeOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const zoned = /T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes('T') ? text : `${text}Z`;
  const time = DATE.test(text) ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(time)) throw refuse(`${name} must be a date-time such as 2026-01-31T12:00:00Z.`);
  return time;
}

/**
 * The filter a query asks for.
 * @throws PatchbayError `validation_failed` naming what cannot be read
 */
export function logFilterOf(query: Query): LogFilter {
  const list = (name: Exclude<keyof typeof filters, 'success' | 'start_date' | 'end_date'>): string[] => [
    ...queryList(query[name]),
    ...queryList(query.filter?.[name]),
  ];
  const statusCodes = list('status_codes').map((text) => {
    const code = /^\d{3}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(code)) throw refuse(`status_codes must be HTTP status codes such as 200,404.`);
    return code;
  });
  return {
    accountIds: list('account_ids'),
    actions: list('actions'),
    providers: list('providers'),
    services: list('services'),
    resources: list('resources'),
    subResources: list('sub_resources'),
    childResources: list('child_resources'),
    requestIds: list('request_ids'),
    methods: list('http_methods').map((method) => method.toUpperCase()),
    statusCodes,
    sourceIds: list('source_ids'),
    sourceTypes: list('source_types').map((type) => type.toLowerCase()),
    sourceValues: list('source_values'),
    categories: list('categories'),
    from: timeOf('start_date', query.start_date ?? query.filter?.start_date),
    to: timeOf('end_date', query.end_date ?? query.filter?.end_date),
    success: query.success ?? query.filter?.success,
  };
}

/** The one value of a parameter that clients may send in two places. */
function oneOf<T extends string>(query: Query, name: 'order_by' | 'order_direction', known: readonly T[], other: T): T {
  const given = [...new Set([...queryList(query[name]), ...queryList(query.filter?.[name])])];
  if (given.length === 0) return other;
  const value = known.find((one) => one === given[0]);
  if (value === undefined || given.length > 1) throw refuse(`${name} must be one of ${known.join(', ')}.`);
  return value;
}

const DIRECTIONS = ['asc', 'desc'] as const;
const isNumeric = (order: LogOrder): boolean => order === 'status' || order === 'duration';

/**
 * The part of the list a query asks for; newest first unless it says otherwise.
 * @throws PatchbayError `validation_failed`, and `cursor_invalid` for a cursor of another order
 */
export function logPageOf(query: Query): LogPage {
  const orderBy = oneOf(query, 'order_by', LOG_ORDERS, 'eventDatetime');
  const descending = oneOf(query, 'order_direction', DIRECTIONS, 'desc') === 'desc';
  const page = { orderBy, descending, limit: query.page_size ?? PAGE_SIZE };
  if (query.next === undefined || query.next === '') return page;
  const kind = isNumeric(orderBy) ? 'number' : 'string';
  const [order, direction, value, id] = decodeCursor(query.next, ['string', 'string', kind, 'string']);
  const fits =
    order === orderBy &&
    direction === (descending ? 'desc' : 'asc') &&
    (typeof value !== 'number' || (Number.isInteger(value) && value <= MAX_INT && value >= -MAX_INT - 1));
  if (!fits) throw fail('cursor_invalid');
  return { ...page, after: { value: value!, id: String(id) } };
}

/** The cursor of the page after the one that ended at a position. */
export const nextLogCursor = ({ orderBy, descending }: LogPage, { value, id }: LogPosition): string =>
  encodeCursor([orderBy, descending ? 'desc' : 'asc', value, id]);
