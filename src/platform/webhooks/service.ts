import { type Clock, fail, type Logger } from '../../kernel/index.ts';
import { type Database, isForeignKeyViolation, type Jobs, type Sealer } from '../../storage/index.ts';
import type { OnAccountChange } from '../accounts/index.ts';
import type { Actor, Audit, AuditEvent } from '../audit/index.ts';
import type { Projects } from '../projects/index.ts';
import { attemptDelivery, type Outbound, urlObjection } from './attempt.ts';
import { deliverJob, pruneJob } from './deliver.ts';
import { attempted, createDeliveryStore, type DeliveryFilter } from './delivery-store.ts';
import { DELIVER, deliveryFor, deliveryJobFor, emitAccountEvents, laneOf } from './emit.ts';
import { testEvent } from './events.ts';
import { createSecretKeeper } from './secrets.ts';
import { newSigningSecret } from './signature.ts';
import { createWebhookStore, type NewWebhook, type WebhookChange } from './store.ts';
import type { Delivery, DeliveryStatus, Webhook } from './webhook.ts';

const PRUNE = 'webhooks.prune';
const MOST_WEBHOOKS = 100;
const DAY_MS = 86_400_000;
const SYSTEM: Actor = { type: 'system', id: 'system', name: 'Patchbay', ip: null };

/** How many deliveries of the last 24 hours stand where. */
export type RecentDeliveries = Readonly<Record<DeliveryStatus, number>>;

/** A webhook with what is known of its health and secrets. */
export interface WebhookState {
  readonly webhook: Webhook;
  readonly recent: RecentDeliveries;
  /** Until when the secret before the current one signs too; null when it does not. */
  readonly previousSecretUntil: number | null;
}

/** Webhooks of projects and what is delivered to them. */
export interface Webhooks {
  /** Oldest first. */
  list(projectId: string): Promise<WebhookState[]>;
  /** @throws PatchbayError `webhook_not_found` */
  get(projectId: string, id: number): Promise<WebhookState>;
  /** @returns the secret in clear, this once. @throws PatchbayError `webhook_url_refused`, `webhook_limit_reached` */
  create(webhook: NewWebhook, actor: Actor): Promise<{ readonly state: WebhookState; readonly secret: string }>;
  /**
   * Disabling gives up what is pending; enabling forgets past failures.
   * @throws PatchbayError `webhook_not_found`, `webhook_url_refused`
   */
  update(
    projectId: string,
    id: number,
    change: Partial<Pick<Webhook, 'url' | 'description' | 'events' | 'enabled'>>,
    actor: Actor,
  ): Promise<WebhookState>;
  /** Removes its deliveries too, pending ones included. @throws PatchbayError `webhook_not_found` */
  remove(projectId: string, id: number, actor: Actor): Promise<Webhook>;
  /**
   * Makes a new secret. The one before signs beside it for a while.
   * @returns the secret in clear, this once. @throws PatchbayError `webhook_not_found`
   */
  rotateSecret(
    projectId: string,
    id: number,
    overlapMs: number,
    actor: Actor,
  ): Promise<{ readonly state: WebhookState; readonly secret: string }>;
  /** Sends a test event at once, once, also while the webhook is disabled. @throws PatchbayError `webhook_not_found` */
  test(projectId: string, id: number): Promise<Delivery>;
  /** Newest first. @throws PatchbayError `webhook_not_found` */
  deliveries(
    projectId: string,
    id: number,
    filter: DeliveryFilter,
    page: { readonly before: string | undefined; readonly limit: number },
  ): Promise<Delivery[]>;
  /**
   * Sends again, with the full number of attempts, what is delivered or dead, or pending though its job was lost.
   * @throws PatchbayError `webhook_not_found`, `webhook_delivery_not_found`, `webhook_disabled`, `conflict` while its job is unfinished
   */
  redeliver(projectId: string, id: number, deliveryId: string): Promise<Delivery>;
  /** Notes the events of an account for every webhook that hears of them, within the change itself. */
  readonly onAccountChange: OnAccountChange;
  /** Begins the recurring clean-up. Deliveries are made by the job queue once that is started. */
  start(): Promise<void>;
  /** Numbers for all projects, for dashboards and alarms; deliveries are counted up to ten thousand of a status. */
  counts(): Promise<{
    readonly webhooks: { readonly enabled: number; readonly disabled: number };
    readonly deliveries: Readonly<Record<DeliveryStatus, number>>;
  }>;
}

/** What {@link createWebhooks} needs. */
export interface WebhookParts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly jobs: Jobs;
  readonly audit: Audit;
  readonly projects: Projects;
  readonly outbound: Outbound;
  /** Time for one attempt; 15 s by default. */
  readonly timeoutMs?: number;
  /** Spreads pauses; from 0 to 1. */
  readonly random?: () => number;
}

