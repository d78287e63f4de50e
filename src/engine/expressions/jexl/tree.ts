/** A node of a JEXL expression. `null` children are parts the grammar lets an author leave out. */
export type JexlNode =
  | { readonly type: 'literal'; readonly value: string | number | boolean }
  /** A name of the context, or (`relative`) of the element a filter looks at. */
  | { readonly type: 'name'; readonly name: string; readonly relative: boolean }
  | { readonly type: 'member'; readonly from: JexlNode; readonly name: string }
  | {
      readonly type: 'filter';
      readonly subject: JexlNode;
      readonly expression: JexlNode | null;
      readonly relative: boolean;
    }
  | { readonly type: 'not'; readonly operand: JexlNode }
  | { readonly type: 'binary'; readonly operator: string; readonly left: JexlNode; readonly right: JexlNode }
  | {
      readonly type: 'conditional';
      readonly test: JexlNode | null;
      readonly consequent: JexlNode | null;
      readonly alternate: JexlNode | null;
    }
  | { readonly type: 'list'; readonly items: readonly JexlNode[] }
  | { readonly type: 'object'; readonly entries: readonly (readonly [key: string, value: JexlNode | null])[] }
  /** A function of the format; the published grammar can also "call" something that has no name. */
  | { readonly type: 'call'; readonly name: string | undefined; readonly args: readonly JexlNode[] }
  | { readonly type: 'method'; readonly subject: JexlNode; readonly name: string; readonly args: readonly JexlNode[] }
  /** `x | name(…)`: the grammar has transforms, the format registers none. */
  | {
      readonly type: 'transform';
      readonly name: string;
      readonly subject: JexlNode;
      readonly args: readonly JexlNode[];
    };
