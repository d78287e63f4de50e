import { describe, expect, it } from 'vitest';
import type { Database } from '../../storage/index.ts';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { addProjects, testClock, testLogger, testPepper, testSealer } from '../testing/index.ts';
import { createApiKeys, DEFAULT_SCOPES, loadPepper, readApiKey, SCOPES } from './index.ts';

describe('the Authorization header', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it('may hold the key with a colon, without one, with a password, padded or not', () => {
    for (const value of [
      base64('the.key:'),
      base64('the.key'),
      base64('the.key:pw:x'),
      base64('the.key').replace(/=+$/, ''),
    ]) {
      expect(readApiKey(`Basic ${value}`, false)).toBe('the.key');
      expect(readApiKey(`bASIC  ${value}`, false)).toBe('the.key');
    }
  });

  it('may be a bearer token only where that is allowed', () => {
    expect(readApiKey('Bearer the.key', true)).toBe('the.key');
    expect(() => readApiKey('Bearer the.key', false)).toThrow('Unauthorized');
  });

  it.each([undefined, '', '   '])('is missing when it is %j', (header) => {
    expect(() => readApiKey(header, false)).toThrow(expect.objectContaining({ code: 'api_key_missing' }));
  });

  it.each([
    'Basic',
    'Basic !!!',
    `Basic ${base64(':x')}`,
    `Basic ${base64('a key:')}`,
    'Basic YQ== more',
    'Negotiate YQ==',
  ])('is malformed when it is %j', (header) => {
    expect(() => readApiKey(header, true)).toThrow(expect.objectContaining({ code: 'api_key_malformed' }));
  });
});

