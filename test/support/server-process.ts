import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { PATCHBAY } from './bundle.ts';

/** A server in a process of its own, as it is shipped. */
export interface ServerProcess {
  readonly pid: number;
  readonly url: string;
  /** What it wrote so far, for the message of a failed test. */
  readonly said: () => string;
  /** Ends it at once, as `kill -9` and power cuts of the process do, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to stop and waits. @returns its exit code */
  stop(): Promise<number | null>;
}

/** Starts a server on a free port and waits until it is ready. */
export async function startServerProcess(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const child: ChildProcess = spawn(process.execPath, [PATCHBAY, 'start'], {
    env: { PATH: process.env['PATH'] ?? '', PATCHBAY_PORT: '0', PATCHBAY_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const url = await new Promise<string>((ready, failed) => {
    const hear = (chunk: unknown): void => {
      said = `${said}${String(chunk)}`.slice(-20_000);
      const found = /ready on (\S+)/.exec(said);
      if (found?.[1] !== undefined) ready(found[1]);
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    void exit.then((code) => failed(new Error(`The server ended with ${code}: ${said}`)));
  });
  return {
    pid: child.pid!,
    url,
    said: () => said,
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
    stop: async () => {
      child.kill('SIGTERM');
      return exit;
    },
  };
}
