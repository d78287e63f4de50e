import { setImmediate as breathe } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../kernel/index.ts';
import type { Database } from '../database.ts';
import { startChild } from '../testing/children.ts';
import { forEachDatabase } from '../testing/databases.ts';
import { createJobs, type JobHandler, type Jobs, type JobsOptions, type NewJob } from './index.ts';

/** A clock that stands still until it is moved. */
const stillClock = (now = 1_800_000_000_000): Clock & { advance(ms: number): void } => ({
  now: () => now,
  advance: (ms) => {
    now += ms;
  },
});

const add = (database: Database, jobs: Jobs, ...wanted: NewJob[]): Promise<unknown> =>
  database.transaction((db, notify) => jobs.add({ db, notify }, ...wanted));

const rows = (database: Database) =>
  database.kysely.selectFrom('jobs').select(['kind', 'state', 'attempts', 'last_error']).orderBy('id').execute();

describe('jobs', () => {
  forEachDatabase((open, { newLocation, openAt }) => {
    const start = async (handlers: Record<string, JobHandler> = {}, options: Partial<JobsOptions> = {}) => {
      const database = await open();
      const clock = stillClock();
      const jobs = createJobs({ database, clock, ...options });
      for (const [kind, handler] of Object.entries(handlers)) jobs.handle(kind, handler);
      return { database, clock, jobs };
    };
    /** A handler that notes the payloads it was called with. */
    const noting = (seen: unknown[]): JobHandler => ({
      run: async ({ payload }) => {
        seen.push(payload);
      },
    });

    it('exist if and only if the transaction that adds them is committed', async () => {
      const seen: unknown[] = [];
      const { database, jobs } = await start({ note: noting(seen) });
      await expect(
        database.transaction(async (db, notify) => {
          await jobs.add({ db, notify }, { kind: 'note', payload: 'undone' });
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      await add(database, jobs, { kind: 'note', payload: { deep: ['ü', 1] } });
      expect(await jobs.runDue()).toBe(1);
      expect(seen).toEqual([{ deep: ['ü', 1] }]);
      expect(await jobs.runDue()).toBe(0);
      expect(await jobs.counts()).toEqual([{ kind: 'note', state: 'done', count: 1 }]);
    });

    it('are begun at once when they are added, without anybody asking', async () => {
      const seen: unknown[] = [];
      const { database, jobs } = await start({ note: noting(seen) }, { pollMs: 3_600_000 });
      jobs.start();
      await jobs.runDue();
      await add(database, jobs, { kind: 'note', payload: 1 });
      await expect.poll(() => seen).toEqual([1]);
      await jobs.close();
    });

    it('are begun when they become due, without anybody asking', async () => {
      const seen: unknown[] = [];
      const database = await open();
      const jobs = createJobs({ database, pollMs: 3_600_000 });
      jobs.handle('note', noting(seen));
      await add(database, jobs, { kind: 'note', payload: 'soon', dueAt: Date.now() + 300 });
      jobs.start();
      await jobs.runDue();
      expect(seen).toEqual([]);
      await expect.poll(() => seen).toEqual(['soon']);
      await jobs.close();
    });

    it('wait until they are due, higher priority first', async () => {
      const seen: unknown[] = [];
      const { database, jobs, clock } = await start({ note: noting(seen) }, { concurrency: 1 });
      await add(
        database,
        jobs,
        { kind: 'note', payload: 'later', dueAt: clock.now() + 10 },
        { kind: 'note', payload: 'low', priority: -1 },
        { kind: 'note', payload: 'first' },
        { kind: 'note', payload: 'high', priority: 5 },
      );
      await jobs.runDue();
      expect(seen).toEqual(['high', 'first', 'low']);
      clock.advance(10);
      await jobs.runDue();
      expect(seen.at(-1)).toBe('later');
    });

    it('are counted by kind and state, up to ten thousand of a state', async () => {
      const { database, jobs } = await start();
      const one = { kind: 'note', payload: 'null', priority: 0, attempts: 1, due_at: 0, created_at: 0 } as const;
      const insert = (state: 'waiting' | 'running' | 'done' | 'dead', count: number) =>
        database.kysely
          .insertInto('jobs')
          .values(Array.from({ length: count }, () => ({ ...one, state })))
          .execute();
      for (let n = 0; n < 26; n += 1) await insert('done', 400);
      await insert('waiting', 3);
      await insert('running', 2);
      await insert('dead', 1);
      expect(await jobs.counts()).toEqual([
        { kind: 'note', state: 'dead', count: 1 },
        { kind: 'note', state: 'done', count: 10_000 },
        { kind: 'note', state: 'running', count: 2 },
        { kind: 'note', state: 'waiting', count: 3 },
      ]);
    });

    it('of one key run one after the other; one that is tried again holds up those behind it, not others', async () => {
      const seen: unknown[] = [];
      let refuse = true;
      const { database, jobs, clock } = await start({
        note: {
          run: async ({ payload }) => {
            seen.push(payload);
            if (payload === 'a1' && refuse) throw new Error('not yet');
          },
          pauseMs: () => 1_000,
        },
      });
      const job = (key: string, n: number): NewJob => ({ kind: 'note', payload: key + n, orderKey: key });
      await add(database, jobs, job('a', 1), job('a', 2), job('b', 1), job('a', 3), job('b', 2));
      await jobs.runDue();
      expect([...seen].sort()).toEqual(['a1', 'b1', 'b2']);
      refuse = false;
      clock.advance(1_000);
      await jobs.runDue();
      expect(seen.slice(3)).toEqual(['a1', 'a2', 'a3']);
    });

    it('are added once while an unfinished one has their unique key', async () => {
      const seen: unknown[] = [];
      const { database, jobs } = await start({ note: noting(seen) });
      await add(
        database,
        jobs,
        { kind: 'note', payload: 1, uniqueKey: 'u' },
        { kind: 'note', payload: 2, uniqueKey: 'u' },
      );
      await jobs.runDue();
      await add(database, jobs, { kind: 'note', payload: 3, uniqueKey: 'u' });
      await jobs.runDue();
      expect(seen).toEqual([1, 3]);
    });

    it('that fail are tried again with growing pauses and are dead in the end, the reason kept', async () => {
      const { database, jobs, clock } = await start({
        broken: { run: () => Promise.reject(new Error('it is \0 broken')), maxAttempts: 3 },
      });
      await add(database, jobs, { kind: 'broken', payload: null });
      expect(await jobs.runDue()).toBe(1);
      clock.advance(999);
      expect(await jobs.runDue()).toBe(0);
      clock.advance(1);
      expect(await jobs.runDue()).toBe(1);
      clock.advance(4_000);
      expect(await jobs.runDue()).toBe(1);
      clock.advance(100_000_000);
      expect(await jobs.runDue()).toBe(0);
      expect(await jobs.dead()).toMatchObject([{ kind: 'broken', attempts: 3, reason: 'it is \u{fffd} broken' }]);
    });

    it('of a kind nobody knows are dead after a while and stop nobody else', async () => {
      const seen: unknown[] = [];
      const { database, jobs, clock } = await start({ note: noting(seen) });
      await add(database, jobs, { kind: 'strange', payload: 1 }, { kind: 'note', payload: 2 });
      for (let n = 0; n < 12; n += 1) {
        await jobs.runDue();
        clock.advance(3_600_000);
      }
      expect(seen).toEqual([2]);
      expect(await jobs.dead()).toMatchObject([{ kind: 'strange', reason: expect.stringContaining('"strange"') }]);
    });

    it('can recur: done for now, begun anew later', async () => {
      let runs = 0;
      const { database, jobs, clock } = await start({
        tick: {
          run: async ({ attempt }) => {
            expect(attempt).toBe(1);
            runs += 1;
            return async () => ({ repeat: { inMs: 5_000 } });
          },
        },
      });
      await add(database, jobs, { kind: 'tick', payload: null, uniqueKey: 'tick' });
      for (let n = 0; n < 4; n += 1) {
        await jobs.runDue();
        clock.advance(5_000);
      }
      expect(runs).toBe(4);
    });

    it('write their end in the transaction that closes them: all or nothing', async () => {
      let failing = true;
      const { database, jobs, clock } = await start({
        save: {
          run:
            async () =>
            async ({ db }) => {
              await db.insertInto('server_meta').values({ key: 'saved', value: 'yes' }).execute();
              if (failing) throw new Error('the last step failed');
            },
        },
      });
      const saved = () => database.kysely.selectFrom('server_meta').selectAll().where('key', '=', 'saved').execute();
      await add(database, jobs, { kind: 'save', payload: null });
      await jobs.runDue();
      expect(await saved()).toEqual([]);
      expect(await rows(database)).toMatchObject([{ state: 'waiting', last_error: 'the last step failed' }]);
      failing = false;
      clock.advance(1_000);
      await jobs.runDue();
      expect(await saved()).toHaveLength(1);
      expect(await rows(database)).toMatchObject([{ state: 'done', attempts: 2 }]);
    });

    it('whose lease ended are run by another; what the first one writes at the end is dropped', async () => {
      const { database, jobs, clock } = await start();
      const other = createJobs({ database, clock });
      const ends: string[] = [];
      let release = (): void => {};
      const handler = (name: string, wait: Promise<void> | undefined): JobHandler => ({
        run: async () => {
          await wait;
          return async () => {
            ends.push(name);
          };
        },
      });
      const blocked = new Promise<void>((resolve) => {
        release = resolve;
      });
      jobs.handle('slow', handler('first', blocked));
      other.handle('slow', handler('second', undefined));
      await add(database, jobs, { kind: 'slow', payload: null });
      const first = jobs.runDue();
      await expect.poll(async () => (await rows(database))[0]?.state).toBe('running');
      expect(await other.runDue()).toBe(0);
      clock.advance(60_000);
      expect(await other.runDue()).toBe(1);
      release();
      await first;
      expect(ends).toEqual(['second']);
      expect(await rows(database)).toMatchObject([{ state: 'done', attempts: 2 }]);
    });

    it('that end the process each time they run are given up', async () => {
      const { database, jobs, clock } = await start({ deadly: { run: async () => {}, maxAttempts: 2 } });
      await add(database, jobs, { kind: 'deadly', payload: null });
      for (let attempt = 1; attempt <= 2; attempt += 1) {
        const row = { state: 'running', attempts: attempt, worker: 'gone', due_at: clock.now() } as const;
        await database.kysely.updateTable('jobs').set(row).execute();
      }
      await jobs.runDue();
      expect(await jobs.dead()).toMatchObject([{ reason: expect.stringContaining('begun 2 times and never ended') }]);
    });

    it('that are given up are told to their handler in the transaction that closes them', async () => {
      const { database, jobs } = await start({
        bad: {
          run: () => Promise.reject(new Error('x')),
          maxAttempts: 1,
          givenUp: async ({ payload }, { db }) => {
            await db
              .insertInto('server_meta')
              .values({ key: 'given up', value: String(payload) })
              .execute();
            expect(await db.selectFrom('jobs').select('state').execute()).toEqual([{ state: 'running' }]);
          },
        },
      });
      await add(database, jobs, { kind: 'bad', payload: 'this' });
      await jobs.runDue();
      expect(await rows(database)).toMatchObject([{ state: 'dead', last_error: 'x' }]);
      const told = database.kysely.selectFrom('server_meta').select('value').where('key', '=', 'given up');
      expect(await told.execute()).toEqual([{ value: 'this' }]);
    });

    it('of one lane leave workers for the others', async () => {
      let running = 0;
      let most = 0;
      let release = (): void => {};
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      const seen: unknown[] = [];
      const { database, jobs } = await start(
        {
          slow: {
            run: async () => {
              most = Math.max(most, ++running);
              await gate;
              running -= 1;
            },
          },
          note: noting(seen),
        },
        { concurrency: 4, laneConcurrency: 2 },
      );
      await add(database, jobs, ...Array.from({ length: 6 }, () => ({ kind: 'slow', payload: 0, lane: 'x' })));
      await add(database, jobs, { kind: 'note', payload: 'through', lane: 'y' });
      const all = jobs.runDue();
      await expect.poll(() => seen).toEqual(['through']);
      release();
      await all;
      expect(most).toBe(2);
    });

    it('of a cancelled lane vanish', async () => {
      const seen: unknown[] = [];
      const { database, jobs } = await start({ note: noting(seen) });
      await add(database, jobs, { kind: 'note', payload: 1, lane: 'x' }, { kind: 'note', payload: 2, lane: 'y' });
      await database.transaction((db) => jobs.cancelLane({ db }, 'x'));
      await jobs.runDue();
      expect(seen).toEqual([2]);
    });

    it('are forgotten a day after they were done, dead ones after thirty', async () => {
      const { database, jobs, clock } = await start({
        note: noting([]),
        bad: { run: () => Promise.reject(new Error('x')), maxAttempts: 1 },
      });
      jobs.start();
      await add(database, jobs, { kind: 'note', payload: 1 }, { kind: 'bad', payload: 1 });
      const kinds = async () => {
        await jobs.runDue();
        return (await rows(database)).map(({ kind }) => kind).filter((kind) => kind !== 'jobs.prune');
      };
      await expect.poll(kinds).toEqual(['note', 'bad']);
      clock.advance(25 * 3_600_000);
      await expect.poll(kinds).toEqual(['bad']);
      clock.advance(30 * 86_400_000);
      await expect.poll(kinds).toEqual([]);
      await jobs.close();
    });

    it('are forgotten a few at a time, so that others can work on the database meanwhile', async () => {
      const { database, jobs, clock } = await start();
      const done = { kind: 'note', payload: 'null', priority: 0, state: 'done', attempts: 1, due_at: 0 } as const;
      const row = { ...done, created_at: 0, finished_at: 0 };
      for (let n = 0; n < 10; n += 1)
        await database.kysely
          .insertInto('jobs')
          .values(Array.from({ length: 300 }, () => row))
          .execute();
      const left = async () => (await jobs.counts()).find(({ kind }) => kind === 'note')?.count ?? 0;
      clock.advance(86_400_000);
      jobs.start();
      const seen: number[] = [];
      do {
        await breathe();
        seen.push(await left());
      } while (seen.at(-1) !== 0);
      expect(seen.some((count) => count > 0 && count < 3_000)).toBe(true);
      await jobs.close();
    });

    it('that run are waited for when the queue is closed, and no more are begun', async () => {
      let ended = false;
      let begun = (): void => {};
      const running = new Promise<void>((resolve) => {
        begun = resolve;
      });
      let release = (): void => {};
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      const { database, jobs } = await start(
        {
          slow: {
            run: async () => {
              begun();
              await gate;
              ended = true;
            },
          },
        },
        { concurrency: 1 },
      );
      jobs.start();
      await add(database, jobs, { kind: 'slow', payload: 1 }, { kind: 'slow', payload: 2 });
      await running;
      const closing = jobs.close();
      release();
      await closing;
      expect(ended).toBe(true);
      expect((await rows(database)).filter(({ kind }) => kind === 'slow').map(({ state }) => state)).toEqual([
        'done',
        'waiting',
      ]);
    });

    it('of a process killed in the middle run again elsewhere', async () => {
      const location = await newLocation();
      const before = await openAt(location);
      await add(before, createJobs({ database: before }), { kind: 'stuck', payload: 'precious' });
      await before.close();
      const child = startChild('work', location);
      await child.line((line) => line === 'began precious');
      await child.kill();
      const clock = stillClock(Date.now());
      const database = await openAt(location);
      const seen: unknown[] = [];
      const jobs = createJobs({ database, clock });
      jobs.handle('stuck', noting(seen));
      await jobs.runDue();
      expect(seen).toEqual([]);
      clock.advance(61_000);
      await jobs.runDue();
      expect(seen).toEqual(['precious']);
    });

    it('are all done, those of one key in order, whatever fails and whoever dies', async () => {
      const database = await open();
      const step = fc.record({ key: fc.constantFrom('a', 'b', 'c'), failures: fc.integer({ min: 0, max: 2 }) });
      const scenario = fc.record({
        steps: fc.array(step, { minLength: 1, maxLength: 12 }),
        crashes: fc.array(fc.boolean(), { maxLength: 6 }),
      });
      await fc.assert(
        fc.asyncProperty(scenario, async ({ steps, crashes }) => {
          await database.kysely.deleteFrom('jobs').execute();
          const clock = stillClock();
          const done: { key: string; n: number }[] = [];
          const tries = new Map<number, number>();
          const makeWorker = (): Jobs => {
            const jobs = createJobs({ database, clock, concurrency: 2 });
            jobs.handle('step', {
              maxAttempts: 100,
              pauseMs: () => 1_000,
              run: async ({ payload }) => {
                const n = payload as number;
                tries.set(n, (tries.get(n) ?? 0) + 1);
                if (tries.get(n)! <= steps[n]!.failures) throw new Error('again');
                return async () => {
                  done.push({ key: steps[n]!.key, n });
                };
              },
            });
            return jobs;
          };
          const workers = [makeWorker(), makeWorker()];
          await add(database, workers[0]!, ...steps.map(({ key }, n) => ({ kind: 'step', payload: n, orderKey: key })));
          for (let round = 0; done.length < steps.length && round < 60; round += 1) {
            // A crash: some worker takes a job and is never heard of again.
            if (crashes[round]) {
              const taken = { state: 'running', worker: 'crashed', due_at: clock.now() + 60_000 } as const;
              const first = database.kysely
                .selectFrom('jobs')
                .select('id')
                .where('state', '=', 'waiting')
                .orderBy('id');
              await database.kysely.updateTable('jobs').set(taken).where('id', 'in', first.limit(1)).execute();
            }
            await Promise.all(workers.map((jobs) => jobs.runDue()));
            clock.advance(crashes[round] ? 61_000 : 1_000);
          }
          expect(done.map(({ n }) => n).sort((x, y) => x - y)).toEqual(steps.map((_, n) => n));
          for (const key of ['a', 'b', 'c']) {
            const order = done.filter((one) => one.key === key).map(({ n }) => n);
            expect(order).toEqual([...order].sort((x, y) => x - y));
          }
        }),
        { numRuns: 15 },
      );
    });
  });
});
