import { compileExpression } from '../../../src/engine/index.ts';
import type { Page } from './pages.ts';
import { asJson } from './plays.ts';

/** One line of an `expr` block. */
export interface ExpressionExample {
  readonly at: string;
  readonly expression: string;
  readonly context: unknown;
  readonly compat: 'patchbay' | 'published';
  /** As the page shows it: JSON, `undefined`, `NaN`, or `error: …`. */
  readonly expected: string;
}

const LINE = /^(.+?)\s+→\s+(.+?)(?:\s{2,}#\s.*)?$/;

/** The lines of the `expr` blocks of a page. A line `context: {…}` holds for those below it. */
export function expressionsOf({ blocks }: Page): ExpressionExample[] {
  return blocks
    .filter(({ words }) => words[0] === 'expr')
    .flatMap(({ at, words, text }) => {
      const [file = '', first] = at.split(':');
      let context: unknown = {};
      return text.split('\n').flatMap((line, index) => {
        const here = `${file}:${Number(first) + index}`;
        if (line.startsWith('context: ')) {
          context = JSON.parse(line.slice('context: '.length));
          return [];
        }
        if (line.trim() === '' || line.startsWith('# ')) return [];
        const [, expression, expected] = LINE.exec(line) ?? [];
        if (expression === undefined || expected === undefined) throw new Error(`${here}: no result in: ${line}`);
        const compat = words.includes('published') ? ('published' as const) : ('patchbay' as const);
        return [{ at: here, expression, context, compat, expected }];
      });
    });
}

/** What an expression comes to, in the notation of the pages. */
export function resultOf({ expression, context, compat }: ExpressionExample): unknown {
  let value: unknown;
  try {
    value = compileExpression(expression, { compat }).evaluate(context);
  } catch (error) {
    return `error: ${(error as Error).message}`;
  }
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return String(value);
  return asJson(value);
}

/** What the page shows, as a value where it is JSON. */
export function shownValue({ expected }: ExpressionExample): unknown {
  return /^(undefined|NaN|-?Infinity|error: .*)$/.test(expected) ? expected : JSON.parse(expected);
}
