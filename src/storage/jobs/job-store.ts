import { type Kysely, sql } from 'kysely';
import { MOST_COUNTED } from '../counting.ts';
import type { Database } from '../database.ts';
import { inBatches } from '../in-batches.ts';
import { storable } from '../parameters.ts';
import type { JobsTable, Schema } from '../schema.ts';
import type { DeadJob, NewJob } from './job.ts';

/** A job one worker has taken. */
export interface Claimed {
  readonly id: number;
  readonly kind: string;
  readonly payload: unknown;
  readonly attempt: number;
  readonly lane: string | null;
  readonly worker: string;
}

/** How a claimed job is put back or closed. */
export interface Closing {
  readonly state: 'waiting' | 'done' | 'dead';
  readonly dueAt?: number;
  readonly reason: string | null;
  /** Count attempts anew. */
  readonly anew?: true;
}

// Spelled out, not bound, so that both databases see that the partial indexes fit.
const UNFINISHED = sql<boolean>`job.state in ('waiting', 'running')`;
const NOTHING_BEFORE = sql<boolean>`not exists (
  select 1 from jobs as earlier
  where earlier.order_key = job.order_key and earlier.id < job.id and earlier.state in ('waiting', 'running'))`;
/** In the words of the index of closed jobs. */
const CLOSED = sql<boolean>`state in ('done', 'dead')`;
const LONGEST_REASON = 2_000;

const kept = (reason: string | null): string | null =>
  reason === null ? null : String(storable(reason.slice(0, LONGEST_REASON)));

/** Adds jobs; those whose unique key is taken are left out. @returns how many were added */
export async function insertJobs(db: Kysely<Schema>, jobs: readonly NewJob[], now: number): Promise<number> {
  let added = 0;
  for (const job of jobs) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('jobs')
      .values({
        kind: job.kind,
        payload: JSON.stringify(job.payload ?? null),
        order_key: job.orderKey ?? null,
        lane: job.lane ?? null,
        unique_key: job.uniqueKey ?? null,
        priority: job.priority ?? 0,
        state: 'waiting',
        attempts: 0,
        due_at: job.dueAt ?? now,
        worker: null,
        last_error: null,
        created_at: now,
        finished_at: null,
      })
      .onConflict((conflict) =>
        conflict.column('unique_key').where(sql<boolean>`state in ('waiting', 'running')`).doNothing(),
      )
      .executeTakeFirstOrThrow();
    added += Number(numInsertedOrUpdatedRows);
  }
  return added;
}

/** Which job comes next: due, nothing of its key before it, its lane not full. */
const nextJob = (db: Kysely<Schema>, now: number, fullLanes: readonly string[]) => {
  const due = db
    .selectFrom('jobs as job')
    .where(UNFINISHED)
    .where('job.due_at', '<=', now)
    .where(NOTHING_BEFORE)
    .orderBy('job.priority', 'desc')
    .orderBy('job.due_at')
    .orderBy('job.id')
    .limit(1);
  return fullLanes.length === 0
    ? due
    : due.where((eb) => eb.or([eb('job.lane', 'is', null), eb('job.lane', 'not in', [...fullLanes])]));
};

/** Whether a job could be taken, without taking it. */
export async function hasDueJob(db: Kysely<Schema>, now: number, fullLanes: readonly string[]): Promise<boolean> {
  return (await nextJob(db, now, fullLanes).select('job.id').executeTakeFirst()) !== undefined;
}

/** When the next job that is not due yet becomes so, or the next lease ends; undefined when there is none. */
export async function nextDueAt(db: Kysely<Schema>, now: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('jobs as job')
    .select(({ fn }) => fn.min<number | string | null>('job.due_at').as('next'))
    .where(UNFINISHED)
    .where('job.due_at', '>', now)
    .executeTakeFirst();
  return row?.next == null ? undefined : Number(row.next);
}

