import { type Database, inBatches, MOST_COUNTED, type WebhookDeliveriesTable } from '../../storage/index.ts';
import type { AttemptResult } from './verdict.ts';
import type { Delivery, DeliveryStatus } from './webhook.ts';

const toDelivery = (row: WebhookDeliveriesTable): Delivery =>
  Object.freeze({
    projectId: row.project_id,
    id: row.id,
    webhookId: row.webhook_id,
    eventId: row.event_id,
    event: row.event,
    accountId: row.account_id,
    payload: JSON.parse(row.payload) as Record<string, unknown>,
    status: row.status,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    lastAttemptAt: row.last_attempt_at,
    durationMs: row.duration_ms,
    responseStatus: row.response_status,
    responseBody: row.response_body,
    error: row.error,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  });

const toRow = (delivery: Delivery): WebhookDeliveriesTable => ({
  project_id: delivery.projectId,
  id: delivery.id,
  webhook_id: delivery.webhookId,
  event_id: delivery.eventId,
  event: delivery.event,
  account_id: delivery.accountId,
  payload: JSON.stringify(delivery.payload),
  status: delivery.status,
  attempts: delivery.attempts,
  next_attempt_at: delivery.nextAttemptAt,
  last_attempt_at: delivery.lastAttemptAt,
  duration_ms: delivery.durationMs,
  response_status: delivery.responseStatus,
  response_body: delivery.responseBody,
  error: delivery.error,
  created_at: delivery.createdAt,
  finished_at: delivery.finishedAt,
});

/** A delivery that was not attempted yet. */
export const newDelivery = (
  given: Pick<Delivery, 'projectId' | 'id' | 'webhookId' | 'eventId' | 'event' | 'accountId' | 'payload' | 'createdAt'>,
): Delivery => ({
  ...given,
  status: 'pending',
  attempts: 0,
  nextAttemptAt: given.createdAt,
  lastAttemptAt: null,
  durationMs: null,
  responseStatus: null,
  responseBody: null,
  error: null,
  finishedAt: null,
});

/** The delivery after an attempt. @param nextAttemptAt null when there will be none */
export const attempted = (
  delivery: Delivery,
  result: AttemptResult,
  now: number,
  status: DeliveryStatus,
  nextAttemptAt: number | null = null,
): Delivery => ({
  ...delivery,
  status,
  attempts: delivery.attempts + 1,
  nextAttemptAt,
  lastAttemptAt: now,
  durationMs: result.durationMs,
  responseStatus: result.status,
  responseBody: result.body,
  error: result.error,
  finishedAt: status === 'pending' ? null : now,
});

/** The delivery when it will not be tried again, without an attempt. */
export const givenUp = (delivery: Delivery, error: string, now: number): Delivery => ({
  ...delivery,
  status: 'dead',
  error,
  nextAttemptAt: null,
  finishedAt: now,
});

/** Which deliveries to list. Empty members do not filter. */
export interface DeliveryFilter {
  readonly statuses: readonly string[];
  readonly events: readonly string[];
}

/** Rows of `webhook_deliveries`. */
export interface DeliveryStore {
  insert(deliveries: readonly Delivery[]): Promise<void>;
  find(projectId: string, id: string): Promise<Delivery | undefined>;
  /** Newest first. @param before id of the last one that was listed */
  list(
    projectId: string,
    webhookId: number,
    filter: DeliveryFilter,
    page: { readonly before: string | undefined; readonly limit: number },
  ): Promise<Delivery[]>;
  /** Replaces what can change, while the status is still this. @returns whether it was */
  replace(delivery: Delivery, knownStatus: DeliveryStatus): Promise<boolean>;
  /** Gives up what is pending for a webhook. @param except one that somebody is about to note the end of */
  giveUp(projectId: string, webhookId: number, reason: string, now: number, except?: string): Promise<void>;
  /** Number by webhook and status of those made since a time. */
  countsSince(
    projectId: string,
    since: number,
  ): Promise<{ readonly webhookId: number; readonly status: DeliveryStatus; readonly count: number }[]>;
  /** Number by status, of all projects; counted up to {@link MOST_COUNTED}. */
  counts(): Promise<Readonly<Record<DeliveryStatus, number>>>;
  /** Removes those that ended before a time, a few at a time. */
  prune(projectId: string, before: number, stop: AbortSignal): Promise<void>;
}

/** Makes the store over a connection or an open transaction. */
export function createDeliveryStore(kysely: Database['kysely']): DeliveryStore {
  return {
    async insert(deliveries) {
      if (deliveries.length > 0) await kysely.insertInto('webhook_deliveries').values(deliveries.map(toRow)).execute();
    },
    async find(projectId, id) {
      const row = await kysely
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where('project_id', '=', projectId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row && toDelivery(row);
    },
    async list(projectId, webhookId, { statuses, events }, { before, limit }) {
      let query = kysely
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where('project_id', '=', projectId)
        .where('webhook_id', '=', webhookId);
      if (statuses.length > 0) query = query.where('status', 'in', statuses as DeliveryStatus[]);
      if (events.length > 0) query = query.where('event', 'in', [...events]);
      if (before !== undefined) query = query.where('id', '<', before);
      return (await query.orderBy('id', 'desc').limit(limit).execute()).map(toDelivery);
    },
    async replace(delivery, knownStatus) {
      const { project_id, id, ...columns } = toRow(delivery);
      const result = await kysely
        .updateTable('webhook_deliveries')
        .set(columns)
        .where('project_id', '=', project_id)
        .where('id', '=', id)
        .where('status', '=', knownStatus)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async giveUp(projectId, webhookId, reason, now, except) {
      const pending = kysely
        .updateTable('webhook_deliveries')
        .set({ status: 'dead', error: reason, next_attempt_at: null, finished_at: now })
        .where('project_id', '=', projectId)
        .where('webhook_id', '=', webhookId)
        .where('status', '=', 'pending');
      await (except === undefined ? pending : pending.where('id', '<>', except)).execute();
    },
    async countsSince(projectId, since) {
      const rows = await kysely
        .selectFrom('webhook_deliveries')
        .select(({ fn }) => ['webhook_id', 'status', fn.countAll<number | string>().as('count')])
        .where('project_id', '=', projectId)
        .where('created_at', '>=', since)
        .groupBy(['webhook_id', 'status'])
        .execute();
      return rows.map(({ webhook_id, status, count }) => ({ webhookId: webhook_id, status, count: Number(count) }));
    },
    async counts() {
      const of = async (status: DeliveryStatus): Promise<number> => {
        const some = kysely.selectFrom('webhook_deliveries').select('status').where('status', '=', status);
        const { count } = await kysely
          .selectFrom(some.limit(MOST_COUNTED).as('some_deliveries'))
          .select(({ fn }) => fn.countAll<number | string>().as('count'))
          .executeTakeFirstOrThrow();
        return Number(count);
      };
      return { pending: await of('pending'), delivered: await of('delivered'), dead: await of('dead') };
    },
    async prune(projectId, before, stop) {
      await inBatches(async (limit) => {
        const ended = kysely
          .selectFrom('webhook_deliveries')
          .select('id')
          .where('project_id', '=', projectId)
          .where('finished_at', '<', before)
          .orderBy('finished_at')
          .limit(limit);
        const some = kysely
          .deleteFrom('webhook_deliveries')
          .where('project_id', '=', projectId)
          .where('id', 'in', ended);
        return Number((await some.executeTakeFirst()).numDeletedRows);
      }, stop);
    },
  };
}