/** Makes the webhooks service and names the handlers of its jobs. */
export function createWebhooks(parts: WebhookParts): Webhooks {
  const { database, sealer, clock, logger, jobs, audit, projects, outbound } = parts;
  const { timeoutMs = 15_000, random = Math.random } = parts;
  const within = (db: Database['kysely']) => ({
    webhooks: createWebhookStore({ kysely: db, kind: database.kind }),
    deliveries: createDeliveryStore(db),
  });
  const outside = within(database.kysely);
  const secrets = createSecretKeeper(sealer, clock);

  const checkUrl = (url: string): void => {
    const reason = urlObjection(outbound, url);
    if (reason !== undefined) throw fail('webhook_url_refused', { reason });
  };
  const existing = async (projectId: string, id: number, store = outside.webhooks): Promise<Webhook> => {
    const webhook = await store.find(projectId, id);
    if (webhook === undefined) throw fail('webhook_not_found', { id });
    return webhook;
  };

  const states = async (projectId: string, webhooks: readonly Webhook[]): Promise<WebhookState[]> => {
    const counted = webhooks.length === 0 ? [] : await outside.deliveries.countsSince(projectId, clock.now() - DAY_MS);
    return webhooks.map((webhook) => {
      const of = (status: DeliveryStatus): number =>
        counted.find((one) => one.webhookId === webhook.id && one.status === status)?.count ?? 0;
      const recent = { pending: of('pending'), delivered: of('delivered'), dead: of('dead') };
      return { webhook, recent, previousSecretUntil: secrets.previousUntil(webhook) };
    });
  };
  const stateOf = async (webhook: Webhook): Promise<WebhookState> => (await states(webhook.projectId, [webhook]))[0]!;

  const eventOf = (
    actor: Actor,
    action: string,
    { projectId, id }: Webhook,
    details: Readonly<Record<string, unknown>>,
  ): AuditEvent => ({ projectId, actor, action, target: { type: 'webhook', id: String(id) }, details });
  const recorded = (
    actor: Actor,
    action: string,
    change: (db: Database['kysely']) => Promise<Webhook>,
    details: (webhook: Webhook) => Readonly<Record<string, unknown>>,
  ): Promise<Webhook> => audit.recorded(change, (webhook) => eventOf(actor, action, webhook, details(webhook)));

  /** Writes a change; what is pending is given up when the webhook is disabled by it. */
  const write = async (
    db: Database['kysely'],
    webhook: Webhook,
    change: WebhookChange,
    givenUp: { readonly reason: string; readonly except?: string },
  ): Promise<Webhook> => {
    const now = clock.now();
    const { webhooks, deliveries } = within(db);
    const next = await webhooks.update(webhook.projectId, webhook.id, change, now);
    if (next === undefined) throw fail('webhook_not_found', { id: webhook.id });
    if (change.enabled === false) {
      await deliveries.giveUp(webhook.projectId, webhook.id, givenUp.reason, now, givenUp.except);
      await jobs.cancelLane({ db }, laneOf(webhook));
    }
    return next;
  };

  const disable = async (webhook: Webhook, reason: string, except: string): Promise<void> => {
    const givenUp = { reason: 'The server disabled the webhook before this was delivered.', except };
    await audit.recorded(
      async (db) => {
        // Several attempts may come to the same end at once.
        const fresh = await within(db).webhooks.find(webhook.projectId, webhook.id);
        return fresh?.enabled ? write(db, fresh, { enabled: false, disabledReason: reason }, givenUp) : undefined;
      },
      (disabled) => disabled && eventOf(SYSTEM, 'webhook.disabled', disabled, { reason }),
    );
  };

  const deliverParts = { database, clock, logger, outbound, timeoutMs, random, secretsOf: secrets.signing, disable };
  jobs.handle(DELIVER, deliverJob(deliverParts));
  const retentions = async () =>
    (await projects.list()).map(({ id, settings }) => ({ projectId: id, days: settings.logRetentionDays }));
  jobs.handle(PRUNE, pruneJob({ database, clock, logger, retentions }));

  return {
    list: async (projectId) => states(projectId, await outside.webhooks.list(projectId)),
    get: async (projectId, id) => stateOf(await existing(projectId, id)),
    async create(webhook, actor) {
      checkUrl(webhook.url);
      const secret = newSigningSecret();
      const made = await recorded(
        actor,
        'webhook.created',
        async (db) => {
          const { webhooks } = within(db);
          if ((await webhooks.list(webhook.projectId)).length >= MOST_WEBHOOKS)
            throw fail('webhook_limit_reached', { limit: MOST_WEBHOOKS });
          return webhooks.insert(webhook, clock.now(), (id) =>
            secrets.seal({ projectId: webhook.projectId, id }, { current: secret, previous: null }),
          );
        },
        ({ url, events, enabled }) => ({ host: new URL(url).host, events, enabled }),
      );
      return { state: await stateOf(made), secret };
    },
    async update(projectId, id, change, actor) {
      if (change.url !== undefined) checkUrl(change.url);
      const changed = await recorded(
        actor,
        'webhook.updated',
        async (db) => {
          const webhook = await existing(projectId, id, within(db).webhooks);
          const renewed = change.url !== undefined || (change.enabled === true && !webhook.enabled);
          const full: WebhookChange = {
            ...change,
            ...(change.enabled === undefined ? {} : { disabledReason: null }),
            ...(renewed ? { healthy: true } : {}),
          };
          return write(db, webhook, full, { reason: 'The webhook was disabled before this was delivered.' });
        },
        // The path and query of a URL may hold a secret of the receiver.
        ({ url, events, enabled }) => ({ changed: Object.keys(change), host: new URL(url).host, events, enabled }),
      );
      return stateOf(changed);
    },
    remove: (projectId, id, actor) =>
      recorded(
        actor,
        'webhook.deleted',
        async (db) => {
          const { webhooks } = within(db);
          const webhook = await existing(projectId, id, webhooks);
          if (!(await webhooks.remove(projectId, id))) throw fail('webhook_not_found', { id });
          await jobs.cancelLane({ db }, laneOf(webhook));
          return webhook;
        },
        ({ url }) => ({ host: new URL(url).host }),
      ),
    async rotateSecret(projectId, id, overlapMs, actor) {
      const secret = newSigningSecret();
      const changed = await recorded(
        actor,
        'webhook.secret_rotated',
        async (db) => {
          const webhook = await existing(projectId, id, within(db).webhooks);
          const previous = overlapMs > 0 ? { secret: secrets.current(webhook), until: clock.now() + overlapMs } : null;
          return write(
            db,
            webhook,
            { secretSealed: secrets.seal(webhook, { current: secret, previous }) },
            { reason: '' },
          );
        },
        () => ({ overlap_hours: overlapMs / 3_600_000 }),
      );
      return { state: await stateOf(changed), secret };
    },
    async test(projectId, id) {
      const webhook = await existing(projectId, id);
      const delivery = deliveryFor(webhook, testEvent(projectId, id, clock.now()), clock.now());
      const signing = secrets.signing(webhook);
      const result = await attemptDelivery({
        outbound,
        clock,
        timeoutMs,
        url: webhook.url,
        secrets: signing,
        delivery,
      });
      const done = attempted(delivery, result, clock.now(), result.error === null ? 'delivered' : 'dead');
      try {
        await outside.deliveries.insert([done]);
      } catch (error) {
        if (isForeignKeyViolation(error)) throw fail('webhook_not_found', { id });
        throw error;
      }
      return done;
    },
    async deliveries(projectId, id, filter, page) {
      await existing(projectId, id);
      return outside.deliveries.list(projectId, id, filter, page);
    },
    async redeliver(projectId, id, deliveryId) {
      return database.transaction(async (db, notify) => {
        const { webhooks, deliveries } = within(db);
        const webhook = await existing(projectId, id, webhooks);
        const delivery = await deliveries.find(projectId, deliveryId);
        if (delivery?.webhookId !== id) throw fail('webhook_delivery_not_found', { webhookId: id, id: deliveryId });
        if (!webhook.enabled) throw fail('webhook_disabled', { id });
        const again = {
          ...delivery,
          status: 'pending',
          attempts: 0,
          nextAttemptAt: clock.now(),
          finishedAt: null,
        } as const;
        // The job before the delivery, as the end of an attempt locks them.
        const added = await jobs.add({ db, notify }, deliveryJobFor(again));
        if (added === 0 || !(await deliveries.replace(again, delivery.status)))
          throw fail('conflict', { reason: `Delivery ${deliveryId} is still pending. It will be tried by itself.` });
        return again;
      });
    },
    onAccountChange: emitAccountEvents({ database, clock, jobs }),
    async start() {
      await database.transaction((db, notify) =>
        jobs.add({ db, notify }, { kind: PRUNE, payload: null, uniqueKey: PRUNE, priority: -1 }),
      );
    },
    counts: async () => ({ webhooks: await outside.webhooks.counts(), deliveries: await outside.deliveries.counts() }),
  };
}
