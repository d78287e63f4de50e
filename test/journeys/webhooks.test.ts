import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Logger } from '../../src/kernel/index.ts';
import { type TestClock, testClock } from '../../src/platform/testing/index.ts';
import { linkDemoAccount } from '../support/linking.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const EVENTS = ['account.created', 'account.updated', 'account.deleted'];
const GUIDE = readFileSync(resolve(import.meta.dirname, '../../docs/webhooks.md'), 'utf8');

let clock: TestClock;
let receiver: WebhookReceiver;
let server: TestServer;
const lines: string[] = [];

beforeAll(async () => {
  clock = testClock();
  receiver = await startReceiver();
  const note = (fields: object, message: string) => void lines.push(JSON.stringify([fields, message]));
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  server = await startTestServer({ clock, logger, env: { PATCHBAY_EGRESS_ALLOW: receiver.host } });
});
afterAll(async () => {
  await server.dispose();
  await receiver.close();
});

const add = async (more: object = {}) => {
  const answer = await server.call('POST', '/webhooks', { url: receiver.url, events: EVENTS, ...more });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as { id: number; secret: string };
};
const remove = (id: number) => server.call('DELETE', `/webhooks/${id}`);
/** Makes every delivery that is due. */
const settle = () => server.platform.jobs.runDue();
const arrivedSince = (start: number) => receiver.arrivals.slice(start);

describe('the routes of webhooks', () => {
  it('show the secret when it is made, and never again', async () => {
    const made = await server.call('POST', '/webhooks', { url: receiver.url, events: EVENTS, description: 'CRM' });
    const { id, secret } = made.body;
    expect(made).toMatchObject({
      status: 201,
      body: {
        id: expect.any(Number),
        url: receiver.url,
        description: 'CRM',
        events: EVENTS,
        enabled: true,
        disabled_reason: null,
        previous_secret_valid_until: null,
        health: { status: 'unknown', consecutive_failures: 0, last_24_hours: { success_rate: null } },
      },
    });
    expect(secret).toMatch(/^whsec_/);
    const rotated = await server.call('POST', `/webhooks/${id}/rotate_secret`, { overlap_hours: 2 });
    expect(rotated.body.previous_secret_valid_until).toBe(new Date(clock.now() + 7_200_000).toISOString());
    const plain = await server.call('POST', `/webhooks/${id}/rotate_secret`);
    expect(plain).toMatchObject({ status: 200, body: { secret: expect.stringMatching(/^whsec_/) } });
    const others = [
      await server.call('GET', '/webhooks'),
      await server.call('GET', `/webhooks/${id}`),
      await server.call('PATCH', `/webhooks/${id}`, { description: null, enabled: false }),
      await server.call('POST', `/webhooks/${id}/test`),
      await server.call('GET', `/webhooks/${id}/deliveries`),
    ];
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(others[1]!.body).toEqual(others[0]!.body.data[0]);
    expect(others[2]!.body).toMatchObject({ enabled: false, description: null, health: { status: 'disabled' } });
    expect(await remove(id)).toMatchObject({ status: 204, body: '' });
    expect(await remove(id)).toMatchObject({ status: 404, body: { code: 'webhook_not_found' } });
    const everything = JSON.stringify(others) + lines.join('\n');
    for (const text of [secret, rotated.body.secret, plain.body.secret])
      expect(everything).not.toContain(String(text).slice(6));
    const audited = (await server.platform.audit.list({}, { limit: 10 })).map(({ action, actor }) => [
      action,
      actor.type,
    ]);
    expect(audited.slice(0, 5)).toEqual([
      ['webhook.deleted', 'api_key'],
      ['webhook.updated', 'api_key'],
      ['webhook.secret_rotated', 'api_key'],
      ['webhook.secret_rotated', 'api_key'],
      ['webhook.created', 'api_key'],
    ]);
    expect(JSON.stringify(await server.platform.audit.list({}, { limit: 10 }))).not.toContain('whsec_');
  });

  it('refuse what is not right, and say why', async () => {
    const refused = async (body: object) => (await server.call('POST', '/webhooks', body)).body;
    expect(await refused({ url: 'https://a.example', events: ['account.created', 'pigs.flown'] })).toMatchObject({
      statusCode: 400,
      errors: [expect.stringMatching(/^events pigs\.flown is not known\. Use account\.created/)],
    });
    for (const body of [
      { url: 'https://a.example' },
      { url: 'https://a.example', events: [] },
      { url: 'https://a.example', events: EVENTS, secret: 'mine' },
      { url: `https://a.example/${'x'.repeat(3_000)}`, events: EVENTS },
    ])
      expect(await refused(body)).toMatchObject({ statusCode: 400, code: 'validation_failed' });
    for (const url of [
      'hook',
      'ftp://a.example/',
      'http://a.example/',
      'https://user:pass@a.example/',
      'https://127.0.0.1/',
      'https://localhost/',
      'https://169.254.169.254/latest/meta-data/',
      'https://[::ffff:10.0.0.1]/',
      'https://2130706433/',
      'http://metadata.google.internal/',
    ]) {
      expect(await refused({ url, events: EVENTS }), url).toMatchObject({
        statusCode: 400,
        code: 'webhook_url_refused',
      });
    }
    for (const id of ['nobody', '0', '99999999999999999999', '1.5'])
      expect((await server.call('GET', `/webhooks/${id}`)).status, id).toBe(400);
    expect(await server.call('GET', '/webhooks/4711')).toMatchObject({ status: 404 });
    const { id } = await add();
    expect(await server.call('PATCH', `/webhooks/${id}`, { url: 'http://a.example' })).toMatchObject({ status: 400 });
    expect(await server.call('PATCH', `/webhooks/${id}`, { events: ['x'] })).toMatchObject({ status: 400 });
    expect(await server.call('GET', `/webhooks/${id}/deliveries?status=lost`)).toMatchObject({ status: 400 });
    expect(await server.call('GET', `/webhooks/${id}/deliveries?next=lost`)).toMatchObject({ status: 400 });
    expect(await server.call('POST', `/webhooks/${id}/deliveries/nobody/redeliver`)).toMatchObject({
      status: 404,
      body: { code: 'webhook_delivery_not_found' },
    });
    await remove(id);
  });

  it('accept the names of events of unified records', async () => {
    const { id } = await add({ events: ['hris_employees.updated', 'crm_contacts.created'] });
    await remove(id);
  });

  it('allow a hundred webhooks in a project', async () => {
    const made: number[] = [];
    for (let n = 0; n < 100; n += 1) made.push((await add({ enabled: false })).id);
    expect(await server.call('POST', '/webhooks', { url: receiver.url, events: EVENTS })).toMatchObject({
      status: 409,
      body: { code: 'webhook_limit_reached' },
    });
    for (const id of made) await remove(id);
  });
});

