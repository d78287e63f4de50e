import { describe, expect, it } from 'vitest';
import { fail } from '../../kernel/index.ts';
import type { Database } from '../../storage/index.ts';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { createConnectSessions } from '../connect-sessions/index.ts';
import { addProjects, type TestClock, testClock, testLogger, testSealer } from '../testing/index.ts';
import { ATTEMPT_LIFE, createConnectionAttempts, MOST_ATTEMPTS, newState } from './index.ts';

const pending = {
  values: { region: 'eu', key: 'canary-secret' },
  redirectUri: 'http://localhost/callback',
  codeVerifier: 'canary-verifier',
  browser: 'canary-browser',
};
const start = { authConfigId: 'config', connectorKey: 'lathe', pending };

async function setUp(database: Database, clock: TestClock = testClock()) {
  await addProjects(database, 'p1');
  const sessions = createConnectSessions({ database, clock, logger: testLogger });
  const begin = async (expiresIn = 3_600) =>
    (
      await sessions.create({
        projectId: 'p1',
        originOwnerId: 'o1',
        originOwnerName: 'Owner',
        originUsername: null,
        provider: null,
        authConfigId: null,
        categories: null,
        accountId: null,
        label: null,
        metadata: null,
        type: 'production',
        multiple: false,
        expiresIn,
      })
    ).session;
  const attempts = createConnectionAttempts({ database, sealer: testSealer(), clock, logger: testLogger });
  return { clock, attempts, begin, session: await begin() };
}

const rows = (database: Database) => database.kysely.selectFrom('connection_attempts').selectAll().execute();

