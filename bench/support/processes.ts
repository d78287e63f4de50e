import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Clock ticks a second in `/proc` (Linux: always 100 as seen from programs). */
const TICKS = 100;

const canPin = spawnSync('taskset', ['--version']).status === 0;

/** A program under measurement that has said where it listens. */
export interface Running<Said> {
  readonly said: Said;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a script of this folder on one core and waits for the line it prints. */
export async function startScript<Said>(name: string, args: readonly string[], core: number): Promise<Running<Said>> {
  const command = [process.execPath, join(import.meta.dirname, name), ...args];
  const [program, ...rest] = canPin ? ['taskset', '-c', String(core), ...command] : command;
  const child = spawn(program!, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = await new Promise<Said>((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', (line) => resolve(JSON.parse(line) as Said));
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready`)));
  });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  return { said, child, stop };
}

/** Moves this process (the load) to a core. */
export const pinSelf = (core: number): void => {
  if (canPin) spawnSync('taskset', ['-cp', String(core), String(process.pid)]);
};

/** The middle of a list of figures. */
export const median = (figures: readonly number[]): number =>
  [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)]!;

/** Processor time of a process so far, in microseconds; NaN where there is no `/proc`. */
export function cpuOf({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1_000_000;
}
