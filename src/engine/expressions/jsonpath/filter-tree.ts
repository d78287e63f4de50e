import type { SafePattern } from '../regex/index.ts';
import type { PathStep } from './path-tree.ts';

/** Names a filter or script can read of the place it stands at. */
export type PlaceName = 'current' | 'property' | 'parent' | 'parentProperty' | 'root' | 'path';

/** A node of the expression inside `?(…)` or `(…)`. */
export type FilterNode =
  | { readonly type: 'literal'; readonly value: string | number | boolean | null | undefined }
  | { readonly type: 'pattern'; readonly pattern: SafePattern }
  | { readonly type: 'place'; readonly name: PlaceName }
  | { readonly type: 'member'; readonly object: FilterNode; readonly key: FilterNode; readonly optional: boolean }
  | {
      readonly type: 'call';
      readonly object: FilterNode;
      readonly method: string;
      readonly args: readonly FilterNode[];
      readonly optional: boolean;
    }
  /** `@.list[?(…)]`: whether any element passes. */
  | { readonly type: 'exists'; readonly object: FilterNode; readonly step: PathStep }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: FilterNode }
  | { readonly type: 'binary'; readonly operator: string; readonly left: FilterNode; readonly right: FilterNode }
  | {
      readonly type: 'conditional';
      readonly test: FilterNode;
      readonly consequent: FilterNode;
      readonly alternate: FilterNode;
    }
  | { readonly type: 'list'; readonly items: readonly FilterNode[] };
