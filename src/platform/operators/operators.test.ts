import { describe, expect, it } from 'vitest';
import { fail } from '../../kernel/index.ts';
import type { Database } from '../../storage/index.ts';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { createAudit } from '../audit/index.ts';
import { addProjects, testClock } from '../testing/index.ts';
import { createPasswords } from './passwords.ts';
import { createOperators } from './service.ts';

const HOUR = 3_600_000;
const ADDRESS = '127.0.0.1';
const ANN = { email: 'ann@example.com', password: 'the password of ann' };
const ACTOR = { type: 'command', id: 'command', name: 'command', ip: null } as const;

async function start(database: Database, passwords = createPasswords({ ln: 4, r: 8, p: 1 })) {
  const clock = testClock();
  const audit = createAudit({ database, clock });
  const operators = createOperators({ database, audit, clock, passwords });
  const signIn = (password = ANN.password, email = ANN.email, address = ADDRESS) =>
    operators.signIn(email, password, address);
  const actions = async () => (await audit.list({}, { limit: 200 })).map(({ action }) => action);
  return { clock, audit, operators, signIn, actions };
}

describe('operators', () => {
  forEachDatabase((open) => {
    it('begin with one owner, made once by however many processes', async () => {
      const database = await open();
      const [one, other] = [await start(database), await start(database)];
      const made = await Promise.all([
        one.operators.ensureFirst('Ann@Example.com', undefined),
        other.operators.ensureFirst('ann@example.com', undefined),
      ]);
      const [login, ...more] = made.filter((each) => each !== undefined);
      expect(more).toEqual([]);
      expect(login?.email).toBe('ann@example.com');
      expect((await one.signIn(login!.password)).operator).toMatchObject({ email: 'ann@example.com', isOwner: true });
      expect((await one.actions()).filter((action) => action === 'operator.created')).toHaveLength(1);
    });

    it('keep neither passwords nor session tokens', async () => {
      const database = await open();
      const { operators, signIn } = await start(database);
      await operators.ensureFirst(ANN.email, ANN.password);
      const { token } = await signIn();
      const rows = JSON.stringify([
        await database.kysely.selectFrom('operators').selectAll().execute(),
        await database.kysely.selectFrom('operator_sessions').selectAll().execute(),
      ]);
      expect(rows).toContain('scrypt$4$8$1$');
      for (const secret of [ANN.password, token]) expect(rows).not.toContain(secret);
    });

    it('are signed in for seven days, or one without a request', async () => {
      const { operators, signIn, clock } = await start(await open());
      await operators.ensureFirst(ANN.email, ANN.password);
      const { token } = await signIn();
      for (let hours = 0; hours < 7 * 24 - 20; hours += 20) {
        clock.advance(20 * HOUR);
        expect((await operators.authenticate(token)).operator.email).toBe(ANN.email);
      }
      clock.advance(20 * HOUR);
      await expect(operators.authenticate(token)).rejects.toMatchObject({ code: 'operator_session_ended' });
      const idle = await signIn();
      clock.advance(24 * HOUR);
      await expect(operators.authenticate(idle.token)).rejects.toMatchObject({ code: 'operator_session_ended' });
    });

    it('may try again a quarter of an hour after five wrong passwords, counted across processes', async () => {
      const database = await open();
      const [one, other] = [await start(database), await start(database)];
      await one.operators.ensureFirst(ANN.email, ANN.password);
      for (const { signIn } of [one, other, one, other, one])
        await expect(signIn('not the password')).rejects.toMatchObject({ code: 'sign_in_refused' });
      await expect(other.signIn()).rejects.toMatchObject({ code: 'sign_in_limited' });
      expect((await one.signIn(ANN.password, ANN.email, '10.0.0.1')).operator.email).toBe(ANN.email);
      for (const { clock } of [one, other]) clock.advance(15 * 60_000);
      expect((await other.signIn()).operator.email).toBe(ANN.email);
    });

    it('gain no attempts from the other addresses of an IPv6 network', async () => {
      const { operators, signIn } = await start(await open());
      await operators.ensureFirst(ANN.email, ANN.password);
      for (const end of ['1', '2', 'a:b', 'ffff', '5'])
        await expect(signIn('not the password', ANN.email, `2001:db8::${end}`)).rejects.toMatchObject({
          code: 'sign_in_refused',
        });
      await expect(signIn(ANN.password, ANN.email, '2001:db8::6')).rejects.toMatchObject({ code: 'sign_in_limited' });
      expect((await signIn(ANN.password, ANN.email, '2001:db8:1::6')).operator.email).toBe(ANN.email);
    });

    it('start counting anew with the right password', async () => {
      const { operators, signIn } = await start(await open());
      await operators.ensureFirst(ANN.email, ANN.password);
      for (let n = 0; n < 4; n++) {
        for (let wrong = 0; wrong < 4; wrong++) await expect(signIn('not the password')).rejects.toThrow();
        await signIn();
      }
    });

    it('cannot be guessed one by one from one address', async () => {
      const { signIn, actions } = await start(await open());
      for (let n = 0; n < 50; n++)
        await expect(signIn('x', `user${n}@example.com`)).rejects.toMatchObject({ code: 'sign_in_refused' });
      for (let n = 50; n < 60; n++)
        await expect(signIn('x', `user${n}@example.com`)).rejects.toMatchObject({ code: 'sign_in_limited' });
      expect((await actions()).filter((action) => action === 'operator.sign_in_limited')).toHaveLength(1);
    });

    it('cannot be locked out by one address', async () => {
      const { operators, signIn } = await start(await open());
      await operators.ensureFirst(ANN.email, ANN.password);
      for (let n = 0; n < 60; n++) await expect(signIn('x', ANN.email, '10.0.0.1')).rejects.toThrow();
      expect((await signIn()).operator.email).toBe(ANN.email);
    });

    it('have made no attempt when too many others sign in at that moment', async () => {
      const passwords = createPasswords({ ln: 4, r: 8, p: 1 });
      let busy = true;
      const crowded = {
        ...passwords,
        verify: async (...asked: Parameters<typeof passwords.verify>) => {
          if (busy) throw fail('sign_in_busy', { seconds: 5 });
          return passwords.verify(...asked);
        },
      };
      const { operators, signIn, actions } = await start(await open(), crowded);
      await operators.ensureFirst(ANN.email, ANN.password);
      for (let n = 0; n < 6; n++) await expect(signIn()).rejects.toMatchObject({ code: 'sign_in_busy' });
      busy = false;
      expect((await signIn()).operator.email).toBe(ANN.email);
      expect(await actions()).toEqual(['operator.signed_in', 'operator.created']);
    });

    it('join a project with a one-time password that works for seven days', async () => {
      const database = await open();
      const { operators, signIn, clock, actions } = await start(database);
      await addProjects(database, 'p1', 'p2');
      const { member, oneTimePassword } = await operators.addMember('p1', 'Bob@example.com', 'viewer', ACTOR);
      expect(member).toMatchObject({ email: 'bob@example.com', role: 'viewer', lastSignInAt: null });
      const { operator } = await signIn(oneTimePassword!, member.email);
      expect(operator).toMatchObject({ isOwner: false, oneTimeUntil: clock.now() + 7 * 24 * HOUR });
      clock.advance(7 * 24 * HOUR);
      await expect(signIn(oneTimePassword!, member.email)).rejects.toMatchObject({ code: 'sign_in_refused' });
      const again = await operators.addMember('p2', member.email, 'admin', ACTOR);
      expect(again).toMatchObject({ member: { operatorId: member.operatorId }, oneTimePassword: null });
      expect([...(await operators.rolesOf(member.operatorId))].sort()).toEqual([
        ['p1', 'viewer'],
        ['p2', 'admin'],
      ]);
      await expect(operators.addMember('p1', member.email, 'admin', ACTOR)).rejects.toMatchObject({ code: 'conflict' });
      await operators.changeRole('p1', member.operatorId, 'admin', ACTOR);
      expect(await operators.roleOf('p1', member.operatorId)).toBe('admin');
      await operators.removeMember('p1', member.operatorId, ACTOR);
      expect(await operators.listMembers('p1')).toEqual([]);
      for (const change of [
        operators.removeMember('p1', member.operatorId, ACTOR),
        operators.changeRole('p1', member.operatorId, 'viewer', ACTOR),
      ])
        await expect(change).rejects.toMatchObject({ code: 'member_not_found' });
      expect((await actions()).filter((action) => action.startsWith('member.'))).toEqual([
        'member.removed',
        'member.role_changed',
        'member.added',
        'member.added',
      ]);
    });
  });
});

