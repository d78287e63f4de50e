import type { Compat } from '../scope.ts';
import { compileValue, constantValue, reads, type Scope, type Value } from '../value.ts';

/** Part of an address as the author wrote it, compiled. */
export interface UrlSource {
  readonly text: string;
  readonly value: Value;
}

/** Compiles a `url` or `baseUrl`. */
export function compileUrlSource(text: unknown, compat: Compat): UrlSource {
  if (typeof text !== 'string' || text === '') return { text: '', value: constantValue('') };
  return { text, value: compileValue(text, { compat, keepEmpty: true }) };
}

/** True when a part may read one of these members of the scope; an expression nobody can tell about counts. */
export const readsAny = ({ text, value }: UrlSource, roots: readonly string[]): boolean =>
  !value.constant &&
  (roots.some((root) => reads(value, root) || text.includes(root)) || /^\s*\$(?:\.\.|\[|\.\*)/.test(text));

/** A path like `$.inputs.path` alone says that the input is the address; only parts of an address are encoded. */
const isWholeReference = (text: string): boolean => /^\s*\$(?!\{)/.test(text);

/**
 * The text of a part of an address; undefined where it has no value.
 * @param encoded the scope with a caller's values encoded
 */
export function renderSource(source: UrlSource, scope: Scope, encoded: Scope): string | undefined {
  const value = source.value.get(isWholeReference(source.text) ? scope : encoded);
  return value === undefined || value === null ? undefined : String(value);
}
