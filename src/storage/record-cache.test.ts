import { describe, expect, it, vi } from 'vitest';
import { createRecordCache } from './record-cache.ts';
import { forEachDatabase } from './testing/databases.ts';

interface Pet {
  readonly name: string;
}

describe('a record cache', () => {
  forEachDatabase((open, { kind, newLocation, openAt }) => {
    it('reads a record once, until somebody says that it changed', async () => {
      const database = await open();
      const cache = createRecordCache<Pet>(database, 'pets', 10);
      const read = vi.fn(async () => ({ name: 'Tom' }));
      expect(cache.get('1')).toBeUndefined();
      const pet = await cache.load('1', read);
      expect(cache.get('1')).toBe(pet);
      await cache.changed('1');
      expect(cache.get('1')).toBeUndefined();
      expect(read).toHaveBeenCalledOnce();
    });

    it('keeps no record that changed while it was read', async () => {
      const database = await open();
      const cache = createRecordCache<Pet>(database, 'pets', 10);
      const reading = Promise.withResolvers<Pet>();
      const loading = cache.load('1', () => reading.promise);
      await cache.changed('1');
      reading.resolve({ name: 'stale' });
      expect(await loading).toEqual({ name: 'stale' });
      expect(cache.get('1')).toBeUndefined();
    });

    it('keeps neither what does not exist nor more than it may', async () => {
      const database = await open();
      const cache = createRecordCache<Pet>(database, 'pets', 2);
      await cache.load('none', async () => undefined);
      for (const key of ['a', 'b', 'c']) await cache.load(key, async () => ({ name: key }));
      expect(['none', 'a', 'b', 'c'].map((key) => cache.get(key)?.name)).toEqual([undefined, undefined, 'b', 'c']);
    });

    it('forgets everything when anything may have changed, and hears nothing once closed', async () => {
      const database = await open();
      const cache = createRecordCache<Pet>(database, 'pets', 10);
      for (const key of ['a', 'b']) await cache.load(key, async () => ({ name: key }));
      await database.notify('pets', '');
      expect(['a', 'b'].map((key) => cache.get(key))).toEqual([undefined, undefined]);
      await cache.load('a', async () => ({ name: 'a' }));
      cache.close();
      await database.notify('pets', 'a');
      expect(cache.get('a')).toEqual({ name: 'a' });
    });

    if (kind === 'postgres') {
      it('hears of a change in another process', async () => {
        const location = await newLocation();
        const [here, there] = [await openAt(location), await openAt(location)];
        const [ours, theirs] = [here, there].map((database) => createRecordCache<Pet>(database, 'pets', 10));
        await theirs!.load('1', async () => ({ name: 'Tom' }));
        await ours!.changed('1');
        await expect.poll(() => theirs!.get('1')).toBeUndefined();
      });
    }
  });
});
