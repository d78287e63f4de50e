import { describe, expect, it } from 'vitest';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { testClock } from '../testing/index.ts';
import { createProjects } from './projects.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

describe('projects', () => {
  forEachDatabase((open) => {
    it('begin with the default one, made once', async () => {
      const projects = createProjects({ database: await open(), clock: testClock() });
      const made = await projects.ensureDefault();
      expect(made).toMatchObject({ name: 'Default', organizationId: '1', settings: DEFAULT_SETTINGS });
      expect(made.id).toMatch(/^default-\d{5}$/);
      expect(await projects.ensureDefault()).toEqual(made);
      expect(await projects.list()).toEqual([made]);
    });

    it('take their id from their name, and keep it', async () => {
      const clock = testClock();
      const projects = createProjects({ database: await open(), clock });
      await projects.ensureDefault();
      clock.advance(1);
      const made = await projects.create('Acme, Inc.');
      expect(made.id).toMatch(/^acme-inc-\d{5}$/);
      const renamed = await projects.update(made.id, { name: 'Ümläut' });
      expect(renamed).toMatchObject({ id: made.id, name: 'Ümläut' });
      expect((await projects.create('…')).id).toMatch(/^project-\d{5}$/);
      expect((await projects.list()).map(({ name }) => name)).toContain('Ümläut');
    });

    it('are made even where the id that was drawn is taken, inside a transaction too', async () => {
      const database = await open();
      const drawn: number[] = [];
      const random = (from: number) => drawn.push(from) && from;
      const projects = createProjects({ database, clock: testClock(), random });
      await projects.ensureDefault();
      const ids = ['acme-10000', 'acme-100000', 'acme-1000000'];
      expect((await projects.create('Acme')).id).toBe(ids[0]);
      expect((await projects.create('Acme')).id).toBe(ids[1]);
      const third = await database.transaction(async (db) => {
        const made = await projects.create('Acme', db);
        await projects.update(made.id, { name: 'The third' }, db);
        return made.id;
      });
      expect(third).toBe(ids[2]);
      expect((await projects.get(third))?.name).toBe('The third');
      expect(drawn.length).toBe(1 + 1 + 2 + 3);
    });

    it('keep settings that are not named, and every process knows a change', async () => {
      const database = await open();
      const projects = createProjects({ database, clock: testClock() });
      const other = createProjects({ database, clock: testClock() });
      const { id } = await projects.ensureDefault();
      expect((await other.get(id))?.settings.bodyLogging).toBe('off');
      await projects.update(id, { settings: { bodyLogging: 'errors' } });
      await projects.update(id, { settings: { ipAllowList: ['10.0.0.0/8'] } });
      expect((await other.get(id))?.settings).toEqual({
        ...DEFAULT_SETTINGS,
        bodyLogging: 'errors',
        ipAllowList: ['10.0.0.0/8'],
      });
    });

    it('are none of an unknown id', async () => {
      const projects = createProjects({ database: await open(), clock: testClock() });
      await projects.ensureDefault();
      expect(await projects.get('nobody')).toBeUndefined();
      expect(await projects.update('nobody', { name: 'x' })).toBeUndefined();
    });
  });
});
