import type { Plain } from '../../definition.ts';
import { type Located, toPlain } from '../../parse/index.ts';
import type { Context } from '../context.ts';
import { isDynamic } from '../expression-source.ts';
import { checkExpression, type ExpressionPlace } from '../expressions.ts';
import { type Path, under } from '../path.ts';
import type { Kind } from './kind.ts';
import { text } from './scalars.ts';

/** A text that is evaluated. */
export function expression(place: ExpressionPlace & { readonly mayBeEmpty?: boolean } = {}): Kind<string> {
  const { mayBeEmpty = true, ...where } = place;
  return text({
    expects: 'a text or an expression',
    mayBeEmpty,
    check: (_text, node, path, context) => checkExpression(node, path, context, where),
  });
}

/** Any value; every text in it, however deep, is evaluated. */
export function template(place: ExpressionPlace = {}): Kind<Plain> {
  return {
    expects: 'any value',
    takesNull: true,
    read(node, path, context) {
      checkTexts(node, path, context, place);
      return toPlain(node);
    },
  };
}

/** Checks every text in a value. */
export function checkTexts(node: Located, path: Path, context: Context, place: ExpressionPlace = {}): void {
  if (node.kind === 'scalar') checkExpression(node, path, context, place);
  else if (node.kind === 'list')
    for (const [index, item] of node.items.entries()) checkTexts(item, under(path, index), context, place);
  else if (node.kind === 'mapping') {
    for (const entry of [...node.entries.values(), ...node.refs])
      checkTexts(entry.value, under(path, entry.key, entry), context, place);
  }
}

/** A value of a kind, or an expression that yields one when it runs. */
export function dynamic<T>(kind: Kind<T>): Kind<T | string> {
  return {
    ...kind,
    read(node, path, context) {
      if (node.kind === 'scalar' && typeof node.value === 'string' && isDynamic(node.value)) {
        checkExpression(node, path, context);
        return node.value;
      }
      return kind.read(node, path, context);
    },
  };
}