/** Takes the next job until the lease ends. Jobs whose lease has ended are due like those that wait. */
export async function claimJob(
  { kind, kysely }: Pick<Database, 'kind' | 'kysely'>,
  {
    worker,
    now,
    leaseMs,
    fullLanes,
  }: {
    readonly worker: string;
    readonly now: number;
    readonly leaseMs: number;
    readonly fullLanes: readonly string[];
  },
): Promise<Claimed | undefined> {
  const next = nextJob(kysely, now, fullLanes).select('job.id');
  const row = await kysely
    .updateTable('jobs')
    .set({ state: 'running', worker, attempts: sql<number>`attempts + 1`, due_at: now + leaseMs })
    // SQLite runs one statement at a time, so nobody else can be at the same row there.
    .where('id', '=', kind === 'postgres' ? next.forUpdate('job').skipLocked() : next)
    .returning(['id', 'kind', 'payload', 'attempts as attempt', 'lane'])
    .executeTakeFirst();
  return row && { ...row, worker, payload: JSON.parse(row.payload) as unknown };
}

/** Moves the end of a lease. @returns false when the job is somebody else's now */
export async function extendLease(db: Kysely<Schema>, job: Claimed, until: number): Promise<boolean> {
  const result = await db
    .updateTable('jobs')
    .set({ due_at: until })
    .where('id', '=', job.id)
    .where('worker', '=', job.worker)
    .where('attempts', '=', job.attempt)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Writes what became of a job whose lease is held. */
export async function closeJob(db: Kysely<Schema>, job: Claimed, closing: Closing, now: number): Promise<void> {
  const { state, dueAt, reason, anew } = closing;
  await db
    .updateTable('jobs')
    .set({
      state,
      worker: null,
      last_error: kept(reason),
      ...(dueAt === undefined ? {} : { due_at: dueAt }),
      ...(anew ? { attempts: 0 } : {}),
      finished_at: state === 'waiting' ? null : now,
    })
    .where('id', '=', job.id)
    .execute();
}

/** Removes the jobs of a lane that nobody runs. */
export async function deleteWaiting(db: Kysely<Schema>, lane: string): Promise<void> {
  await db
    .deleteFrom('jobs')
    .where('lane', '=', lane)
    .where('state', '=', 'waiting')
    .where(sql<boolean>`state in ('waiting', 'running')`)
    .execute();
}

/** Removes jobs that came to this end before a moment, a few at a time. */
export async function deleteClosed(
  db: Kysely<Schema>,
  state: 'done' | 'dead',
  before: number,
  stop: AbortSignal,
): Promise<void> {
  await inBatches(async (limit) => {
    const some = db
      .selectFrom('jobs')
      .select('id')
      .where(CLOSED)
      .where('state', '=', state)
      .where('finished_at', '<', before)
      .orderBy('finished_at')
      .limit(limit);
    return Number((await db.deleteFrom('jobs').where('id', 'in', some).executeTakeFirst()).numDeletedRows);
  }, stop);
}

/** Number of jobs by kind and state, of each state up to {@link MOST_COUNTED}. */
export async function countJobs(db: Kysely<Schema>) {
  const some = (state: JobsTable['state'], index: typeof CLOSED) =>
    db.selectFrom('jobs as job').select(['kind', 'state']).where(index).where('state', '=', state).limit(MOST_COUNTED);
  const counted = await Promise.all(
    [some('waiting', UNFINISHED), some('running', UNFINISHED), some('done', CLOSED), some('dead', CLOSED)].map((jobs) =>
      db
        .selectFrom(jobs.as('job'))
        .select(({ fn }) => ['kind', 'state', fn.countAll<number | string>().as('count')])
        .groupBy(['kind', 'state'])
        .execute(),
    ),
  );
  return counted
    .flat()
    .map((row) => ({ ...row, count: Number(row.count) }))
    .sort((a, b) => `${a.kind} ${a.state}`.localeCompare(`${b.kind} ${b.state}`));
}

/** Dead jobs, newest first. */
export async function listDead(db: Kysely<Schema>, limit: number): Promise<DeadJob[]> {
  const rows = await db
    .selectFrom('jobs')
    .select(['id', 'kind', 'payload', 'attempts', 'last_error', 'finished_at'])
    .where(CLOSED)
    .where('state', '=', 'dead')
    .orderBy('finished_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id, kind, payload, attempts, last_error, finished_at }) => ({
    id,
    kind,
    payload: JSON.parse(payload) as unknown,
    attempts,
    reason: last_error ?? '',
    diedAt: finished_at ?? 0,
  }));
}
