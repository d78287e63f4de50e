import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { postgresFailure } from './failures.ts';
import type { Session } from './session.ts';

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 250;

/** The number of the advisory lock for a name. */
const lockNumber = (name: string): string =>
  createHash('sha256').update(`patchbay lock ${name}`).digest().readBigInt64BE().toString();

/** A lock that is held. */
export interface HeldLock {
  /** Fires when the connection that holds the lock is lost. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Takes an advisory lock on the session's connection. It asks again and again instead of waiting on the server, so that
 * one connection serves any number of locks.
 * @throws PatchbayError `database_unavailable`; what `onTimeout` makes
 */
export async function takeLock(
  session: Session,
  name: string,
  timeoutMs: number,
  onTimeout: () => Error,
): Promise<HeldLock> {
  const number = lockNumber(name);
  const deadline = performance.now() + timeoutMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const { ask, lost } = await session.connect();
    try {
      const { rows } = await ask<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [number]);
      if (rows[0]?.taken) {
        const release = async (): Promise<void> => {
          // With the connection the lock is gone as well.
          if (!lost.signal.aborted) await ask('select pg_advisory_unlock($1)', [number]).catch(() => {});
        };
        return { lost: lost.signal, release };
      }
    } catch (error) {
      throw postgresFailure(error);
    }
    if (performance.now() + pause > deadline) throw onTimeout();
    await sleep(pause);
  }
}
