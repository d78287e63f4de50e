/** Tests one UTF-16 unit. */
export type UnitTest = (unit: number) => boolean;

/** Places a pattern can ask for without taking a character. */
export type Anchor = 'start' | 'end' | 'word-edge' | 'no-word-edge';

/** A node of a regular expression. */
export type PatternNode =
  | { readonly type: 'unit'; readonly test: UnitTest }
  | { readonly type: 'anchor'; readonly anchor: Anchor }
  | { readonly type: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly type: 'choice'; readonly items: readonly PatternNode[] }
  | { readonly type: 'group'; readonly index: number; readonly item: PatternNode }
  | {
      readonly type: 'repeat';
      readonly item: PatternNode;
      readonly min: number;
      /** Infinity for no end. */
      readonly max: number;
      readonly greedy: boolean;
    };
