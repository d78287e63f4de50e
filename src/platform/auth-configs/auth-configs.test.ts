import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../storage/index.ts';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { addProjects, testClock, testSealer } from '../testing/index.ts';
import { type AuthConfig, createAuthConfigs } from './index.ts';

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

    it('are sealed with the key that is current when they are written, however long they waited', async () => {
      const database = await open();
      await addProjects(database, 'p1');
      const sealer = testSealer();
      const authConfigs = createAuthConfigs({ database, sealer, clock: testClock() });
      const chosen = {
        projectId: 'p1',
        connectorKey: 'acme',
        name: 'Acme',
        authMethodKey: 'custom',
        environment: 'production',
        enabled: true,
        isDefault: true,
        actions: null,
        versionPin: null,
        setup: {},
        secrets: { clientSecret: 's' },
      };
      const keys = async () =>
        (await authConfigs.list('p1')).map(({ setupSealed }) => sealer.keyIdOf(setupSealed ?? ''));
      const written = async (id: string, write: () => Promise<unknown>): Promise<void> => {
        let waiting: Promise<unknown> | undefined;
        await database.withLock('default-auth-configs', async () => {
          waiting = write();
          // By the time something else was read it waits for the default to be free.
          await authConfigs.page('p1', {}, { offset: 0, limit: 1 });
          sealer.useKeys([{ id, key: createSecretKey(randomBytes(32)) }]);
        });
        await waiting;
      };
      await written('second', () => authConfigs.create(chosen));
      expect(await keys()).toEqual(['second']);
      const [{ id }] = (await authConfigs.list('p1')) as [AuthConfig];
      await written('third', () => authConfigs.update('p1', id, { isDefault: true, secrets: { clientSecret: 't' } }));
      expect(await keys()).toEqual(['third']);
      expect(authConfigs.setupValues((await authConfigs.list('p1'))[0]!)).toEqual({ clientSecret: 't' });
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

    it('pass the default on when it is deleted, to the oldest that is enabled', async () => {
      const { authConfigs, clock, first } = await start(await open());
      const make = async (name: string, enabled: boolean) => {
        clock.advance(1_000);
        const { id, createdAt: _, updatedAt: __, setupSealed: ___, ...rest } = first;
        return authConfigs.create({ ...rest, name, enabled, isDefault: false, secrets: {} });
      };
      await make('disabled', false);
      const heir = await make('heir', true);
      const later = await make('later', true);
      await authConfigs.get('p1', heir.id);
      await authConfigs.remove('p1', first.id);
      expect((await authConfigs.get('p1', heir.id))?.isDefault).toBe(true);
      await authConfigs.remove('p1', later.id);
      expect((await authConfigs.get('p1', heir.id))?.isDefault).toBe(true);
      await expect(authConfigs.remove('p2', heir.id)).rejects.toMatchObject({ code: 'auth_config_unknown' });
    });

    it('have one default for each connector and environment, however many want to be it at once', async () => {
      const { authConfigs, first } = await start(await open());
      const { id: _, createdAt: __, updatedAt: ___, setupSealed: ____, ...rest } = first;
      const made = await Promise.all(
        ['a', 'b', 'c', 'd'].map((name) => authConfigs.create({ ...rest, name, isDefault: true, secrets: {} })),
      );
      await Promise.all([
        ...made.map(({ id }) => authConfigs.update('p1', id, { isDefault: true })),
        authConfigs.remove('p1', first.id),
      ]);
      const here = (await authConfigs.list('p1')).filter(
        (one) => one.connectorKey === first.connectorKey && one.environment === first.environment,
      );
      expect(here).toHaveLength(4);
      expect(here.filter(({ isDefault }) => isDefault)).toHaveLength(1);
    });

    it('are changed one after the other, each from what the one before left', async () => {
      const { authConfigs, first } = await start(await open());
      const add = (key: string) =>
        authConfigs.update('p1', first.id, async (present) => ({
          setup: { ...present.setup, [key]: key },
          secrets: { ...authConfigs.setupValues(present), [`${key}-secret`]: key },
        }));
      await Promise.all(['a', 'b', 'c'].map(add));
      const now = (await authConfigs.get('p1', first.id))!;
      expect(Object.keys(now.setup).sort()).toEqual(['a', 'b', 'c']);
      expect(authConfigs.setupValues(now)).toMatchObject({ 'a-secret': 'a', 'b-secret': 'b', 'c-secret': 'c' });
    });

    it('of a connector whose way to connect is gone get a successor; deleted ones get none', async () => {
      const { authConfigs } = await start(await open());
      const known = [{ key: 'token', environment: 'production' }];
      const bolt = { key: 'bolt', title: 'Bolt', methods: known, known };
      await authConfigs.ensureDefaults('p1', [bolt]);
      const all = (await authConfigs.list('p1')).filter(({ connectorKey }) => connectorKey === 'bolt');
      expect(all.map(({ authMethodKey, isDefault }) => [authMethodKey, isDefault]).sort()).toEqual([
        ['custom', false],
        ['token', true],
      ]);
      await authConfigs.ensureDefaults('p1', [bolt]);
      for (const { id } of all) await authConfigs.remove('p1', id);
      await authConfigs.ensureDefaults('p1', [bolt, connector('bolt', 'production')]);
      expect(await authConfigs.page('p1', { connectorKey: 'bolt' }, { offset: 0, limit: 9 })).toMatchObject({
        total: 0,
      });
      await authConfigs.forgetConnector('p1', 'bolt');
      await authConfigs.ensureDefaults('p1', [bolt]);
      expect(await authConfigs.page('p1', { connectorKey: 'bolt' }, { offset: 0, limit: 9 })).toMatchObject({
        total: 1,
      });
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
