import { describe, expect, it } from 'vitest';
import type { Database } from '../../storage/index.ts';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { addProjects, testClock, testSealer } from '../testing/index.ts';
import { createAuthConfigs } from './index.ts';

const connector = (key: string, ...environments: string[]) => ({
  key,
  title: key.toUpperCase(),
  methods: environments.map((environment) => ({ key: 'custom', environment })),
});

forEachDatabase((open, { kind, newLocation, openAt }) => {
  const start = async (database: Database) => {
    await addProjects(database, 'p1', 'p2');
    const clock = testClock();
    const authConfigs = createAuthConfigs({ database, sealer: testSealer(), clock });
    await authConfigs.ensureDefaults('p1', [
      connector('acme', 'production', 'sandbox'),
      connector('bolt', 'production'),
    ]);
    await authConfigs.ensureDefaults('p2', [connector('acme', 'production')]);
    const [first] = await authConfigs.list('p1');
    return { authConfigs, clock, first: first! };
  };

  describe('auth configs', () => {
    it('are listed in pages by name, with how many there are', async () => {
      const { authConfigs } = await start(await open());
      const all = await authConfigs.page('p1', {}, { offset: 0, limit: 10 });
      expect(all.total).toBe(3);
      expect(all.configs).toEqual(await authConfigs.list('p1'));
      const rest = await authConfigs.page('p1', {}, { offset: 2, limit: 2 });
      expect(rest).toEqual({ total: 3, configs: [all.configs[2]] });
      expect(await authConfigs.page('p1', {}, { offset: 3, limit: 2 })).toEqual({ total: 3, configs: [] });
    });

    it('are filtered by connector and by being enabled, inside one project', async () => {
      const { authConfigs, first } = await start(await open());
      await authConfigs.update('p1', first.id, { enabled: false });
      const count = async (filter: object, project = 'p1') =>
        (await authConfigs.page(project, filter, { offset: 0, limit: 10 })).total;
      expect(await count({ connectorKey: 'acme' })).toBe(2);
      expect(await count({ enabled: false })).toBe(1);
      expect(await count({ enabled: true, connectorKey: 'acme' })).toBe(1);
      expect(await count({ enabled: true }, 'p2')).toBe(1);
      expect(await count({ connectorKey: 'nobody' })).toBe(0);
    });

    it('change what is named and keep the rest', async () => {
      const { authConfigs, clock, first } = await start(await open());
      clock.advance(1_000);
      const renamed = await authConfigs.update('p1', first.id, { name: 'Mine' });
      expect(renamed).toEqual({ ...first, name: 'Mine', updatedAt: clock.now() });
      const chosen = await authConfigs.update('p1', first.id, { actions: ['acme_list_people'], enabled: false });
      expect(chosen).toEqual({ ...renamed, enabled: false, actions: ['acme_list_people'] });
      expect((await authConfigs.update('p1', first.id, { actions: [] }))?.actions).toEqual([]);
      expect((await authConfigs.update('p1', first.id, { actions: null }))?.actions).toBeNull();
    });

    it('show a change to those who read them before', async () => {
      const { authConfigs, first } = await start(await open());
      expect((await authConfigs.get('p1', first.id))?.enabled).toBe(true);
      await authConfigs.update('p1', first.id, { enabled: false });
      expect((await authConfigs.get('p1', first.id))?.enabled).toBe(false);
    });

    it('cannot be changed from another project', async () => {
      const { authConfigs, first } = await start(await open());
      expect(await authConfigs.update('p2', first.id, { enabled: false })).toBeUndefined();
      expect(await authConfigs.update('p1', 'nobody', { enabled: false })).toBeUndefined();
      expect(await authConfigs.get('p2', first.id)).toBeUndefined();
      expect((await authConfigs.get('p1', first.id))?.enabled).toBe(true);
    });

    if (kind === 'postgres')
      it('show a change to other processes', async () => {
        const location = await newLocation();
        const { authConfigs, clock, first } = await start(await openAt(location));
        const others = createAuthConfigs({ database: await openAt(location), sealer: testSealer(), clock });
        expect((await others.get('p1', first.id))?.name).toBe(first.name);
        await authConfigs.update('p1', first.id, { name: 'Mine' });
        await expect.poll(async () => (await others.get('p1', first.id))?.name).toBe('Mine');
      });
  });
});

describe('set-up values', () => {
  forEachDatabase((open) => {
    it('that are secret are sealed in the database and opened for use', async () => {
      const database = await open();
      await addProjects(database, 'p1');
      const authConfigs = createAuthConfigs({ database, sealer: testSealer(), clock: testClock() });
      const made = await authConfigs.create({
        projectId: 'p1',
        connectorKey: 'acme',
        name: 'Acme',
        authMethodKey: 'oauth2',
        environment: 'production',
        enabled: true,
        isDefault: true,
        actions: null,
        versionPin: null,
        setup: { clientId: 'abc' },
        secrets: { clientSecret: 'canary-secret' },
      });
      expect(authConfigs.setupValues(made)).toEqual({ clientId: 'abc', clientSecret: 'canary-secret' });
      const rows = await database.kysely.selectFrom('auth_configs').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain('canary-secret');
      expect(authConfigs.setupValues((await authConfigs.get('p1', made.id))!)).toHaveProperty('clientSecret');
    });

    it('of a new default leave one default per connector and environment', async () => {
      const database = await open();
      await addProjects(database, 'p1');
      const authConfigs = createAuthConfigs({ database, sealer: testSealer(), clock: testClock() });
      const make = (name: string, environment: string) =>
        authConfigs.create({
          projectId: 'p1',
          connectorKey: 'acme',
          name,
          authMethodKey: 'custom',
          environment,
          enabled: true,
          isDefault: true,
          actions: null,
          versionPin: null,
          setup: {},
          secrets: {},
        });
      const first = await make('first', 'production');
      expect((await authConfigs.get('p1', first.id))?.isDefault).toBe(true);
      await make('sandbox', 'sandbox');
      await make('second', 'production');
      expect((await authConfigs.get('p1', first.id))?.isDefault).toBe(false);
      const defaults = (await authConfigs.list('p1')).filter(({ isDefault }) => isDefault).map(({ name }) => name);
      expect(defaults.sort()).toEqual(['sandbox', 'second']);
    });
  });
});
