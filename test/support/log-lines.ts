import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Logger } from '../../src/kernel/index.ts';

/** A logger of every level whose lines are kept as they would be written. */
export function keptLog(): { readonly logger: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const keeper = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { logger: pino({ level: 'trace' }, keeper), lines };
}
