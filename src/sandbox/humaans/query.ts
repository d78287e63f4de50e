import {
  asInteger,
  asList,
  asText,
  compareValues,
  isDate,
  type Query,
  type QueryValue,
  sortRows,
} from '../kit/index.ts';
import { badRequest } from './errors.ts';
import type { Item } from './item.ts';
import type { Resource } from './resource.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 250;
const ALWAYS = { id: 'text', createdAt: 'timestamp', updatedAt: 'timestamp' } as const;

/** Reads a member of a record as the caller sees it. */
export type ReadMember = (item: Item, name: string) => unknown;
type Test = (item: Item, read: ReadMember) => boolean;

/** A parsed list request. */
export interface ListQuery {
  readonly limit: number;
  readonly skip: number;
  readonly test: Test;
  /** Undefined: the order in which records were made. */
  readonly sort: ((items: readonly Item[]) => Item[]) | undefined;
  /** A date for resources that know `$asOf`. */
  readonly asOf: string | undefined;
}

const refuse = (name: string, reason: string) => badRequest([{ name, reason }], 'Invalid query');
const isNested = (value: QueryValue): value is { readonly [name: string]: QueryValue } =>
  typeof value === 'object' && !Array.isArray(value);

/** Brings a member and a query text to values that compare: times by instant, numbers by size, the rest as text. */
function comparable(value: unknown, type: string): unknown {
  if (value === null || value === undefined || value === 'null') return null;
  // A birthday without its year is no date: it compares with nothing.
  if (type === 'date' || type === 'timestamp')
    return isDate(String(value).slice(0, 10)) ? Date.parse(String(value)) : Number.NaN;
  if (type === 'number' || type === 'integer') return Number(value);
  return String(value);
}

function checkDate(name: string, text: string, type: string): void {
  const readable = isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
  if ((type === 'date' || type === 'timestamp') && text !== 'null' && !readable)
    throw refuse(name, 'must be a date in the format YYYY-MM-DD');
}

const ORDERS: ReadonlyMap<string, (order: number) => boolean> = new Map([
  ['$gt', (order) => order > 0],
  ['$gte', (order) => order >= 0],
  ['$lt', (order) => order < 0],
  ['$lte', (order) => order <= 0],
]);

function operatorTest(name: string, type: string, operator: string, value: QueryValue): Test {
  const wanted = asList(value);
  for (const text of wanted) checkDate(name, text, type);
  const values = wanted.map((text) => comparable(text, type));
  if (operator === '$in') return (item, read) => values.includes(comparable(read(item, name), type));
  if (operator === '$nin' || operator === '$ne')
    return (item, read) => !values.includes(comparable(read(item, name), type));
  const order = ORDERS.get(operator);
  if (order === undefined) throw refuse(`${name}[${operator}]`, 'unknown operator');
  if (values.length !== 1) throw refuse(`${name}[${operator}]`, 'takes exactly one value');
  return (item, read) => {
    const member = comparable(read(item, name), type);
    return member !== null && order(compareValues(member, values[0]));
  };
}

function memberTest(resource: Resource, name: string, value: QueryValue): Test {
  const type = Object.hasOwn(ALWAYS, name) ? ALWAYS[name as keyof typeof ALWAYS] : resource.fields[name]?.type;
  if (type === undefined || !(Object.hasOwn(ALWAYS, name) || Object.hasOwn(resource.fields, name)))
    throw refuse(name, 'is not a field that can be filtered');
  if (!isNested(value)) return operatorTest(name, type, '$in', value);
  const tests = Object.entries(value).map(([operator, inner]) => operatorTest(name, type, operator, inner));
  return (item, read) => tests.every((test) => test(item, read));
}

function conditions(resource: Resource, query: Query): Test {
  const tests = Object.entries(query).map(([name, value]): Test => {
    if (name !== '$or' && name !== '$and') return memberTest(resource, name, value);
    const branches = (Array.isArray(value) ? value : isNested(value) ? Object.values(value) : []) as QueryValue[];
    if (branches.length === 0 || !branches.every(isNested)) throw refuse(name, 'must be a list of conditions');
    const inner = branches.map((branch) => conditions(resource, branch as Query));
    return name === '$or'
      ? (item, read) => inner.some((test) => test(item, read))
      : (item, read) => inner.every((test) => test(item, read));
  });
  return (item, read) => tests.every((test) => test(item, read));
}

function sorting(resource: Resource, value: QueryValue): ListQuery['sort'] {
  if (value === undefined) return undefined;
  if (!isNested(value)) throw refuse('$sort', 'must name a field');
  const keys = Object.entries(value).map(([field, direction]) => {
    if (!Object.hasOwn(resource.fields, field) && !Object.hasOwn(ALWAYS, field))
      throw refuse(`$sort[${field}]`, 'is not a field that can be sorted');
    if (direction !== '1' && direction !== '-1') throw refuse(`$sort[${field}]`, 'must be 1 or -1');
    return { field, descending: direction === '-1' };
  });
  return (items) => sortRows(items, keys);
}

function wholeNumber(query: Query, name: string, least: number, initial: number): number {
  const value = asInteger(query[name]);
  if (value === undefined) return initial;
  if (value === null || value < least) throw refuse(name, `must be a whole number of at least ${least}`);
  return value;
}

/** Reads the query of a list request. @throws Refusal 400 for unknown fields and operators and bad values */
export function readListQuery(resource: Resource, query: Query): ListQuery {
  const { $limit: _limit, $skip: _skip, $sort, $asOf, ...rest } = query;
  const asOf = asText($asOf);
  if ($asOf !== undefined && (resource.asOf === undefined || !isDate(asOf)))
    throw refuse('$asOf', resource.asOf === undefined ? 'unknown operator' : 'must be a date in the format YYYY-MM-DD');
  if (resource.requiredFilter !== undefined && rest[resource.requiredFilter] === undefined)
    throw refuse(resource.requiredFilter, 'is required');
  return {
    limit: Math.min(MAX_LIMIT, wholeNumber(query, '$limit', 1, DEFAULT_LIMIT)),
    skip: wholeNumber(query, '$skip', 0, 0),
    test: conditions(resource, rest),
    sort: sorting(resource, $sort),
    asOf,
  };
}
