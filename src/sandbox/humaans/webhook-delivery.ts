import { createHmac } from 'node:crypto';
import type { Tasks } from '../kit/index.ts';
import { type Item, textOf } from './item.ts';
import { type HumaansCall, nextId, type PendingDelivery, type State } from './state.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const TIMEOUT_MS = 5_000;
/** Waits after a failed attempt; the last one repeats. */
const RETRY_MS = [1, 5, 30, 120, 720].map((minutes) => minutes * MINUTE_MS);
/** A webhook that has failed for so long is switched off. */
const GIVE_UP_MS = 5 * DAY_MS;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The header that proves where a delivery comes from: HMAC-SHA-256 of the raw body. */
export const signature = (secret: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** Notes an event for every webhook that asked for it and starts the deliveries. @param event such as `person.created` */
export function emit(call: HumaansCall, event: string, id: string): void {
  const { state, timestamp, now } = call;
  const subscribed = state.database
    .table('webhooks')
    .filter((webhook) => webhook['disabledAt'] === null && (webhook['events'] as readonly string[]).includes(event));
  for (const webhook of subscribed) {
    const eventId = nextId(state, 'webhookEvents');
    state.database.table('webhookEvents').insert({
      id: eventId,
      webhookId: webhook.id,
      event,
      data: { id },
      status: 'pending',
      timestamp,
      createdAt: timestamp,
    });
    state.deliveries.push({ eventId, attempts: 0, dueAt: now });
  }
  deliverDue(state, now, call.tasks);
}

/** Starts every delivery that is due at a time (milliseconds). */
export function deliverDue(state: State, now: number, tasks: Tasks): void {
  const due = state.deliveries.filter((delivery) => delivery.dueAt <= now);
  if (due.length === 0) return;
  state.deliveries = state.deliveries.filter((delivery) => delivery.dueAt > now);
  tasks.run(async (signal) => {
    await Promise.all(due.map((delivery) => attempt(state, delivery, now, signal)));
  });
}

const settle = (state: State, eventId: string, status: 'delivered' | 'failed'): void => {
  state.database.table('webhookEvents').update(eventId, { status });
};

async function attempt(state: State, delivery: PendingDelivery, now: number, signal: AbortSignal): Promise<void> {
  const event = state.database.table('webhookEvents').get(delivery.eventId);
  const webhook = event && state.database.table('webhooks').get(textOf(event, 'webhookId'));
  if (event === undefined || webhook === undefined || webhook['disabledAt'] !== null)
    return settle(state, delivery.eventId, 'failed');
  if (await post(state, webhook, event, signal)) {
    state.failingSince.delete(webhook.id);
    return settle(state, event.id, 'delivered');
  }
  const since = state.failingSince.get(webhook.id) ?? now;
  state.failingSince.set(webhook.id, since);
  if (now - since < GIVE_UP_MS) {
    const wait = RETRY_MS[Math.min(delivery.attempts, RETRY_MS.length - 1)]!;
    state.deliveries.push({ eventId: event.id, attempts: delivery.attempts + 1, dueAt: now + wait });
    return;
  }
  const disabledAt = new Date(now).toISOString();
  state.database.table('webhooks').update(webhook.id, { disabledAt, updatedAt: disabledAt });
  settle(state, event.id, 'failed');
}

/** Sends one delivery. Nothing is ever sent beyond this machine; other addresses count as unreachable. */
async function post(state: State, webhook: Item, event: Item, stop: AbortSignal): Promise<boolean> {
  const url = new URL(textOf(webhook, 'url'));
  if (!LOOPBACK.test(url.hostname)) return false;
  const { id, webhookId, event: name, timestamp, data } = event;
  const body = JSON.stringify({ id, webhookId, event: name, timestamp, data });
  const secret = state.webhookSecrets.get(webhook.id) ?? '';
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'humaans-signature': signature(secret, body) },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
