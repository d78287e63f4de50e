import { ExpressionError } from './expression-error.ts';

/** Longest expression that is parsed, in UTF-16 units. Text without expression syntax may be longer. */
export const MAX_SOURCE = 65_536;
/** Deepest nesting of brackets, groups, calls and alternatives in one expression. */
export const MAX_NESTING = 100;
/** Highest expression tree, chains of operators included. */
export const MAX_TREE_HEIGHT = 1_000;
/** Deepest data that recursive descent, text conversion and templates follow. */
export const MAX_DATA_DEPTH = 1_000;
/** Visited nodes, list elements and matcher steps of one evaluation. */
export const MAX_STEPS = 1_000_000;
/** Longest text one evaluation may build, in UTF-16 units. */
export const MAX_TEXT = 16_777_216;

/** The work one evaluation may still do. */
export class Budget {
  #left = MAX_STEPS;

  /**
   * Takes `steps` from the budget.
   * @throws ExpressionError `limit` when it is used up
   */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new ExpressionError('limit', `Expression needs more than ${MAX_STEPS} steps`);
  }
}

/**
 * Passes a text built by an expression through, unless it is too long.
 * @throws ExpressionError `limit`
 */
export function boundedText(text: string): string {
  if (text.length > MAX_TEXT)
    throw new ExpressionError('limit', `Expression builds a text over ${MAX_TEXT} characters`);
  return text;
}
