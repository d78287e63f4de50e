import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { DatabaseLocation } from '../database.ts';

const SCRIPT = new URL('./child.ts', import.meta.url).pathname;

/** A process that works on a database. */
export interface Child {
  readonly pid: number;
  /** Everything it has said so far. */
  readonly said: readonly string[];
  /** Resolves with the next line that the condition accepts, past ones included. */
  line(accepts: (line: string) => boolean): Promise<string>;
  tell(line: string): void;
  /** Ends it at once, as `kill -9` does, and waits until it is gone. */
  kill(): Promise<void>;
  /** Waits until it ends by itself. */
  ended(): Promise<void>;
}

/** Starts a process for one of the tasks of `child.ts`. */
export function startChild(task: string, location: DatabaseLocation): Child {
  const child: ChildProcess = spawn(process.execPath, [SCRIPT, task, JSON.stringify(location)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  const listeners = new Set<(line: string) => void>();
  const exit = once(child, 'close');
  createInterface({ input: child.stdout! }).on('line', (line) => {
    said.push(line);
    for (const listener of listeners) listener(line);
  });
  return {
    pid: child.pid!,
    said,
    line: (accepts) => {
      const past = said.find(accepts);
      if (past !== undefined) return Promise.resolve(past);
      return new Promise((resolve, reject) => {
        const listener = (line: string): void => {
          if (!accepts(line)) return;
          listeners.delete(listener);
          resolve(line);
        };
        listeners.add(listener);
        void exit.then(() => reject(new Error(`The process ended; it said: ${said.slice(-5).join(' | ')}`)));
      });
    },
    tell: (line) => {
      child.stdin!.write(`${line}\n`);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
    ended: async () => {
      await exit;
    },
  };
}
