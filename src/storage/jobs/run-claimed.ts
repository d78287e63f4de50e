import { type Clock, type Logger, reasonOf } from '../../kernel/index.ts';
import type { Database } from '../database.ts';
import { DEFAULT_MAX_ATTEMPTS, defaultPauseMs, type JobHandler, type Outcome, type Settle } from './job.ts';
import { type Claimed, type Closing, closeJob, extendLease } from './job-store.ts';

interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly job: Claimed;
  /** Undefined for a kind that nobody handles. */
  readonly handler: JobHandler | undefined;
  readonly stop: AbortSignal;
}

/** Long enough to close an attempt; the lease is held again before it is closed. */
const CLOSING_MS = 60_000;

const failed = (handler: JobHandler | undefined, attempt: number, reason: string): Outcome =>
  attempt >= (handler?.maxAttempts ?? DEFAULT_MAX_ATTEMPTS)
    ? { dead: { reason } }
    : { again: { inMs: (handler?.pauseMs ?? defaultPauseMs)(attempt), reason } };

function closingOf(outcome: Outcome, now: number): Closing {
  if (outcome === undefined) return { state: 'done', reason: null };
  if ('dead' in outcome) return { state: 'dead', reason: outcome.dead.reason };
  if ('repeat' in outcome) return { state: 'waiting', dueAt: now + outcome.repeat.inMs, reason: null, anew: true };
  return { state: 'waiting', dueAt: now + outcome.again.inMs, reason: outcome.again.reason };
}

/** Runs the handler; what it throws becomes an outcome. */
async function attemptOf({ job, handler, stop }: Parts): Promise<Settle> {
  const { id, kind, payload, attempt } = job;
  if (handler === undefined)
    return async () => failed(handler, attempt, `Nothing here handles jobs of the kind "${kind}".`);
  const most = handler.maxAttempts ?? DEFAULT_MAX_ATTEMPTS;
  if (attempt > most) {
    const reason = `It was begun ${most} times and never ended: the process stopped each time.`;
    return async () => ({ dead: { reason } });
  }
  try {
    return (await handler.run({ id, kind, payload, attempt }, stop)) ?? (async () => {});
  } catch (error) {
    return async () => failed(handler, attempt, reasonOf(error));
  }
}

/**
 * Runs a claimed job and writes what became of it, both in one transaction with what its handler writes at the end.
 * Nothing is written when another process has taken the job over meanwhile.
 * @throws PatchbayError `database_unavailable`
 */
export async function runClaimed(parts: Parts): Promise<void> {
  const { database, clock, logger, job, handler } = parts;
  const settle = await attemptOf(parts);
  const close = (end: Settle): Promise<Closing | undefined> =>
    database.transaction(async (db, notify) => {
      const now = clock.now();
      if (!(await extendLease(db, job, now + CLOSING_MS))) return undefined;
      const closing = closingOf((await end({ db, notify })) ?? undefined, now);
      if (closing.state === 'dead') await handler?.givenUp?.(job, { db, notify });
      await closeJob(db, job, closing, now);
      return closing;
    });
  const closing = await close(settle).catch((error: unknown) =>
    // The end itself failed and was rolled back; that counts as a failed attempt.
    close(async () => failed(handler, job.attempt, reasonOf(error))),
  );
  const about = { job: job.id, kind: job.kind, attempt: job.attempt };
  if (closing === undefined) logger.warn(about, 'A job was taken over by another process while it ran here');
  else if (closing.state === 'dead') logger.warn({ ...about, reason: closing.reason }, 'A job was given up');
}
