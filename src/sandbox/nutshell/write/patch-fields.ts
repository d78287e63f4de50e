import { badRequest } from '../errors.ts';
import type { Contact, Recurrence } from '../model/records.ts';
import { amountOf, readAmount } from '../values/money.ts';
import { splitName } from '../values/names.ts';
import { readTime } from '../values/times.ts';
import type { View } from '../view.ts';
import { isObject, memberOf } from './body.ts';
import { readPoints } from './contact-points.ts';

/** Reads a new value of a field and says which members of the record it sets. @throws Refusal 400 */
export type FieldReader = (view: View, value: unknown, row: unknown) => Readonly<Record<string, unknown>>;

const wrong = (view: View, field: string, why: string) => badRequest(view.call, `${field} ${why}`, { field });

const text =
  (member: string, least = 0): FieldReader =>
  (view, value) => {
    if (typeof value !== 'string' || value.length < least || value.length > 10_000)
      throw wrong(view, member, 'must be a string');
    return { [member]: value };
  };

const nullableText =
  (member: string): FieldReader =>
  (view, value, row) =>
    value === null || value === '' ? { [member]: null } : text(member)(view, value, row);

const amount =
  (member: string): FieldReader =>
  (view, value) => {
    if (value === null) return { [member]: null };
    const number = readAmount(isObject(value) ? memberOf(value, 'amount') : value);
    if (number === undefined || number < 0) throw wrong(view, member, 'must be an amount such as "100.00"');
    return { [member]: amountOf(number) };
  };

const wholeNumber =
  (member: string, least: number, most: number): FieldReader =>
  (view, value) => {
    const number = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
    if (!Number.isInteger(number) || (number as number) < least || (number as number) > most)
      throw wrong(view, member, `must be a whole number from ${least} to ${most}`);
    return { [member]: number };
  };

const time =
  (member: string): FieldReader =>
  (view, value) => {
    if (value === null || value === '') return { [member]: null };
    const seconds = readTime(value);
    if (seconds === undefined) throw wrong(view, member, 'must be a time');
    return { [member]: seconds };
  };

const points =
  (member: 'emails' | 'phones' | 'urls' | 'addresses'): FieldReader =>
  (view, value) => ({ [member]: readPoints(view, member, value ?? []) });

/** Reads a recurrence rule, or null. @throws Refusal 400 */
export function readRecurrence(view: View, value: unknown): Recurrence | null {
  if (value === null) return null;
  const [rule, mode = 'dueDate'] = [memberOf(value, 'rule'), memberOf(value, 'mode')];
  if (typeof rule !== 'string' || rule.length > 500 || !/^FREQ=[A-Z]+(;[A-Z]+=[A-Z0-9,+-]+)*$/.test(rule))
    throw wrong(view, 'recurrenceRule', 'must hold an RRULE such as FREQ=WEEKLY;BYDAY=MO');
  if (mode !== 'dueDate' && mode !== 'completion')
    throw wrong(view, 'recurrenceRule', 'has the mode dueDate or completion');
  return { rule, mode };
}

const PARTY: Readonly<Record<string, FieldReader>> = {
  description: nullableText('description'),
  emails: points('emails'),
  phones: points('phones'),
  urls: points('urls'),
  addresses: points('addresses'),
};

/** A first or last name, which changes the whole name with it. */
const partOfName =
  (member: 'firstName' | 'lastName'): FieldReader =>
  (view, value, row) => {
    const part = nullableText(member)(view, value, row);
    const { firstName, lastName } = { ...(row as Contact), ...part } as Contact;
    return { ...part, name: [firstName, lastName].filter((name) => name !== null).join(' ') };
  };

const status: FieldReader = (view, value) => {
  if (value !== null && !['potential', 'stole', 'beat'].includes(value as string))
    throw wrong(view, 'status', 'must be potential, stole, beat or null');
  return { status: value };
};

const quantity: FieldReader = (view, value) => {
  const number = readAmount(value);
  if (number === undefined || number <= 0) throw wrong(view, 'quantity', 'must be a number above 0');
  return { quantity: number };
};

/** Fields that patches may set, by type. */
export const PATCH_FIELDS = {
  accounts: {
    ...PARTY,
    name: text('name', 1),
    revenue: amount('revenue'),
    employeeCount: wholeNumber('employeeCount', 0, 100_000_000),
  },
  contacts: {
    ...PARTY,
    name: (view, value, row) => ({ ...text('name', 1)(view, value, row), ...splitName(String(value)) }),
    firstName: partOfName('firstName'),
    lastName: partOfName('lastName'),
    jobTitle: nullableText('jobTitle'),
  },
  leads: {
    name: nullableText('description'),
    description: nullableText('description'),
    manualValue: amount('manualValue'),
    valueToProductMode: () => ({ manualValue: null }),
    confidence: wholeNumber('confidence', 0, 100),
    priority: wholeNumber('priority', 0, 1),
    dueTime: time('dueTime'),
    anticipatedClosedTime: time('dueTime'),
  },
  tasks: {
    title: text('title', 1),
    description: nullableText('description'),
    dueTime: time('dueTime'),
    completedTime: time('completedTime'),
    recurrenceRule: (view, value) => ({ recurrenceRule: readRecurrence(view, value) }),
  },
  productMaps: {
    quantity,
    relationship: nullableText('relationship'),
    price: (view, value, row) => {
      if (value === null) throw wrong(view, 'price', 'must be an amount such as "100.00"');
      return amount('price')(view, value, row);
    },
  },
  competitorMaps: { status, relationship: nullableText('relationship') },
} as const satisfies Readonly<Record<string, Readonly<Record<string, FieldReader>>>>;

export type PatchedType = keyof typeof PATCH_FIELDS;
