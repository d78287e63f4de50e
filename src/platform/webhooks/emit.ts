import { type Clock, newId, newTimeUuid } from '../../kernel/index.ts';
import type { Database, Jobs, NewJob } from '../../storage/index.ts';
import type { OnAccountChange } from '../accounts/index.ts';
import type { DeliveryJob } from './deliver.ts';
import { createDeliveryStore, newDelivery } from './delivery-store.ts';
import { accountEvent, type EventPayload, isNews } from './events.ts';
import { createWebhookStore } from './store.ts';
import type { Delivery, Webhook } from './webhook.ts';

/** The kind of the jobs that deliver. */
export const DELIVER = 'webhooks.deliver';

/** All jobs of one webhook. */
export const laneOf = ({ projectId, id }: Pick<Webhook, 'projectId' | 'id'>): string => `webhook/${projectId}/${id}`;

/** The job that makes a delivery. What happens to one account is told in the order it happened. */
export function deliveryJobFor({ projectId, id, webhookId, accountId }: Delivery): NewJob {
  const lane = laneOf({ projectId, id: webhookId });
  return {
    kind: DELIVER,
    payload: { projectId, deliveryId: id } satisfies DeliveryJob,
    lane,
    uniqueKey: `webhook-delivery/${projectId}/${id}`,
    ...(accountId === null ? {} : { orderKey: `${lane}/${accountId}` }),
  };
}

/** A delivery of an event to a webhook, not yet stored. */
export function deliveryFor(webhook: Webhook, payload: EventPayload, now: number, eventId = newId()): Delivery {
  const accountId = payload['account_id'];
  return newDelivery({
    projectId: webhook.projectId,
    id: newTimeUuid(now),
    webhookId: webhook.id,
    eventId,
    event: payload.event,
    accountId: typeof accountId === 'string' ? accountId : null,
    payload,
    createdAt: now,
  });
}

/** Notes the events of accounts, and the jobs that deliver them, in the transaction of the change. */
export function emitAccountEvents({
  database,
  clock,
  jobs,
}: {
  readonly database: Pick<Database, 'kind'>;
  readonly clock: Clock;
  readonly jobs: Pick<Jobs, 'add'>;
}): OnAccountChange {
  return async (db, kind, account, context) => {
    if (!isNews(kind, account, context)) return;
    const now = clock.now();
    const payload = accountEvent(kind, account, now);
    const eventId = newId();
    const webhooks = createWebhookStore({ kysely: db, kind: database.kind });
    const made = (await webhooks.listening(account.projectId, payload.event)).map((webhook) =>
      deliveryFor(webhook, payload, now, eventId),
    );
    await createDeliveryStore(db).insert(made);
    await jobs.add({ db, notify: context.notify }, ...made.map(deliveryJobFor));
  };
}
