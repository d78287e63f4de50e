import { propertyName } from '../values.ts';
import { type PathStep, SELECTABLE_TYPES, type SelectableType } from './path-tree.ts';
import { type PathToken, tokenizePath } from './tokenizer.ts';

/**
 * `strict` is JSONPath-Plus to the letter. `lenient` reads names that it stumbles over as names: `@id`, which it takes
 * for an unknown type selector, and quoted names such as `['a,b']`, where an object has that property.
 */
export type PathDialect = 'strict' | 'lenient';

const SLICE = /^(-?\d*):(-?\d*):?(\d*)$/;
const TYPE_SELECTOR = new RegExp(`^@(${SELECTABLE_TYPES.join('|')})\\(\\)$`);
const FIXED: ReadonlyMap<string, PathStep> = new Map<string, PathStep>([
  ['*', { type: 'wildcard', literal: '*' }],
  ['..', { type: 'descend', literal: '..' }],
  ['^', { type: 'parent', literal: '^' }],
  ['~', { type: 'key', literal: '~' }],
  ['$', { type: 'stay', literal: '$' }],
]);

function readStep(literal: string): PathStep {
  const fixed = FIXED.get(literal);
  if (fixed !== undefined) return fixed;
  const slice = SLICE.exec(literal);
  if (slice !== null) {
    // A bound of 0 on the right counts as "none", as in JSONPath-Plus.
    const [start, end, step] = slice.slice(1).map((bound) => Number.parseInt(bound, 10) || undefined);
    return { type: 'slice', literal, start: start ?? 0, end, step: step ?? 1 };
  }
  const wanted = TYPE_SELECTOR.exec(literal)?.[1];
  if (wanted !== undefined) return { type: 'type', literal, wanted: wanted as SelectableType };
  const plain: PathStep = literal.includes(',')
    ? { type: 'union', literal, parts: literal.split(',').map(readStep) }
    : { type: 'name', literal: propertyName(literal) };
  return literal.startsWith('`')
    ? { type: 'escaped', literal, name: propertyName(literal.slice(1)), otherwise: plain }
    : plain;
}

function toStep({ text: literal, filter, quoted }: PathToken, dialect: PathDialect): PathStep {
  if (filter !== undefined) {
    return filter.kind === 'filter'
      ? { type: 'filter', literal, test: filter.node }
      : { type: 'script', literal, value: filter.node };
  }
  const step = readStep(literal);
  if (dialect === 'strict' || step.type === 'name' || quoted !== true) return step;
  return { type: 'escaped', literal, name: propertyName(literal), otherwise: step };
}

/**
 * Parses a JSONPath into its steps from the root.
 * @throws SyntaxFault
 */
export function parsePath(text: string, dialect: PathDialect): PathStep[] {
  const tokens = tokenizePath(text);
  const rooted = tokens[0]?.text === '$' && tokens.length > 1;
  return (rooted ? tokens.slice(1) : tokens).map((token) => toStep(token, dialect));
}
