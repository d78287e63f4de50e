import type { Field } from '../model/connector.ts';

/** Why a value is not accepted. `told` carries the words of the server or of the connector's author. */
export type FieldError =
  | { readonly kind: 'required' | 'number' | 'pattern' | 'option' | 'too-long' }
  | { readonly kind: 'domain'; readonly expected: string }
  | { readonly kind: 'format'; readonly format: string }
  | { readonly kind: 'told'; readonly text: string };

/** Longest value taken, in characters; a private key with its chain of certificates stays far below. */
export const LONGEST_VALUE = 100_000;

const FORMATS: ReadonlyMap<string, RegExp> = new Map([
  ['email', /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ['url', /^https?:\/\/[^\s/?#]+\S*$/i],
  ['uri', /^[a-z][a-z0-9+.-]*:\S+$/i],
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  ['date', /^\d{4}-\d{2}-\d{2}$/],
  ['datetime', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?$/],
]);

/** Whether the pattern accepts the value; a pattern that is no regular expression accepts everything. */
const accepts = (pattern: string, value: string): boolean => {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    try {
      return new RegExp(pattern).test(value);
    } catch {
      return true;
    }
  }
};

const told = (words: string | undefined, otherwise: FieldError): FieldError =>
  words === undefined ? otherwise : { kind: 'told', text: words };

/** What is wrong with a value, or nothing. White space alone counts as empty; an optional field may be empty. */
export function errorOf(field: Field, value: string): FieldError | undefined {
  if (value.trim() === '') return field.required ? { kind: 'required' } : undefined;
  if (value.length > LONGEST_VALUE) return { kind: 'too-long' };
  if (field.type === 'select') {
    return field.options.some((option) => option.value === value) ? undefined : { kind: 'option' };
  }
  if (field.type === 'number' && !/^\d+$/.test(value)) return { kind: 'number' };
  const rule = field.rule;
  if (rule?.kind === 'pattern' && !accepts(rule.pattern, value)) return told(rule.error, { kind: 'pattern' });
  if (rule?.kind === 'domain' && !accepts(`.*${rule.pattern}\\.com.*`, value)) {
    return told(rule.error, { kind: 'domain', expected: `${rule.pattern}.com` });
  }
  if (rule?.kind === 'format' && FORMATS.get(rule.format)?.test(value) === false) {
    return told(rule.error, { kind: 'format', format: rule.format });
  }
  return undefined;
}
