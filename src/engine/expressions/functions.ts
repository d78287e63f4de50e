import { hasPassed, hasPassedAsPublished, isoText, nextAnniversary, yearsElapsed } from './dates.ts';
import type { Budget } from './limits.ts';
import { isMissing, isPlainObject } from './values.ts';

/** A function of the format. */
export type ExpressionFunction = (args: readonly unknown[], budget: Budget) => unknown;

/** Functions by the name expressions call them by. */
export type FunctionTable = ReadonlyMap<string, ExpressionFunction>;

/** Whether all (or some) of the wanted values are elements of the list, by strict equality. */
function holds(list: unknown, wanted: unknown, how: 'every' | 'some', budget: Budget): boolean {
  if (!Array.isArray(list) || list.length === 0 || isMissing(wanted)) return false;
  if (!Array.isArray(wanted)) {
    budget.spend(list.length);
    return list.indexOf(wanted) !== -1;
  }
  budget.spend(list.length + wanted.length);
  const elements = new Set<unknown>(list);
  const present = (value: unknown): boolean => elements.has(value) && !Number.isNaN(value);
  return how === 'every' ? wanted.every(present) : wanted.some(present);
}

function entriesOf<T>(value: unknown, budget: Budget, read: (object: object) => T[]): T[] {
  if (!isPlainObject(value)) return [];
  const entries = read(value);
  budget.spend(entries.length);
  return entries;
}

function isEmpty(value: unknown): boolean {
  if (isMissing(value)) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isPlainObject(value) && Object.keys(value).length === 0;
}

/** The functions of the published engine, with its reading of `hasPassed`. */
export const PUBLISHED_FUNCTIONS: FunctionTable = new Map<string, ExpressionFunction>([
  ['present', ([value]) => value !== null && value !== undefined],
  ['missing', ([value]) => isMissing(value)],
  ['includes', ([list, wanted], budget) => holds(list, wanted, 'every', budget)],
  ['includesSome', ([list, wanted], budget) => holds(list, wanted, 'some', budget)],
  ['keys', ([value], budget) => entriesOf(value, budget, Object.keys)],
  ['values', ([value], budget) => entriesOf(value, budget, Object.values)],
  ['now', () => new Date().toISOString()],
  ['yearsElapsed', ([start, format, end]) => yearsElapsed(start, format, end)],
  ['nextAnniversary', ([date, format]) => nextAnniversary(date, format)],
  ['hasPassed', ([date, format, years]) => hasPassedAsPublished(date, format, years)],
]);

/** The published functions as their documentation describes them, and those only the documentation has. */
export const PATCHBAY_FUNCTIONS: FunctionTable = new Map<string, ExpressionFunction>([
  ...PUBLISHED_FUNCTIONS,
  ['hasPassed', ([date, format, years]) => hasPassed(date, format, years)],
  ['toISO8601', ([value]) => isoText(value)],
  ['empty', ([value]) => isEmpty(value)],
]);

/** Names of every function an expression can call. */
export const EXPRESSION_FUNCTIONS: ReadonlySet<string> = new Set(PATCHBAY_FUNCTIONS.keys());
