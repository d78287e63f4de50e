import { type Clock, type Logger, newId, reasonOf, silentLogger, systemClock } from '../../kernel/index.ts';
import type { Database } from '../database.ts';
import type { JobsTable } from '../schema.ts';
import type { DeadJob, JobHandler, NewJob, Within } from './job.ts';
import {
  type Claimed,
  claimJob,
  countJobs,
  deleteClosed,
  deleteWaiting,
  extendLease,
  hasDueJob,
  insertJobs,
  listDead,
  nextDueAt,
} from './job-store.ts';
import { runClaimed } from './run-claimed.ts';

const CHANNEL = 'jobs';
const DAY_MS = 86_400_000;
const AFTER_FAULT_MS = 1_000;
const PRUNE_KIND = 'jobs.prune';

/** How a process works on jobs. */
export interface JobsOptions {
  readonly database: Database;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Jobs run at one time; 16 by default. */
  readonly concurrency?: number;
  /** Jobs of one lane run at one time; 4 by default. */
  readonly laneConcurrency?: number;
  /** How long the jobs of a process that was killed stay untouched, in milliseconds; 60,000 by default. */
  readonly leaseMs?: number;
  /** How often to look for jobs that nobody told of (those of a process that was killed), in milliseconds; 30,000 by default. */
  readonly pollMs?: number;
}

/**
 * One durable queue for the whole installation. A job is added in the transaction of the change that causes it, so
 * neither exists without the other, and is done **at least once**: handlers must bear being called again for a job they
 * have done already.
 */
export interface Jobs {
  /** Names the handler of a kind. Jobs of a kind nobody handles are tried again for a while and then dead. */
  handle(kind: string, handler: JobHandler): void;
  /** Adds jobs as part of an open transaction. @returns how many, as those whose unique key is taken are left out */
  add(within: Within, ...jobs: readonly NewJob[]): Promise<number>;
  /** Removes the jobs of a lane that wait; those that run end by themselves. */
  cancelLane(within: Pick<Within, 'db'>, lane: string): Promise<void>;
  /** Begins to work: at once on what is added or told of, on time on what is due later, and on all else by looking now and then. */
  start(): void;
  /** Works on everything that is due until nothing is. For tests and commands. @returns number of attempts made */
  runDue(): Promise<number>;
  /** Number of jobs by kind and state, counted up to ten thousand of a state. */
  counts(): Promise<readonly { readonly kind: string; readonly state: JobsTable['state']; readonly count: number }[]>;
  /** Jobs that were given up, newest first. */
  dead(limit?: number): Promise<DeadJob[]>;
  /** Takes no more jobs and waits for those that run. */
  close(): Promise<void>;
}

