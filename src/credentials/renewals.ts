import { providerError, type Refresher } from '../catalog/index.ts';
import { canRefresh, type RefreshOutcome, scheduledRefresh } from '../engine/index.ts';
import { type Clock, fail, isPatchbayError, type PatchbayError, redactText } from '../kernel/index.ts';
import type { Account, AccountChange } from '../platform/accounts/index.ts';
import type { Database } from '../storage/index.ts';
import { sameSecrets } from './same-secrets.ts';
import type { Standing } from './standing.ts';
import { type AccountTarget, credentialsOf, methodOf, type TargetParts } from './target.ts';
import { judge, type Verdict } from './verdict.ts';

/** Longest time before their end at which credentials are renewed at a call, in milliseconds. */
const LONGEST_SKEW = 60_000;

/** Longest time a renewal may ask the provider, in milliseconds. */
const PATIENCE = 60_000;

/** Whether the credentials have ended or are about to. Without waiting: every call asks. */
export const endsSoon = ({ credentialsExpireAt: end, renewAt }: Account, now: number): boolean =>
  typeof end === 'number' && now >= end - Math.max(0, Math.min(LONGEST_SKEW, renewAt === null ? 0 : end - renewAt));

/** Why credentials are renewed: they are about to end (then the present ones may do), or the provider refuses them. */
export type RenewalCause = 'ending' | 'refused';

/** Renews credentials, each account's by one at a time, in this process and all others. */
export interface Renewals {
  /** Whether the credentials of the account can be renewed without a person. */
  possible(target: AccountTarget): boolean;
  /**
   * Renews the credentials and stores them before anybody uses them. Whoever comes second gets what the first stored.
   * @returns the account with the credentials to use
   * @throws PatchbayError `account_credentials_expired` or `provider_credentials_rejected`, then the account says so too;
   *   `credentials_not_renewed` when the provider could not be asked, then nothing has changed
   */
  renew(target: AccountTarget, cause: RenewalCause): Promise<Account>;
  /** Waits for renewals under way, whose requests may have been given up: what a provider gave is to be stored first. */
  settled(): Promise<void>;
}

/** What {@link createRenewals} needs. */
export interface RenewalParts extends TargetParts {
  readonly database: Database;
  readonly refresh: Refresher;
  readonly standing: Standing;
  readonly clock: Clock;
  /** Told how each renewal ended. */
  readonly count?: ((provider: string, outcome: 'renewed' | Verdict) => void) | undefined;
}

type Renewed = Extract<RefreshOutcome, { ok: true }>;

