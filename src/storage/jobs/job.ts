import type { Kysely } from 'kysely';
import type { Notify } from '../database.ts';
import type { Schema } from '../schema.ts';

/** An open transaction: what is written through it, and told, happens with its commit or not at all. */
export interface Within {
  readonly db: Kysely<Schema>;
  readonly notify: Notify;
}

/** A job to add. */
export interface NewJob {
  /** Names the handler. */
  readonly kind: string;
  /** Anything JSON can hold; ids rather than records, and never secrets. */
  readonly payload: unknown;
  /**
   * Jobs of one key run one after the other, in the order they were added; a job that is to be tried again holds up
   * those behind it until it is done or dead. Whoever adds jobs of one key must do so one transaction at a time.
   */
  readonly orderKey?: string;
  /** Jobs of one lane (all for one receiver, say) never take all workers of a process. */
  readonly lane?: string;
  /** While an unfinished job has this key, no other with it is added. */
  readonly uniqueKey?: string;
  /** Higher ones first; 0 by default. */
  readonly priority?: number;
  /** Milliseconds since 1970; at once when absent. */
  readonly dueAt?: number;
}

/** A job that is being run. */
export interface Job {
  readonly id: number;
  readonly kind: string;
  readonly payload: unknown;
  /** 1 at the first attempt. */
  readonly attempt: number;
}

/** What became of an attempt; nothing means that the job is done. */
export type Outcome =
  | undefined
  /** Try again later. `reason` is kept. */
  | { readonly again: { readonly inMs: number; readonly reason: string } }
  /** Never try again. `reason` is kept. */
  | { readonly dead: { readonly reason: string } }
  /** Done for now; begin anew later, counting attempts from 1. For work that recurs. */
  | { readonly repeat: { readonly inMs: number } };

/** Writes what came of an attempt in the transaction that closes it, and says what becomes of the job. */
// biome-ignore lint/suspicious/noConfusingVoidType: handlers that end without a word are done
export type Settle = (within: Within) => Promise<Outcome | void>;

/** How jobs of one kind are done. */
export interface JobHandler {
  /**
   * Does the job. **It may be called more than once for one job**, also after it did its work: the process can be killed
   * before the end is noted. So what it does must do no harm the second time. What shall happen exactly once belongs
   * into the function it returns, which takes part in the transaction that closes the attempt and does not run when
   * another process has taken the job over.
   * What it throws is noted, and the job tried again after {@link JobHandler.pauseMs}.
   * @param stop fires when another process may have taken the job over, or the queue is being closed: what can be done
   *   another time is left then
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: handlers that end without a word are done
  readonly run: (job: Job, stop: AbortSignal) => Promise<Settle | void>;
  /**
   * Writes what follows from a job that is given up, whatever the reason, in the transaction that closes it. A process
   * that does not handle the kind gives its jobs up without it.
   */
  readonly givenUp?: (job: Job, within: Within) => Promise<void>;
  /** Attempts after which a job is dead; 10 by default. Attempts ended by the end of the process count. */
  readonly maxAttempts?: number;
  /** Milliseconds between this failed attempt and the next; by default 1 s, 4 s, 16 s … up to an hour. */
  readonly pauseMs?: (attempt: number) => number;
}

/** A job that will not be tried again. */
export interface DeadJob {
  readonly id: number;
  readonly kind: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly diedAt: number;
}

/** The pause of kinds that name none. */
export const defaultPauseMs = (attempt: number): number => Math.min(1_000 * 4 ** (attempt - 1), 3_600_000);

/** The attempts of kinds that name none. */
export const DEFAULT_MAX_ATTEMPTS = 10;
