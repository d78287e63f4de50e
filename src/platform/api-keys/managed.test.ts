import { expect, it } from 'vitest';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { createAudit } from '../audit/index.ts';
import { addProjects, testClock, testLogger, testPepper } from '../testing/index.ts';
import { createApiKeys, manageApiKeys, SCOPES } from './index.ts';

const ann = { type: 'operator', id: 'o1', name: 'ann@example.com', ip: '127.0.0.1' } as const;

forEachDatabase((open) => {
  const start = async () => {
    const [database, clock] = [await open(), testClock()];
    await addProjects(database, 'p1', 'p2');
    const apiKeys = createApiKeys({ database, pepper: testPepper(), clock, logger: testLogger });
    const audit = createAudit({ database, clock });
    return { database, clock, apiKeys, audit, managed: manageApiKeys({ apiKeys, audit }) };
  };

  it('every change of a key by a person is in the audit log, and no value of a key is', async () => {
    const { apiKeys, audit, managed } = await start();
    const made = await managed.create(ann, { projectId: 'p1', name: 'ci', scopes: SCOPES });
    const attempt = async (value: string) => apiKeys.authenticate(value);
    await attempt(made.value);
    expect(await managed.setEnabled(ann, 'p1', made.key.id, false)).toMatchObject({ enabled: false });
    await expect(attempt(made.value)).rejects.toMatchObject({ code: 'api_key_disabled' });
    await managed.setEnabled(ann, 'p1', made.key.id, true);
    const next = await managed.rotate(ann, 'p1', made.key.id, { overlapMs: 0 });
    await expect(attempt(made.value)).rejects.toMatchObject({ code: 'api_key_disabled' });
    await attempt(next.value);
    await managed.remove(ann, 'p1', next.key.id);
    await expect(attempt(next.value)).rejects.toMatchObject({ code: 'api_key_unknown' });

    const entries = await audit.list({ projectId: 'p1' }, { limit: 10 });
    const [first, second] = [made.key.id, next.key.id];
    expect(entries.map(({ action, target, actor }) => [action, target?.id, actor])).toEqual([
      ['api_key.deleted', second, ann],
      ['api_key.rotated', first, ann],
      ['api_key.enabled', first, ann],
      ['api_key.disabled', first, ann],
      ['api_key.created', first, ann],
    ]);
    const text = JSON.stringify(entries);
    for (const value of [made.value, next.value]) expect(text).not.toContain(value.slice(13));
    expect(await audit.verify()).toMatchObject({ intact: true, entries: 5 });
    await apiKeys.close();
  });

  it('what is refused changes nothing and is not noted', async () => {
    const { apiKeys, audit, managed } = await start();
    const { key } = await managed.create(ann, { projectId: 'p1', name: 'ci', scopes: SCOPES });
    const refused = { code: 'api_key_not_found' };
    await expect(managed.setEnabled(ann, 'p2', key.id, false)).rejects.toMatchObject(refused);
    await expect(managed.remove(ann, 'p2', key.id)).rejects.toMatchObject(refused);
    await expect(managed.rotate(ann, 'p2', key.id, { overlapMs: 0 })).rejects.toMatchObject(refused);
    expect(await apiKeys.find('p1', key.id)).toMatchObject({ enabled: true, replacedBy: null });
    expect(await audit.verify()).toMatchObject({ entries: 1 });
    await apiKeys.close();
  });
});