/** Makes renewals. */
export function createRenewals(parts: RenewalParts): Renewals {
  const { accounts, database, refresh, standing, clock } = parts;
  const running = new Map<string, Promise<Account>>();
  // What a provider gave and the database did not take: asking again could cost the account its only refresh token.
  const unsaved = new Map<string, { readonly before: Account; readonly outcome: Renewed }>();
  const same = (a: Account, b: Account): boolean => sameSecrets(a, b, accounts);
  const keyOf = ({ projectId, id }: Account): string => `${projectId}/${id}`;

  const save = async (before: Account, outcome: Renewed, renewBy: number | undefined): Promise<Account> => {
    const secrets = Object.fromEntries(outcome.changed.map((name) => [name, outcome.credentials[name]]));
    const expireAt = outcome.expiresAt ?? null;
    // Linked anew meanwhile: those credentials are younger than ours.
    const change = (stored: Account): AccountChange | undefined =>
      same(stored, before) ? { secrets, credentialsExpireAt: expireAt, renewBy } : undefined;
    unsaved.set(keyOf(before), { before, outcome });
    try {
      const saved = await accounts.update(before.projectId, before.id, change, { quiet: true });
      unsaved.delete(keyOf(before));
      return saved;
    } catch (error) {
      if (isPatchbayError(error, 'account_not_found')) unsaved.delete(keyOf(before));
      throw error;
    }
  };

  const note = (before: Account, change: AccountChange): Promise<Account> =>
    accounts.update(before.projectId, before.id, (stored) => (same(stored, before) ? change : undefined), {
      quiet: true,
    });

  const refused = async (
    target: AccountTarget,
    cause: RenewalCause,
    { failure }: Extract<RefreshOutcome, { ok: false }>,
  ): Promise<Account> => {
    const { account, connector } = target;
    const error = providerError({
      action: 'the renewal of credentials',
      connector: connector.title,
      failure: { stepId: '', ...failure },
    });
    const said = sentence(redactText(failure.message, secretTexts(accounts.secrets(account))));
    const verdict = judge(failure);
    if (verdict === 'unknown') {
      // An answer below 500 was no renewal; after any other end the provider may have renewed without our knowing.
      if (failure.provider !== undefined && failure.provider.status < 500)
        await note(account, { renewalStartedAt: null });
      if (cause === 'ending' && !hasEnded(account, clock.now())) return account;
      throw notRenewed(error);
    }
    const interrupted = account.renewalStartedAt !== null;
    const reason =
      verdict === 'ended' && interrupted
        ? `${said} An earlier renewal was cut off, so the provider may have replaced the refresh token without our getting the new one.`
        : said;
    if (verdict === 'rejected') await standing.rejected(account, reason);
    const after =
      verdict === 'ended'
        ? await standing.ended(account, reason)
        : await note(account, { renewAt: null, renewalStartedAt: null });
    if (!same(after, account)) return after;
    const { providerErrors = [] } = error.extras;
    throw fail(
      verdict === 'ended' ? 'account_credentials_expired' : 'provider_credentials_rejected',
      { connector: connector.title, reason },
      { providerErrors, cause: error },
    );
  };

  const renewNow = async (target: AccountTarget, cause: RenewalCause, lost: AbortSignal): Promise<Account> => {
    const { projectId, id } = target.account;
    const stored = await accounts.fresh(projectId, id);
    if (stored === undefined) {
      unsaved.delete(keyOf(target.account));
      throw fail('account_not_found', { id });
    }
    if (!same(stored, target.account)) return stored;
    const method = methodOf(target);
    if (method === undefined) throw fail('connector_unusable', { key: target.connector.key });
    const renewBy = scheduledRefresh(method, clock.now());
    const kept = unsaved.get(keyOf(stored));
    if (kept !== undefined && same(stored, kept.before)) return save(stored, kept.outcome, renewBy);
    // Written down first: should this process end before the answer is stored, the next one knows.
    await note(stored, { renewalStartedAt: clock.now() });
    const outcome = await refresh(method, runTargetOf(target), credentialsOf({ ...target, account: stored }, parts), {
      signal: lost,
      deadlineAt: clock.now() + PATIENCE,
    });
    parts.count?.(target.connector.key, outcome.ok ? 'renewed' : judge(outcome.failure));
    return outcome.ok ? save(stored, outcome, renewBy) : refused({ ...target, account: stored }, cause, outcome);
  };

  return {
    possible: (target) => {
      const method = methodOf(target);
      return method !== undefined && canRefresh(method, credentialsOf(target, parts));
    },
    renew(target, cause) {
      const { account } = target;
      const key = `${cause}/${keyOf(account)}/${account.credentialsSealed}`;
      const known = running.get(key);
      if (known !== undefined) return known;
      const work = database
        .withLock(`credentials/${keyOf(account)}`, (lost) => renewNow(target, cause, lost))
        .finally(() => running.delete(key));
      running.set(key, work);
      return work;
    },
    async settled() {
      while (running.size > 0) await Promise.allSettled(running.values());
    },
  };
}

const secretTexts = (secrets: Readonly<Record<string, unknown>>): string[] =>
  Object.values(secrets).filter((value) => typeof value === 'string');

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

const hasEnded = ({ credentialsExpireAt: end }: Account, now: number): boolean => end === null || now >= end;

/** The error for a renewal that says nothing about the credentials; its status tells whether to wait. */
const notRenewed = (error: PatchbayError): PatchbayError =>
  fail(
    'credentials_not_renewed',
    { reason: error.message },
    { ...error.extras, cause: error, status: error.status === 408 || error.status === 429 ? error.status : 502 },
  );

/** Whose behalf provider calls for the account are made on. */
export const runTargetOf = ({ account, connector }: Pick<AccountTarget, 'account' | 'connector'>) => ({
  projectId: account.projectId,
  accountId: account.id,
  provider: connector.key,
  connectorVersion: connector.version,
  environment: account.environment,
  authMethodKey: account.authMethodKey,
  grantedScopes: account.grantedScopes,
});
