import { setTimeout } from 'node:timers/promises';
import type { Wait } from '../limiter.ts';

/** Waits with the machine's timer. */
export const waitFor: Wait = async (ms, signal) => {
  if (ms > 0) await setTimeout(ms, undefined, signal === undefined ? {} : { signal });
  else signal?.throwIfAborted();
};
