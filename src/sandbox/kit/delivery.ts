import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { Fault } from './faults.ts';

const DRIP_DELAY_MS = 20;

/** Faults that spoil an answer on its way, as opposed to replacing it. */
const SPOILING: ReadonlySet<string> = new Set([
  'slow_start',
  'slow_drip',
  'cut_connection',
  'reset_connection',
  'malformed_json',
  'empty_body',
]);

/** True when the answer must be written by {@link deliverSpoiled}. */
export const spoils = (fault: Fault | undefined): fault is Fault => fault !== undefined && SPOILING.has(fault.kind);

/** Resolves after a time, or as soon as the signal is aborted. @param ms undefined: only when aborted */
function pause(ms: number | undefined, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

/**
 * Writes an answer the way a fault wants it.
 * @param stop aborted when the client has gone or the server stops; what is left is then dropped
 */
export async function deliverSpoiled(
  raw: ServerResponse,
  answer: Answer,
  fault: Fault,
  stop: AbortSignal,
): Promise<void> {
  const bytes = answer.body === null ? Buffer.alloc(0) : Buffer.from(answer.body);
  const head = (length: number) => raw.writeHead(answer.status, { ...answer.headers, 'content-length': length });
  switch (fault.kind) {
    case 'reset_connection':
      raw.destroy();
      return;
    case 'cut_connection': {
      head(bytes.length + 1);
      const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
      await new Promise<void>((resolve) => raw.write(half.length > 0 ? half : ' ', () => resolve()));
      raw.destroy();
      return;
    }
    case 'malformed_json': {
      const kept = bytes.subarray(0, Math.max(0, bytes.length - 1 - Math.floor(bytes.length / 4)));
      head(kept.length).end(kept);
      return;
    }
    case 'slow_drip':
      head(bytes.length);
      for (let at = 0; at < bytes.length && !stop.aborted; at += fault.chunkBytes) {
        raw.write(bytes.subarray(at, at + fault.chunkBytes));
        await pause(fault.delayMs ?? DRIP_DELAY_MS, stop);
      }
      break;
    case 'slow_start':
      await pause(fault.delayMs, stop);
      if (!stop.aborted) head(bytes.length).write(bytes.length > 0 ? bytes : '');
      break;
    default:
      head(0);
  }
  if (stop.aborted) raw.destroy();
  else raw.end();
}
