import { describe, expect, it } from 'vitest';
import { inBatches } from './in-batches.ts';

const never = new AbortController().signal;

describe('work in batches', () => {
  it('goes on until a batch finds less than it may, and says how many rows there were', async () => {
    let left = 10_000;
    const limits: number[] = [];
    const work = async (limit: number): Promise<number> => {
      limits.push(limit);
      const count = Math.min(left, limit);
      left -= count;
      return count;
    };
    expect(await inBatches(work, never)).toBe(10_000);
    expect(left).toBe(0);
    expect(Math.max(...limits)).toBeLessThanOrEqual(2_000);
  });

  it('lets others have their turn between two batches', async () => {
    const order: string[] = [];
    let batches = 0;
    const work = async (limit: number): Promise<number> => {
      order.push('batch');
      setImmediate(() => order.push('other'));
      batches += 1;
      return batches < 3 ? limit : 0;
    };
    await inBatches(work, never);
    expect(order).toEqual(['batch', 'other', 'batch', 'other', 'batch']);
  });

  it('takes fewer rows at a time while batches take long', async () => {
    const limits: number[] = [];
    const work = async (limit: number): Promise<number> => {
      limits.push(limit);
      for (const until = performance.now() + 25; performance.now() < until; );
      return limits.length < 3 ? limit : 0;
    };
    await inBatches(work, never);
    expect(limits).toEqual([200, 100, 50]);
  });

  it('stops after the batch under way when told', async () => {
    const stop = new AbortController();
    const work = async (limit: number): Promise<number> => {
      stop.abort();
      return limit;
    };
    expect(await inBatches(work, stop.signal)).toBe(200);
    expect(await inBatches(work, stop.signal)).toBe(0);
  });
});
