import { findTarget } from '../credentials/index.ts';
import { inRounds, type Logger, reasonOf } from '../kernel/index.ts';
import type { Account, AccountChange } from '../platform/accounts/index.ts';
import type { Database } from '../storage/index.ts';
import { type CheckParts, checkAccount } from './check.ts';
import { createDueStore, type DueAccount, type DueKind } from './store.ts';

const HOUR = 3_600_000;
/** How often is looked for accounts that are due, in milliseconds. */
const PULSE = 60_000;
/** When a renewal that did not come about is tried again, in milliseconds. */
const RETRY = 5 * 60_000;
/** Most accounts that one process takes at a pulse; checks that have piled up are spread over the next ones. */
const BATCH = { check: 100, renewal: 500 } as const;
/** Accounts that are worked on at the same time. */
const AT_ONCE = 4;

/** What one round did. */
export interface Round {
  readonly checked: number;
  readonly renewed: number;
}

/** Finds out that credentials do not work before a user does, and keeps tokens alive that nobody uses. */
export interface AccountHealth {
  /** Renews and checks what is due now. */
  runDue(): Promise<Round>;
  /** What all rounds of this process did. */
  totals(): Round;
  /** Does so every minute from now on. */
  start(): void;
  /** Begins nothing more, and waits for renewals under way. */
  close(): Promise<void>;
}

/** What {@link createAccountHealth} needs. */
export interface AccountHealthParts extends CheckParts {
  readonly database: Database;
  readonly logger: Logger;
  /** How often each account is checked; 0 for never. */
  readonly everyHours: number;
}

/** Credentials that cannot be renewed are not due again, unless they are others by now. */
const leftAlone = (stored: Account, { credentialsSealed }: Account): AccountChange | undefined =>
  stored.credentialsSealed === credentialsSealed ? { renewAt: null } : undefined;

/** Makes the health of accounts. */
export function createAccountHealth(parts: AccountHealthParts): AccountHealth {
  const { database, clock, logger, everyHours, credentials } = parts;
  const store = createDueStore(database);
  const stopping = new AbortController();
  let stop: (() => Promise<void>) | undefined;
  let running: Promise<Round> | undefined;
  let totals: Round = { checked: 0, renewed: 0 };

  const renew = async ({ projectId, id }: DueAccount): Promise<void> => {
    const account = await parts.accounts.fresh(projectId, id);
    if (account === undefined) return;
    const target = { ...(await findTarget(projectId, id, parts)), account };
    if (credentials.possible(target)) await credentials.renew(target, 'ending');
    else await parts.accounts.update(projectId, id, (stored) => leftAlone(stored, account), { quiet: true });
  };

  const check = async ({ projectId, id }: DueAccount): Promise<void> => {
    const target = await findTarget(projectId, id, parts);
    await checkAccount(target, parts, stopping.signal);
  };

  /** Takes accounts that are due, a few at a time, until the batch is done. @returns how many were taken here */
  const workOff = async (
    kind: DueKind,
    before: number,
    mark: () => number,
    work: (account: DueAccount) => Promise<void>,
  ): Promise<number> => {
    const due = await store.list(kind, before, BATCH[kind]);
    let taken = 0;
    const next = async (): Promise<void> => {
      for (let account = due.shift(); account !== undefined; account = due.shift()) {
        if (stopping.signal.aborted) return;
        if (!(await store.take(kind, account, mark()))) continue;
        taken += 1;
        await work(account).catch((error: unknown) => {
          // What it says about the credentials is noted with the account; here it is only why there is no more to tell.
          logger.debug({ account: account.id, reason: reasonOf(error) }, `the ${kind} of an account was not finished`);
        });
      }
    };
    // One that fails leaves the others at work, and the round is not over before they are.
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, next));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return taken;
  };

  const round = async (): Promise<Round> => {
    const now = clock.now();
    const renewed = await workOff('renewal', now, () => clock.now() + RETRY, renew);
    const checked = everyHours === 0 ? 0 : await workOff('check', now - everyHours * HOUR, () => clock.now(), check);
    totals = { checked: totals.checked + checked, renewed: totals.renewed + renewed };
    return { checked, renewed };
  };

  const runDue = (): Promise<Round> => {
    running ??= round().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    runDue,
    totals: () => totals,
    start() {
      stop ??= inRounds(PULSE, runDue, (error) =>
        logger.warn({ reason: reasonOf(error) }, 'accounts could not be checked; tried again in a minute'),
      );
    },
    async close() {
      stopping.abort();
      await stop?.();
      await running?.catch(() => {});
    },
  };
}
