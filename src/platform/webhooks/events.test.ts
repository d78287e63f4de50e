import { describe, expect, it } from 'vitest';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { isNews, KNOWN_EVENTS } from './events.ts';
import { workbench } from './testing/workbench.ts';

describe('events of accounts', () => {
  it('are among those known, with those of unified records', () => {
    expect(KNOWN_EVENTS).toEqual(expect.arrayContaining(['account.created', 'hris_employees.updated']));
    expect(KNOWN_EVENTS).toHaveLength(3 + 19 * 3);
  });

  forEachDatabase((open) => {
    it('tell who the account belongs to and its set-up without secrets', async () => {
      const { link, add, jobs, received, clock } = await workbench(await open());
      await add();
      const account = await link({ originUsername: 'olga' });
      clock.advance(1_500);
      await jobs.runDue();
      expect(received).toHaveLength(1);
      expect(received[0]!.json).toEqual({
        project_id: 'p1',
        event: 'account.created',
        event_date: '2026-01-31T12:00:00.000Z',
        record_type: 'account',
        record_id: account.id,
        account_id: account.id,
        provider: 'acme',
        origin_owner_id: 'o1',
        origin_owner_name: 'Owner',
        origin_username: 'olga',
        setup_information: { subdomain: 'x' },
        sent_at: '2026-01-31T12:00:01.500Z',
      });
      expect(received[0]!.body).not.toContain('very-secret-value');
    });

    it('tell of every account that becomes active or inactive with its auth config, once for each switch', async () => {
      const { link, add, jobs, received, accounts, authConfigs } = await workbench(await open());
      const linked: string[] = [];
      for (let n = 0; n < 51; n += 1) linked.push((await link({ originOwnerId: `o${n}` })).id);
      const other = await link({ projectId: 'p2' });
      await accounts.update('p1', linked.pop()!, { status: 'suspended' });
      await add();
      await add({ projectId: 'p2', url: 'https://hooks.example/p2' });
      const { id } = (await authConfigs.list('p1'))[0]!;
      const told = async (change: object): Promise<string[]> => {
        const before = received.length;
        await authConfigs.update('p1', id, change);
        await jobs.runDue();
        return received.slice(before).map(({ json }) => `${json.event} ${json.account_id}`);
      };
      const all = linked.map((account) => `account.updated ${account}`).sort();
      expect((await told({ enabled: false })).sort()).toEqual(all);
      expect(await told({ enabled: false })).toEqual([]);
      expect(await told({ name: 'Renamed' })).toEqual([]);
      expect((await told({ enabled: true })).sort()).toEqual(all);
      expect(received.some(({ json }) => json.account_id === other.id)).toBe(false);
    });

    it('are those of changes that a client can see', async () => {
      const { link, add, jobs, received, accounts } = await workbench(await open());
      await add();
      const { id } = await link();
      const change = async (...[, , what]: Parameters<typeof accounts.update>): Promise<number> => {
        await jobs.runDue();
        const before = received.length;
        await accounts.update('p1', id, what);
        await jobs.runDue();
        return received.length - before;
      };
      for (const seen of [
        { label: 'new' },
        { status: 'error', statusReasons: [{ code: 'x', description: 'X', at: 1 }] },
        { originOwnerName: 'Other' },
        { originUsername: 'u' },
        { setup: { subdomain: 'y' } },
        { metadata: { a: 1 } },
        { type: 'test' },
        { shared: true },
      ] as const)
        expect(await change('p1', id, seen), JSON.stringify(seen)).toBe(1);
      for (const internal of [
        { secrets: { accessToken: 'renewed' } },
        { lastCheckedAt: 5 },
        { grantedScopes: ['a'] },
        { label: 'new' },
        { statusReasons: [{ code: 'x', description: 'X', at: 2 }] },
        { metadata: { a: 1 } },
      ])
        expect(await change('p1', id, internal), JSON.stringify(internal)).toBe(0);
    });

    it('tell of an account that was linked again, and of its end', async () => {
      const { link, add, jobs, received, accounts } = await workbench(await open());
      await add();
      await link();
      const { id } = await link();
      await accounts.remove('p1', id);
      await jobs.runDue();
      expect(received.map(({ json }) => json.event)).toEqual(['account.created', 'account.updated', 'account.deleted']);
      expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
    });

    it('do not happen when the change does not', async () => {
      const { link, add, listed, accounts, database } = await workbench(await open());
      const { state } = await add();
      const account = await link();
      const before = (await listed(state.webhook.id)).length;
      await expect(
        accounts.link({ ...account, secrets: {}, alwaysNew: true }, () => Promise.reject(new Error('no'))),
      ).rejects.toThrow('no');
      await expect(accounts.update('p1', 'nobody', { label: 'x' })).rejects.toMatchObject({
        code: 'account_not_found',
      });
      expect(await listed(state.webhook.id)).toHaveLength(before);
      // And the change does not happen when the event cannot be noted.
      await database.kysely.schema.alterTable('webhook_deliveries').renameTo('elsewhere').execute();
      await expect(accounts.update('p1', account.id, { label: 'lost' })).rejects.toThrow();
      await database.kysely.schema.alterTable('elsewhere').renameTo('webhook_deliveries').execute();
      expect((await accounts.get('p1', account.id))?.label).toBeNull();
    });

    it('reach the webhooks of their project that asked for them and are enabled', async () => {
      const { link, add, jobs, received } = await workbench(await open());
      await add({ url: 'https://hooks.example/all' });
      await add({ url: 'https://hooks.example/deleted', events: ['account.deleted'] });
      await add({ url: 'https://hooks.example/off', enabled: false });
      await add({ url: 'https://hooks.example/other', projectId: 'p2' });
      await link();
      await link({ projectId: 'p2' });
      await jobs.runDue();
      expect(received.map(({ url, json }) => [url, json.project_id]).sort()).toEqual([
        ['https://hooks.example/all', 'p1'],
        ['https://hooks.example/other', 'p2'],
      ]);
    });
  });

  it('are news for every creation and deletion', () => {
    const account = {} as Parameters<typeof isNews>[1];
    expect(isNews('created', account, { previous: undefined, linked: true })).toBe(true);
    expect(isNews('deleted', account, { previous: account, linked: false })).toBe(true);
  });
});
