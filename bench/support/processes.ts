import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

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
