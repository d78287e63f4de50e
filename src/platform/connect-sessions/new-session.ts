import type { Static } from 'typebox';
import { fail } from '../../kernel/index.ts';
import type { Accounts } from '../accounts/index.ts';
import type { AuthConfigs } from '../auth-configs/index.ts';
import type { CreateBody } from './schema.ts';
import type { NewConnectSession } from './service.ts';

/** Seconds a session lasts unless its maker says otherwise; the published client sends the same. */
export const DEFAULT_LIFE = 1_800;

/** What a session can be limited to. */
export interface TargetParts {
  readonly authConfigs: AuthConfigs;
  readonly accounts: Accounts;
  /** Keys of the connectors that can be linked. */
  readonly connectorKeys: (projectId: string) => Promise<readonly string[]>;
}

/**
 * The session that a body asks for.
 * @throws PatchbayError `connector_not_found`, `auth_config_not_found`, `account_not_found` for one that could never link anything
 */
export async function newSessionOf(
  projectId: string,
  body: Static<typeof CreateBody>,
  { authConfigs, accounts, connectorKeys }: TargetParts,
): Promise<NewConnectSession> {
  const provider = body.provider || null;
  const authConfigId = body.integration_id || null;
  const accountId = body.account_id || null;
  if (provider !== null) {
    const known = await connectorKeys(projectId);
    if (!known.includes(provider)) throw fail('connector_not_found', { key: provider, known: known.join(', ') });
  }
  if (authConfigId !== null) {
    const config = await authConfigs.get(projectId, authConfigId);
    if (config === undefined || !config.enabled) throw fail('auth_config_not_found', { id: authConfigId });
  }
  if (accountId !== null && (await accounts.get(projectId, accountId)) === undefined)
    throw fail('account_not_found', { id: accountId });
  return {
    projectId,
    provider,
    authConfigId,
    accountId,
    originOwnerId: body.origin_owner_id,
    originOwnerName: body.origin_owner_name,
    originUsername: body.origin_username ?? null,
    categories: body.categories && body.categories.length > 0 ? body.categories : null,
    label: body.label ?? null,
    metadata: body.metadata ?? null,
    type: body.type ?? 'production',
    // An edit session is about one account whatever the caller asks for.
    multiple: accountId === null && (body.multiple ?? false),
    expiresIn: body.expires_in ?? DEFAULT_LIFE,
  };
}