/** Makes the queue over a database. It works on jobs once started. */
export function createJobs(options: JobsOptions): Jobs {
  const { database, clock = systemClock, logger = silentLogger } = options;
  const { concurrency = 16, laneConcurrency = 4, leaseMs = 60_000, pollMs = 30_000 } = options;
  const worker = newId();
  const handlers = new Map<string, JobHandler>();
  const running = new Map<number, { job: Claimed; stop: AbortController; ended: Promise<void> }>();
  const timers: NodeJS.Timeout[] = [];
  let stopListening = (): void => {};
  let alarm: NodeJS.Timeout | undefined;
  let taking: Promise<void> | undefined;
  let starting: Promise<unknown> | undefined;
  let lookAgain = false;
  let closed = false;
  let started = false;
  let attempts = 0;

  const fullLanes = (): string[] => {
    const used = new Map<string, number>();
    for (const { job } of running.values()) if (job.lane !== null) used.set(job.lane, (used.get(job.lane) ?? 0) + 1);
    return [...used].filter(([, count]) => count >= laneConcurrency).map(([lane]) => lane);
  };

  const begin = (job: Claimed): void => {
    const stop = new AbortController();
    attempts += 1;
    const ended = runClaimed({ database, clock, logger, job, handler: handlers.get(job.kind), stop: stop.signal })
      .catch((err: unknown) => {
        // The lease ends by itself and the job runs again.
        logger.error({ err, job: job.id, kind: job.kind }, 'What became of a job could not be noted');
      })
      .finally(() => {
        running.delete(job.id);
        if (started) wake();
      });
    running.set(job.id, { job, stop, ended });
  };

  /** Takes jobs while workers are free and jobs are due. */
  const take = async (): Promise<void> => {
    while (!closed && running.size < concurrency) {
      const lanes = fullLanes();
      // Looking waits for no other write, and most looks find nothing.
      if (!(await hasDueJob(database.kysely, clock.now(), lanes))) return;
      const job = await claimJob(database, { worker, now: clock.now(), leaseMs, fullLanes: lanes });
      if (job === undefined) return;
      begin(job);
    }
  };

  const delayUntil = (time: number): number => Math.max(0, Math.min(time - clock.now(), pollMs));
  /** Wakes when the next job is due that is known now; what is added later wakes by itself. */
  const setAlarm = async (since: number): Promise<void> => {
    if (!started || closed) return;
    const next = await nextDueAt(database.kysely, since);
    clearTimeout(alarm);
    if (next !== undefined && !closed) alarm = setTimeout(wake, delayUntil(next)).unref();
  };

  function wake(): void {
    if (closed) return;
    lookAgain = true;
    taking ??= (async () => {
      try {
        while (lookAgain) {
          lookAgain = false;
          // Before the look, so that what becomes due during it is not missed.
          const since = clock.now();
          await take();
          await setAlarm(since);
        }
      } catch (err) {
        if (closed) return;
        logger.warn({ reason: reasonOf(err) }, 'Jobs could not be taken; that is tried again in a moment');
        clearTimeout(alarm);
        if (started) alarm = setTimeout(wake, AFTER_FAULT_MS).unref();
      } finally {
        taking = undefined;
      }
    })();
  }

  const extendLeases = async (): Promise<void> => {
    for (const { job, stop } of running.values()) {
      const held = await extendLease(database.kysely, job, clock.now() + leaseMs).catch(() => true);
      if (!held && running.has(job.id)) stop.abort(new Error('Another process has taken the job over'));
    }
  };

  const add: Jobs['add'] = async ({ db, notify }, ...jobs) => {
    const added = await insertJobs(db, jobs, clock.now());
    if (added > 0) await notify(CHANNEL, 'added');
    return added;
  };

  handlers.set(PRUNE_KIND, {
    maxAttempts: Number.POSITIVE_INFINITY,
    async run(_job, stop) {
      await deleteClosed(database.kysely, 'done', clock.now() - DAY_MS, stop);
      await deleteClosed(database.kysely, 'dead', clock.now() - 30 * DAY_MS, stop);
      return async () => ({ repeat: { inMs: DAY_MS / 24 } });
    },
  });

  return {
    handle(kind, handler) {
      if (handlers.has(kind)) throw new TypeError(`Jobs of the kind ${kind} have a handler already`);
      handlers.set(kind, handler);
    },
    add,
    cancelLane: ({ db }, lane) => deleteWaiting(db, lane),
    start() {
      if (started || closed) return;
      started = true;
      stopListening = database.onNotify(CHANNEL, wake);
      timers.push(setInterval(wake, pollMs).unref());
      timers.push(setInterval(() => void extendLeases(), leaseMs / 3).unref());
      starting = database
        .transaction((db, notify) => add({ db, notify }, { kind: PRUNE_KIND, payload: null, uniqueKey: PRUNE_KIND }))
        .catch((err: unknown) => logger.warn({ reason: reasonOf(err) }, 'The pruning of jobs could not be noted'));
      wake();
    },
    async runDue() {
      const before = attempts;
      for (;;) {
        await taking;
        const made = attempts;
        const quiet = running.size === 0;
        await take();
        // A job that ended while nothing was found may have held up others, and what was started may be taking one now.
        if (quiet && made === attempts && taking === undefined) return attempts - before;
        const ends = [...running.values()].map(({ ended }) => ended);
        if (ends.length > 0) await Promise.race(ends);
      }
    },
    counts: () => countJobs(database.kysely),
    dead: (limit = 100) => listDead(database.kysely, limit),
    async close() {
      closed = true;
      stopListening();
      for (const timer of timers.splice(0)) clearInterval(timer);
      await starting;
      await taking;
      clearTimeout(alarm);
      for (const { stop } of running.values()) stop.abort(new Error('The queue is being closed'));
      while (running.size > 0) await Promise.all([...running.values()].map(({ ended }) => ended));
      // What waited for the jobs that ended here goes on elsewhere.
      if (started) await database.notify(CHANNEL, 'stopped').catch(() => {});
    },
  };
}
