import { createInterface } from 'node:readline';
import type { DatabaseLocation } from '../database.ts';
import { createJobs, openDatabase } from '../index.ts';
import { addProject, batchOf, requestLogRow } from './rows.ts';

/** A process of its own for tests: `node child.ts <task> <location as JSON>`. Says what happens one line at a time. */
const [task = '', location = ''] = process.argv.slice(2);
const place = JSON.parse(location) as DatabaseLocation;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Lines from the parent. */
async function* orders(): AsyncGenerator<string> {
  yield* createInterface({ input: process.stdin });
}

const TASKS: Readonly<Record<string, () => Promise<void>>> = {
  /** Opens the database, or says why it cannot be, and stays until told to go. */
  async open() {
    const database = await openDatabase(place);
    say('open');
    for await (const _ of orders()) break;
    await database.close();
  },

  /** Writes rows without end, each said only after its commit: single rows, transactions and batches in turn. */
  async write() {
    const database = await openDatabase(place);
    await addProject(database.kysely).catch(() => {});
    const run = Date.now().toString(36);
    for (let n = 0; ; n += 1) {
      const id = `${run}-${n}`;
      if (n % 3 === 0) {
        await database.kysely.insertInto('server_meta').values({ key: id, value: id }).execute();
      } else if (n % 3 === 1) {
        await database.transaction(async (trx) => {
          await trx.insertInto('server_meta').values({ key: id, value: 'half' }).execute();
          await trx.updateTable('server_meta').set({ value: id }).where('key', '=', id).execute();
        });
      } else {
        const rows = Array.from({ length: 150 }, (_, i) => requestLogRow(`${id}-${i}`, { path: id }));
        await database.appendRows([batchOf('request_logs', rows)]);
      }
      say(id);
    }
  },

  /** Says what it hears on the channel "news", and passes on what it is told, over "replies". */
  async gossip() {
    const database = await openDatabase(place);
    database.onNotify('news', (payload) => say(`heard ${payload}`));
    say('open');
    for await (const line of orders()) await database.notify('replies', line);
    await database.close();
  },

  /** Holds the lock "shared" until killed. */
  async hold() {
    const database = await openDatabase(place);
    await database.withLock('shared', async () => {
      say('held');
      for await (const _ of orders()) break;
    });
    say('released');
    await database.close();
  },

  /** Works on jobs of the kind "stuck", says each it begins, and never ends one. */
  async work() {
    const database = await openDatabase(place);
    const jobs = createJobs({ database });
    jobs.handle('stuck', {
      run: async ({ payload }) => {
        say(`began ${String(payload)}`);
        for await (const _ of orders()) break;
      },
    });
    jobs.start();
    say('open');
    await new Promise(() => {});
  },
};

try {
  await TASKS[task]!();
} catch (error) {
  const { code = 'unknown', message } = error as Error & { code?: string };
  say(`failed ${code} ${message}`);
  process.exitCode = 1;
} finally {
  process.stdin.destroy();
}
