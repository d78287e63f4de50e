import type { AuthMethod, CompiledAction } from '../engine/index.ts';

/** The scopes an action needs of an account that was connected this way: those named for it, else those of every way. */
export const actionScopes = (action: CompiledAction, method: AuthMethod): readonly string[] =>
  Object.hasOwn(action.authRequirements, method.key)
    ? (action.authRequirements[method.key] ?? [])
    : action.requiredScopes;