describe('passwords', () => {
  it('match their hash alone, each with a salt of its own', async () => {
    const passwords = createPasswords({ ln: 4, r: 8, p: 1 });
    const [hash, other] = [await passwords.hash('pass\u00e9'), await passwords.hash('pass\u00e9')];
    expect(hash).not.toBe(other);
    expect(await passwords.verify('pass\u00e9', hash)).toBe(true);
    expect(await passwords.verify('passe\u0301', hash)).toBe(true);
    expect(await passwords.verify('passe', hash)).toBe(false);
    expect(await passwords.verify('anything', undefined)).toBe(false);
  });

  it('wait in a line of twenty, and are refused with the seconds to wait behind it', async () => {
    const passwords = createPasswords({ ln: 4, r: 8, p: 1 });
    const asked = await Promise.allSettled(Array.from({ length: 30 }, () => passwords.hash('secret')));
    const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toHaveLength(9);
    expect(refused[0]).toMatchObject({ code: 'sign_in_busy', status: 503, extras: { retryAfter: 5 } });
    expect(await passwords.hash('secret')).toContain('scrypt$');
  });

  it('are checked with the cost they were hashed with', async () => {
    const hash = await createPasswords({ ln: 5, r: 4, p: 2 }).hash('secret');
    expect(await createPasswords({ ln: 4, r: 8, p: 1 }).verify('secret', hash)).toBe(true);
  });
});
