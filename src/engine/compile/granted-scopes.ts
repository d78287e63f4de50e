import type { ScopeDefinition } from '../definition.ts';

/** Which scopes follow from which. */
export interface ScopeRules {
  /** True when an account with these scopes holds all of `required`, counting what its scopes include. */
  covers(granted: readonly string[], required: readonly string[]): boolean;
}

/** Compiles the scope definitions of a connector. */
export function compileScopes(definitions: readonly ScopeDefinition[]): ScopeRules {
  const includes = new Map(definitions.map(({ name, includes: implied }) => [name, implied]));
  const expanded = new WeakMap<readonly string[], ReadonlySet<string>>();
  const expand = (granted: readonly string[]): ReadonlySet<string> => {
    const known = expanded.get(granted);
    if (known !== undefined) return known;
    const held = new Set<string>();
    const open = [...granted];
    for (let scope = open.pop(); scope !== undefined; scope = open.pop()) {
      if (held.has(scope)) continue;
      held.add(scope);
      open.push(...(includes.get(scope) ?? []));
    }
    expanded.set(granted, held);
    return held;
  };
  return {
    covers(granted, required) {
      if (required.length === 0) return true;
      const held = expand(granted);
      return required.every((scope) => held.has(scope));
    },
  };
}
