import { boundedText } from './limits.ts';
import { type Bag, ownValue, propertyName, toText } from './values.ts';

/** One `${…}`: its text in full, the expression inside, and where that starts. */
export interface Placeholder {
  readonly raw: string;
  readonly inner: string;
  readonly start: number;
}

/** Splits a text into the texts between placeholders and the placeholders. Undefined when it has none. */
export function splitPlaceholders(text: string): readonly (string | Placeholder)[] | undefined {
  const parts: (string | Placeholder)[] = [];
  let done = 0;
  for (let open = text.indexOf('${'); open !== -1; ) {
    const close = text.indexOf('}', open + 2);
    if (close === -1) break;
    if (close === open + 2) {
      open = text.indexOf('${', open + 2);
      continue;
    }
    if (open > done) parts.push(text.slice(done, open));
    const inside = text.slice(open + 2, close);
    parts.push({
      raw: text.slice(open, close + 1),
      inner: inside.trim(),
      start: open + 2 + (inside.length - inside.trimStart().length),
    });
    done = close + 1;
    open = text.indexOf('${', done);
  }
  if (done === 0) return undefined;
  if (done < text.length) parts.push(text.slice(done));
  return parts;
}

/** Compiles a placeholder: its value as an expression (if it is one), else as names separated by dots, else itself. */
export function compilePlaceholder(
  { raw, inner }: Placeholder,
  value: ((context: Bag) => unknown) | undefined,
): (context: Bag) => string {
  const names = inner.split('.').map(propertyName);
  return (context) => {
    let found = value?.(context);
    if (found === undefined) {
      found = context;
      for (const name of names) found = ownValue(found, name);
    }
    return found === undefined ? raw : toText(found);
  };
}

/**
 * Joins texts and compiled placeholders.
 * @throws ExpressionError `limit` for too long a text
 */
export function compileJoin(parts: readonly (string | ((context: Bag) => string))[]): (context: Bag) => string {
  return (context) => {
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part : part(context);
    return boundedText(text);
  };
}
