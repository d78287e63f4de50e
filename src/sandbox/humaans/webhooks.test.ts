import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccount, type TestAccount } from './testing/account.ts';

interface Received {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const HOUR_MS = 3_600_000;
let account: TestAccount;
let receiver: Server;
let received: Received[];
let status: number;

beforeEach(async () => {
  account = await openAccount();
  received = [];
  status = 204;
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, text: Buffer.concat(chunks).toString() });
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  receiver.closeAllConnections();
  await Promise.all([account.close(), new Promise((resolve) => receiver.close(resolve))]);
});

const hookUrl = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
const subscribe = async (events: string[], url = hookUrl()) =>
  (await account.owner.post('/webhooks', { url, events })).json;
const settle = () => account.send('POST', '/__admin/idle');
const deliver = () => account.send('POST', '/__admin/webhooks/deliver');
const addSpace = async (name: string) => (await account.owner.post('/spaces', { name })).json;
const events = async () => (await account.owner.get('/webhook-events')).json.data;
const isOff = async (id: string) => (await account.owner.get(`/webhooks/${id}`)).json.disabledAt !== null;

describe('a webhook', () => {
  it('shows its secret once', async () => {
    const created = await subscribe(['space.created']);
    expect(created).toMatchObject({ url: hookUrl(), events: ['space.created'], disabledAt: null });
    expect(created.secret).toMatch(/^\w{40}$/);
    expect((await account.owner.get(`/webhooks/${created.id}`)).json).not.toHaveProperty('secret');
    expect((await account.owner.patch(`/webhooks/${created.id}`, { events: ['space.deleted'] })).text).not.toContain(
      'secret',
    );
  });

  it('must name an http address and events', async () => {
    for (const [body, name] of [
      [{ url: 'ftp://x.example', events: ['space.created'] }, 'url'],
      [{ url: hookUrl(), events: [] }, 'events'],
      [{ url: hookUrl(), events: ['space.created', 'everything'] }, 'events[1]'],
    ] as const)
      expect((await account.owner.post('/webhooks', body)).json.issues[0].name).toBe(name);
  });
});

describe('a delivery', () => {
  it('is signed over the raw body and logged', async () => {
    const { id: webhookId, secret } = await subscribe(['space.created']);
    const space = await addSpace('Robotics');
    await settle();
    expect(received).toHaveLength(1);
    const { headers, text } = received[0]!;
    const hmac = createHmac('sha256', secret).update(text).digest('hex');
    expect(headers['humaans-signature']).toBe(`sha256=${hmac}`);
    const payload = JSON.parse(text);
    expect(payload).toEqual({
      id: expect.stringMatching(/^\w{24}$/),
      webhookId,
      event: 'space.created',
      timestamp: '2026-03-04T10:00:00.000Z',
      data: { id: space.id },
    });
    const createdAt = '2026-03-04T10:00:00.000Z';
    expect(await events()).toEqual([{ ...payload, status: 'delivered', createdAt }]);
    expect((await account.owner.get(`/webhook-events/${payload.id}`)).json.status).toBe('delivered');
  });

  it('happens for the events that were asked for', async () => {
    await subscribe(['space.updated', 'timeAway.created']);
    const { id } = await addSpace('A');
    await account.owner.patch(`/spaces/${id}`, { name: 'B' });
    await account.owner.delete(`/spaces/${id}`);
    const [type] = await account.owner.all('/time-away-types');
    const { personId } = (await account.owner.get('/token-info')).json;
    const body = { personId, startDate: '2026-06-01', endDate: '2026-06-01', timeAwayTypeId: type.id };
    await account.owner.post('/time-away', body);
    await settle();
    expect((await events()).map(({ event }: { event: string }) => event)).toEqual([
      'space.updated',
      'timeAway.created',
    ]);
    expect(received).toHaveLength(2);
  });

  it.each([500, 404, 302])('that is answered with %i is tried again later', async (bad) => {
    await subscribe(['space.created']);
    status = bad;
    await addSpace('A');
    await settle();
    expect((await events())[0].status).toBe('pending');
    await deliver();
    expect(received).toHaveLength(1);
    status = 200;
    account.clock.advance(60_000);
    await deliver();
    expect(received).toHaveLength(2);
    expect(received[1]?.text).toBe(received[0]?.text);
    expect((await events())[0].status).toBe('delivered');
  });

  it('that is due goes out with the next call', async () => {
    await subscribe(['space.created']);
    status = 500;
    await addSpace('A');
    await settle();
    account.clock.advance(60_000);
    await account.owner.get('/spaces');
    await settle();
    expect(received).toHaveLength(2);
  });

  it('waits longer after every failure', async () => {
    await subscribe(['space.created']);
    status = 500;
    await addSpace('A');
    await settle();
    for (const minutes of [1, 5, 30, 120, 720, 720]) {
      const before = received.length;
      account.clock.advance(minutes * 60_000 - 1);
      await deliver();
      expect(received).toHaveLength(before);
      account.clock.advance(1);
      await deliver();
      expect(received).toHaveLength(before + 1);
    }
  });

  it('never leaves this machine', async () => {
    for (const url of [
      'http://192.0.2.1/x',
      'http://hooks.example/x',
      'http://127.0.0.1.example/x',
      'http://0x7f.1.example/',
    ])
      await subscribe(['space.created'], url);
    await addSpace('A');
    await settle();
    expect((await events()).map((event: { status: string }) => event.status)).toEqual(Array(4).fill('pending'));
  });
});

