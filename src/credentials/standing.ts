import { type Clock, type Logger, reasonOf, redactText } from '../kernel/index.ts';
import type { Account, AccountChange, Accounts, StatusReason } from '../platform/accounts/index.ts';
import { sameSecrets } from './same-secrets.ts';

/** Codes of the reasons that are given here; they end with the state they explain. */
const OURS: ReadonlySet<string> = new Set(['AccountInvalidCredentialsError', 'AccountExpiredCredentialsError']);

/** Longest reason kept with an account, in characters. */
const LONGEST_REASON = 500;

/** The reasons of an account without those given here. */
const others = ({ statusReasons }: Account): StatusReason[] => statusReasons.filter(({ code }) => !OURS.has(code));

/** Keeps the status of accounts in step with what their providers say about the credentials. */
export interface Standing {
  /**
   * The provider refused the credentials: an active account becomes `error`, unless it has other credentials by now.
   * Of many at once the first one writes. Never throws.
   */
  rejected(account: Account, reason: string): Promise<void>;
  /** The provider took the credentials: an account in `error` becomes active again. Never throws. */
  accepted(account: Account): Promise<void>;
  /** The credentials ended for good: the account becomes `expired`. @returns the account as it is then */
  ended(account: Account, reason: string): Promise<Account>;
}

/** Makes the keeper of statuses. */
export function createStanding(parts: {
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly logger: Logger;
}): Standing {
  const { accounts, clock, logger } = parts;
  const busy = new Set<string>();

  /** A reason for people, without the secrets that some providers repeat. */
  const because = (account: Account, code: string, text: string): StatusReason => {
    const secrets = Object.values(accounts.secrets(account)).filter((value) => typeof value === 'string');
    return { code, description: redactText(text, secrets).slice(0, LONGEST_REASON), at: clock.now() };
  };

  /** Changes the account as it is stored, unless its credentials are others by now. */
  const change = (account: Account, to: (stored: Account) => AccountChange | undefined) =>
    accounts.update(account.projectId, account.id, (stored) =>
      sameSecrets(stored, account, accounts) ? to(stored) : undefined,
    );

  const once = async (account: Account, work: () => Promise<unknown>): Promise<void> => {
    const key = `${account.projectId}/${account.id}`;
    if (busy.has(key)) return;
    busy.add(key);
    try {
      await work();
    } catch (error) {
      logger.warn({ account: account.id, reason: reasonOf(error) }, 'the status of an account could not be noted');
    } finally {
      busy.delete(key);
    }
  };

  return {
    rejected: (account, reason) =>
      once(account, () =>
        change(account, (stored) =>
          stored.status === 'active'
            ? {
                status: 'error',
                statusReasons: [...others(stored), because(account, 'AccountInvalidCredentialsError', reason)],
              }
            : undefined,
        ),
      ),
    accepted: (account) =>
      once(account, () =>
        change(account, (stored) =>
          stored.status === 'error' ? { status: 'active', statusReasons: others(stored) } : undefined,
        ),
      ),
    ended: (account, reason) =>
      change(account, (stored) =>
        stored.status === 'active' || stored.status === 'error'
          ? {
              status: 'expired',
              statusReasons: [...others(stored), because(account, 'AccountExpiredCredentialsError', reason)],
              renewAt: null,
              renewalStartedAt: null,
            }
          : { renewAt: null, renewalStartedAt: null },
      ),
  };
}
