import { describe, expect, it } from 'vitest';
import type { Database } from '../../storage/index.ts';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { addProjects, testClock, testLogger } from '../testing/index.ts';
import { createConnectSessions, type NewConnectSession } from './index.ts';
import { wantsNumericOrganization } from './schema.ts';

const wish = (more: Partial<NewConnectSession> = {}): NewConnectSession => ({
  projectId: 'p1',
  originOwnerId: 'o1',
  originOwnerName: 'Owner',
  originUsername: null,
  provider: null,
  authConfigId: null,
  categories: ['hris'],
  accountId: null,
  label: 'l',
  metadata: { a: 1 },
  type: 'production',
  multiple: false,
  expiresIn: 60,
  ...more,
});

forEachDatabase((open) => {
  describe('connect sessions', () => {
    const addAccount = async (database: Database, id: string) => {
      const place = {
        project_id: 'p1',
        auth_config_id: 'config',
        provider: 'acme',
        environment: 'production',
        auth_method_key: 'custom',
      };
      const owner = {
        origin_owner_id: id,
        origin_owner_name: id,
        type: 'production' as const,
        status: 'active' as const,
      };
      const rest = {
        shared: 0 as const,
        status_reasons: '[]',
        setup: '{}',
        credentials_sealed: 'v1.k.x',
        credentials_version: 1,
        created_at: 0,
        updated_at: 0,
      };
      await database.kysely
        .insertInto('accounts')
        .values({ id, ...place, ...owner, ...rest })
        .execute();
    };
    const start = async (database: Database) => {
      await addProjects(database, 'p1');
      await database.kysely
        .insertInto('auth_configs')
        .values({
          project_id: 'p1',
          id: 'config',
          connector_key: 'acme',
          name: 'Acme',
          auth_method_key: 'custom',
          environment: 'production',
          enabled: 1,
          is_default: 1,
          setup: '{}',
          created_at: 0,
          updated_at: 0,
        })
        .execute();
      await addAccount(database, 'acc1');
      const clock = testClock();
      return { sessions: createConnectSessions({ database, clock, logger: testLogger }), clock, database };
    };

    it('are numbered, come back whole by their token, and store no token', async () => {
      const { sessions, database } = await start(await open());
      const { session, token } = await sessions.create(wish());
      expect(session.id).toEqual(expect.any(Number));
      expect(await sessions.authenticate(token, false)).toEqual(session);
      expect((await sessions.create(wish())).session.id).not.toBe(session.id);
      expect(JSON.stringify(await database.kysely.selectFrom('connect_sessions').selectAll().execute())).not.toContain(
        token,
      );
    });

    it('expire to the millisecond', async () => {
      const { sessions, clock } = await start(await open());
      const { token } = await sessions.create(wish());
      clock.advance(59_999);
      await sessions.authenticate(token, false);
      clock.advance(1);
      await expect(sessions.authenticate(token, true)).rejects.toMatchObject({ code: 'session_token_expired' });
    });

    it('are removed a day after they expired', async () => {
      const { sessions, clock, database } = await start(await open());
      const { token } = await sessions.create(wish());
      await sessions.create(wish({ expiresIn: 61 }));
      clock.advance(60_000 + 24 * 3_600_000);
      await sessions.prune();
      await expect(sessions.authenticate(token, true)).rejects.toMatchObject({ code: 'session_token_expired' });
      clock.advance(1);
      await sessions.prune();
      await expect(sessions.authenticate(token, true)).rejects.toMatchObject({ code: 'session_token_unknown' });
      expect(await database.kysely.selectFrom('connect_sessions').select('id').execute()).toHaveLength(1);
      sessions.close();
    });

    it('are unknown by any other token', async () => {
      const { sessions } = await start(await open());
      const { token } = await sessions.create(wish());
      for (const wrong of ['', token.slice(1), `${token}x`, token.toUpperCase()]) {
        await expect(sessions.authenticate(wrong, true)).rejects.toMatchObject({ code: 'session_token_unknown' });
      }
    });

    it('link one account, unless they may link several', async () => {
      const { sessions, database } = await start(await open());
      const once = await sessions.create(wish());
      await database.transaction((db) => sessions.consume(db, once.session, 'acc1'));
      await expect(database.transaction((db) => sessions.consume(db, once.session, 'acc2'))).rejects.toMatchObject({
        code: 'session_token_used',
      });
      await expect(sessions.authenticate(once.token, false)).rejects.toMatchObject({ code: 'session_token_used' });
      expect(await sessions.authenticate(once.token, true)).toMatchObject({ accountId: 'acc1' });
      const often = await sessions.create(wish({ multiple: true }));
      for (const id of ['acc3', 'acc4']) await database.transaction((db) => sessions.consume(db, often.session, id));
      expect(await sessions.authenticate(often.token, false)).toMatchObject({ accountId: null });
    });

    it('stay unused when the transaction that consumed them is undone', async () => {
      const { sessions, database } = await start(await open());
      const { session, token } = await sessions.create(wish());
      await database
        .transaction(async (db) => {
          await sessions.consume(db, session, 'acc1');
          throw new Error('undo');
        })
        .catch(() => {});
      expect(await sessions.authenticate(token, false)).toMatchObject({ usedAt: null });
    });
  });
});

describe('the organization id', () => {
  it('is a number for the published client before 4.34 and a string for everybody else', () => {
    const agent = (version: string) => `speakeasy-sdk/typescript ${version} 2.720.2 1.0.0 @stackone/stackone-client-ts`;
    expect(wantsNumericOrganization(agent('4.28.0'))).toBe(true);
    expect(wantsNumericOrganization(agent('3.99.0'))).toBe(true);
    expect(wantsNumericOrganization(agent('4.34.1'))).toBe(false);
    expect(wantsNumericOrganization(agent('5.0.0'))).toBe(false);
    expect(wantsNumericOrganization('curl/8')).toBe(false);
    expect(wantsNumericOrganization(undefined)).toBe(false);
  });
});
