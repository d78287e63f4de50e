import type { Connectors } from '../catalog/index.ts';
import type { CompiledAction, CompiledConnector } from '../engine/index.ts';
import { fail } from '../kernel/index.ts';
import type { Account, Accounts } from '../platform/accounts/index.ts';
import type { AuthConfig, AuthConfigs } from '../platform/auth-configs/index.ts';
import { closest } from './suggest.ts';

/** An account that actions can be run on. */
export interface ActionTarget {
  readonly account: Account;
  readonly authConfig: AuthConfig;
  readonly connector: CompiledConnector;
}

/** What targets are found in. */
export interface TargetParts {
  readonly accounts: Accounts;
  readonly authConfigs: AuthConfigs;
  readonly connectors: Connectors;
}

const STOPPED = new Set<Account['status']>(['suspended', 'archived']);

/**
 * Finds an account of the project and checks that it may be used.
 * @throws PatchbayError `account_not_found`, `account_suspended`, `account_auth_config_disabled`, `connector_not_found`,
 *   `connector_version_missing`, `connector_unusable`
 */
export async function findTarget(projectId: string, accountId: string, parts: TargetParts): Promise<ActionTarget> {
  const hit = parts.accounts.get(projectId, accountId);
  const account = hit instanceof Promise ? await hit : hit;
  if (account === undefined) throw fail('account_not_found', { id: accountId });
  if (STOPPED.has(account.status)) throw fail('account_suspended', { id: accountId, status: account.status });
  const known = parts.authConfigs.get(projectId, account.authConfigId);
  const authConfig = known instanceof Promise ? await known : known;
  if (authConfig === undefined || !authConfig.enabled) throw fail('account_auth_config_disabled', { id: accountId });
  const found = parts.connectors.resolve(projectId, account.provider, authConfig.versionPin);
  const connector = found instanceof Promise ? await found : found;
  return { account, authConfig, connector };
}

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
