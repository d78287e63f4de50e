import type { Connectors } from '../catalog/index.ts';
import type { AuthMethod, CompiledConnector } from '../engine/index.ts';
import { fail } from '../kernel/index.ts';
import { type Account, type Accounts, isStopped } from '../platform/accounts/index.ts';
import type { AuthConfig, AuthConfigs } from '../platform/auth-configs/index.ts';

/** An account that may be used, with what it is used through. */
export interface AccountTarget {
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

/**
 * Finds an account of the project and checks that it may be used.
 * @throws PatchbayError `account_not_found`, `account_suspended`, `account_auth_config_disabled`, `connector_not_found`,
 *   `connector_version_missing`, `connector_unusable`
 */
export async function findTarget(projectId: string, accountId: string, parts: TargetParts): Promise<AccountTarget> {
  const hit = parts.accounts.get(projectId, accountId);
  const account = hit instanceof Promise ? await hit : hit;
  if (account === undefined) throw fail('account_not_found', { id: accountId });
  if (isStopped(account)) throw fail('account_suspended', { id: accountId, status: account.status });
  const known = parts.authConfigs.get(projectId, account.authConfigId);
  const authConfig = known instanceof Promise ? await known : known;
  if (authConfig === undefined || !authConfig.enabled) throw fail('account_auth_config_disabled', { id: accountId });
  const found = parts.connectors.resolve(projectId, account.provider, authConfig.versionPin);
  const connector = found instanceof Promise ? await found : found;
  return { account, authConfig, connector };
}

/** The way the account is connected; undefined when its connector does not offer it any more. */
export const methodOf = ({
  account,
  connector,
}: Pick<AccountTarget, 'account' | 'connector'>): AuthMethod | undefined =>
  connector.authentication.find(
    ({ key, environment }) => key === account.authMethodKey && environment.key === account.environment,
  );

/**
 * What a run of the account's actions sees: set-up values, values of the form, secrets and tokens, the later winning.
 * @throws PatchbayError `sealed_value_broken`, `encryption_key_missing`
 */
export const credentialsOf = (
  { account, authConfig }: Pick<AccountTarget, 'account' | 'authConfig'>,
  { accounts, authConfigs }: Pick<TargetParts, 'accounts' | 'authConfigs'>,
): Readonly<Record<string, unknown>> => ({
  ...authConfigs.setupValues(authConfig),
  ...account.setup,
  ...accounts.secrets(account),
});
