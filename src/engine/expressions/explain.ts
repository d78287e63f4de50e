import { compileExpression, type ExpressionOptions } from './expression.ts';
import { ExpressionError } from './expression-error.ts';
import { isPlainObject, ownValue } from './values.ts';

/** How many keys a message names. */
const MAX_KEYS = 30;

function keysOf(value: unknown): string {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const named = keys.slice(0, MAX_KEYS).join(', ');
  return keys.length > MAX_KEYS ? `${named}, … (${keys.length})` : named || 'none';
}

/**
 * Evaluates like {@link compileExpression}, but says where a plain path (`$.a.b`, `{{a.b}}`) leads nowhere.
 * @throws ExpressionError `key-not-found`: "Key 'x' not found at '$.y'. Available keys: …"; and as `evaluate` does
 */
export function explain(source: string, context: unknown, options: ExpressionOptions = {}): unknown {
  const expression = compileExpression(source, options);
  const value = expression.evaluate(context);
  if (value !== undefined || expression.path === undefined) return value;
  let at: unknown = isPlainObject(context) ? context : {};
  let walked = '$';
  for (const name of expression.path) {
    if (expression.kind === 'jexl' && Array.isArray(at)) at = at[0];
    const next = ownValue(at, name);
    if (next === undefined) {
      throw new ExpressionError(
        'key-not-found',
        `Key '${name}' not found at '${walked}'. Available keys: ${keysOf(at)}`,
      );
    }
    at = next;
    walked += `.${name}`;
  }
  return value;
}
