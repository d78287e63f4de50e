import type { Revoker } from '../catalog/index.ts';
import { type CompiledConnector, canRevoke } from '../engine/index.ts';
import { isPatchbayError, type Logger, reasonOf } from '../kernel/index.ts';
import type { Account, Revocation } from '../platform/accounts/index.ts';
import type { AuthConfig } from '../platform/auth-configs/index.ts';
import { runTargetOf } from './renewals.ts';
import { credentialsOf, methodOf, type TargetParts } from './target.ts';

/** Longest time a provider may take for it, in milliseconds: somebody waits for the answer. */
const PATIENCE = 10_000;
/** Longest time for all accounts of an auth config; a provider that is down is not waited for again and again. */
const PATIENCE_FOR_ALL = 60_000;
/** Accounts that a line of the log names. */
const NAMED = 100;

/** What revoking needs. */
export interface RevocationParts extends TargetParts {
  readonly revoke: Revoker;
  readonly logger: Logger;
}

/** The connector of an account; undefined when it cannot be had any more. */
async function connectorOf(
  { projectId, provider }: Account,
  authConfig: AuthConfig | undefined,
  { connectors }: TargetParts,
): Promise<CompiledConnector | undefined> {
  try {
    return await connectors.resolve(projectId, provider, authConfig?.versionPin ?? null);
  } catch (error) {
    if (isPatchbayError(error)) return undefined;
    throw error;
  }
}

/**
 * Gives the tokens of an account that is deleted here back to its provider, where the connector says how.
 * @param enough ends the wait for the provider early
 * @returns what came of it; it never throws
 */
export async function revokeAccount(
  account: Account,
  parts: RevocationParts,
  enough: AbortSignal = AbortSignal.timeout(PATIENCE),
): Promise<Revocation> {
  let title = account.provider;
  const byHand = () => `End them at ${title} if they shall not work any more.`;
  try {
    const authConfig = await parts.authConfigs.get(account.projectId, account.authConfigId);
    const connector = await connectorOf(account, authConfig, parts);
    title = connector?.title ?? title;
    const method = connector && methodOf({ account, connector });
    const credentials = authConfig && credentialsOf({ account, authConfig }, parts);
    if (connector === undefined || method === undefined || credentials === undefined || !canRevoke(method, credentials))
      return {
        attempted: false,
        succeeded: false,
        reason: `${title} offers no way to end these credentials from here. ${byHand()}`,
      };
    const target = runTargetOf({ account, connector });
    const outcome = await parts.revoke(method, target, credentials, enough);
    if (outcome.ok) return { attempted: true, succeeded: true, reason: null };
    const { kind, message } = outcome.failure;
    const why = kind === 'provider' ? `${title} did not take the tokens back: ${message}` : `${title} did not answer.`;
    return { attempted: true, succeeded: false, reason: `${why} ${byHand()}` };
  } catch (error) {
    parts.logger.warn({ account: account.id, reason: reasonOf(error) }, 'the tokens of an account were not given back');
    return { attempted: false, succeeded: false, reason: `The credentials could not be given back. ${byHand()}` };
  }
}

/** Removes every account of an auth config and gives their tokens back; the log has what could not be given back, and why. */
export async function removeAccountsOf(projectId: string, authConfigId: string, parts: RevocationParts): Promise<void> {
  const enough = AbortSignal.timeout(PATIENCE_FOR_ALL);
  const failed: { readonly account: string; readonly reason: string | null }[] = [];
  await parts.accounts.removeOfAuthConfig(projectId, authConfigId, async (account) => {
    const signal = AbortSignal.any([enough, AbortSignal.timeout(PATIENCE)]);
    const { attempted, succeeded, reason } = await revokeAccount(account, parts, signal);
    if (attempted && !succeeded) failed.push({ account: account.id, reason });
  });
  if (failed.length > 0)
    parts.logger.warn(
      { projectId, authConfig: authConfigId, count: failed.length, accounts: failed.slice(0, NAMED) },
      'accounts were deleted with their auth config whose tokens were not given back',
    );
}