forEachDatabase((open) => {
  describe('API keys', () => {
    const start = async (database: Database, clock = testClock(), sealer = testSealer()) => {
      const keys = createApiKeys({ database, pepper: await loadPepper(database, sealer), clock, logger: testLogger });
      return { keys, clock };
    };

    it('keep the note of their use when the database does not take it, and write it later', async () => {
      const database = await open();
      await addProjects(database, 'p1');
      let down = true;
      const transaction: Database['transaction'] = (work) =>
        down ? Promise.reject(new Error('the database is away')) : database.transaction(work);
      const { keys, clock } = await start({ ...database, transaction });
      const { value } = await keys.create({ projectId: 'p1', name: 'k', scopes: SCOPES });
      await keys.authenticate(value);
      const used = clock.now();
      await expect(keys.flush()).rejects.toThrow('the database is away');
      clock.advance(1_000);
      down = false;
      await keys.flush();
      expect((await keys.list('p1'))[0]?.lastUsedAt).toBe(used);
      await keys.close();
    });

    it('are shown once and stored only as a keyed hash', async () => {
      const database = await open();
      await addProjects(database, 'p1');
      const { keys } = await start(database);
      const { key, value } = await keys.create({ projectId: 'p1', name: 'ci', scopes: DEFAULT_SCOPES });
      expect(value).toMatch(/^v1\.local\.[A-Za-z0-9_-]{43}$/);
      expect(key.scopes.has('credentials:read')).toBe(false);
      const row = await database.kysely.selectFrom('api_keys').selectAll().executeTakeFirstOrThrow();
      expect(JSON.stringify(row)).not.toContain(value.slice(14));
      expect(value.startsWith(row.prefix)).toBe(true);
      await keys.close();
    });

    it('authenticate after a restart with the same pepper, and under no other', async () => {
      const database = await open();
      await addProjects(database, 'p1');
      const sealer = testSealer();
      const clock = testClock();
      const first = createApiKeys({ database, pepper: await loadPepper(database, sealer), clock, logger: testLogger });
      const { value, key } = await first.create({ projectId: 'p1', name: 'a', scopes: SCOPES });
      await first.close();
      const second = createApiKeys({ database, pepper: await loadPepper(database, sealer), clock, logger: testLogger });
      expect(await second.authenticate(value)).toMatchObject({ id: key.id, projectId: 'p1' });
      expect(second.authenticate(value)).not.toBeInstanceOf(Promise);
      await second.close();
      const other = createApiKeys({ database, pepper: testPepper(), clock, logger: testLogger });
      await expect(other.authenticate(value)).rejects.toMatchObject({ code: 'api_key_unknown' });
      await other.close();
    });

    it('stop working at once when disabled, work again when enabled, and never again when deleted', async () => {
      const database = await open();
      await addProjects(database, 'p1');
      const { keys } = await start(database);
      const { value, key } = await keys.create({ projectId: 'p1', name: 'a', scopes: SCOPES });
      const attempt = async () => keys.authenticate(value);
      await attempt();
      expect(await keys.setEnabled('p1', key.id, false)).toBe(true);
      await expect(attempt()).rejects.toMatchObject({ code: 'api_key_disabled' });
      await keys.setEnabled('p1', key.id, true);
      await expect(attempt()).resolves.toMatchObject({ id: key.id });
      expect(await keys.remove('p1', key.id)).toBe(true);
      await expect(attempt()).rejects.toMatchObject({ code: 'api_key_unknown' });
      expect(await keys.remove('p1', key.id)).toBe(false);
      expect(await keys.list('p1')).toEqual([]);
      await keys.close();
    });

    it('belong to one project: another cannot disable, delete or list them', async () => {
      const database = await open();
      await addProjects(database, 'p1', 'p2');
      const { keys } = await start(database);
      const { key } = await keys.create({ projectId: 'p1', name: 'a', scopes: SCOPES });
      expect(await keys.setEnabled('p2', key.id, false)).toBe(false);
      expect(await keys.remove('p2', key.id)).toBe(false);
      expect(await keys.list('p2')).toEqual([]);
      expect(await keys.list('p1')).toHaveLength(1);
      await keys.close();
    });

    it('expire at their time', async () => {
      const database = await open();
      await addProjects(database, 'p1');
      const { keys, clock } = await start(database);
      const { value } = await keys.create({
        projectId: 'p1',
        name: 'a',
        scopes: SCOPES,
        expiresAt: clock.now() + 1_000,
      });
      await keys.authenticate(value);
      clock.advance(1_000);
      await expect((async () => keys.authenticate(value))()).rejects.toMatchObject({ code: 'api_key_disabled' });
      await keys.close();
    });

    it('can be rotated: the new value works at once, the old one until the overlap ends', async () => {
      const database = await open();
      await addProjects(database, 'p1');
      const { keys, clock } = await start(database);
      const old = await keys.create({ projectId: 'p1', name: 'ci', scopes: ['platform:read'] });
      await keys.authenticate(old.value);
      const { key, value, replaced } = await keys.rotate('p1', old.key.id, { overlapMs: 60_000 });
      expect(key).toMatchObject({ name: 'ci', scopes: new Set(['platform:read']), expiresAt: null });
      expect(replaced).toMatchObject({ id: old.key.id, replacedBy: key.id, expiresAt: clock.now() + 60_000 });
      expect(await keys.find('p1', old.key.id)).toEqual(replaced);
      expect(await keys.authenticate(value)).toMatchObject({ id: key.id });
      clock.advance(59_999);
      expect(await keys.authenticate(old.value)).toMatchObject({ id: old.key.id });
      clock.advance(1);
      await expect((async () => keys.authenticate(old.value))()).rejects.toMatchObject({ code: 'api_key_disabled' });
      expect(await keys.authenticate(value)).toMatchObject({ id: key.id });
      await keys.close();
    });

    it('keep their span of life when they are rotated, and never outlive it by an overlap', async () => {
      const database = await open();
      await addProjects(database, 'p1');
      const { keys, clock } = await start(database);
      const made = clock.now();
      const { key } = await keys.create({ projectId: 'p1', name: 'a', scopes: SCOPES, expiresAt: made + 10_000 });
      clock.advance(4_000);
      const next = await keys.rotate('p1', key.id, { overlapMs: 60_000 });
      expect(next.replaced.expiresAt).toBe(made + 10_000);
      expect(next.key.expiresAt).toBe(made + 14_000);
      const chosen = await keys.rotate('p1', next.key.id, { overlapMs: 0, expiresAt: null });
      expect([chosen.key.expiresAt, chosen.replaced.expiresAt]).toEqual([null, clock.now()]);
      await keys.close();
    });

    it('cannot be rotated when disabled, rotated before, unknown, or of another project', async () => {
      const database = await open();
      await addProjects(database, 'p1', 'p2');
      const { keys } = await start(database);
      const attempt = (project: string, id: string) => keys.rotate(project, id, { overlapMs: 0 });
      const { key } = await keys.create({ projectId: 'p1', name: 'a', scopes: SCOPES });
      await expect(attempt('p2', key.id)).rejects.toMatchObject({ code: 'api_key_not_found' });
      const { key: next } = await attempt('p1', key.id);
      await expect(attempt('p1', key.id)).rejects.toMatchObject({
        code: 'api_key_not_rotatable',
        message: expect.stringContaining(next.id),
      });
      await keys.setEnabled('p1', next.id, false);
      await expect(attempt('p1', next.id)).rejects.toMatchObject({ code: 'api_key_not_rotatable' });
      expect(await keys.list('p1')).toHaveLength(2);
      await keys.close();
    });

    it('keep the time of their last use, which never goes back', async () => {
      const database = await open();
      await addProjects(database, 'p1');
      const sealer = testSealer();
      const { keys, clock } = await start(database, testClock(), sealer);
      const { value } = await keys.create({ projectId: 'p1', name: 'a', scopes: SCOPES });
      await keys.authenticate(value);
      clock.advance(5_000);
      await keys.authenticate(value);
      const last = clock.now();
      await keys.flush();
      expect((await keys.list('p1'))[0]?.lastUsedAt).toBe(last);
      clock.advance(-60_000);
      await keys.authenticate(value);
      await keys.close();
      const again = await start(database, clock, sealer);
      expect((await again.keys.list('p1'))[0]?.lastUsedAt).toBe(last);
      await again.keys.close();
    });

    it('begin with one key, made once, even by two starts at the same moment', async () => {
      const database = await open();
      await addProjects(database, 'p1');
      const { keys } = await start(database);
      const made = await Promise.all([keys.ensureFirst('p1', undefined), keys.ensureFirst('p1', undefined)]);
      expect(made.filter((value) => value !== undefined)).toHaveLength(1);
      expect(await keys.ensureFirst('p1', 'a-value-from-outside-a-value-from-outside')).toBeUndefined();
      expect(await keys.list('p1')).toHaveLength(1);
      await keys.close();
    });
  });
});
