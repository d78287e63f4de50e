import { describe, expect, it } from 'vitest';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { batchOf } from '../../storage/testing/rows.ts';
import { testClock, turnsDuring } from '../testing/index.ts';
import { type AuditEvent, hashOf } from './entry.ts';
import { createAudit } from './service.ts';

const event = (changes: Partial<AuditEvent> = {}): AuditEvent => ({
  projectId: 'p1',
  actor: { type: 'operator', id: 'ann', name: 'ann@example.com', ip: '127.0.0.1' },
  action: 'api_key.created',
  target: { type: 'api_key', id: 'key1' },
  details: { name: 'first', scopes: ['platform:read'] },
  ...changes,
});

describe('the audit log', () => {
  forEachDatabase((open) => {
    it('keeps what was done, newest first, in one chain', async () => {
      const database = await open();
      const clock = testClock();
      const audit = createAudit({ database, clock });
      await audit.record(event());
      clock.advance(1_000);
      await audit.record(
        event({ projectId: null, action: 'key.rotated', target: null, details: { absent: undefined } }),
      );
      const entries = await audit.list({}, { limit: 10 });
      expect(entries.map(({ position, action, at }) => [position, action, at])).toEqual([
        [2, 'key.rotated', clock.now()],
        [1, 'api_key.created', clock.now() - 1_000],
      ]);
      expect(entries[1]).toMatchObject(event());
      expect(entries[0]!.previousHash).toBe(entries[1]!.hash);
      expect(await audit.verify()).toEqual({ intact: true, entries: 2, head: entries[0]!.hash });
    });

    it('is checked without keeping the thread that serves requests', async () => {
      const database = await open();
      const audit = createAudit({ database, clock: testClock() });
      const rows = [];
      let previousHash = '';
      for (let position = 1; position <= 3_000; position += 1) {
        const entry = { ...event(), position, at: 0, previousHash };
        const hash = hashOf(entry);
        rows.push({
          position,
          project_id: entry.projectId,
          at: 0,
          actor_type: entry.actor.type,
          actor_id: entry.actor.id,
          actor_name: entry.actor.name,
          source_ip: entry.actor.ip,
          action: entry.action,
          target_type: 'api_key',
          target_id: 'key1',
          details: JSON.stringify(entry.details),
          previous_hash: previousHash,
          hash,
        });
        previousHash = hash;
      }
      await database.appendRows([batchOf('audit_log', rows)]);
      const turns = await turnsDuring(async () => {
        expect(await audit.verify()).toEqual({ intact: true, entries: 3_000, head: previousHash });
      });
      expect(turns).toBeGreaterThanOrEqual(10);
    });

    it('lists by project, action, actor and target, page by page', async () => {
      const database = await open();
      const audit = createAudit({ database, clock: testClock() });
      for (const projectId of ['p1', 'p2', 'p1']) await audit.record(event({ projectId }));
      expect((await audit.list({ projectId: 'p1' }, { limit: 10 })).map(({ position }) => position)).toEqual([3, 1]);
      expect((await audit.list({}, { before: 3, limit: 1 })).map(({ position }) => position)).toEqual([2]);
      expect(await audit.list({ action: 'nothing' }, { limit: 10 })).toEqual([]);
      expect(await audit.list({ actorId: 'ann', targetId: 'key1' }, { limit: 10 })).toHaveLength(3);
    });

    it('notes a change if and only if the change is made', async () => {
      const database = await open();
      const audit = createAudit({ database, clock: testClock() });
      const add = (key: string) => (db: typeof database.kysely) =>
        db.insertInto('server_meta').values({ key, value: 'x' }).execute();
      await audit.recorded(add('a'), () => event({ details: { key: 'a' } }));
      await expect(audit.recorded(add('a'), () => event({ details: { key: 'a' } }))).rejects.toThrow();
      await audit.recorded(add('b'), () => undefined);
      const failing = audit.recorded(add('c'), () => {
        throw new Error('cannot tell');
      });
      await expect(failing).rejects.toThrow('cannot tell');
      expect(await audit.list({}, { limit: 10 })).toHaveLength(1);
      const rows = await database.kysely.selectFrom('server_meta').select('key').where('value', '=', 'x').execute();
      expect(rows.map(({ key }) => key).sort()).toEqual(['a', 'b']);
    });

    it('has one order when many write at once', async () => {
      const database = await open();
      const audit = createAudit({ database, clock: testClock() });
      await Promise.all(Array.from({ length: 20 }, (_, n) => audit.record(event({ details: { n } }))));
      expect(await audit.verify()).toMatchObject({ intact: true, entries: 20 });
    });

    it('finds entries that were altered, taken out or put in between', async () => {
      const database = await open();
      const audit = createAudit({ database, clock: testClock() });
      for (const n of [1, 2, 3, 4]) await audit.record(event({ details: { n } }));
      const { kysely } = database;
      await kysely.updateTable('audit_log').set({ actor_name: 'bob' }).where('position', '=', 2).execute();
      expect(await audit.verify()).toEqual({ intact: false, position: 2, reason: 'Entry 2 was altered.' });
      await kysely.deleteFrom('audit_log').where('position', '=', 2).execute();
      expect(await audit.verify()).toEqual({ intact: false, position: 2, reason: 'Entry 2 is missing.' });
      await kysely.updateTable('audit_log').set({ position: 2 }).where('position', '=', 3).execute();
      expect(await audit.verify()).toMatchObject({ intact: false, position: 2 });
    });
  });
});
