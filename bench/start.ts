import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { median } from './support/processes.ts';

const PATCHBAY = resolve(import.meta.dirname, '../dist/patchbay.js');

/** How long a start takes and what it costs. */
export interface StartFigures {
  /** Milliseconds from the start of the process to the first 200 of `/ready`, on a new data directory. */
  readonly newMs: number;
  /** The same on an existing data directory. */
  readonly existingMs: number;
  /** Resident memory of the idle process, in MB. */
  readonly idleMb: number;
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });

async function startOnce(dir: string): Promise<{ ms: number; mb: number }> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(process.execPath, [PATCHBAY, 'start'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PATCHBAY_DATA_DIR: dir, PATCHBAY_PORT: String(port), PATCHBAY_LOG_LEVEL: 'warn' },
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  for (;;) {
    const ready = await fetch(`http://127.0.0.1:${port}/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) break;
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    await new Promise((done) => setTimeout(done, 5));
  }
  const ms = performance.now() - begun;
  // Memory is read after the start has settled.
  await new Promise((done) => setTimeout(done, 2_000));
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const mb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  child.kill('SIGTERM');
  await ended;
  return { ms, mb };
}

/** Starts the server several times and takes the middle figures. Linux only (reads /proc). */
export async function measureStart({ rounds = 5 } = {}): Promise<StartFigures> {
  const fresh: number[] = [];
  const existing: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const dir = mkdtempSync(join(tmpdir(), 'patchbay-start-'));
    fresh.push((await startOnce(dir)).ms);
    const second = await startOnce(dir);
    existing.push(second.ms);
    memory.push(second.mb);
    rmSync(dir, { recursive: true, force: true });
  }
  return { newMs: median(fresh), existingMs: median(existing), idleMb: median(memory) };
}

if (import.meta.main) console.log(await measureStart());
