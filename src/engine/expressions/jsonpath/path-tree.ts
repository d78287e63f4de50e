import type { FilterNode } from './filter-tree.ts';

/** Types a `@type()` selector can ask for. */
export const SELECTABLE_TYPES = [
  'null',
  'boolean',
  'number',
  'string',
  'integer',
  'undefined',
  'nonFinite',
  'scalar',
  'array',
  'object',
  'function',
  'other',
] as const;

/** A type of {@link SELECTABLE_TYPES}. */
export type SelectableType = (typeof SELECTABLE_TYPES)[number];

/** One step of a JSONPath. `literal` is its own text: a property of just that name can take precedence over its meaning. */
export type PathStep =
  | { readonly type: 'name'; readonly literal: string }
  | { readonly type: 'wildcard'; readonly literal: '*' }
  | { readonly type: 'descend'; readonly literal: '..' }
  | { readonly type: 'parent'; readonly literal: '^' }
  | { readonly type: 'key'; readonly literal: '~' }
  | { readonly type: 'stay'; readonly literal: '$' }
  | {
      readonly type: 'slice';
      readonly literal: string;
      readonly start: number;
      readonly end: number | undefined;
      readonly step: number;
    }
  | { readonly type: 'union'; readonly literal: string; readonly parts: readonly PathStep[] }
  /** "`name", or quoted: that property whatever its name means otherwise; without it, what the whole text means. */
  | { readonly type: 'escaped'; readonly literal: string; readonly name: string; readonly otherwise: PathStep }
  | { readonly type: 'type'; readonly literal: string; readonly wanted: SelectableType }
  | { readonly type: 'filter'; readonly literal: string; readonly test: FilterNode }
  | { readonly type: 'script'; readonly literal: string; readonly value: FilterNode };
