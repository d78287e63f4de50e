import type { Block } from '../kinds/block.ts';
import { checkTexts, dynamic } from '../kinds/expressions.ts';
import type { Kind } from '../kinds/kind.ts';
import { type BlockRules, block, type Key, optional, required } from '../kinds/mapping.ts';

/** A table of parameters, at the top of a step function's parameters or below. */
export interface ParameterTable {
  /** With its article, for sentences: `an argument`. */
  readonly what: string;
  readonly keys: Readonly<Record<string, Key<unknown>>>;
  /** Further keys are passed on as they are; texts in them are evaluated. */
  readonly open?: boolean;
  readonly ignored?: Readonly<Record<string, string>>;
  readonly belongs?: Readonly<Record<string, string>>;
  readonly check?: (block: Block) => void;
}

/**
 * The kind of a mapping of parameters. What it reads is not used: parameters stay as they are written, as any text in
 * them is evaluated when the step runs.
 */
export function table({ keys, check, ...rules }: ParameterTable): Kind<object> {
  return block<Record<string, unknown>>({
    ...rules,
    keys: keys as BlockRules<Record<string, unknown>>['keys'],
    check(_value, at) {
      if (rules.open) {
        for (const entry of at.node.entries.values()) {
          if (!Object.hasOwn(keys, entry.key)) checkTexts(entry.value, at.path, at.context);
        }
      }
      check?.(at);
    },
  });
}

/** A parameter whose value may also come from an expression. */
export const may = <T>(kind: Kind<T>): Key<T | string> => optional(dynamic(kind));

/** The same for a parameter that must be there. */
export const must = <T>(kind: Kind<T>): Key<T | string> => required(dynamic(kind));
