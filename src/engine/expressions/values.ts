import { ExpressionError } from './expression-error.ts';
import { boundedText, MAX_DATA_DEPTH, MAX_TEXT } from './limits.ts';

/** A plain object of unknown values. */
export type Bag = Readonly<Record<string, unknown>>;

/** True for objects written as literals or read from JSON, whatever realm made them. */
export function isPlainObject(value: unknown): value is Bag {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null && !Array.isArray(value);
}

/** The format's notion of "no value": null, undefined or the empty text. */
export const isMissing = (value: unknown): boolean => value === null || value === undefined || value === '';

/**
 * Reads an own property of data: members of objects, elements and `length` of arrays and texts. Everything inherited,
 * and every function, reads as undefined, so that no expression reaches a prototype or a host object.
 */
export function ownValue(holder: unknown, key: string | number): unknown {
  if (typeof holder === 'object' ? holder === null : typeof holder !== 'string') return undefined;
  if (!Object.hasOwn(holder as object, key)) return undefined;
  const value = (holder as Record<string | number, unknown>)[key];
  return typeof value === 'function' ? undefined : value;
}

function joinList(list: readonly unknown[], separator: string, depth: number): string {
  if (depth > MAX_DATA_DEPTH) throw new ExpressionError('limit', 'Expression turns a too deeply nested list into text');
  let text = '';
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (index > 0) text += separator;
    if (item !== null && item !== undefined)
      text += Array.isArray(item) ? joinList(item, ',', depth + 1) : toText(item);
    if (text.length > MAX_TEXT) break;
  }
  return boundedText(text);
}

/** The elements as text with a separator between them, as `Array.prototype.join` does. */
export const joinText = (list: readonly unknown[], separator: string): string => joinList(list, separator, 0);

/**
 * The text of any value as JavaScript's `String()` gives it for plain data, but without ever calling the data's own
 * `toString`.
 * @throws ExpressionError `limit` for lists that nest too deep or make too long a text
 */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? '' : String(value);
  if (Array.isArray(value)) return joinList(value, ',', 0);
  return value instanceof Date ? Date.prototype.toString.call(value) : '[object Object]';
}

type Primitive = string | number | boolean | bigint | symbol | null | undefined;

/** JavaScript's conversion of an operand to a primitive; dates become numbers where order or arithmetic needs them. */
function toPrimitive(value: unknown, hint: 'default' | 'number'): Primitive {
  if (typeof value === 'function') return '';
  if (typeof value !== 'object' || value === null) return value as Primitive;
  return hint === 'number' && value instanceof Date ? Date.prototype.getTime.call(value) : toText(value);
}

/** A number as JavaScript's arithmetic operators see the value. */
export const toNumber = (value: unknown): number =>
  typeof value === 'number' ? value : Number(toPrimitive(value, 'number'));

/** JavaScript's `==`, with {@link toText} in place of the data's own conversions. */
export function looseEquals(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left === null || left === undefined) return right === null || right === undefined;
  if (right === null || right === undefined || typeof left === typeof right) return false;
  const [a, b] = [toPrimitive(left, 'default'), toPrimitive(right, 'default')];
  if (typeof a === 'symbol' || typeof b === 'symbol') return false;
  return typeof a === typeof b ? a === b : Number(a) === Number(b);
}

/** JavaScript's `<`. */
export function lessThan(left: unknown, right: unknown): boolean {
  return (toPrimitive(left, 'number') as number) < (toPrimitive(right, 'number') as number);
}

/** JavaScript's `<=`. */
export function atMost(left: unknown, right: unknown): boolean {
  return (toPrimitive(left, 'number') as number) <= (toPrimitive(right, 'number') as number);
}

/** JavaScript's `+`: joins texts, else adds numbers. */
export function add(left: unknown, right: unknown): unknown {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  const [a, b] = [toPrimitive(left, 'default'), toPrimitive(right, 'default')];
  if (typeof a === 'string' || typeof b === 'string') return boundedText(String(a) + String(b));
  return (a as number) + (b as number);
}

/**
 * The same text as V8 keeps it for property names. Reading a property with a text cut out of a longer one makes it look
 * that up each time.
 */
export const propertyName = (text: string): string => Object.keys({ [text]: 0 })[0] ?? text;
