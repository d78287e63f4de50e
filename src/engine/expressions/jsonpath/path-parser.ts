import { type PathStep, SELECTABLE_TYPES, type SelectableType } from './path-tree.ts';
import { type PathToken, tokenizePath } from './tokenizer.ts';

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
  if (literal.startsWith('`')) return { type: 'escaped', literal, name: literal.slice(1) };
  if (literal.includes(',')) return { type: 'union', literal, parts: literal.split(',').map(readStep) };
  return { type: 'name', literal };
}

function toStep(token: PathToken): PathStep {
  const { text: literal, filter } = token;
  if (filter === undefined) return readStep(literal);
  return filter.kind === 'filter'
    ? { type: 'filter', literal, test: filter.node }
    : { type: 'script', literal, value: filter.node };
}

/**
 * Parses a JSONPath into its steps from the root.
 * @throws SyntaxFault
 */
export function parsePath(text: string): PathStep[] {
  const [first, ...rest] = tokenizePath(text);
  return first!.text === '$' && rest.length > 0 ? rest.map(toStep) : [toStep(first!), ...rest.map(toStep)];
}
