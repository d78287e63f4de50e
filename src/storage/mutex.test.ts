import { afterEach, describe, expect, it, vi } from 'vitest';
import { Mutex, NamedMutexes } from './mutex.ts';

const late = (): Error => new Error('too late');
afterEach(() => {
  vi.useRealTimers();
});

describe('a mutex', () => {
  it('lets one through at a time, in the order they came', async () => {
    const mutex = new Mutex();
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4].map(async (n) => {
        const release = await mutex.lock(1_000, late);
        order.push(n);
        await Promise.resolve();
        order.push(n);
        release();
      }),
    );
    expect(order).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    expect(mutex.held).toBe(false);
  });

  it('passes the turn to who waits before anybody who comes later', async () => {
    const mutex = new Mutex();
    const release = await mutex.lock(1_000, late);
    const order: string[] = [];
    const waiting = mutex.lock(1_000, late).then((next) => {
      order.push('waiting');
      next();
    });
    release();
    expect(mutex.held).toBe(true);
    const newcomer = mutex.lock(1_000, late).then((next) => {
      order.push('newcomer');
      next();
    });
    await Promise.all([waiting, newcomer]);
    expect(order).toEqual(['waiting', 'newcomer']);
  });

  it('gives no turn to somebody who has stopped waiting', async () => {
    vi.useFakeTimers();
    const mutex = new Mutex();
    const release = await mutex.lock(1_000, late);
    const impatient = mutex.lock(10, late);
    const patient = mutex.lock(1_000, late);
    const outcome = expect(impatient).rejects.toThrow('too late');
    await vi.advanceTimersByTimeAsync(10);
    await outcome;
    release();
    (await patient)();
    expect(mutex.held).toBe(false);
  });

  it('takes the turn back once, however often it is given', async () => {
    const mutex = new Mutex();
    const first = await mutex.lock(1_000, late);
    first();
    const second = await mutex.lock(1_000, late);
    first();
    expect(mutex.held).toBe(true);
    second();
    expect(mutex.held).toBe(false);
  });
});

describe('mutexes by name', () => {
  it('hold up the same name only', async () => {
    const mutexes = new NamedMutexes();
    const result = await mutexes.run('a', 1_000, late, () => mutexes.run('b', 1_000, late, async () => 'both'));
    expect(result).toBe('both');
    const inner = mutexes.run('a', 1_000, late, () => mutexes.run('a', 1, late, async () => 'never'));
    await expect(inner).rejects.toThrow('too late');
    expect(await mutexes.run('a', 1, late, async () => 'free')).toBe('free');
  });
});
