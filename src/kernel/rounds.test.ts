import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inRounds } from './index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('work in rounds', () => {
  it('is done every so often, also after a round that failed, until it is ended', async () => {
    const told: unknown[] = [];
    let rounds = 0;
    const stop = inRounds(
      1_000,
      async () => {
        rounds += 1;
        if (rounds === 1) throw 'no luck';
      },
      (error) => told.push(error),
    );
    await vi.advanceTimersByTimeAsync(999);
    expect(rounds).toBe(0);
    await vi.advanceTimersByTimeAsync(2_001);
    expect([rounds, told]).toEqual([3, ['no luck']]);
    await stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(rounds).toBe(3);
  });

  it('is never done twice at once, and its end waits for the round under way', async () => {
    const done = Promise.withResolvers<void>();
    let [rounds, over] = [0, false];
    const stop = inRounds(
      1_000,
      () => {
        rounds += 1;
        return done.promise;
      },
      () => {},
    );
    await vi.advanceTimersByTimeAsync(5_000);
    expect(rounds).toBe(1);
    const stopped = stop().then(() => (over = true));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(over).toBe(false);
    done.resolve();
    await stopped;
    expect(rounds).toBe(1);
  });
});
