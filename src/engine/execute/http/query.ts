/** How an array is written into a query. */
export type ArrayFormat = 'indices' | 'repeat' | 'brackets' | 'comma' | 'stringify';

const FORMAT_ORDER: readonly ArrayFormat[] = ['indices', 'repeat', 'brackets', 'comma', 'stringify'];
const SAFE = /^[A-Za-z0-9_.~-]*$/;
const LEFT_BY_PLATFORM = /[!'()*]/g;

/** Percent-encodes everything but the unreserved characters of RFC 3986. */
export function percentEncode(text: string): string {
  if (SAFE.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replace(
    LEFT_BY_PLATFORM,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const asIs = (text: string): string => text;

interface Parameter {
  readonly name: string;
  readonly format: ArrayFormat;
  value: unknown;
}

/**
 * Query parameters in the order they will be sent: plain ones first, then those of the other array formats.
 * A name given twice becomes a list.
 */
export class Query {
  readonly #parameters: Parameter[] = [];

  get isEmpty(): boolean {
    return this.#parameters.length === 0;
  }

  add(name: string, value: unknown, format: ArrayFormat = 'indices'): void {
    for (const known of this.#parameters) {
      if (known.name !== name || known.format !== format) continue;
      known.value = [...asList(known.value), ...asList(value)];
      return;
    }
    this.#parameters.push({ name, value, format });
  }

  /** Takes the place of every parameter of this name. */
  set(name: string, value: unknown): void {
    this.delete(name);
    this.#parameters.push({ name, value, format: 'indices' });
  }

  delete(name: string): void {
    for (let index = this.#parameters.length - 1; index >= 0; index -= 1) {
      if (this.#parameters[index]?.name === name) this.#parameters.splice(index, 1);
    }
  }

  /** The query without its question mark. */
  toText(encoded = true): string {
    if (this.#parameters.length === 0) return '';
    const encode = encoded ? percentEncode : asIs;
    const parts: string[] = [];
    for (const format of FORMAT_ORDER) {
      for (const parameter of this.#parameters) if (parameter.format === format) write(parts, parameter, encode);
    }
    return parts.join('&');
  }
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function write(parts: string[], { name, value, format }: Parameter, encode: (text: string) => string): void {
  const key = encode(name);
  if (format === 'stringify') {
    parts.push(`${key}=${encode(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))}`);
  } else if (!Array.isArray(value)) {
    parts.push(`${key}=${encode(String(value))}`);
  } else if (format === 'comma') {
    parts.push(`${key}=${encode(value.map(String).join(','))}`);
  } else {
    for (const [index, item] of value.entries())
      parts.push(`${itemKey(name, index, format, encode)}=${encode(String(item))}`);
  }
}

function itemKey(name: string, index: number, format: ArrayFormat, encode: (text: string) => string): string {
  if (format === 'repeat') return encode(name);
  return encode(format === 'brackets' ? `${name}[]` : `${name}[${index}]`);
}

/** `url` with a query appended, which may already have one or a fragment. */
export function withQuery(url: string, query: string): string {
  if (query === '') return url;
  const hash = url.indexOf('#');
  const [address, fragment] = hash === -1 ? [url, ''] : [url.slice(0, hash), url.slice(hash)];
  const mark = !address.includes('?') ? '?' : address.endsWith('?') || address.endsWith('&') ? '' : '&';
  return `${address}${mark}${query}${fragment}`;
}
