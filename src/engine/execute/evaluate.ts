import type { Compat } from '../compile/scope.ts';
import { compileExpression, explain } from '../expressions/index.ts';

/**
 * Evaluates one expression, for tools of connector authors.
 * @param options `explain` makes a path that leads nowhere an error that lists the keys there are
 * @throws ExpressionError for text that is no expression, or one that fails
 */
export function evaluateExpression(
  source: string,
  context: unknown,
  options: { readonly compat?: Compat; readonly explain?: boolean } = {},
): unknown {
  const { compat = 'patchbay' } = options;
  return options.explain === true
    ? explain(source, context, { compat })
    : compileExpression(source, { compat }).evaluate(context);
}
