import { describe, expect, it } from 'vitest';
import type { ActionRunner } from '../catalog/index.ts';
import { answered, renewed, startProcess } from '../credentials/testing/setup.ts';
import type { ActionResult } from '../engine/index.ts';
import { fail, silentLogger } from '../kernel/index.ts';
import type { Database } from '../storage/index.ts';
import { forEachDatabase } from '../storage/testing/databases.ts';
import { createAccountHealth } from './index.ts';
import { createDueStore } from './store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const fine: ActionResult = { successful: true, statusCode: 200 };
const failed = (status: number): ActionResult => ({
  successful: false,
  statusCode: status,
  failure: {
    stepId: 's',
    kind: 'provider',
    message: 'No.',
    provider: { status, url: 'https://acme.example', body: {}, headers: {} },
  },
});
const unreachable: ActionResult = {
  successful: false,
  statusCode: 500,
  failure: { stepId: 's', kind: 'transport', message: 'socket closed' },
};

/** A process that checks its accounts; their provider answers as `result` says. */
async function start(database: Database, everyHours = 24, shared = {}) {
  const one = await startProcess(database, shared);
  const runs: (string | undefined)[] = [];
  const provider: { result: (token: unknown) => ActionResult | Promise<ActionResult> } = { result: () => fine };
  const runner: ActionRunner = async (action, target, _inputs, credentials) => {
    expect(action.id).toBe('acme_cheap');
    runs.push(target.accountId);
    return provider.result(credentials['accessToken']);
  };
  const healthOf = (over: Database) =>
    createAccountHealth({ ...one, database: over, runner, logger: silentLogger, everyHours });
  /** An account whose token does not end. */
  const link = (owner = 'o1', more = {}) =>
    one.link({ originOwnerId: owner, secrets: { accessToken: 'access-0', refreshToken: null }, ...more });
  return { ...one, health: healthOf(database), healthOf, runs, answer: provider, linkKey: link };
}

