import { ownValue } from '../values.ts';

/**
 * Thrown where the published evaluator fails on the data. It ends the evaluation of a JEXL expression, which then is
 * undefined. One shared value: it is thrown often and its stack says nothing.
 */
export const JEXL_FAILURE: Error = Object.freeze(new Error('the expression does not fit the data'));

/** `from.name`: nothing has no members, and a list answers with the member of its first element. */
export function member(from: unknown, name: string): unknown {
  if (from === null || from === undefined) return undefined;
  if (typeof from === 'object') {
    if (!Array.isArray(from)) {
      if (!Object.hasOwn(from, name)) return undefined;
      const value = (from as Record<string, unknown>)[name];
      return typeof value === 'function' ? undefined : value;
    }
    const first: unknown = from[0];
    if (first === null || first === undefined) throw JEXL_FAILURE;
    return ownValue(first, name);
  }
  return ownValue(from, name);
}
