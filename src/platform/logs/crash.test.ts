import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import type { DatabaseLocation } from '../../storage/index.ts';
import { forEachDatabase } from '../../storage/testing/databases.ts';

const SCRIPT = new URL('./testing/writer-process.ts', import.meta.url).pathname;

/** Lets a process log for a while, then ends it. @returns the ids it handed over and when, in milliseconds */
async function logUntil(location: DatabaseLocation, signal: NodeJS.Signals, rows: number) {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(location)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'close');
  const said: { readonly id: string; readonly at: number }[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [id = '', at] = line.split(' ');
    said.push({ id, at: Number(at) });
    if (said.length === rows) child.kill(signal);
  }
  await gone;
  return said;
}

describe('log rows of a process', () => {
  forEachDatabase((_open, { newLocation, openAt }) => {
    const stored = async (location: DatabaseLocation): Promise<Set<string>> => {
      const { kysely, close } = await openAt(location);
      const found = await kysely.selectFrom('request_logs').select('request_id').execute();
      await close();
      return new Set(found.map(({ request_id }) => request_id));
    };

    it('that is killed are there but for those of the last second', async () => {
      const location = await newLocation();
      const said = await logUntil(location, 'SIGKILL', 500);
      const there = await stored(location);
      const sure = said.filter(({ at }) => at < said.at(-1)!.at - 1_000);
      expect(sure.length).toBeGreaterThan(50);
      expect(sure.filter(({ id }) => !there.has(id))).toEqual([]);
    });

    it('that is stopped are all there', async () => {
      const location = await newLocation();
      const said = await logUntil(location, 'SIGTERM', 60);
      const there = await stored(location);
      expect(said.filter(({ id }) => !there.has(id))).toEqual([]);
      expect(there.size).toBe(said.length);
    });
  });
});
