import { describe, expect, it } from 'vitest';
import type { Database } from '../../storage/index.ts';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { createAuthConfigs } from '../auth-configs/index.ts';
import { addProjects, newLink, testClock, testSealer, turnsDuring } from '../testing/index.ts';
import { createAccounts, type NewLink } from './index.ts';

forEachDatabase((open) => {
  describe('accounts', () => {
    const start = async (database: Database) => {
      await addProjects(database, 'p1', 'p2');
      const clock = testClock();
      const sealer = testSealer();
      const authConfigs = createAuthConfigs({ database, sealer: testSealer(), clock });
      for (const project of ['p1', 'p2'])
        await authConfigs.ensureDefaults(project, [
          { key: 'acme', title: 'Acme', methods: [{ key: 'custom', environment: 'production' }] },
        ]);
      const idOf = async (project: string) => (await authConfigs.list(project))[0]!.id;
      const ids = { p1: await idOf('p1'), p2: await idOf('p2') };
      const link = (more: Partial<NewLink> = {}) => newLink(ids[(more.projectId ?? 'p1') as 'p1' | 'p2'], more);
      return { accounts: createAccounts({ database, sealer, clock }), clock, link, database, authConfigs };
    };
    const page = { offset: 0, limit: 100 };

    it('keep their secrets sealed, bound to the account', async () => {
      const { accounts, link, database } = await start(await open());
      const { account } = await accounts.link(link());
      expect(accounts.secrets(account)).toEqual({ apiKey: 'very-secret-value' });
      const rows = await database.kysely.selectFrom('accounts').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain('very-secret-value');
      const { account: other } = await accounts.link(link({ originOwnerId: 'o2' }));
      expect(() => accounts.secrets({ ...other, credentialsSealed: account.credentialsSealed })).toThrow(
        expect.objectContaining({ code: 'sealed_value_broken' }),
      );
    });

    it.each([
      ['a part of a millisecond', '10.3333', 10_333],
      ['more than dates can tell', 1e300, null],
    ])('take %s for the life of a token', async (_, expiresIn, life) => {
      const { accounts, link, clock } = await start(await open());
      const secrets = { accessToken: 'token', expiresIn };
      const { account } = await accounts.link(link({ secrets }));
      const expected = { credentialsExpireAt: life === null ? null : clock.now() + life };
      expect(account).toMatchObject(expected);
      expect(await accounts.fresh('p1', account.id)).toMatchObject({ ...expected, renewAt: account.renewAt });
      const change = { credentialsExpireAt: clock.now() + Number(expiresIn) * 1_000 };
      expect(await accounts.update('p1', account.id, change)).toMatchObject(expected);
    });

    it('are found as inactive, not as active, while their auth config is disabled', async () => {
      const { accounts, link } = await start(await open());
      const { account } = await accounts.link(link());
      const { account: suspended } = await accounts.link(link({ originOwnerId: 'o2' }));
      await accounts.update('p1', suspended.id, { status: 'suspended' });
      const find = async (statuses: string[], disabledAuthConfigIds = [account.authConfigId]) =>
        (await accounts.list('p1', { statuses, disabledAuthConfigIds }, page)).map(({ id }) => id).sort();
      expect(await find(['active'])).toEqual([]);
      expect(await find(['inactive'])).toEqual([account.id]);
      expect(await find(['suspended', 'active'])).toEqual([suspended.id]);
      expect(await find(['suspended', 'inactive'])).toEqual([account.id, suspended.id].sort());
      expect(await find([])).toEqual([account.id, suspended.id].sort());
      expect(await find(['active'], [])).toEqual([account.id]);
      expect(await find(['inactive'], ['another'])).toEqual([]);
    });

    it('are renewed by linking the same owner, provider and environment again', async () => {
      const { accounts, link, clock } = await start(await open());
      const first = await accounts.link(link({ label: 'kept' }));
      await accounts.update('p1', first.account.id, {
        status: 'error',
        statusReasons: [{ code: 'x', description: 'y', at: 1 }],
      });
      clock.advance(1_000);
      const again = await accounts.link(link({ secrets: { apiKey: 'newer-secret-value' } }));
      expect(again.created).toBe(false);
      expect(again.account).toMatchObject({
        id: first.account.id,
        status: 'active',
        statusReasons: [],
        label: 'kept',
        createdAt: first.account.createdAt,
      });
      expect(accounts.secrets(again.account)).toEqual({ apiKey: 'newer-secret-value' });
      for (const other of [{ originOwnerName: 'Else' }, { environment: 'sandbox' }, { alwaysNew: true }]) {
        expect((await accounts.link(link(other))).created).toBe(true);
      }
    });

    it('that were suspended stay so when they are linked again', async () => {
      const { accounts, link } = await start(await open());
      const { account } = await accounts.link(link());
      await accounts.update('p1', account.id, { status: 'suspended' });
      const again = await accounts.link(link({ secrets: { apiKey: 'newer-secret-value' } }));
      expect(again.account).toMatchObject({ id: account.id, status: 'suspended' });
      expect(accounts.secrets(again.account)).toEqual({ apiKey: 'newer-secret-value' });
    });

    it('are made once when the same owner links twice at the same moment', async () => {
      const { accounts, link } = await start(await open());
      const made = await Promise.all(Array.from({ length: 5 }, () => accounts.link(link())));
      expect(made.filter(({ created }) => created)).toHaveLength(1);
      expect(await accounts.list('p1', {}, page)).toHaveLength(1);
    });

    it('leave nothing behind when something else of the link fails', async () => {
      const { accounts, link } = await start(await open());
      await expect(
        accounts.link(link(), async () => {
          throw new Error('the session was used');
        }),
      ).rejects.toThrow('the session was used');
      expect(await accounts.list('p1', {}, page)).toEqual([]);
    });

    it('come from memory once used, and from the database after a change', async () => {
      const { accounts, link } = await start(await open());
      const { account } = await accounts.link(link());
      await accounts.get('p1', account.id);
      expect(accounts.get('p1', account.id)).not.toBeInstanceOf(Promise);
      await accounts.update('p1', account.id, { label: 'new' });
      expect(await accounts.get('p1', account.id)).toMatchObject({ label: 'new' });
    });

    it('are invisible to other projects, in every way', async () => {
      const { accounts, link } = await start(await open());
      const { account } = await accounts.link(link());
      expect(await accounts.get('p2', account.id)).toBeUndefined();
      expect(await accounts.list('p2', { accountIds: [account.id] }, page)).toEqual([]);
      await expect(accounts.update('p2', account.id, { label: 'mine' })).rejects.toMatchObject({
        code: 'account_not_found',
      });
      await expect(accounts.remove('p2', account.id)).rejects.toMatchObject({ code: 'account_not_found' });
      expect(await accounts.get('p1', account.id)).toMatchObject({ label: null });
    });

    it('are listed newest first, by any filter and page', async () => {
      const { accounts, link, clock } = await start(await open());
      const ids: string[] = [];
      for (const owner of ['a', 'b', 'c', 'd', 'e']) {
        ids.unshift((await accounts.link(link({ originOwnerId: owner }))).account.id);
        clock.advance(1);
      }
      const list = async (filter: object, where = page) =>
        (await accounts.list('p1', filter, where)).map(({ id }) => id);
      expect(await list({})).toEqual(ids);
      expect([
        ...(await list({}, { offset: 0, limit: 2 })),
        ...(await list({}, { offset: 2, limit: 2 })),
        ...(await list({}, { offset: 4, limit: 2 })),
      ]).toEqual(ids);
      expect(await list({ originOwnerIds: ['a', 'c'] })).toEqual([ids[2], ids[4]]);
      expect(await list({ accountIds: [ids[0]] })).toEqual([ids[0]]);
      expect(await list({ providers: ['other'] })).toEqual([]);
      expect(await list({ statuses: ['active'] })).toHaveLength(5);
    });

    it('lose no change when many are made at once', async () => {
      const { accounts, link } = await start(await open());
      const { account } = await accounts.link(link());
      await Promise.all(
        ['a', 'b', 'c'].map((name) => accounts.update('p1', account.id, { secrets: { [name]: name } })),
      );
      const now = await accounts.get('p1', account.id);
      expect(accounts.secrets(now!)).toEqual({ apiKey: 'very-secret-value', a: 'a', b: 'b', c: 'c' });
    });

    it('of one auth config are counted and removed together, each with all that follows from a removal', async () => {
      const { authConfigs, link, database, clock } = await start(await open());
      const events: string[] = [];
      const accounts = createAccounts({
        database,
        sealer: testSealer(),
        clock,
        onChange: async (_db, kind, { originOwnerId }) => void events.push(`${kind} ${originOwnerId}`),
      });
      const { id: _, createdAt: __, updatedAt: ___, setupSealed: ____, ...rest } = (await authConfigs.list('p1'))[0]!;
      const other = await authConfigs.create({ ...rest, name: 'other', isDefault: false, secrets: {} });
      const owners = Array.from({ length: 103 }, (_, index) => `owner-${index}`);
      for (const originOwnerId of owners)
        await accounts.link(
          link({ originOwnerId, authConfigId: originOwnerId === 'owner-0' ? link().authConfigId : other.id }),
        );
      expect(await accounts.count('p1', { authConfigId: other.id })).toBe(102);
      expect(await accounts.count('p1', { provider: 'acme' })).toBe(103);
      expect(await accounts.count('p2', { provider: 'acme' })).toBe(0);
      events.length = 0;
      expect(await accounts.removeOfAuthConfig('p1', other.id)).toBe(102);
      expect([...events].sort()).toEqual(
        owners
          .slice(1)
          .map((owner) => `deleted ${owner}`)
          .sort(),
      );
      expect(await accounts.list('p1', {}, page)).toMatchObject([{ originOwnerId: 'owner-0' }]);
      expect(await accounts.removeOfAuthConfig('p1', other.id)).toBe(0);
    });

    it('are removed together without keeping the thread that serves requests', async () => {
      const { accounts, link } = await start(await open());
      const { account } = await accounts.link(link());
      for (let n = 0; n < 19; n += 1) await accounts.link(link({ originOwnerId: `owner-${n}` }));
      const turns = await turnsDuring(() => accounts.removeOfAuthConfig('p1', account.authConfigId));
      expect(turns).toBeGreaterThanOrEqual(19);
    });

    it('are gone after removal', async () => {
      const { accounts, link } = await start(await open());
      const { account } = await accounts.link(link());
      await accounts.get('p1', account.id);
      expect(await accounts.remove('p1', account.id)).toMatchObject({ id: account.id });
      expect(await accounts.get('p1', account.id)).toBeUndefined();
      await expect(accounts.remove('p1', account.id)).rejects.toMatchObject({ code: 'account_not_found' });
    });
  });
});
