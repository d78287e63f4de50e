import { describe, expect, it } from 'vitest';
import { fail } from '../kernel/index.ts';
import { forEachDatabase } from '../storage/testing/databases.ts';
import { endsSoon } from './index.ts';
import { answered, renewed, silence, startProcess } from './testing/setup.ts';

const HOUR = 3_600_000;

forEachDatabase((open, place) => {
  describe('credentials that are about to end', () => {
    it('are renewed and stored, sealed, before anybody uses them', async () => {
      const one = await startProcess(await open());
      const account = await one.link();
      expect(endsSoon(account, one.clock.now())).toBe(false);
      one.clock.advance(HOUR - 30_000);
      expect(endsSoon(account, one.clock.now())).toBe(true);
      one.provider.answer = () =>
        renewed({ accessToken: 'access-1', refreshToken: 'refresh-1' }, one.clock.now() + HOUR);
      const usable = await one.credentials.usable(await one.target(account.id));
      expect(one.accounts.secrets(usable)).toMatchObject({ accessToken: 'access-1', refreshToken: 'refresh-1' });
      expect(await one.stored(account.id)).toEqual(usable);
      expect(usable).toMatchObject({ renewalStartedAt: null, credentialsExpireAt: one.clock.now() + HOUR });
      expect(JSON.stringify(await one.database.kysely.selectFrom('accounts').selectAll().execute())).not.toMatch(
        /access-1|refresh-1/,
      );
      expect(one.events).toEqual(['created active']);
      expect(one.counted).toEqual(['acme renewed']);
    });

    it('are counted by how they ended, and only where the provider was asked', async () => {
      const one = await startProcess(await open());
      const account = await one.link();
      await one.credentials.usable(await one.target(account.id));
      expect(one.counted).toEqual([]);
      one.clock.advance(HOUR);
      for (const [status, body] of [
        [503, {}],
        [401, { error: 'invalid_client' }],
        [400, { error: 'invalid_grant' }],
      ] as const) {
        one.provider.answer = () => answered(status, body);
        await one.credentials.renew(await one.target(account.id), 'refused').catch(() => {});
      }
      expect(one.counted).toEqual(['acme unknown', 'acme rejected', 'acme ended']);
    });

    it('are left alone while there is time', async () => {
      const one = await startProcess(await open());
      const account = await one.link();
      one.clock.advance(HOUR - 61_000);
      await one.credentials.usable(await one.target(account.id));
      expect(one.shown).toEqual([]);
    });

    it('keep the refresh token when the answer brings none, and have no known end without expires_in', async () => {
      const one = await startProcess(await open());
      const account = await one.link();
      one.clock.advance(HOUR);
      one.provider.answer = () => renewed({ accessToken: 'access-1' });
      const usable = await one.credentials.usable(await one.target(account.id));
      expect(one.accounts.secrets(usable)).toMatchObject({ accessToken: 'access-1', refreshToken: 'refresh-0' });
      expect(usable).toMatchObject({ credentialsExpireAt: null, renewAt: null });
    });

    it('may be used a last time when the provider is down', async () => {
      const one = await startProcess(await open());
      const account = await one.link();
      one.clock.advance(HOUR - 30_000);
      one.provider.answer = () => answered(503);
      const usable = await one.credentials.usable(await one.target(account.id));
      expect(one.accounts.secrets(usable)).toMatchObject({ accessToken: 'access-0' });
    });

    it('of a life shorter than a minute are not renewed at every call', async () => {
      const one = await startProcess(await open());
      const account = await one.link({ secrets: { accessToken: 'a', refreshToken: 'b', expiresIn: '20' } });
      expect(account.credentialsExpireAt).toBe(one.clock.now() + 20_000);
      expect(endsSoon(account, one.clock.now() + 10_000)).toBe(false);
      expect(endsSoon(account, one.clock.now() + 16_000)).toBe(true);
    });
  });

  describe('a renewal that fails', () => {
    it.each([
      ['a failure of the provider', () => answered(503), 502],
      ['a lost connection', () => silence(), 502],
      ['a limit', () => answered(429), 429],
      [
        'a provider that takes too long',
        () => silence(fail('provider_timed_out', { connector: 'Acme', seconds: 60 })),
        408,
      ],
    ])('by %s leaves the account, and a later call renews', async (_, failure, status) => {
      const one = await startProcess(await open());
      const account = await one.link();
      one.clock.advance(HOUR);
      one.provider.answer = failure;
      await expect(one.credentials.usable(await one.target(account.id))).rejects.toMatchObject({
        code: 'credentials_not_renewed',
        status,
      });
      expect(await one.stored(account.id)).toMatchObject({ status: 'active', statusReasons: [] });
      one.provider.answer = () => renewed({ accessToken: 'access-1' });
      const usable = await one.credentials.usable(await one.target(account.id));
      expect(one.accounts.secrets(usable)).toMatchObject({ accessToken: 'access-1' });
    });

    it('by invalid_grant makes the account expired, says why, and asks the provider no more', async () => {
      const one = await startProcess(await open());
      const account = await one.link();
      one.clock.advance(HOUR);
      one.provider.answer = () => answered(400, { error: 'invalid_grant' }, 'The token refresh-0 was revoked');
      const expired = expect.objectContaining({
        code: 'account_credentials_expired',
        message: expect.not.stringContaining('refresh-0'),
        status: 401,
        errorCode: 'AccountExpiredCredentialsError',
      });
      await expect(one.credentials.usable(await one.target(account.id))).rejects.toEqual(expired);
      expect(await one.stored(account.id)).toMatchObject({
        status: 'expired',
        statusReasons: [
          {
            code: 'AccountExpiredCredentialsError',
            description: expect.stringContaining('was revoked'),
            at: one.clock.now(),
          },
        ],
        renewAt: null,
        renewalStartedAt: null,
      });
      expect(JSON.stringify((await one.stored(account.id)).statusReasons)).not.toContain('refresh-0');
      await expect(one.credentials.usable(await one.target(account.id))).rejects.toEqual(expired);
      expect(one.shown).toHaveLength(1);
      expect(one.events).toEqual(['created active', 'updated expired']);
    });

    it('because the client of the auth config is refused puts the account in error; calls still try', async () => {
      const one = await startProcess(await open());
      const account = await one.link();
      one.clock.advance(HOUR);
      one.provider.answer = () => answered(401, { error: 'invalid_client' });
      await expect(one.credentials.usable(await one.target(account.id))).rejects.toMatchObject({
        code: 'provider_credentials_rejected',
      });
      expect(await one.stored(account.id)).toMatchObject({ status: 'error' });
      one.provider.answer = () => renewed({ accessToken: 'access-1' });
      const usable = await one.credentials.usable(await one.target(account.id));
      expect(one.accounts.secrets(usable)).toMatchObject({ accessToken: 'access-1' });
    });
  });

  describe('a process that ends between the provider’s answer and our commit', () => {
    const crash = async () => {
      const database = await open();
      const first = await startProcess(database);
      const account = await first.link();
      first.clock.advance(HOUR);
      // The process never comes back from the provider, and its lock goes with it.
      first.provider.answer = () => Promise.reject(new Error('killed'));
      await expect(first.credentials.usable(await first.target(account.id))).rejects.toThrow('killed');
      expect(await first.stored(account.id)).toMatchObject({ renewalStartedAt: first.clock.now() });
      return { second: await startProcess(database, first), account };
    };

    it('leaves a note; the next one tries the old refresh token once and goes on if it still works', async () => {
      const { second, account } = await crash();
      const usable = await second.credentials.usable(await second.target(account.id));
      expect(second.shown).toMatchObject([{ refreshToken: 'refresh-0' }]);
      expect(usable).toMatchObject({ renewalStartedAt: null, status: 'active' });
    });

    it('costs the account its credentials when the refresh token was replaced, which the reason tells', async () => {
      const { second, account } = await crash();
      second.provider.answer = () => answered(400, { error: 'invalid_grant' });
      await expect(second.credentials.usable(await second.target(account.id))).rejects.toMatchObject({
        code: 'account_credentials_expired',
      });
      const { status, statusReasons } = await second.stored(account.id);
      expect(status).toBe('expired');
      expect(statusReasons[0]!.description).toContain('An earlier renewal was cut off');
      expect(second.shown).toHaveLength(1);
    });
  });

  it('tokens that the database did not take are kept and stored by the next call, without asking again', async () => {
    const one = await startProcess(await open());
    const account = await one.link();
    one.clock.advance(HOUR);
    const target = await one.target(account.id);
    const update = one.accounts.update;
    let calls = 0;
    (one.accounts as { update: typeof update }).update = (...args) => {
      calls += 1;
      return calls === 2 ? Promise.reject(fail('database_unavailable')) : update(...args);
    };
    await expect(one.credentials.usable(target)).rejects.toMatchObject({ code: 'database_unavailable' });
    const usable = await one.credentials.usable(await one.target(account.id));
    expect(one.accounts.secrets(usable)).toMatchObject({ accessToken: 'access-1', refreshToken: 'refresh-1' });
    expect(one.shown).toHaveLength(1);
  });

  describe('several at once', () => {
    it('are waited for by a stop, so that no answer comes when it can be stored no more', async () => {
      const { credentials, link, target, provider, secrets } = await startProcess(await open());
      const { id } = await link();
      const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      provider.answer = async () => {
        asked.resolve();
        await answer.promise;
        return renewed({ accessToken: 'late', refreshToken: 'only-one' });
      };
      await credentials.settled();
      // Nobody waits for it any more: the request it was made for has timed out, say.
      void credentials.renew(await target(id), 'refused');
      await asked.promise;
      let over = false;
      const stop = credentials.settled().then(() => (over = true));
      await new Promise((done) => setImmediate(done));
      expect(over).toBe(false);
      answer.resolve();
      await stop;
      expect(await secrets(id)).toMatchObject({ accessToken: 'late', refreshToken: 'only-one' });
    });

    it('renew once within a process', async () => {
      const one = await startProcess(await open());
      const account = await one.link();
      const target = await one.target(account.id);
      const results = await Promise.all(Array.from({ length: 20 }, () => one.credentials.renew(target, 'refused')));
      expect(one.shown).toHaveLength(1);
      for (const result of results) expect(one.accounts.secrets(result)).toMatchObject({ accessToken: 'access-1' });
    });

    it('renew once when one of them comes late with the earlier credentials', async () => {
      const one = await startProcess(await open());
      const account = await one.link();
      const target = await one.target(account.id);
      await one.credentials.renew(target, 'refused');
      const late = await one.credentials.renew(target, 'refused');
      expect(one.accounts.secrets(late)).toMatchObject({ accessToken: 'access-1' });
      expect(one.shown).toHaveLength(1);
    });

    it('are not misled by other changes of the account', async () => {
      const one = await startProcess(await open());
      const account = await one.link();
      const target = await one.target(account.id);
      await one.accounts.update('p1', account.id, { label: 'another' });
      await one.credentials.renew(target, 'refused');
      expect(one.shown).toHaveLength(1);
      expect(await one.stored(account.id)).toMatchObject({ label: 'another' });
    });

    it.skipIf(place.kind === 'sqlite')('renew once across processes', async () => {
      const location = await place.newLocation();
      const first = await startProcess(await place.openAt(location));
      const second = await startProcess(await place.openAt(location), first);
      const account = await first.link();
      const targets = [await first.target(account.id), await second.target(account.id)] as const;
      const results = await Promise.all([
        first.credentials.renew(targets[0], 'refused'),
        second.credentials.renew(targets[1], 'refused'),
      ]);
      expect(first.shown.length + second.shown.length).toBe(1);
      for (const result of results) expect(first.accounts.secrets(result)).toMatchObject({ accessToken: 'access-1' });
    });
  });

  describe('a renewal whose account meanwhile', () => {
    it('is linked anew gives way to the new credentials, whatever the provider said', async () => {
      for (const outcome of [renewed({ accessToken: 'late' }), answered(400, { error: 'invalid_grant' })]) {
        const one = await startProcess(await open());
        const account = await one.link();
        one.provider.answer = async () => {
          await one.link({ secrets: { accessToken: 'anew', refreshToken: 'anew' } });
          return outcome;
        };
        const usable = await one.credentials.renew(await one.target(account.id), 'refused');
        expect(one.accounts.secrets(usable)).toEqual({ accessToken: 'anew', refreshToken: 'anew' });
        expect(await one.stored(account.id)).toMatchObject({ status: 'active' });
        await one.database.close();
      }
    });

    it('is deleted brings nothing back', async () => {
      const one = await startProcess(await open());
      const account = await one.link();
      one.provider.answer = async () => {
        await one.accounts.remove('p1', account.id);
        return renewed({ accessToken: 'late' });
      };
      await expect(one.credentials.renew(await one.target(account.id), 'refused')).rejects.toMatchObject({
        code: 'account_not_found',
      });
      expect(await one.accounts.fresh('p1', account.id)).toBeUndefined();
    });
  });

  describe('the status of an account', () => {
    it('becomes error when the provider refuses the credentials, written once however many say so', async () => {
      const one = await startProcess(await open());
      const account = await one.link({
        statusReasons: [{ code: 'limited_access', description: 'No reviews.', at: 1 }],
      });
      await Promise.all(Array.from({ length: 20 }, () => one.credentials.rejected(account, 'Bad token access-0.')));
      await one.credentials.rejected(account, 'again');
      expect(one.events).toEqual(['created active', 'updated error']);
      expect(await one.stored(account.id)).toMatchObject({
        status: 'error',
        statusReasons: [
          { code: 'limited_access' },
          { code: 'AccountInvalidCredentialsError', description: 'Bad token [redacted].', at: one.clock.now() },
        ],
      });
    });

    it('becomes active again when the provider takes them, and keeps the reasons that still hold', async () => {
      const one = await startProcess(await open());
      const account = await one.link({
        statusReasons: [{ code: 'limited_access', description: 'No reviews.', at: 1 }],
      });
      await one.credentials.rejected(account, 'No.');
      await one.credentials.accepted(account);
      expect(await one.stored(account.id)).toMatchObject({
        status: 'active',
        statusReasons: [{ code: 'limited_access' }],
      });
    });

    it('is not changed by what is said about earlier credentials, nor while it is suspended', async () => {
      const one = await startProcess(await open());
      const account = await one.link();
      await one.link({ secrets: { accessToken: 'anew' } });
      await one.credentials.rejected(account, 'No.');
      expect(await one.stored(account.id)).toMatchObject({ status: 'active' });
      await one.accounts.update('p1', account.id, { status: 'suspended' });
      await one.credentials.rejected(await one.stored(account.id), 'No.');
      expect(await one.stored(account.id)).toMatchObject({ status: 'suspended' });
    });
  });
});
