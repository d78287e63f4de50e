import { ExpressionError } from '../expression-error.ts';
import type { FunctionTable } from '../functions.ts';
import { Budget } from '../limits.ts';
import type { Bag } from '../values.ts';
import { compileJexl, plainPath } from './compiler.ts';
import { inspectJexl, type JexlFacts } from './inspect.ts';
import { type JexlDialect, parseJexl } from './parser.ts';

/** What an expression is compiled for. */
export interface JexlOptions extends JexlDialect {
  readonly functions: FunctionTable;
}

/** A compiled JEXL expression. */
export interface CompiledJexl extends JexlFacts {
  /**
   * Undefined where the expression does not fit the data.
   * @throws ExpressionError `limit`
   */
  readonly evaluate: (context: Bag) => unknown;
  /** The names of `a.b.c`, when the expression is nothing but that. */
  readonly path: readonly string[] | undefined;
}

/**
 * Compiles the text of a JEXL expression (without braces).
 * @throws SyntaxFault with an offset into `text`
 */
export function compileJexlText(text: string, options: JexlOptions): CompiledJexl {
  const root = parseJexl(text, options);
  const closure = compileJexl(root, options.functions);
  return {
    ...inspectJexl(root),
    path: root === null ? undefined : plainPath(root),
    evaluate: (context) => {
      try {
        return closure(context, context, new Budget());
      } catch (error) {
        if (error instanceof ExpressionError) throw error;
        return undefined;
      }
    },
  };
}
