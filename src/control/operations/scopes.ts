import { fail } from '../../kernel/index.ts';
import { isScope, SCOPES, type Scope } from '../../platform/api-keys/index.ts';

/** Number of letters to add, drop or change to come from one text to the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const changed = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}

/** The scope that was most likely meant; undefined when none is near. */
function nearest(text: string): Scope | undefined {
  const [best] = SCOPES.map((scope) => ({
    scope,
    far: distance(text.toLowerCase().replace(/[.\s/_-]/, ':'), scope),
  })).sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= 4 ? best.scope : undefined;
}

/**
 * Scopes by their names, each once.
 * @throws PatchbayError `scope_unknown`, with the one that was likely meant; `validation_failed` for none at all
 */
export function readScopes(names: readonly string[]): Scope[] {
  const scopes = names.map((name) => {
    if (isScope(name)) return name;
    const near = nearest(name);
    throw fail('scope_unknown', {
      name,
      suggestion: near === undefined ? '' : `Did you mean ${near}? `,
      known: SCOPES.join(', '),
    });
  });
  if (scopes.length === 0) throw fail('validation_failed', { summary: 'A key needs at least one scope.' });
  return [...new Set(scopes)];
}
