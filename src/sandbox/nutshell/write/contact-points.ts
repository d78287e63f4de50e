import { badRequest } from '../errors.ts';
import type { AddressPoint, ContactPoint, PostalAddress } from '../model/records.ts';
import type { View } from '../view.ts';
import { isObject, memberOf } from './body.ts';

/** Lists of labelled values, with the label that an entry gets without one. */
const LABELS = { emails: 'email', phones: 'phone', urls: 'url', addresses: 'address' } as const;
export type PointList = keyof typeof LABELS;

const MAX_POINTS = 100;
const MAX_TEXT = 500;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,255}$/;
const ADDRESS_TEXTS = [
  'address_1',
  'address_2',
  'address_3',
  'city',
  'state',
  'postalCode',
  'country',
  'timezone',
] as const;

const wrong = (view: View, field: string, why: string) => badRequest(view.call, `${field} ${why}`, { field });

/** The text of an email address, web address or phone number; phones may come as objects. */
function pointText(given: unknown, list: PointList): string | undefined {
  const value = list === 'phones' && isObject(given) ? (memberOf(given, 'E164') ?? memberOf(given, 'number')) : given;
  if (typeof value !== 'string' || value.trim() === '' || value.length > MAX_TEXT) return undefined;
  if (list === 'emails' && !EMAIL.test(value)) return undefined;
  if (list === 'phones' && !/\d/.test(value)) return undefined;
  return value.trim();
}

function readAddress(view: View, entry: unknown, field: string): PostalAddress {
  const value = memberOf(entry, 'value');
  const whole: Record<string, string | null> = {};
  for (const name of ADDRESS_TEXTS) {
    const given = memberOf(value, name) ?? memberOf(entry, name);
    if (given !== undefined && given !== null && (typeof given !== 'string' || given.length > MAX_TEXT))
      throw wrong(view, `${field}.${name}`, 'must be a string');
    whole[name] = typeof given === 'string' && given !== '' ? given : null;
  }
  if (Object.values(whole).every((text) => text === null)) throw wrong(view, `${field}.value`, 'must hold an address');
  return { ...(whole as Omit<PostalAddress, 'latitude' | 'longitude'>), latitude: null, longitude: null };
}

/** Exactly one entry is the primary one: the first that says so, else the first. */
function withOnePrimary<Point extends { readonly isPrimary: boolean }>(points: readonly Point[]): Point[] {
  const chosen = Math.max(
    0,
    points.findIndex(({ isPrimary }) => isPrimary),
  );
  return points.map((point, index) => ({ ...point, isPrimary: index === chosen }));
}

/**
 * Reads a list of emails, phones, urls or addresses as `{value, name?, isPrimary?}`; plain text is a value.
 * @throws Refusal 400
 */
export function readPoints(view: View, list: 'addresses', given: unknown): AddressPoint[];
export function readPoints(view: View, list: Exclude<PointList, 'addresses'>, given: unknown): ContactPoint[];
export function readPoints(view: View, list: PointList, given: unknown): (ContactPoint | AddressPoint)[];
export function readPoints(view: View, list: PointList, given: unknown): (ContactPoint | AddressPoint)[] {
  if (!Array.isArray(given) || given.length > MAX_POINTS)
    throw wrong(view, list, `must be a list of at most ${MAX_POINTS}`);
  const points = given.map((item: unknown, index) => {
    const field = `${list}[${index}]`;
    const entry = typeof item === 'string' && list !== 'addresses' ? { value: item } : item;
    if (!isObject(entry)) throw wrong(view, field, 'must be an object with a value');
    const label = memberOf(entry, 'name');
    const name = typeof label === 'string' && label !== '' ? label.slice(0, MAX_TEXT) : LABELS[list];
    const isPrimary = memberOf(entry, 'isPrimary') === true;
    if (list === 'addresses') return { isPrimary, name, value: readAddress(view, entry, field) };
    const value = pointText(memberOf(entry, 'value'), list);
    if (value === undefined) throw wrong(view, `${field}.value`, `must be a valid ${LABELS[list]}`);
    return { isPrimary, name, value };
  });
  return withOnePrimary<ContactPoint | AddressPoint>(points);
}