describe('a receiver', () => {
  it('hears of an account from its first day to its last, in order, signed both ways', async () => {
    const start = receiver.arrivals.length;
    const { id, secret } = await add();
    const account = await linkDemoAccount(server, 'humaans');
    await server.call('PATCH', `/accounts/${account}`, { label: 'Main' });
    await server.call('DELETE', `/accounts/${account}`);
    await settle();
    const arrivals = arrivedSince(start);
    expect(arrivals.map(({ json }) => json.event)).toEqual(EVENTS);
    for (const { headers, body, json } of arrivals) {
      expect(json).toMatchObject({ record_type: 'account', record_id: account, account_id: account });
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'user-agent': expect.stringMatching(/^Patchbay\/\d/),
      });
      expect(headers['x-stackone-signature']).toBe(createHmac('sha256', secret).update(body).digest('base64url'));
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body.toString('utf8')}`;
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    }
    const { data, next } = (await server.call('GET', `/webhooks/${id}/deliveries`)).body;
    expect(next).toBeNull();
    expect(data).toMatchObject([
      { event: 'account.deleted', status: 'delivered' },
      { event: 'account.updated', status: 'delivered' },
      { event: 'account.created', status: 'delivered', attempts: 1, response_status: 200, response_body: 'noted' },
    ]);
    expect((await server.call('GET', `/webhooks/${id}`)).body.health).toMatchObject({
      status: 'healthy',
      last_24_hours: { delivered: 3, dead: 0, pending: 0, success_rate: 1 },
    });
    await remove(id);
  });

  it('that fails is tried again, sees no redirect followed, and can be sent to again by hand', async () => {
    const start = receiver.arrivals.length;
    const { id } = await add();
    receiver.answer = 503;
    const account = await linkDemoAccount(server, 'humaans');
    await settle();
    receiver.answer = 302;
    clock.advance(6_000);
    await settle();
    expect(arrivedSince(start)).toHaveLength(2);
    const pending = (await server.call('GET', `/webhooks/${id}/deliveries?status=pending`)).body.data;
    expect(pending).toMatchObject([{ attempts: 2, response_status: 302, next_attempt_at: expect.any(String) }]);
    const again = `/webhooks/${id}/deliveries/${pending[0].id}/redeliver`;
    expect(await server.call('POST', again)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    for (const pause of [36_000, 144_000, 720_000]) {
      clock.advance(pause);
      await settle();
    }
    expect((await server.call('GET', `/webhooks/${id}`)).body.health).toMatchObject({
      status: 'failing',
      consecutive_failures: 5,
      last_error: 'The receiver answered 302.',
      last_24_hours: { delivered: 0, dead: 1, success_rate: 0 },
    });
    receiver.answer = 200;
    expect(await server.call('POST', again)).toMatchObject({ status: 202, body: { status: 'pending' } });
    await settle();
    const arrivals = arrivedSince(start);
    expect(arrivals).toHaveLength(6);
    expect(new Set(arrivals.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    await remove(id);
    await server.call('DELETE', `/accounts/${account}`);
  });

  it('hears of an account when its auth config is disabled and enabled again', async () => {
    const { id } = await add();
    const account = await linkDemoAccount(server, 'humaans');
    const { integration_id } = (await server.call('GET', `/accounts/${account}`)).body;
    await settle();
    const start = receiver.arrivals.length;
    for (const [enabled, status] of [
      [false, 'inactive'],
      [true, 'active'],
    ] as const) {
      await server.call('PATCH', `/auth_configs/${integration_id}`, { enabled });
      await settle();
      expect((await server.call('GET', `/accounts/${account}`)).body.status).toBe(status);
    }
    const heard = arrivedSince(start).filter(({ json }) => json.account_id === account);
    expect(heard.map(({ json }) => json.event)).toEqual(['account.updated', 'account.updated']);
    await server.call('DELETE', `/accounts/${account}`);
    await remove(id);
  });

  it('hears nothing while disabled or once deleted', async () => {
    const disabled = await add({ enabled: false });
    const deleted = await add();
    receiver.answer = 500;
    const account = await linkDemoAccount(server, 'humaans');
    await settle();
    await remove(deleted.id);
    receiver.answer = 200;
    const start = receiver.arrivals.length;
    await server.call('DELETE', `/accounts/${account}`);
    clock.advance(86_400_000);
    await settle();
    expect(arrivedSince(start)).toEqual([]);
    await remove(disabled.id);
  });

  it('is listed page by page and by status and event', async () => {
    const { id } = await add();
    for (let n = 0; n < 3; n += 1) await server.call('POST', `/webhooks/${id}/test`);
    receiver.answer = 500;
    const failed = await server.call('POST', `/webhooks/${id}/test`);
    receiver.answer = 200;
    expect(failed.body).toMatchObject({ status: 'dead', response_status: 500, event: 'webhook.test' });
    const ids: string[] = [];
    let query = '?page_size=3';
    for (let next: string | null = ''; next !== null; query = `?page_size=3&next=${next}`) {
      const { body } = await server.call('GET', `/webhooks/${id}/deliveries${query}`);
      ids.push(...body.data.map((delivery: { id: string }) => delivery.id));
      next = body.next;
    }
    expect(ids).toHaveLength(4);
    expect(ids[0]).toBe(failed.body.id);
    expect(new Set(ids).size).toBe(4);
    const count = async (filter: string) =>
      (await server.call('GET', `/webhooks/${id}/deliveries?${filter}`)).body.data.length;
    expect(await count('status=dead')).toBe(1);
    expect(await count('status=dead,delivered&event=webhook.test')).toBe(4);
    expect(await count('event=account.created')).toBe(0);
    await remove(id);
  });
});

describe('the guide to webhooks', () => {
  const codeIn = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]+?)\`\`\``).exec(GUIDE)![1]!;

  it('has examples in TypeScript and Python that accept a real delivery and nothing altered', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-guide-'));
    const { id, secret } = await add();
    const { body: rotated } = await server.call('POST', `/webhooks/${id}/rotate_secret`);
    await server.call('POST', `/webhooks/${id}/test`);
    const { headers, body } = receiver.arrivals.at(-1)!;
    const now = clock.now() / 1000;
    const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const cases = [
      { secret: rotated.secret, body, now, good: true, bodyGood: true },
      { secret, body, now: now + 299, good: true, bodyGood: true },
      { secret: other, body, now, good: false, bodyGood: false },
      { secret, body: Buffer.concat([body, Buffer.from(' ')]), now, good: false, bodyGood: false },
      { secret, body, now: now + 400, good: false, bodyGood: true },
    ];
    try {
      writeFileSync(join(folder, 'verify.ts'), codeIn('ts'));
      const verify = await import(join(folder, 'verify.ts'));
      for (const one of cases) {
        expect(verify.isFromPatchbay(one.secret, headers, one.body, one.now)).toBe(one.good);
        expect(verify.hasBodySignature(one.secret, headers, one.body)).toBe(one.bodyGood);
      }
      const python = `${codeIn('python')}
import json, sys
for one in json.load(sys.stdin):
    body = base64.b64decode(one["body"])
    print(is_from_patchbay(one["secret"], one["headers"], body, one["now"]), has_body_signature(one["secret"], one["headers"], body))
`;
      const input = JSON.stringify(cases.map((one) => ({ ...one, headers, body: one.body.toString('base64') })));
      const run = spawnSync('python3', ['-c', python], { input, encoding: 'utf8' });
      if ((run.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
        process.stderr.write('\n!!! There is no python3 here: the Python example of docs/webhooks.md was NOT run.\n\n');
        return;
      }
      expect(run.stderr).toBe('');
      const word = (good: boolean) => (good ? 'True' : 'False');
      expect(run.stdout.trim().split('\n')).toEqual(cases.map((one) => `${word(one.good)} ${word(one.bodyGood)}`));
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await remove(id);
    }
  });

  it('names every route', async () => {
    const { paths } = (await server.call('GET', '/openapi.json')).body as { paths: Record<string, object> };
    for (const path of Object.keys(paths).filter((one) => one.startsWith('/webhooks'))) expect(GUIDE).toContain(path);
  });
});
