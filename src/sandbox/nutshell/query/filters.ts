import { asList, asText, compareValues, type QueryValue } from '../../kit/index.ts';
import { badRequest } from '../errors.ts';
import { numberOf, readId } from '../model/ids.ts';
import type { AddressPoint, Stored } from '../model/records.ts';
import type { CrmType } from '../model/tables.ts';
import { readAmount } from '../values/money.ts';
import { readSpan, readTime } from '../values/times.ts';
import type { View } from '../view.ts';
import type { CrmField } from './field.ts';
import { fieldsOf } from './fields.ts';
import { nested } from './paging.ts';

/** Says whether a record passes. */
export type Test = (row: Stored) => boolean;

const invalid = (view: View, detail: string) => badRequest(view.call, 'Invalid filter', { detail });
const listOf = (value: unknown): readonly unknown[] =>
  value === null || value === undefined ? [] : Array.isArray(value) ? value : [value];

/** `>1020`, `<50`, `10 TO 20`, or one number. */
function numberTest(text: string): ((value: number) => boolean) | undefined {
  const span = text.split(' TO ').map(readAmount);
  if (span.length === 2 && span[0] !== undefined && span[1] !== undefined) {
    const [from, to] = span as [number, number];
    return (value) => value >= from && value <= to;
  }
  const [, operator = '', rest = ''] = /^(>=|<=|>|<)?(.*)$/s.exec(text) ?? [];
  const bound = readAmount(rest.trim());
  if (bound === undefined) return undefined;
  if (operator === '') return (value) => value === bound;
  return (value) => {
    const order = compareValues(value, bound);
    return (operator.includes('=') && order === 0) || (operator.startsWith('>') ? order > 0 : order < 0);
  };
}

/** `>…`, `<…`, or a span. */
function timeTest(text: string, now: number): ((value: number) => boolean) | undefined {
  if (/^[<>]/.test(text)) {
    const bound = readTime(text.slice(1).trim());
    if (bound === undefined) return undefined;
    return text.startsWith('>') ? (value) => value > bound : (value) => value < bound;
  }
  const span = readSpan(text, now);
  return span && ((value) => value >= span.from && value <= span.to);
}

/** Ids given in compound form, or as plain numbers that fit any type of the field. */
function idTest(field: CrmField, wanted: readonly string[]): ((id: string) => boolean) | undefined {
  const exact = new Set<string>();
  const plain = new Set<number>();
  for (const text of wanted) {
    const id = readId(text, field.relationships ?? []);
    if (id !== undefined) exact.add(id);
    else if (/^\d{1,12}$/.test(text)) plain.add(Number(text));
    else return undefined;
  }
  return (id) => exact.has(id) || plain.has(numberOf(id));
}

/** How one wanted text is compared with one plain value; undefined when the text makes no sense for the field. */
function valueTest(field: CrmField, text: string, view: View): ((value: unknown) => boolean) | undefined {
  const wanted = text.toLowerCase();
  switch (field.kind) {
    case 'number':
    case 'money':
      return numberTest(text) as ((value: unknown) => boolean) | undefined;
    case 'time':
      return timeTest(text, view.now) as ((value: unknown) => boolean) | undefined;
    case 'boolean':
      return ['true', 'false', '1', '0'].includes(wanted)
        ? (value) => value === ['true', '1'].includes(wanted)
        : undefined;
    case 'choice':
      if (!field.isCustom && field.choices?.includes(wanted) === false) return undefined;
      return (value) => String(value).toLowerCase() === wanted;
    case 'phone': {
      const digits = wanted.replace(/\D/g, '');
      return digits === '' ? undefined : (value) => String(value).replace(/\D/g, '').includes(digits);
    }
    default:
      return (value) => String(value).toLowerCase().includes(wanted);
  }
}

const PARTS = ['address_1', 'address_2', 'address_3', 'city', 'state', 'postalCode', 'country'] as const;

function addressTest(field: CrmField, value: QueryValue, view: View): Test {
  const parts = Object.entries(nested(value)).map(([part, wanted]) => {
    if (!(PARTS as readonly string[]).includes(part)) throw invalid(view, `Unknown part of an address: ${part}`);
    return { part: part as (typeof PARTS)[number], wanted: asList(wanted).map((text) => text.toLowerCase()) };
  });
  if (parts.length === 0) throw invalid(view, 'An address is filtered by its parts, such as filter[address][country].');
  return (row) =>
    (field.read(row, view) as readonly AddressPoint[]).some((address) =>
      parts.every(({ part, wanted }) => wanted.includes((address.value[part] ?? '').toLowerCase())),
    );
}

function fieldTest(field: CrmField, name: string, value: QueryValue, view: View): Test {
  if (field.kind === 'address') return addressTest(field, value, view);
  const wanted = asList(value);
  const makesNoSense = () => invalid(view, `Invalid value for ${name}: ${wanted.join(', ')}`);
  if (field.kind === 'one' || field.kind === 'many') {
    const test = idTest(field, wanted);
    if (test === undefined) throw makesNoSense();
    return (row) => listOf(field.read(row, view)).some((id) => test(id as string));
  }
  const tests = wanted.map((text) => valueTest(field, text, view));
  if (tests.includes(undefined)) throw makesNoSense();
  return (row) => listOf(field.read(row, view)).some((item) => tests.some((test) => test!(item)));
}

/**
 * Reads `filter[…]` of companies, people or leads. Several values of one key mean any of them, several keys all of them.
 * @throws Refusal 400 for unknown keys and values that make no sense
 */
export function readFilter(type: CrmType, view: View): Test {
  const fields = fieldsOf(type, view);
  const tests = Object.entries(nested(view.call.query['filter'])).map(([name, value]): Test => {
    if (name === 'omittedId') {
      const omitted = idTest(fields.find(({ key }) => key === 'id')!, asList(value));
      if (omitted === undefined) throw invalid(view, `Invalid value for ${name}: ${asText(value) ?? ''}`);
      return (row) => !omitted(row.id);
    }
    const field = fields.find(({ key, aliases }) => key === name || aliases?.includes(name));
    if (field === undefined) throw invalid(view, `Unknown filter: ${name}`);
    return fieldTest(field, name, value, view);
  });
  return (row) => tests.every((test) => test(row));
}