forEachDatabase((open, place) => {
  describe('the health of accounts', () => {
    it('is looked at once a day, with the first test that is meant for the account', async () => {
      const one = await start(await open());
      const account = await one.linkKey();
      expect(await one.health.runDue()).toEqual({ checked: 0, renewed: 0 });
      one.clock.advance(DAY);
      expect(await one.health.runDue()).toEqual({ checked: 1, renewed: 0 });
      expect(await one.health.runDue()).toEqual({ checked: 0, renewed: 0 });
      expect(one.runs).toEqual([account.id]);
      one.clock.advance(DAY);
      expect((await one.health.runDue()).checked).toBe(1);
      expect(await one.stored(account.id)).toMatchObject({ status: 'active', lastCheckedAt: one.clock.now() });
      expect(one.events).toEqual(['created active']);
    });

    it.each([401, 403])('shows as error when the provider answers %i, and ends when it works again', async (status) => {
      const one = await start(await open());
      const account = await one.linkKey();
      one.clock.advance(DAY);
      one.answer.result = () => failed(status);
      // These credentials cannot be renewed.
      (one.credentials as { possible: unknown }).possible = () => false;
      await one.health.runDue();
      expect(await one.stored(account.id)).toMatchObject({
        status: 'error',
        statusReasons: [{ code: 'AccountInvalidCredentialsError', description: 'No.' }],
      });
      one.clock.advance(DAY);
      one.answer.result = () => fine;
      await one.health.runDue();
      expect(await one.stored(account.id)).toMatchObject({ status: 'active', statusReasons: [] });
      expect(one.events).toEqual(['created active', 'updated error', 'updated active']);
    });

    it.each([
      ['a failure', failed(500)],
      ['a limit', failed(429)],
      ['an unknown address', failed(404)],
      ['no connection', unreachable],
    ])('is not judged by %s', async (_, result) => {
      const one = await start(await open());
      const [good, bad] = [await one.linkKey('o1'), await one.linkKey('o2')];
      await one.accounts.update('p1', bad.id, { status: 'error' });
      one.clock.advance(DAY);
      one.answer.result = () => result;
      expect((await one.health.runDue()).checked).toBe(2);
      expect(await one.stored(good.id)).toMatchObject({ status: 'active', statusReasons: [] });
      expect(await one.stored(bad.id)).toMatchObject({ status: 'error' });
    });

    it('is not looked at for suspended and expired accounts, nor under a disabled auth config, nor when turned off', async () => {
      const one = await start(await open());
      await one.linkKey('o1');
      const [suspended, expired] = [await one.linkKey('o2'), await one.linkKey('o3')];
      await one.accounts.update('p1', suspended.id, { status: 'suspended' });
      await one.accounts.update('p1', expired.id, { status: 'expired' });
      one.clock.advance(DAY);
      expect((await one.health.runDue()).checked).toBe(1);
      one.clock.advance(DAY);
      await one.authConfigs.update('p1', suspended.authConfigId, { enabled: false });
      expect((await one.health.runDue()).checked).toBe(0);
      const off = await start(one.database, 0, one);
      await off.authConfigs.update('p1', suspended.authConfigId, { enabled: true });
      expect(await off.health.runDue()).toEqual({ checked: 0, renewed: 0 });
    });

    it('is looked at by one process only', async () => {
      const location = await place.newLocation();
      const database = await place.openAt(location);
      const first = await start(database);
      const second = await start(place.kind === 'sqlite' ? database : await place.openAt(location), 24, first);
      for (let count = 0; count < 12; count += 1) await first.linkKey(`o${count}`);
      first.clock.advance(DAY);
      const rounds = await Promise.all([first.health.runDue(), second.health.runDue()]);
      expect(rounds[0].checked + rounds[1].checked).toBe(12);
      expect(new Set([...first.runs, ...second.runs]).size).toBe(12);
      expect(first.runs.length + second.runs.length).toBe(12);
    });

    it('is looked at first where it never was, then where it was the longest ago', async () => {
      const one = await start(await open());
      const linked = [];
      for (const owner of ['o1', 'o2', 'o3']) {
        linked.push((await one.linkKey(owner)).id);
        one.clock.advance(1_000);
      }
      const [oldest, never, latest] = linked;
      const columns = { last_checked_at: null };
      await one.database.kysely.updateTable('accounts').set(columns).where('id', '=', never!).execute();
      const due = await createDueStore(one.database).list('check', one.clock.now(), 9);
      expect(due.map(({ id }) => id)).toEqual([never, oldest, latest]);
    });

    it('is looked at for a few accounts at once, and for no more once the server stops', async () => {
      const one = await start(await open());
      for (let count = 0; count < 12; count += 1) await one.linkKey(`o${count}`);
      one.clock.advance(DAY);
      const waiting: (() => void)[] = [];
      one.answer.result = () => new Promise((resolve) => waiting.push(() => resolve(fine)));
      const round = one.health.runDue();
      await expect.poll(() => waiting.length).toBe(4);
      const closed = one.health.close();
      for (const go of waiting) go();
      await closed;
      expect(await round).toEqual({ checked: 4, renewed: 0 });
    });
  });

  describe('tokens that no answer says the end of', () => {
    it('are renewed when the schedule of their connector says so, and again at its next time', async () => {
      const one = await start(await open(), 0, { schedule: '0 */6 * * *' });
      const account = await one.linkKey('o1', { renewBy: one.clock.now() + HOUR });
      one.provider.answer = () => renewed({ accessToken: `access-${one.shown.length}` });
      one.clock.advance(HOUR - 1);
      expect((await one.health.runDue()).renewed).toBe(0);
      one.clock.advance(1);
      expect((await one.health.runDue()).renewed).toBe(1);
      const { renewAt } = await one.stored(account.id);
      expect(renewAt).toBe(Math.floor(one.clock.now() / (6 * HOUR) + 1) * 6 * HOUR);
      one.clock.advance(6 * HOUR);
      await one.health.runDue();
      expect(await one.secrets(account.id)).toMatchObject({ accessToken: 'access-2' });
    });
  });

  describe('tokens that cannot be renewed', () => {
    it('are looked at once and then left alone', async () => {
      const one = await start(await open(), 0);
      const { id } = await one.link();
      (one.credentials as { possible: unknown }).possible = () => false;
      one.clock.advance(HOUR);
      expect((await one.health.runDue()).renewed).toBe(1);
      one.clock.advance(HOUR);
      expect((await one.health.runDue()).renewed).toBe(0);
      expect(await one.stored(id)).toMatchObject({ status: 'active', renewAt: null });
    });
  });

  describe('a round in which the database fails', () => {
    it('ends when the checks that had begun do, and the next one takes what is left', async () => {
      const one = await start(await open());
      const accounts = [await one.linkKey('o1'), await one.linkKey('o2')];
      one.clock.advance(DAY);
      const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      one.answer.result = async () => {
        asked.resolve();
        await answer.promise;
        return fine;
      };
      let takes = 0;
      const { kysely } = one.database;
      const health = one.healthOf({
        ...one.database,
        kysely: new Proxy(kysely, {
          get(target, name) {
            if (name === 'updateTable' && ++takes === 2) throw fail('database_unavailable');
            return Reflect.get(target, name).bind(target);
          },
        }),
      });
      let over = false;
      const round = health.runDue().finally(() => (over = true));
      await asked.promise;
      await expect.poll(() => takes).toBe(2);
      expect(over).toBe(false);
      answer.resolve();
      await expect(round).rejects.toMatchObject({ code: 'database_unavailable' });
      expect(await health.runDue()).toEqual({ checked: 1, renewed: 0 });
      expect(one.runs.sort()).toEqual(accounts.map(({ id }) => id).sort());
    });
  });

  describe('tokens that end', () => {
    it('are renewed ahead, also when nobody uses them', async () => {
      const one = await start(await open());
      const account = await one.link();
      one.clock.advance(HOUR - 6 * 60_000);
      expect((await one.health.runDue()).renewed).toBe(0);
      one.clock.advance(60_000);
      one.provider.answer = () => renewed({ accessToken: 'access-1' }, one.clock.now() + HOUR);
      expect((await one.health.runDue()).renewed).toBe(1);
      expect(await one.secrets(account.id)).toMatchObject({ accessToken: 'access-1' });
      expect((await one.health.runDue()).renewed).toBe(0);
    });

    it('are tried again some minutes later when the provider is down', async () => {
      const one = await start(await open());
      const account = await one.link();
      one.clock.advance(HOUR);
      one.provider.answer = () => answered(503);
      await one.health.runDue();
      expect(await one.stored(account.id)).toMatchObject({ status: 'active' });
      await one.health.runDue();
      expect(one.shown).toHaveLength(1);
      one.clock.advance(5 * 60_000);
      one.provider.answer = () => renewed({ accessToken: 'access-1' });
      await one.health.runDue();
      expect(await one.secrets(account.id)).toMatchObject({ accessToken: 'access-1' });
    });

    it('that have ended are renewed at a call too, while the next try ahead lies after their end', async () => {
      const one = await start(await open());
      const account = await one.link();
      one.provider.answer = () => answered(503);
      one.clock.advance(HOUR - 60_000);
      await one.health.runDue();
      one.clock.advance(2 * 60_000);
      one.provider.answer = () => renewed({ accessToken: 'access-1' });
      const usable = await one.credentials.usable(await one.target(account.id));
      expect(one.accounts.secrets(usable)).toMatchObject({ accessToken: 'access-1' });
    });

    it('make the account expired when the grant has ended, and are then left alone', async () => {
      const one = await start(await open());
      const account = await one.link();
      one.clock.advance(HOUR);
      one.provider.answer = () => answered(400, { error: 'invalid_grant' });
      await one.health.runDue();
      expect(await one.stored(account.id)).toMatchObject({ status: 'expired' });
      one.clock.advance(DAY);
      expect(await one.health.runDue()).toEqual({ checked: 0, renewed: 0 });
      expect(one.shown).toHaveLength(1);
    });
  });
});
