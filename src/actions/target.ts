import type { AccountTarget as ActionTarget } from '../credentials/index.ts';
import type { CompiledAction } from '../engine/index.ts';
import { fail } from '../kernel/index.ts';
import type { AuthConfig } from '../platform/auth-configs/index.ts';
import { closest } from './suggest.ts';

export { type AccountTarget as ActionTarget, findTarget, type TargetParts } from '../credentials/index.ts';

/** Whether callers may run an action on accounts of this auth config. */
export const isOffered = (action: CompiledAction, authConfig: AuthConfig): boolean =>
  !action.internal && (authConfig.actions === null || authConfig.actions.includes(action.id));

/**
 * Finds an action of the target's connector, by its full id or its id inside the connector.
 * @throws PatchbayError `action_not_found` with the closest name, `action_disabled`
 */
export function findAction(id: string, { connector, authConfig }: ActionTarget): CompiledAction {
  const action = connector.actions.get(id) ?? connector.actions.get(`${connector.key}_${id}`);
  if (action === undefined || action.internal) {
    const offered = [...connector.actions.values()].filter((one) => !one.internal).map((one) => one.id);
    const near = closest(id, offered);
    const suggestion = near === undefined ? 'GET /actions lists them.' : `Did you mean ${near}?`;
    throw fail('action_not_found', { action: id.slice(0, 128), suggestion });
  }
  if (!isOffered(action, authConfig)) throw fail('action_disabled', { action: action.id });
  return action;
}
