import type { Located } from '../../parse/index.ts';
import type { Context } from '../context.ts';
import type { Path } from '../path.ts';

/** A sort of value: knows what to expect of a located value and what it means as plain data. */
export interface Kind<T> {
  /** In words, for "must be …": `a text`, `a list of steps`. */
  readonly expects: string;
  /** Whether an empty value is a value of this kind; otherwise it counts as left out. */
  readonly takesNull?: boolean;
  /** The value, or nothing when it is not of this kind; then a finding says so. */
  read(node: Located, path: Path, context: Context): T | undefined;
}
