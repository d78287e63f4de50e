import type { ResultDefinition } from '../../definition.ts';
import { describe, nearest, toPlain } from '../../parse/index.ts';
import { checkTexts, template } from '../kinds/expressions.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, optional } from '../kinds/mapping.ts';
import { nameOf } from '../path.ts';

const KEYS = ['data', 'message', 'next'];

const known = block<ResultDefinition>({
  what: 'a result',
  keys: { data: optional(template()), message: optional(template()), next: optional(template()) },
});

/** `result`: a mapping with `data`, `message` and `next`, or the data alone. */
export const result: Kind<ResultDefinition> = {
  expects: 'a result',
  read(node, path, context) {
    if (node.kind === 'mapping') {
      const keys = [...node.entries.keys()];
      const meant = keys.some((key) => KEYS.includes(key) || nearest(key, KEYS) !== undefined);
      if (meant) return known.read(node, path, context);
    }
    if (node.kind === 'mapping' && node.entries.size > 0) {
      context.report(
        'result-without-data',
        path.key ?? node,
        path,
        'A result holds "data", "message" and "next"; as it has none of them, all of it counts as data.',
        {
          help: 'Write the keys under "data".',
        },
      );
    } else if (node.kind !== 'scalar' || typeof node.value !== 'string') {
      if (node.kind !== 'broken') {
        context.report(
          'wrong-type',
          node,
          path,
          `${nameOf(path)} must be a mapping or an expression, not ${describe(node)}.`,
        );
      }
      return undefined;
    }
    checkTexts(node, path, context);
    return { data: toPlain(node) };
  },
};
