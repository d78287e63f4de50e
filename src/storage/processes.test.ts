import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startChild } from './testing/children.ts';
import { forEachDatabase } from './testing/databases.ts';

describe('two processes', () => {
  forEachDatabase((_open, { kind, newLocation, openAt }) => {
    if (kind === 'sqlite') {
      it('cannot have one data directory at a time: the second is told who has it', async () => {
        const location = await newLocation();
        const holder = startChild('open', location);
        await holder.line((line) => line === 'open');
        await expect(openAt(location)).rejects.toMatchObject({
          code: 'data_dir_locked',
          message: expect.stringContaining(`process ${holder.pid}.`),
        });
        const second = startChild('open', location);
        expect(await second.line(() => true)).toMatch(`failed data_dir_locked The data directory`);
        await second.ended();
        holder.tell('go');
        await holder.ended();
        await (await openAt(location)).ping();
      });

      it('can have it one after the other though the first was killed', async () => {
        const location = await newLocation();
        const holder = startChild('open', location);
        await holder.line((line) => line === 'open');
        await holder.kill();
        await (await openAt(location)).ping();
      });

      it('are not fooled by the number of a process that is long gone', async () => {
        const location = await newLocation();
        const holder = startChild('open', location);
        await holder.line((line) => line === 'open');
        writeFileSync(join((location as { dir: string }).dir, 'lock.pid'), '999999999\n');
        await expect(openAt(location)).rejects.toThrow('process unknown.');
        await holder.kill();
      });

      it('that start at once on an empty directory: one gets it', async () => {
        const location = await newLocation();
        const children = [startChild('open', location), startChild('open', location)];
        const answers = await Promise.all(children.map((child) => child.line(() => true)));
        expect(answers.map((line) => line.split(' ').slice(0, 2).join(' ')).sort()).toEqual([
          'failed data_dir_locked',
          'open',
        ]);
        await Promise.all(children.map((child) => child.kill()));
      });
    } else {
      it('that migrate an empty database at once, and a third, all find it ready', async () => {
        const location = await newLocation();
        const children = Array.from({ length: 3 }, () => startChild('open', location));
        const answers = await Promise.all(children.map((child) => child.line(() => true)));
        expect(answers).toEqual(['open', 'open', 'open']);
        for (const child of children) child.tell('go');
        await Promise.all(children.map((child) => child.ended()));
      });

      it('hear what the other says, whole and in order', async () => {
        const location = await newLocation();
        const child = startChild('gossip', location);
        await child.line((line) => line === 'open');
        const database = await openAt(location);
        const replies: string[] = [];
        database.onNotify('replies', (payload) => replies.push(payload));
        await database.notify('news', 'ünï "quoted" $1');
        await database.transaction((_trx, notify) => notify('news', 'with the commit'));
        await child.line((line) => line === 'heard with the commit');
        expect(child.said.slice(1)).toEqual(['heard ünï "quoted" $1', 'heard with the commit']);
        child.tell('one');
        child.tell('two');
        await expect.poll(() => replies).toEqual(['one', 'two']);
        await child.kill();
      });

      it('share locks, and a killed one leaves none behind', async () => {
        const location = await newLocation();
        const holder = startChild('hold', location);
        await holder.line((line) => line === 'held');
        const database = await openAt(location);
        const late = database.withLock('shared', async () => 'got it', 100);
        await expect(late).rejects.toMatchObject({ code: 'request_timed_out' });
        const waiting = database.withLock('shared', async () => 'got it');
        await holder.kill();
        expect(await waiting).toBe('got it');
      });
    }
  });
});
