/** A mutable plain record. */
export type Fields = Record<string, unknown>;

/** True for an object that is neither an array nor of a class of its own (dates, bytes). */
export function isRecord(value: unknown): value is Fields {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Sets an own property whatever its name; `record.__proto__ = x` would change the prototype instead. */
export function setOwn(record: Fields, name: string, value: unknown): void {
  if (name !== '__proto__') record[name] = value;
  else Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
}

/** The own property of this name, or undefined. */
export const ownValue = (record: unknown, name: string): unknown =>
  record !== null && typeof record === 'object' && Object.hasOwn(record, name) ? (record as Fields)[name] : undefined;

/** Copies the own enumerable properties of `from` over those of `to`. */
export function assignOwn(to: Fields, from: Readonly<Fields>): Fields {
  for (const name of Object.keys(from)) setOwn(to, name, from[name]);
  return to;
}

/** True for undefined, null and the empty string. */
export const isMissing = (value: unknown): value is undefined | null | '' =>
  value === undefined || value === null || value === '';
