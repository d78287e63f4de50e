import { describe, expect, it } from 'vitest';
import { createAccounts } from '../../src/platform/accounts/index.ts';
import { createApiKeys, manageApiKeys } from '../../src/platform/api-keys/index.ts';
import { type Actor, createAudit } from '../../src/platform/audit/index.ts';
import { createAuthConfigs } from '../../src/platform/auth-configs/index.ts';
import { createProjects } from '../../src/platform/projects/index.ts';
import { createRegistry } from '../../src/platform/registry/index.ts';
import { addProjects, testClock, testLogger, testPepper, testSealer } from '../../src/platform/testing/index.ts';
import type { Database } from '../../src/storage/index.ts';
import { forEachDatabase } from '../../src/storage/testing/databases.ts';

const actor: Actor = { type: 'system', id: 'system', name: 'Test', ip: null };

/** A process that ends, or loses the database, at the very moment a change is committed: it tells nobody afterwards. */
const silentAfterwards = (database: Database): Database => ({
  ...database,
  notify: () => Promise.reject(new Error('the process has ended')),
});

describe('what other processes keep in memory', () => {
  forEachDatabase((open) => {
    const sealer = testSealer();
    const clock = testClock();
    const pepper = testPepper();

    /** The same services in the process that changes something and in another one. */
    const processes = async <Service>(make: (database: Database) => Service) => {
      const database = await open();
      await addProjects(database, 'p');
      return { database, here: make(silentAfterwards(database)), there: make(database) };
    };
    const accountOf = async (database: Database, parts: ReturnType<typeof createAccounts>) => {
      const { id: authConfigId } = await createAuthConfigs({ database, sealer, clock }).create(config);
      return parts.link({
        projectId: 'p',
        authConfigId,
        authMethodKey: 'key',
        provider: 'acme',
        environment: 'production',
        originOwnerId: 'o',
        originOwnerName: 'O',
        originUsername: null,
        label: null,
        metadata: null,
        type: 'production',
        setup: {},
        secrets: { apiKey: 'a' },
        grantedScopes: null,
        statusReasons: [],
        alwaysNew: true,
      });
    };
    const config = {
      projectId: 'p',
      connectorKey: 'acme',
      name: 'Acme',
      authMethodKey: 'key',
      environment: 'production',
      enabled: true,
      isDefault: true,
      setup: {},
      secrets: {},
      actions: null,
      versionPin: null,
    };

    it('of an account is dropped with the commit of its change', async () => {
      const { database, here, there } = await processes((db) => createAccounts({ database: db, sealer, clock }));
      const { account } = await accountOf(database, there);
      await there.get('p', account.id);
      await here.update('p', account.id, { status: 'suspended' });
      expect(await there.get('p', account.id)).toMatchObject({ status: 'suspended' });
      await here.remove('p', account.id);
      expect(await there.get('p', account.id)).toBeUndefined();
    });

    it('of an auth config is dropped with the commit of its change', async () => {
      const { here, there } = await processes((db) => createAuthConfigs({ database: db, sealer, clock }));
      const { id } = await there.create(config);
      await there.get('p', id);
      await here.update('p', id, { enabled: false });
      expect(await there.get('p', id)).toMatchObject({ enabled: false });
      await here.create(config);
      expect(await there.get('p', id)).toMatchObject({ isDefault: false });
      await here.remove('p', id);
      expect(await there.get('p', id)).toBeUndefined();
    });

    it('of an API key is dropped with the commit that disables it', async () => {
      const { here, there } = await processes((database) => {
        const audit = createAudit({ database, clock });
        const apiKeys = createApiKeys({ database, pepper, clock, logger: testLogger });
        return { apiKeys, managed: manageApiKeys({ apiKeys, audit }) };
      });
      const { key, value } = await there.apiKeys.create({ projectId: 'p', name: 'k', scopes: ['platform:read'] });
      await there.apiKeys.authenticate(value);
      await here.managed.setEnabled(actor, 'p', key.id, false);
      await expect((async () => there.apiKeys.authenticate(value))()).rejects.toMatchObject({
        code: 'api_key_disabled',
      });
      await Promise.all([here.apiKeys.close(), there.apiKeys.close()]);
    });

    it('of a project is dropped with the commit of its change', async () => {
      const { here, there } = await processes((database) => createProjects({ database, clock }));
      await there.get('p');
      await here.update('p', { settings: { ipAllowList: ['10.0.0.1'] } });
      expect(await there.get('p')).toMatchObject({ settings: { ipAllowList: ['10.0.0.1'] } });
    });

    it('of a registry is dropped with the commit of a push', async () => {
      const { here, there } = await processes((database) =>
        createRegistry({ database, audit: createAudit({ database, clock }), clock }),
      );
      await there.versions('p');
      await here.push('p', { key: 'acme', version: '1.0.0', title: 'Acme' }, { 'a.yaml': 'a' }, actor);
      expect((await there.versions('p')).all).toHaveLength(1);
    });
  });
});
