import { type Selectable, sql } from 'kysely';
import type { Database, WebhooksTable } from '../../storage/index.ts';
import type { Webhook } from './webhook.ts';

type Row = Selectable<WebhooksTable>;

const toWebhook = (row: Row): Webhook =>
  Object.freeze({
    projectId: row.project_id,
    id: row.id,
    url: row.url,
    description: row.description,
    events: JSON.parse(row.events) as string[],
    enabled: row.enabled === 1,
    disabledReason: row.disabled_reason,
    secretSealed: row.secret_sealed,
    consecutiveFailures: row.consecutive_failures,
    failingSince: row.failing_since,
    lastDeliveredAt: row.last_delivered_at,
    lastFailedAt: row.last_failed_at,
    lastError: row.last_error,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  });

/** What the maker of a webhook chooses. */
export type NewWebhook = Pick<Webhook, 'projectId' | 'url' | 'description' | 'events' | 'enabled'>;

/** What can be changed of a webhook. Absent members stay. */
export type WebhookChange = Partial<
  Pick<Webhook, 'url' | 'description' | 'events' | 'enabled' | 'disabledReason' | 'secretSealed'>
> & {
  /** Forget past failures. */
  readonly healthy?: true;
};

/** Rows of `webhooks`. */
export interface WebhookStore {
  /** Oldest first. */
  list(projectId: string): Promise<Webhook[]>;
  find(projectId: string, id: number): Promise<Webhook | undefined>;
  /** Enabled ones that hear of an event. They cannot be deleted before the transaction ends. */
  listening(projectId: string, event: string): Promise<Webhook[]>;
  /** @param seal makes the sealed secrets once the id is known */
  insert(webhook: NewWebhook, now: number, seal: (id: number) => string): Promise<Webhook>;
  /** @returns undefined when there is none of this id */
  update(projectId: string, id: number, change: WebhookChange, now: number): Promise<Webhook | undefined>;
  remove(projectId: string, id: number): Promise<boolean>;
  /**
   * Notes how an attempt ended; others that change the webhook wait until the transaction ends.
   * @param error null when it was delivered
   * @returns the webhook as it is now; undefined when it was deleted
   */
  noteAttempt(projectId: string, id: number, now: number, error: string | null): Promise<Webhook | undefined>;
  /** Number of webhooks of all projects, by whether they are enabled. */
  counts(): Promise<{ readonly enabled: number; readonly disabled: number }>;
}

/** Makes the store over a connection or an open transaction. */
export function createWebhookStore({ kysely, kind }: Pick<Database, 'kysely' | 'kind'>): WebhookStore {
  const all = (projectId: string) =>
    kysely.selectFrom('webhooks').selectAll().where('project_id', '=', projectId).orderBy('id');
  const find = async (projectId: string, id: number): Promise<Webhook | undefined> => {
    const row = await all(projectId).where('id', '=', id).executeTakeFirst();
    return row && toWebhook(row);
  };
  const set = (projectId: string, id: number, values: Partial<Omit<Row, 'project_id' | 'id'>>) =>
    kysely.updateTable('webhooks').set(values).where('project_id', '=', projectId).where('id', '=', id);

  return {
    list: async (projectId) => (await all(projectId).execute()).map(toWebhook),
    find,
    async listening(projectId, event) {
      const enabled = all(projectId).where('enabled', '=', 1);
      const rows = await (kind === 'postgres' ? enabled.forKeyShare() : enabled).execute();
      return rows.map(toWebhook).filter(({ events }) => events.includes(event));
    },
    async insert({ projectId, url, description, events, enabled }, now, seal) {
      const { id } = await kysely
        .insertInto('webhooks')
        .values({
          project_id: projectId,
          url,
          description,
          events: JSON.stringify(events),
          enabled: enabled ? 1 : 0,
          disabled_reason: null,
          secret_sealed: '',
          consecutive_failures: 0,
          failing_since: null,
          last_delivered_at: null,
          last_failed_at: null,
          last_error: null,
          created_at: now,
          updated_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await set(projectId, id, { secret_sealed: seal(id) }).execute();
      return (await find(projectId, id))!;
    },
    async update(projectId, id, change, now) {
      const { url, description, events, enabled, disabledReason, secretSealed, healthy } = change;
      await set(projectId, id, {
        ...(url === undefined ? {} : { url }),
        ...(description === undefined ? {} : { description }),
        ...(events === undefined ? {} : { events: JSON.stringify(events) }),
        ...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
        ...(disabledReason === undefined ? {} : { disabled_reason: disabledReason }),
        ...(secretSealed === undefined ? {} : { secret_sealed: secretSealed }),
        ...(healthy === undefined ? {} : { consecutive_failures: 0, failing_since: null, last_error: null }),
        updated_at: now,
      }).execute();
      return find(projectId, id);
    },
    async remove(projectId, id) {
      const result = await kysely
        .deleteFrom('webhooks')
        .where('project_id', '=', projectId)
        .where('id', '=', id)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
    async noteAttempt(projectId, id, now, error) {
      await kysely
        .updateTable('webhooks')
        .set(
          error === null
            ? { consecutive_failures: 0, failing_since: null, last_error: null, last_delivered_at: now }
            : {
                consecutive_failures: sql<number>`consecutive_failures + 1`,
                failing_since: sql<number>`coalesce(failing_since, ${now})`,
                last_error: error,
                last_failed_at: now,
              },
        )
        .where('project_id', '=', projectId)
        .where('id', '=', id)
        .execute();
      return find(projectId, id);
    },
    async counts() {
      const rows = await kysely
        .selectFrom('webhooks')
        .select(({ fn }) => ['enabled', fn.countAll<number | string>().as('count')])
        .groupBy('enabled')
        .execute();
      const of = (enabled: number): number => Number(rows.find((row) => row.enabled === enabled)?.count ?? 0);
      return { enabled: of(1), disabled: of(0) };
    },
  };
}
