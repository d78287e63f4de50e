import { isDate } from './dates.ts';

type Checked = { readonly value: unknown } | { readonly problem: string; readonly format?: boolean };
type TypeCheck = (given: unknown) => Checked;

const MAX_DEPTH = 20;

const wrong = (what: string): Checked => ({ problem: `must be ${what}` });
const textLike =
  (fits: (text: string) => string | undefined, what: string): TypeCheck =>
  (given) => {
    if (typeof given !== 'string') return wrong(what);
    const value = fits(given);
    return value === undefined ? { problem: `must be ${what}`, format: true } : { value };
  };
const matching =
  (pattern: RegExp) =>
  (text: string): string | undefined =>
    pattern.test(text) ? text : undefined;

/** True while nesting stays within reason, so that storing and answering it cannot exhaust the stack. */
function isShallow(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth < MAX_DEPTH && Object.values(value).every((item) => isShallow(item, depth + 1));
}

function timestamp(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)) return undefined;
  return Number.isNaN(Date.parse(text)) || !isDate(text.slice(0, 10)) ? undefined : new Date(text).toISOString();
}

function time(text: string): string | undefined {
  if (!/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(text)) return undefined;
  return text.length === 5 ? `${text}:00` : text;
}

function webAddress(text: string): string | undefined {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : undefined;
}

const CHECKS = {
  text: (given) => (typeof given === 'string' ? { value: given } : wrong('a string')),
  integer: (given) => (Number.isSafeInteger(given) ? { value: given } : wrong('a whole number')),
  number: (given) => (Number.isFinite(given) ? { value: given } : wrong('a number')),
  boolean: (given) => (typeof given === 'boolean' ? { value: given } : wrong('true or false')),
  /** `YYYY-MM-DD`, a day that exists. */
  date: textLike((text) => (isDate(text) ? text : undefined), 'a date in the format YYYY-MM-DD'),
  /** `HH:mm` or `HH:mm:ss`; stored with seconds. */
  time: textLike(time, 'a time in the format HH:mm:ss'),
  /** ISO 8601 with an offset; stored in UTC with milliseconds. */
  timestamp: textLike(timestamp, 'an ISO 8601 timestamp'),
  email: textLike(matching(/^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/), 'an email address'),
  url: textLike(webAddress, 'an http or https URL'),
  /** A number written as text, such as an amount of money. */
  decimal: textLike(matching(/^-?\d{1,15}(\.\d{1,6})?$/), 'a decimal number as a string'),
  list: (given) => (Array.isArray(given) && isShallow(given) ? { value: given } : wrong('a list')),
  object: (given) =>
    typeof given === 'object' && given !== null && !Array.isArray(given) && isShallow(given)
      ? { value: given }
      : wrong('an object'),
  any: (given) => (isShallow(given) ? { value: given } : wrong(`nested at most ${MAX_DEPTH} levels deep`)),
} as const satisfies Record<string, TypeCheck>;

/** Kinds of values a field can hold. */
export type TypeName = keyof typeof CHECKS;

/** The value in its stored form, or what is wrong with it (`format`: right kind, wrong spelling). */
export const checkType = (type: TypeName, given: unknown): Checked => CHECKS[type](given);