describe('connection attempts', () => {
  forEachDatabase((open) => {
    it('begin pending, and belong to their session alone', async () => {
      const { attempts, begin, session } = await setUp(await open());
      const { id } = await attempts.create(session);
      expect(await attempts.get(session, id)).toMatchObject({ status: 'pending', accountId: null, errorCode: null });
      const other = await begin();
      await expect(attempts.get(other, id)).rejects.toMatchObject({ code: 'connection_attempt_not_found' });
      await expect(attempts.cancel(other, id)).rejects.toMatchObject({ code: 'connection_attempt_not_found' });
    });

    it('are so many for a session and no more, until the first are forgotten', async () => {
      const { attempts, begin, session, clock } = await setUp(await open());
      const long = await begin(86_400);
      for (let count = 0; count < MOST_ATTEMPTS; count += 1) await attempts.create(long);
      await expect(attempts.create(long)).rejects.toMatchObject({ code: 'connection_attempts_too_many' });
      await attempts.create(session);
      clock.advance(ATTEMPT_LIFE + 3_600_001);
      await attempts.create(long);
    });

    it('that are abandoned hold nothing once their time is over, and are told as expired for a while yet', async () => {
      const database = await open();
      const { attempts, session, clock } = await setUp(database);
      const attempt = await attempts.create(session);
      const state = newState();
      await attempts.start(attempt, state, start);
      const [under] = await rows(database);
      await attempts.prune();
      expect((await rows(database))[0]).toEqual(under);
      clock.advance(ATTEMPT_LIFE);
      await attempts.prune();
      expect(await rows(database)).toMatchObject([{ id: attempt.id, pending_sealed: null }]);
      await expect(attempts.claim(state)).rejects.toMatchObject({ code: 'oauth_state_expired' });
      expect(await attempts.get(session, attempt.id)).toMatchObject({ status: 'expired' });
      clock.advance(3_600_001);
      await attempts.prune();
      expect(await rows(database)).toEqual([]);
    });

    it('give back what was kept to whoever brings the state, once, and store neither state nor values readable', async () => {
      const database = await open();
      const { attempts, session } = await setUp(database);
      const attempt = await attempts.create(session);
      const state = newState();
      await attempts.start(attempt, state, start);
      expect(JSON.stringify(await rows(database))).not.toMatch(new RegExp(`canary|${state}`));
      const claimed = await attempts.claim(state);
      expect(claimed.pending).toEqual(pending);
      expect(claimed.attempt).toMatchObject({ id: attempt.id, authConfigId: 'config', connectorKey: 'lathe' });
      await expect(attempts.claim(state)).rejects.toMatchObject({ code: 'oauth_state_used' });
      expect(await rows(database)).toMatchObject([{ pending_sealed: null }]);
    });

    it('let one of many at once have the answer', async () => {
      const { attempts, session } = await setUp(await open());
      const attempt = await attempts.create(session);
      const state = newState();
      await attempts.start(attempt, state, start);
      const claims = await Promise.allSettled(Array.from({ length: 8 }, () => attempts.claim(state)));
      expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('know no state that was never given, nor the earlier one of a sign-in that was started again', async () => {
      const { attempts, session } = await setUp(await open());
      const attempt = await attempts.create(session);
      const [first, second] = [newState(), newState()];
      await attempts.start(attempt, first, start);
      await attempts.start(attempt, second, start);
      await expect(attempts.claim(newState())).rejects.toMatchObject({ code: 'oauth_state_unknown' });
      await expect(attempts.claim(first)).rejects.toMatchObject({ code: 'oauth_state_unknown' });
      await expect(attempts.claim(second)).resolves.toMatchObject({ pending });
      await expect(attempts.start(attempt, newState(), start)).rejects.toMatchObject({
        code: 'connection_attempt_over',
      });
    });

    it('expire, at the latest with their session', async () => {
      const { clock, attempts, begin, session } = await setUp(await open());
      const attempt = await attempts.create(session);
      const state = newState();
      await attempts.start(attempt, state, start);
      expect((await attempts.create(await begin(90))).expiresAt).toBe(clock.now() + 90_000);
      clock.advance(ATTEMPT_LIFE - 1);
      expect(await attempts.get(session, attempt.id)).toMatchObject({ status: 'pending' });
      clock.advance(1);
      expect(await attempts.get(session, attempt.id)).toMatchObject({ status: 'expired' });
      await expect(attempts.claim(state)).rejects.toMatchObject({ code: 'oauth_state_expired' });
      await expect(attempts.start(attempt, newState(), start)).rejects.toMatchObject({
        code: 'connection_attempt_over',
        message: expect.stringContaining('expired'),
      });
    });

    it('end once: with an account, an error or given up', async () => {
      const database = await open();
      const { attempts, session } = await setUp(database);
      const [linked, failed, dropped] = [
        await attempts.create(session),
        await attempts.create(session),
        await attempts.create(session),
      ];
      await database.transaction((db) => attempts.succeed(db, linked, 'account-1'));
      await attempts.fail(failed, { code: 'access_denied', description: 'No.' });
      expect(await attempts.cancel(session, dropped.id)).toMatchObject({ status: 'cancelled' });
      for (const attempt of [linked, failed, dropped]) {
        await attempts.fail(attempt, { code: 'late', description: 'Too late.' });
        await attempts.cancel(session, attempt.id);
        await expect(database.transaction((db) => attempts.succeed(db, attempt, 'other'))).rejects.toMatchObject({
          code: 'connection_attempt_over',
        });
      }
      expect(await attempts.get(session, linked.id)).toMatchObject({ status: 'authenticated', accountId: 'account-1' });
      expect(await attempts.get(session, failed.id)).toMatchObject({
        status: 'error',
        errorCode: 'access_denied',
        errorDescription: 'No.',
      });
      expect(await attempts.get(session, dropped.id)).toMatchObject({ status: 'cancelled' });
    });

    it('are as they were when what they are part of is undone', async () => {
      const database = await open();
      const { attempts, session } = await setUp(database);
      const attempt = await attempts.create(session);
      const work = database.transaction(async (db) => {
        await attempts.succeed(db, attempt, 'account-1');
        throw fail('conflict', { reason: 'undone' });
      });
      await expect(work).rejects.toMatchObject({ code: 'conflict' });
      expect(await attempts.get(session, attempt.id)).toMatchObject({ status: 'pending', accountId: null });
    });

    it('refuse the answer of one that was given up, and are forgotten an hour after they expired', async () => {
      const database = await open();
      const { clock, attempts, begin, session } = await setUp(database);
      const attempt = await attempts.create(session);
      const state = newState();
      await attempts.start(attempt, state, start);
      await attempts.cancel(session, attempt.id);
      await expect(attempts.claim(state)).rejects.toMatchObject({ code: 'connection_attempt_over' });
      clock.advance(ATTEMPT_LIFE + 60 * 60_000 + 1);
      await attempts.create(await begin());
      expect(await rows(database)).toHaveLength(1);
    });
  });
});
