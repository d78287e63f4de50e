/** Readers for answers whose shape is not trusted: a wrong type becomes the empty value, never an exception. */

/** A plain object as read from JSON. */
export type Raw = Readonly<Record<string, unknown>>;

/** The value as an object, or an empty one. */
export function object(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

/** The value as a list, or an empty one. A list of objects drops everything else. */
export function objects(value: unknown): Raw[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null).map(object) : [];
}

/** The value as text; numbers and booleans are written out, everything else is empty. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Only the text items of a list; one text counts as a list of one. */
export function texts(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The text values of an object, by key. The result has no prototype, so that no key means more than itself. */
export function textMap(value: unknown): Record<string, string> {
  const map: Record<string, string> = Object.create(null);
  for (const [key, item] of Object.entries(object(value))) {
    if (item !== null && typeof item !== 'object') map[key] = text(item);
  }
  return map;
}
