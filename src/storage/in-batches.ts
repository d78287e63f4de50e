import { setTimeout } from 'node:timers/promises';

/** Rows of a batch: fewer when one took long, as the embedded database works on the serving thread. */
const ROWS = { first: 200, fewest: 20, most: 2_000 } as const;
const LONG_MS = 20;
const SHORT_MS = 8;

/**
 * Changes or removes many rows by short statements, and leaves the database free between two for as long as the first of
 * them took.
 * @param batch does it for at most so many rows. @returns for how many; fewer than it may end the work
 * @param stop ends the work after the batch under way
 * @returns the number of rows in all
 */
export async function inBatches(batch: (limit: number) => Promise<number>, stop: AbortSignal): Promise<number> {
  let size: number = ROWS.first;
  let changed = 0;
  while (!stop.aborted) {
    const [limit, began] = [size, performance.now()];
    const count = await batch(limit);
    const took = performance.now() - began;
    changed += count;
    if (took > LONG_MS) size = Math.max(ROWS.fewest, Math.floor(size / 2));
    else if (took < SHORT_MS) size = Math.min(ROWS.most, size * 2);
    if (count < limit) break;
    await setTimeout(Math.ceil(took), undefined, { signal: stop }).catch(() => {});
  }
  return changed;
}
