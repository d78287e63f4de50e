import qs from 'qs';

/** A query value: text, a list, or nested members (`a[b]=c`). Objects have no prototype. */
export type QueryValue = string | undefined | readonly QueryValue[] | { readonly [name: string]: QueryValue };
/** A parsed query string. */
export type Query = Readonly<Record<string, QueryValue>>;

/**
 * Parses a query string with brackets: `a[]=1&a[]=2`, `a[0]=1`, `a=1&a=2` and `a[b]=c`. At most 1000 parameters and
 * five levels are read; names such as `__proto__` are left out.
 * @param text without the leading `?`
 */
export const parseQuery = (text: string): Query =>
  qs.parse(text, { depth: 5, arrayLimit: 1000, parameterLimit: 1000, plainObjects: true }) as Query;

/** The value as a list: `a=1`, `a=1&a=2`, `a[]=1`, `a[0]=1` and, with a separator, `a=1,2`; an absent value is empty. */
export function asList(value: QueryValue, separator?: string): string[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return separator === undefined ? [value] : value.split(separator);
  const items: readonly QueryValue[] = Array.isArray(value) ? value : Object.values(value);
  return items.flatMap((item) => (typeof item === 'string' ? asList(item, separator) : []));
}

/** The value when it is one text, else undefined. Of a repeated parameter the last one counts. */
export function asText(value: QueryValue): string | undefined {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? asText(value.at(-1)) : undefined;
}

/** A whole number from a query value: `undefined` when absent, `null` when it is no whole number. */
export function asInteger(value: QueryValue): number | undefined | null {
  if (value === undefined) return undefined;
  const text = asText(value);
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}
