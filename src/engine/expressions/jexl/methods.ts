import { type Budget, boundedText } from '../limits.ts';
import { isMissing, joinText, toNumber, toText } from '../values.ts';

type Method = (subject: string | readonly unknown[], args: readonly unknown[], budget: Budget) => unknown;

const optionalNumber = (value: unknown): number | undefined => (value === undefined ? undefined : toNumber(value));

const onText =
  (method: (text: string, args: readonly unknown[]) => unknown): Method =>
  (subject, args) =>
    typeof subject === 'string' ? method(subject, args) : undefined;

/** The methods texts and lists have in expressions. Each gives undefined for a subject it does not fit. */
const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['toLowerCase', onText((text) => text.toLowerCase())],
  ['toUpperCase', onText((text) => text.toUpperCase())],
  ['trim', onText((text) => text.trim())],
  ['startsWith', onText((text, [part]) => !isMissing(part) && text.startsWith(toText(part)))],
  ['endsWith', onText((text, [part]) => !isMissing(part) && text.endsWith(toText(part)))],
  // The replacement is taken literally: its `$` marks mean nothing.
  ['replace', onText((text, [part, by]) => boundedText(text.replace(toText(part), () => toText(by))))],
  [
    'split',
    (subject, [separator, limit], budget) => {
      if (typeof subject !== 'string') return undefined;
      budget.spend(subject.length);
      return separator === undefined ? [subject] : subject.split(toText(separator), optionalNumber(limit));
    },
  ],
  [
    'join',
    (subject, [separator], budget) => {
      if (typeof subject === 'string') return undefined;
      budget.spend(subject.length);
      return joinText(subject, separator === undefined ? ',' : toText(separator));
    },
  ],
  [
    'includes',
    (subject, [part], budget) => {
      if (typeof subject === 'string') return part !== undefined && part !== null && subject.includes(toText(part));
      budget.spend(subject.length);
      return subject.includes(part);
    },
  ],
  [
    'slice',
    (subject, [start, end], budget) => {
      budget.spend(typeof subject === 'string' ? 1 : subject.length);
      return subject.slice(optionalNumber(start), optionalNumber(end));
    },
  ],
  ['length', (subject) => subject.length],
]);

const PREDICATES: ReadonlySet<string> = new Set(['includes', 'startsWith', 'endsWith']);

/** True for the names that can be called on a value. */
export const isMethod = (name: string): boolean => METHODS.has(name);

/**
 * Calls a method of a text or list.
 * @returns undefined for a method that does not fit the subject; the questions (`includes` …) are false for no subject
 */
export function callMethod(name: string, subject: unknown, args: readonly unknown[], budget: Budget): unknown {
  if (typeof subject === 'string' || Array.isArray(subject)) return METHODS.get(name)?.(subject, args, budget);
  return PREDICATES.has(name) && (subject === undefined || subject === null) ? false : undefined;
}
