import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildServer } from '../../tools/build-server.ts';

const PATCHBAY = resolve(import.meta.dirname, '../../dist/patchbay.js');

/** What a command left. */
export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Makes the bundle that is shipped, where the test command has not: it starts many times faster than the sources. */
export async function prepareCommands(): Promise<void> {
  if (!existsSync(PATCHBAY)) await buildServer();
}

/** Runs the command line as a process of its own, with these settings alone, and waits for its end. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const child = spawn(process.execPath, [PATCHBAY, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  const seen = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (seen.out += String(chunk)));
  child.stderr.on('data', (chunk) => (seen.err += String(chunk)));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, ...seen };
}
