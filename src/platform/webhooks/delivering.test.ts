import { setImmediate as breathe } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fail } from '../../kernel/index.ts';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { FAILURES_TO_DISABLE } from './deliver.ts';
import { OPERATOR, workbench } from './testing/workbench.ts';
import { PAUSES_MS } from './verdict.ts';

const HOUR = 3_600_000;

describe('delivering', () => {
  forEachDatabase((open) => {
    const start = async () => {
      const bench = await workbench(await open());
      const { state, secret } = await bench.add();
      const { id } = state.webhook;
      const events = () => bench.received.map(({ json }) => json.event);
      const health = async () => (await bench.webhooks.get('p1', id)).webhook;
      return { ...bench, id, secret, events, health };
    };

    it('notes the answer of the receiver, shortened', async () => {
      const { link, answers, jobs, listed, id } = await start();
      answers.next = () => ({ status: 201, text: `thanks \0 ${'x'.repeat(5_000)}` });
      await link();
      await jobs.runDue();
      const [delivery] = await listed(id);
      expect(delivery).toMatchObject({ status: 'delivered', attempts: 1, responseStatus: 201, error: null });
      expect(delivery!.responseBody).toMatch(/^thanks \u{fffd} x+…$/u);
      expect(delivery!.responseBody!.length).toBe(1_025);
    });

    it('tries again with the same id and body but for sent_at, with growing pauses, and gives up after a day', async () => {
      const { link, answers, jobs, received, clock, listed, id, health, webhooks } = await start();
      answers.next = () => fail('provider_unreachable', { connector: 'hooks.example', reason: 'it is away.' });
      await link();
      for (const pause of [0, ...PAUSES_MS]) {
        clock.advance(pause - 1);
        expect(await jobs.runDue()).toBe(0);
        clock.advance(1);
        expect(await jobs.runDue()).toBe(1);
      }
      expect(received).toHaveLength(11);
      expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      expect(new Set(received.map(({ json }) => JSON.stringify({ ...json, sent_at: 0 }))).size).toBe(1);
      expect(new Set(received.map(({ json }) => json.sent_at)).size).toBe(11);
      expect(await listed(id)).toMatchObject([
        {
          status: 'dead',
          attempts: 11,
          nextAttemptAt: null,
          responseStatus: null,
          error: expect.stringMatching(/away/),
        },
      ]);
      expect(await health()).toMatchObject({ consecutiveFailures: 11, lastError: expect.stringMatching(/away/) });
      clock.advance(1_000 * HOUR);
      expect(await jobs.runDue()).toBe(0);
      expect(await webhooks.counts()).toEqual({
        webhooks: { enabled: 1, disabled: 0 },
        deliveries: { pending: 0, delivered: 0, dead: 1 },
      });
    });

    it('keeps the order of an account while others go on', async () => {
      const { link, answers, jobs, received, clock, accounts } = await start();
      const one = await link();
      const two = await link({ originOwnerId: 'o2' });
      let down = true;
      answers.next = ({ json }) => (down && json.account_id === one.id ? 503 : 200);
      await accounts.update('p1', one.id, { label: 'a' });
      await accounts.remove('p1', one.id);
      await accounts.update('p1', two.id, { label: 'b' });
      await jobs.runDue();
      const of = (id: string) => received.filter(({ json }) => json.account_id === id).map(({ json }) => json.event);
      expect(of(one.id)).toEqual(['account.created']);
      expect(of(two.id)).toEqual(['account.created', 'account.updated']);
      down = false;
      clock.advance(6_000);
      await jobs.runDue();
      expect(of(one.id)).toEqual(['account.created', 'account.created', 'account.updated', 'account.deleted']);
    });

    it('goes on with the next event of an account once one is given up', async () => {
      const { link, answers, jobs, events, clock, accounts } = await start();
      answers.next = ({ json }) => (json.event === 'account.created' ? 400 : 200);
      const { id } = await link();
      await accounts.remove('p1', id);
      for (let n = 0; n < 6; n += 1) {
        await jobs.runDue();
        clock.advance(HOUR);
      }
      expect(events()).toEqual([...Array<string>(5).fill('account.created'), 'account.deleted']);
    });

    it('waits as long as a receiver asks', async () => {
      const { link, answers, jobs, received, clock, listed, id } = await start();
      answers.next = () => ({ status: 429, headers: { 'retry-after': '600' } });
      await link();
      await jobs.runDue();
      expect((await listed(id))[0]!.nextAttemptAt).toBe(clock.now() + 600_000);
      clock.advance(599_000);
      await jobs.runDue();
      expect(received).toHaveLength(1);
      clock.advance(1_000);
      await jobs.runDue();
      expect(received).toHaveLength(2);
    });

    it('does not send what the guard refuses now, though the URL was fine when it was added', async () => {
      const { link, answers, jobs, listed, id, webhooks } = await start();
      answers.next = () =>
        fail('egress_blocked', { host: 'hooks.example', reason: 'its name resolves to a private address.' });
      await link();
      await jobs.runDue();
      expect(await listed(id)).toMatchObject([
        { status: 'dead', attempts: 1, error: expect.stringMatching(/private/) },
      ]);
      await expect(webhooks.update('p1', id, { url: 'https://forbidden.example/' }, OPERATOR)).rejects.toMatchObject({
        code: 'webhook_url_refused',
      });
    });

    it('disables the webhook when the receiver is gone, tells the log and the audit log, and gives up what waits', async () => {
      const { link, answers, jobs, listed, id, health, audit, lines, received, accounts } = await start();
      answers.next = () => 410;
      const account = await link();
      await accounts.update('p1', account.id, { label: 'x' });
      await jobs.runDue();
      expect(received).toHaveLength(1);
      expect(await health()).toMatchObject({ enabled: false, disabledReason: 'The receiver answered 410 Gone.' });
      expect((await listed(id)).map(({ status, responseStatus }) => [status, responseStatus])).toEqual([
        ['dead', null],
        ['dead', 410],
      ]);
      const [entry] = await audit.list({}, { limit: 1 });
      expect(entry).toMatchObject({
        action: 'webhook.disabled',
        actor: { type: 'system' },
        target: { id: String(id) },
      });
      expect(lines).toContainEqual(expect.objectContaining({ webhook: id, message: 'A webhook was disabled' }));
      expect(await jobs.counts()).toEqual([{ kind: 'webhooks.deliver', state: 'done', count: 1 }]);
    });

    it('disables the webhook after many failures in a row over three days, not before', async () => {
      const { link, answers, jobs, health, clock, webhooks, id } = await start();
      answers.next = () => 500;
      for (let n = 0; (await health()).enabled; n += 1) {
        await link({ originOwnerId: `o${n}` });
        await jobs.runDue();
        const { consecutiveFailures, failingSince, enabled } = await health();
        const long = clock.now() - failingSince! >= 72 * HOUR && consecutiveFailures >= FAILURES_TO_DISABLE;
        expect(enabled, `${n}`).toBe(!long);
        clock.advance(12 * HOUR);
      }
      expect(await health()).toMatchObject({
        disabledReason: expect.stringMatching(/in a row have failed over 3 days/),
      });
      await webhooks.update('p1', id, { enabled: true }, OPERATOR);
      expect(await health()).toMatchObject({ enabled: true, disabledReason: null, consecutiveFailures: 0 });
    });

    it('forgets failures at the first success', async () => {
      const { link, answers, jobs, health, clock } = await start();
      answers.next = () => 500;
      await link();
      await jobs.runDue();
      expect(await health()).toMatchObject({ consecutiveFailures: 1, failingSince: clock.now() });
      answers.next = () => 200;
      clock.advance(6_000);
      await jobs.runDue();
      expect(await health()).toMatchObject({
        consecutiveFailures: 0,
        failingSince: null,
        lastDeliveredAt: clock.now(),
      });
    });

    it('stops at once when the webhook is disabled, and starts anew by redelivery only', async () => {
      const { link, answers, jobs, listed, id, webhooks, clock, received } = await start();
      answers.next = () => 500;
      await link();
      await jobs.runDue();
      const delivery = (await listed(id))[0]!.id;
      await expect(webhooks.redeliver('p1', id, delivery)).rejects.toMatchObject({ code: 'conflict' });
      await webhooks.update('p1', id, { enabled: false }, OPERATOR);
      expect(await listed(id)).toMatchObject([{ status: 'dead', error: expect.stringMatching(/disabled/) }]);
      await link({ originOwnerId: 'o2' });
      clock.advance(24 * HOUR);
      await jobs.runDue();
      expect(received).toHaveLength(1);
      expect(await listed(id)).toHaveLength(1);
      await expect(webhooks.redeliver('p1', id, delivery)).rejects.toMatchObject({ code: 'webhook_disabled' });
      await webhooks.update('p1', id, { enabled: true }, OPERATOR);
      answers.next = () => 200;
      expect(await webhooks.redeliver('p1', id, delivery)).toMatchObject({ status: 'pending', attempts: 0 });
      await jobs.runDue();
      expect(received).toHaveLength(2);
      expect(received[1]!.headers['webhook-id']).toBe(received[0]!.headers['webhook-id']);
      expect(await listed(id)).toMatchObject([{ status: 'delivered', attempts: 1 }]);
    });

    it('gives up, and can be asked for again, when the server itself fails to send for a day', async () => {
      const { link, jobs, listed, id, webhooks, clock, received, database, lines } = await start();
      const { secret_sealed } = await database.kysely.selectFrom('webhooks').selectAll().executeTakeFirstOrThrow();
      const seal = (text: string) => database.kysely.updateTable('webhooks').set({ secret_sealed: text }).execute();
      await seal('broken');
      await link();
      while ((await listed(id))[0]!.status === 'pending' && (await jobs.dead()).length === 0) {
        await jobs.runDue();
        clock.advance(HOUR);
      }
      const [delivery] = await listed(id);
      expect(delivery).toMatchObject({ status: 'dead', attempts: 0, nextAttemptAt: null });
      expect(delivery!.error).toBe('A fault of the server kept it from being sent. The server log tells more.');
      expect(lines).toContainEqual(expect.objectContaining({ delivery: delivery!.id, webhook: id }));
      expect(received).toEqual([]);
      await seal(secret_sealed);
      await webhooks.redeliver('p1', id, delivery!.id);
      await jobs.runDue();
      expect(await listed(id)).toMatchObject([{ status: 'delivered', attempts: 1, error: null }]);
    });

    it('can be asked for again when its job was lost', async () => {
      const { link, jobs, listed, id, webhooks, received, database } = await start();
      await link();
      const delivery = (await listed(id))[0]!.id;
      await expect(webhooks.redeliver('p1', id, delivery)).rejects.toMatchObject({ code: 'conflict' });
      await database.kysely.deleteFrom('jobs').execute();
      expect(await webhooks.redeliver('p1', id, delivery)).toMatchObject({ status: 'pending' });
      await expect(webhooks.redeliver('p1', id, delivery)).rejects.toMatchObject({ code: 'conflict' });
      await jobs.runDue();
      expect(received).toHaveLength(1);
      expect(await listed(id)).toMatchObject([{ status: 'delivered' }]);
    });

    it('of a deleted webhook leaves nothing behind', async () => {
      const { link, jobs, id, webhooks, received, database } = await start();
      await link();
      await webhooks.remove('p1', id, OPERATOR);
      await jobs.runDue();
      expect(received).toEqual([]);
      expect(await database.kysely.selectFrom('webhook_deliveries').selectAll().execute()).toEqual([]);
      expect(await jobs.counts()).toEqual([]);
      await expect(webhooks.get('p1', id)).rejects.toMatchObject({ code: 'webhook_not_found' });
    });

    it('ends quietly when the webhook is deleted while it is being called', async () => {
      const { link, answers, jobs, id, webhooks, database } = await start();
      let removed: Promise<unknown> = Promise.resolve();
      answers.next = () => {
        removed = webhooks.remove('p1', id, OPERATOR);
        return 500;
      };
      await link();
      await jobs.runDue();
      await removed;
      expect(await database.kysely.selectFrom('webhook_deliveries').selectAll().execute()).toEqual([]);
      expect((await jobs.counts()).every(({ state }) => state !== 'dead')).toBe(true);
    });

    it('signs with both secrets for as long as the earlier one counts', async () => {
      const { link, jobs, received, id, webhooks, clock, secret } = await start();
      const rotated = await webhooks.rotateSecret('p1', id, HOUR, OPERATOR);
      expect(rotated.secret).not.toBe(secret);
      expect(rotated.state.previousSecretUntil).toBe(clock.now() + HOUR);
      await link();
      await jobs.runDue();
      expect(received[0]!.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
      expect(received[0]!.headers).toHaveProperty('x-stackone-signature-previous');
      clock.advance(HOUR);
      await link();
      await jobs.runDue();
      expect(received[1]!.headers['webhook-signature']).toMatch(/^v1,\S+$/);
      expect(received[1]!.headers).not.toHaveProperty('x-stackone-signature-previous');
      expect((await webhooks.get('p1', id)).previousSecretUntil).toBeNull();
    });

    it('keeps signing secrets sealed and out of logs, audit entries and receivers’ echoes', async () => {
      const { link, answers, jobs, id, secret, database, lines, audit, listed, webhooks } = await start();
      answers.next = () => ({ status: 500, text: `you are ${secret}` });
      await link();
      await jobs.runDue();
      const { secret: second } = await webhooks.rotateSecret('p1', id, HOUR, OPERATOR);
      const everything = JSON.stringify([
        await database.kysely.selectFrom('webhooks').selectAll().execute(),
        await database.kysely.selectFrom('jobs').selectAll().execute(),
        await listed(id),
        await webhooks.list('p1'),
        await audit.list({}, { limit: 100 }),
        lines,
      ]);
      for (const text of [secret, second]) expect(everything).not.toContain(text.slice(6));
      expect(everything).toContain('you are [redacted]');
    });

    it('sends a test event once, at once, also to a disabled webhook', async () => {
      const { webhooks, id, received, answers, health, listed, jobs } = await start();
      await webhooks.update('p1', id, { enabled: false }, OPERATOR);
      expect(await webhooks.test('p1', id)).toMatchObject({ status: 'delivered', event: 'webhook.test', attempts: 1 });
      answers.next = () => 500;
      expect(await webhooks.test('p1', id)).toMatchObject({
        status: 'dead',
        responseStatus: 500,
        error: expect.any(String),
      });
      expect(await jobs.runDue()).toBe(0);
      expect(received.map(({ json }) => [json.event, json.record_type, json.record_id])).toEqual(
        Array(2).fill(['webhook.test', 'webhook', String(id)]),
      );
      expect(await health()).toMatchObject({ consecutiveFailures: 0 });
      expect(await listed(id)).toHaveLength(2);
    });

    it('is nobody’s business in another project', async () => {
      const { webhooks, id, link, jobs, listed, received } = await start();
      await link();
      await jobs.runDue();
      const delivery = (await listed(id))[0]!.id;
      const stranger = { code: 'webhook_not_found' };
      expect(await webhooks.list('p2')).toEqual([]);
      await expect(webhooks.get('p2', id)).rejects.toMatchObject(stranger);
      await expect(webhooks.update('p2', id, { enabled: false }, OPERATOR)).rejects.toMatchObject(stranger);
      await expect(webhooks.rotateSecret('p2', id, 0, OPERATOR)).rejects.toMatchObject(stranger);
      await expect(webhooks.remove('p2', id, OPERATOR)).rejects.toMatchObject(stranger);
      await expect(webhooks.test('p2', id)).rejects.toMatchObject(stranger);
      await expect(webhooks.redeliver('p2', id, delivery)).rejects.toMatchObject(stranger);
      const all = { statuses: [], events: [] };
      await expect(webhooks.deliveries('p2', id, all, { before: undefined, limit: 9 })).rejects.toMatchObject(stranger);
      expect(received).toHaveLength(1);
      expect((await webhooks.get('p1', id)).webhook.enabled).toBe(true);
    });

    it('counts what became of the deliveries of the last day', async () => {
      const { webhooks, id, answers, link, jobs, clock } = await start();
      await link();
      await jobs.runDue();
      answers.next = () => 500;
      await link();
      await jobs.runDue();
      expect((await webhooks.get('p1', id)).recent).toEqual({ pending: 1, delivered: 1, dead: 0 });
      clock.advance(25 * HOUR);
      expect((await webhooks.get('p1', id)).recent).toEqual({ pending: 0, delivered: 0, dead: 0 });
    });

    it('is counted by status, up to ten thousand of one', async () => {
      const { webhooks, link, jobs, database } = await start();
      await link();
      await jobs.runDue();
      await link({ originOwnerId: 'o2' });
      const delivered = database.kysely.selectFrom('webhook_deliveries').selectAll().where('status', '=', 'delivered');
      const one = await delivered.executeTakeFirstOrThrow();
      for (let n = 0; n < 10_000; n += 100) {
        const rows = Array.from({ length: 100 }, (_, at) => ({ ...one, id: `copy-${n + at}` }));
        await database.kysely.insertInto('webhook_deliveries').values(rows).execute();
      }
      expect((await webhooks.counts()).deliveries).toEqual({ pending: 1, delivered: 10_000, dead: 0 });
    });

    it('is forgotten a few at a time, so that others can work on the database meanwhile', async () => {
      const { webhooks, link, jobs, clock, database } = await start();
      await link();
      await jobs.runDue();
      const all = () => database.kysely.selectFrom('webhook_deliveries').selectAll();
      const one = await all().executeTakeFirstOrThrow();
      for (let n = 0; n < 2_000; n += 100) {
        const rows = Array.from({ length: 100 }, (_, at) => ({ ...one, id: `copy-${n + at}` }));
        await database.kysely.insertInto('webhook_deliveries').values(rows).execute();
      }
      clock.advance(400 * 24 * HOUR);
      await webhooks.start();
      const pruned = jobs.runDue();
      const seen: number[] = [];
      do {
        await breathe();
        seen.push((await all().execute()).length);
      } while (seen.at(-1) !== 0);
      expect(seen.some((count) => count > 0 && count < 2_001)).toBe(true);
      await pruned;
    });

    it('is forgotten after the days the project keeps logs, unless it is still pending', async () => {
      const { webhooks, id, answers, link, jobs, clock, listed, projects } = await start();
      await projects.update('p1', { settings: { logRetentionDays: 2 } });
      await link();
      await jobs.runDue();
      answers.next = () => 500;
      await link({ originOwnerId: 'o2' });
      await webhooks.start();
      await jobs.runDue();
      expect(await listed(id)).toHaveLength(2);
      clock.advance(49 * HOUR);
      await jobs.runDue();
      expect((await listed(id)).map(({ status }) => status)).toEqual(['pending']);
    });
  });
});
