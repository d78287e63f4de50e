import { compileExpression, type ExpressionOptions } from './expression.ts';
import { ExpressionError } from './expression-error.ts';
import { isPlainObject } from './values.ts';

/** How to compile a template. */
export interface TemplateOptions extends ExpressionOptions {
  /** Texts without a character other than space stay as they are instead of becoming null. Default false. */
  readonly keepEmpty?: boolean | undefined;
}

/** Deepest template that is compiled. */
const MAX_TEMPLATE_DEPTH = 200;

type Fill = (context: unknown) => unknown;

/**
 * Compiles a value of a connector: every string in it, at any depth, is safely evaluated; the empty string becomes null
 * unless `keepEmpty`; everything else stays. Keys named `__proto__` are left out.
 * @returns a function that makes a new value for a context
 * @throws ExpressionError `limit` for a value nested deeper than 200
 */
export function compileTemplate(value: unknown, options: TemplateOptions = {}): Fill {
  const compile = (part: unknown, depth: number): Fill => {
    if (depth > MAX_TEMPLATE_DEPTH) throw new ExpressionError('limit', 'The template is nested too deep');
    if (typeof part === 'string') {
      if (options.keepEmpty === true && part.trim() === '') return () => part;
      return compileExpression(part, options).safe;
    }
    if (Array.isArray(part)) {
      const items = part.map((item) => compile(item, depth + 1));
      return (context) => items.map((item) => item(context));
    }
    if (!isPlainObject(part)) return () => part;
    const entries = Object.entries(part)
      .filter(([key]) => key !== '__proto__')
      .map(([key, item]) => [key, compile(item, depth + 1)] as const);
    return (context) => {
      const filled: Record<string, unknown> = {};
      for (const [key, item] of entries) filled[key] = item(context);
      return filled;
    };
  };
  return compile(value, 0);
}
