import { describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../kernel/index.ts';
import { forEachDatabase } from './testing/databases.ts';

describe('notifications', () => {
  forEachDatabase((open, { kind, newLocation, openAt }) => {
    it('have reached the listeners of this process when sending is done, each once', async () => {
      const database = await open();
      const heard: string[] = [];
      database.onNotify('news', (payload) => heard.push(payload));
      await database.notify('news', 'one');
      expect(heard).toEqual(['one']);
      await database.transaction((_trx, notify) => notify('news', 'two'));
      expect(heard).toEqual(['one', 'two']);
      await database.notify('other', 'three');
      // A second round trip through the server would show an echo.
      await database.ping();
      await database.withLock('any', async () => {});
      expect(heard).toEqual(['one', 'two']);
    });

    it('of a transaction are sent with its commit', async () => {
      const database = await open();
      const heard: string[] = [];
      database.onNotify('news', (payload) => heard.push(payload));
      await database.transaction(async (trx, notify) => {
        await notify('news', 'committed');
        await trx.insertInto('server_meta').values({ key: 'a', value: 'b' }).execute();
        expect(heard).toEqual([]);
      });
      expect(heard).toEqual(['committed']);
    });

    it('of a transaction that is rolled back are never sent', async () => {
      const database = await open();
      const heard: string[] = [];
      database.onNotify('news', (payload) => heard.push(payload));
      const attempt = database.transaction(async (_trx, notify) => {
        await notify('news', 'never');
        throw new Error('rolled back');
      });
      await expect(attempt).rejects.toThrow('rolled back');
      await database.notify('news', 'after');
      expect(heard).toEqual(['after']);
    });

    it('reach nobody who has stopped listening, and everybody else', async () => {
      const database = await open();
      const [first, second] = [vi.fn(), vi.fn()];
      const stop = database.onNotify('news', first);
      database.onNotify('news', second);
      stop();
      stop();
      await database.notify('news', 'one');
      expect(first).not.toHaveBeenCalled();
      expect(second).toHaveBeenCalledExactlyOnceWith('one');
    });

    it('reach a listener as often as it was added, and each goes by itself', async () => {
      const database = await open();
      const listener = vi.fn();
      const stop = database.onNotify('news', listener);
      database.onNotify('news', listener);
      await database.notify('news', 'one');
      stop();
      await database.notify('news', 'two');
      expect(listener.mock.calls).toEqual([['one'], ['one'], ['two']]);
    });

    it('reach the other listeners though one throws, which is logged', async () => {
      const error = vi.fn();
      const database = await open({ logger: { ...silentLogger, error } });
      const heard = vi.fn();
      database.onNotify('news', () => {
        throw new Error('cannot listen');
      });
      database.onNotify('news', heard);
      await database.notify('news', 'one');
      expect(heard).toHaveBeenCalledOnce();
      expect(error).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ channel: 'news' }), expect.any(String));
    });

    it.each([
      ['a channel without a name', '', 'x'],
      ['a channel with a line break', 'a\nb', 'x'],
      ['more than 7,000 bytes', 'news', 'ü'.repeat(3_501)],
      ['U+0000', 'news', 'a\0b'],
    ])('refuse %s', async (_, channel, payload) => {
      const database = await open();
      await expect(database.notify(channel, payload)).rejects.toThrow(TypeError);
      await expect(database.transaction((_trx, notify) => notify(channel, payload))).rejects.toThrow(TypeError);
    });

    it('carry 7,000 bytes, line breaks and nothing at all', async () => {
      const database = await open();
      const heard: string[] = [];
      database.onNotify('a.b:c-d_9', (payload) => heard.push(payload));
      const payloads = ['ü'.repeat(3_500), 'two\nlines', ''];
      for (const payload of payloads) await database.notify('a.b:c-d_9', payload);
      expect(heard).toEqual(payloads);
    });

    if (kind === 'postgres') {
      it('arrive in another process as they were sent', async () => {
        const location = await newLocation();
        const [here, there] = [await openAt(location), await openAt(location)];
        const heard: string[] = [];
        there.onNotify('news', (payload) => heard.push(payload));
        const payloads = ['ü'.repeat(3_500), 'two\nlines', '', 'last'];
        for (const payload of payloads) await here.notify('news', payload);
        await expect.poll(() => heard).toEqual(payloads);
      });
    }
  });
});

describe('a lock', () => {
  forEachDatabase((open, { kind, newLocation, openAt }) => {
    it('lets one work at a time, in the order they came', async () => {
      const database = await open();
      const events: string[] = [];
      const work = (name: string) =>
        database.withLock('same', async () => {
          events.push(`${name} in`);
          await database.ping();
          events.push(`${name} out`);
        });
      await Promise.all(['a', 'b', 'c'].map(work));
      expect(events).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
    });

    it('returns what the work returned and passes on what it threw, and is free after both', async () => {
      const database = await open();
      expect(await database.withLock('same', async () => 7)).toBe(7);
      const broken = new Error('broken');
      await expect(database.withLock('same', () => Promise.reject(broken))).rejects.toBe(broken);
      expect(await database.withLock('same', async () => 8)).toBe(8);
    });

    it('does not hold up a lock of another name', async () => {
      const database = await open();
      const result = await database.withLock('one', () => database.withLock('two', async () => 'both'));
      expect(result).toBe('both');
    });

    it('is given up on after the time that was named', async () => {
      const database = await open();
      const free = Promise.withResolvers<void>();
      const inside = Promise.withResolvers<void>();
      const holding = database.withLock('same', () => {
        inside.resolve();
        return free.promise;
      });
      await inside.promise;
      await expect(database.withLock('same', async () => 'never', 30)).rejects.toMatchObject({
        code: 'request_timed_out',
      });
      free.resolve();
      await holding;
      expect(await database.withLock('same', async () => 'now', 20_000)).toBe('now');
    });

    it('leaves the connections of the pool to others, however many wait for it', async () => {
      const database = await open();
      const free = Promise.withResolvers<void>();
      const works = Array.from({ length: 40 }, (_, n) => database.withLock(n % 2 ? 'odd' : 'even', () => free.promise));
      await database.transaction((trx) => trx.selectFrom('projects').select('id').execute());
      free.resolve();
      await Promise.all(works);
    });

    if (kind === 'postgres') {
      it('holds against another process', async () => {
        const location = await newLocation();
        const [here, there] = [await openAt(location), await openAt(location)];
        let inside = 0;
        const work = (database: typeof here) =>
          database.withLock('same', async () => {
            inside += 1;
            expect(inside).toBe(1);
            await database.ping();
            inside -= 1;
          });
        await Promise.all([here, there, here, there, here, there].map(work));
      });
    }
  });
});
