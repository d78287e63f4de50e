import type { Refresher } from '../catalog/index.ts';
import { type Clock, fail, type Logger } from '../kernel/index.ts';
import type { Account } from '../platform/accounts/index.ts';
import type { Database } from '../storage/index.ts';
import { createRenewals, endsSoon, type RenewalParts, type Renewals } from './renewals.ts';
import { createStanding, type Standing } from './standing.ts';
import type { AccountTarget, TargetParts } from './target.ts';

/** The life of accounts' credentials: renewed in time, and judged by what providers say. */
export interface Credentials extends Renewals, Pick<Standing, 'rejected' | 'accepted'> {
  /**
   * The account with credentials that can be used now, renewed where they are about to end.
   * @throws PatchbayError `account_credentials_expired` and those of {@link Renewals.renew}
   */
  usable(target: AccountTarget): Promise<Account>;
}

/** What {@link createCredentials} needs. */
export interface CredentialParts extends TargetParts {
  readonly database: Database;
  readonly refresh: Refresher;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told how each renewal ended. */
  readonly count?: RenewalParts['count'];
}

/** Makes the service. */
export function createCredentials(parts: CredentialParts): Credentials {
  const standing = createStanding(parts);
  const renewals = createRenewals({ ...parts, standing });
  return {
    ...renewals,
    rejected: standing.rejected,
    accepted: standing.accepted,
    async usable(target) {
      const { account, connector } = target;
      if (account.status === 'expired') {
        const reason = account.statusReasons.at(-1)?.description ?? 'The provider renews them no more.';
        throw fail('account_credentials_expired', { connector: connector.title, reason });
      }
      return endsSoon(account, parts.clock.now()) && renewals.possible(target)
        ? renewals.renew(target, 'ending')
        : account;
    },
  };
}
