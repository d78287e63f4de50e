import { spawn } from 'node:child_process';
import { PATCHBAY } from './bundle.ts';

/** What a command left. */
export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
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