describe('a webhook that keeps failing', () => {
  const failFor = async (hours: number) => {
    for (let passed = 0; passed < hours; passed += 12) {
      account.clock.advance(12 * HOUR_MS);
      await deliver();
    }
  };

  it('is switched off after five days, and gets nothing any more', async () => {
    const { id } = await subscribe(['space.created']);
    status = 500;
    await addSpace('A');
    await settle();
    await failFor(108);
    expect(await isOff(id)).toBe(false);
    await failFor(24);
    expect(await isOff(id)).toBe(true);
    expect((await events())[0].status).toBe('failed');
    const before = received.length;
    await addSpace('B');
    await failFor(24);
    expect(received).toHaveLength(before);
  });

  it('stays on when a delivery succeeds in between', async () => {
    const { id } = await subscribe(['space.created']);
    status = 500;
    await addSpace('A');
    await settle();
    await failFor(72);
    status = 200;
    await failFor(24);
    status = 500;
    await addSpace('B');
    await settle();
    await failFor(72);
    expect(await isOff(id)).toBe(false);
  });

  it('is switched on again by changing it', async () => {
    const { id } = await subscribe(['space.created']);
    status = 500;
    await addSpace('A');
    await settle();
    await failFor(144);
    expect(await isOff(id)).toBe(true);
    status = 200;
    await account.owner.patch(`/webhooks/${id}`, { events: ['space.created'] });
    const before = received.length;
    await addSpace('B');
    await settle();
    expect([await isOff(id), received.length]).toEqual([false, before + 1]);
  });

  it('takes its deliveries along when it is deleted', async () => {
    const { id } = await subscribe(['space.created']);
    status = 500;
    await addSpace('A');
    await settle();
    await account.owner.delete(`/webhooks/${id}`);
    account.clock.advance(60_000);
    await deliver();
    expect([(await events()).length, received.length]).toEqual([0, 1]);
  });
});

describe('deliveries under way', () => {
  it('are dropped by a reset', async () => {
    await subscribe(['space.created']);
    status = 500;
    await addSpace('A');
    await account.send('POST', '/__admin/reset');
    const before = received.length;
    account.clock.advance(60_000);
    await deliver();
    expect([(await events()).length, received.length]).toEqual([0, before]);
  });
});
