import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LimitPool } from '../../limiter.ts';
import { ManualTime, settle } from '../testing/manual-time.ts';
import { createRateLimiter } from './rate-limiter.ts';

const LONG = 1_000_000;

function setUp() {
  const time = new ManualTime();
  const limiter = createRateLimiter({ clock: time, wait: time.wait });
  const started: { name: string; at: number; release: () => void }[] = [];
  const call = (name: string, pools: readonly LimitPool[], maxWaitMs = LONG, signal?: AbortSignal): Promise<void> =>
    limiter.acquire(pools, maxWaitMs, signal).then((release) => {
      started.push({ name, at: time.now() - 1_000_000, release });
    });
  return {
    time,
    limiter,
    started,
    call,
    at: () => started.map((one) => one.at),
    names: () => started.map((one) => one.name),
  };
}

describe('a rate', () => {
  it('lets as many calls begin in any second as it says', async () => {
    const { time, call, at } = setUp();
    for (let count = 0; count < 7; count += 1) void call('x', [{ key: 'a', rate: 3 }]);
    await time.advance(5_000);
    expect(at()).toEqual([0, 0, 0, 1_000, 1_000, 1_000, 2_000]);
  });

  it('below one means seconds between calls', async () => {
    const { time, call, at } = setUp();
    for (let count = 0; count < 3; count += 1) void call('x', [{ key: 'a', rate: 0.5 }]);
    await time.advance(10_000);
    expect(at()).toEqual([0, 2_000, 4_000]);
  });

  it('holds for every window, however calls arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        async (gaps, rate) => {
          const { time, call, at } = setUp();
          for (const gap of gaps) {
            await time.advance(gap);
            void call('x', [{ key: 'a', rate }]);
          }
          await time.advance(60_000);
          const starts = at();
          expect(starts).toHaveLength(gaps.length);
          for (let index = rate; index < starts.length; index += 1) {
            expect((starts[index] ?? 0) - (starts[index - rate] ?? 0)).toBeGreaterThanOrEqual(1_000);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('may change between calls without forgetting those made', async () => {
    const { time, call, at } = setUp();
    void call('x', [{ key: 'a', rate: 5 }]);
    void call('x', [{ key: 'a', rate: 5 }]);
    await settle();
    void call('x', [{ key: 'a', rate: 2 }]);
    await time.advance(3_000);
    expect(at()).toEqual([0, 0, 1_000]);
  });
});

describe('concurrency', () => {
  it('lets the next call begin when one has ended', async () => {
    const { call, started, names } = setUp();
    const pool = [{ key: 'a', concurrency: 2 }];
    for (const name of ['1', '2', '3', '4']) void call(name, pool);
    await settle();
    expect(names()).toEqual(['1', '2']);
    started[0]?.release();
    await settle();
    expect(names()).toEqual(['1', '2', '3']);
  });

  it('counts the end of a call once', async () => {
    const { call, started, names } = setUp();
    for (const name of ['1', '2', '3']) void call(name, [{ key: 'a', concurrency: 1 }]);
    await settle();
    started[0]?.release();
    started[0]?.release();
    await settle();
    expect(names()).toEqual(['1', '2']);
  });
});

describe('several pools', () => {
  const main = { key: 'main', rate: 10 };
  const sub = { key: 'sub', rate: 1 };

  it('must all have room; calls that need other pools pass those that wait', async () => {
    const { time, call, started } = setUp();
    void call('s1', [main, sub]);
    void call('s2', [main, sub]);
    void call('m', [main]);
    await time.advance(1_500);
    expect(started.map(({ name, at }) => [name, at])).toEqual([
      ['s1', 0],
      ['m', 0],
      ['s2', 1_000],
    ]);
  });

  it('of different accounts do not hinder each other', async () => {
    const { call, names } = setUp();
    void call('a', [{ key: 'a', rate: 1 }]);
    void call('b', [{ key: 'b', rate: 1 }]);
    await settle();
    expect(names()).toEqual(['a', 'b']);
  });

  it('none at all need no waiting', async () => {
    const { call, names } = setUp();
    await call('x', []);
    expect(names()).toEqual(['x']);
  });
});

describe('waiting', () => {
  it('ends after the longest time allowed, and the call begins anyway', async () => {
    const { time, call, at } = setUp();
    void call('1', [{ key: 'a', concurrency: 1 }]);
    void call('2', [{ key: 'a', concurrency: 1 }], 7_500);
    await time.advance(7_499);
    expect(at()).toEqual([0]);
    await time.advance(1);
    expect(at()).toEqual([0, 7_500]);
  });

  it('is in order of arrival', async () => {
    const { time, call, names } = setUp();
    for (let count = 0; count < 6; count += 1) void call(String(count), [{ key: 'a', rate: 2 }]);
    await time.advance(5_000);
    expect(names()).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('ends with the reason of the signal, and lets those behind go on', async () => {
    const { time, call, names } = setUp();
    const controller = new AbortController();
    void call('1', [{ key: 'a', rate: 1 }]);
    const second = call('2', [{ key: 'a', rate: 1 }], LONG, controller.signal);
    void call('3', [{ key: 'a', rate: 1 }]);
    controller.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    await time.advance(1_000);
    expect(names()).toEqual(['1', '3']);
  });

  it('does not begin with a signal that has fired already', async () => {
    const { limiter } = setUp();
    await expect(limiter.acquire([{ key: 'a', rate: 1 }], 0, AbortSignal.abort(new Error('gone')))).rejects.toThrow(
      'gone',
    );
  });

  it('leaves no timer behind when nobody waits', async () => {
    const { time, call, started } = setUp();
    void call('1', [{ key: 'a', concurrency: 1 }]);
    void call('2', [{ key: 'a', concurrency: 1 }]);
    await settle();
    expect(time.pending).toBe(1);
    started[0]?.release();
    await settle();
    expect(time.pending).toBe(0);
  });
});

describe('the memory of a limiter', () => {
  it('forgets pools that nobody uses', async () => {
    const { time, limiter } = setUp();
    for (let count = 0; count < 5_000; count += 1) {
      (await limiter.acquire([{ key: `pool-${count}`, rate: 5 }], LONG))();
      if (count % 500 === 0) await time.advance(2_000);
    }
    const again = await limiter.acquire([{ key: 'pool-1', rate: 5 }], LONG);
    expect(typeof again).toBe('function');
  });
});
