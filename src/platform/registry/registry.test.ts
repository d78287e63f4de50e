import { describe, expect, it } from 'vitest';
import type { Database } from '../../storage/index.ts';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { createAudit } from '../audit/index.ts';
import { addProjects, testClock } from '../testing/index.ts';
import { createRegistry } from './index.ts';
import { REGISTRY_LIMITS } from './service.ts';

const by = { type: 'api_key', id: 'k1', name: 'ci', ip: '127.0.0.1' } as const;
const forge = (version: string) => ({ key: 'forge', version, title: 'Forge' });

forEachDatabase((open) => {
  const start = async (database: Database) => {
    await addProjects(database, 'p1', 'p2');
    const clock = testClock();
    const audit = createAudit({ database, clock });
    return { registry: createRegistry({ database, audit, clock }), audit, clock, database };
  };

  describe('the registry', () => {
    it('keeps versions with their files, apart for each project', async () => {
      const { registry, clock } = await start(await open());
      expect(await registry.push('p1', forge('1.0.0'), { a: 'α\u0000', b: '' }, by)).toBe(true);
      const { all } = await registry.versions('p1');
      expect(all).toEqual([{ ...forge('1.0.0'), hash: expect.any(String), pushedBy: 'k1', createdAt: clock.now() }]);
      expect(await registry.files('p1', all[0]!)).toEqual({ a: 'α\u0000', b: '' });
      expect(await registry.files('p2', all[0]!)).toBeUndefined();
      expect(await registry.files('p1', { ...all[0]!, hash: 'x' })).toBeUndefined();
      expect((await registry.versions('p2')).all).toEqual([]);
      expect(await registry.remove('p2', 'forge', by)).toBe(false);
    });

    it('accepts the same files in any order, and no others, for a version that is there', async () => {
      const { registry, audit } = await start(await open());
      await registry.push('p1', forge('1.0.0'), { a: '1', b: '2' }, by);
      expect(await registry.push('p1', forge('1.0.0'), { b: '2', a: '1' }, by)).toBe(false);
      for (const files of [{ a: '1' }, { a: '1', b: '3' }, { a: '1b', '': '2' }])
        await expect(registry.push('p1', forge('1.0.0'), files, by)).rejects.toMatchObject({
          code: 'connector_version_exists',
        });
      expect(await audit.list({}, { limit: 9 })).toHaveLength(1);
    });

    it('shows changes to those who read it before, from memory in between', async () => {
      const { registry } = await start(await open());
      await registry.versions('p1');
      expect(registry.versions('p1')).not.toBeInstanceOf(Promise);
      await registry.push('p1', forge('1.0.0'), { a: '1' }, by);
      expect((await registry.versions('p1')).all).toHaveLength(1);
      expect(await registry.remove('p1', 'forge', by)).toBe(true);
      expect((await registry.versions('p1')).all).toEqual([]);
      expect(await registry.push('p1', forge('1.0.0'), { a: '2' }, by)).toBe(true);
    });

    it('holds as much as a project may keep, and no more', async () => {
      const { registry, database } = await start(await open());
      const row = (key: string, version: string) => ({
        project_id: 'p1',
        connector_key: key,
        version,
        title: key,
        files: '{}',
        hash: 'h',
        pushed_by: 'k1',
        created_at: 1,
      });
      const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
      await database.kysely
        .insertInto('connector_versions')
        .values([
          ...numbers(REGISTRY_LIMITS.versions).map((n) => row('forge', `1.${n}.0`)),
          ...numbers(REGISTRY_LIMITS.connectors - 1).map((n) => row(`k${n}`, '1.0.0')),
        ])
        .execute();
      const full = { code: 'registry_full', status: 409 };
      await expect(registry.push('p1', forge('2.0.0'), {}, by)).rejects.toMatchObject(full);
      await expect(registry.push('p1', { ...forge('1.0.0'), key: 'new' }, {}, by)).rejects.toMatchObject(full);
      expect(await registry.push('p1', { ...forge('1.1.0'), key: 'k1' }, {}, by)).toBe(true);
      expect(await registry.push('p2', forge('2.0.0'), {}, by)).toBe(true);
    });
  });
});
