import { type Clock, type Logger, reasonOf } from '../../kernel/index.ts';
import type { Database, JobHandler } from '../../storage/index.ts';
import { attemptDelivery, type Outbound } from './attempt.ts';
import { attempted, createDeliveryStore, givenUp } from './delivery-store.ts';
import { createWebhookStore } from './store.ts';
import { type AttemptResult, PAUSES_MS, verdictOf } from './verdict.ts';
import type { Webhook } from './webhook.ts';

/** Failed attempts in a row, and time they lasted, after which the server disables a webhook. Both must be reached. */
export const FAILURES_TO_DISABLE = 15;
const FAILING_MS_TO_DISABLE = 3 * 86_400_000;

/** What a delivery job carries. */
export interface DeliveryJob {
  readonly projectId: string;
  readonly deliveryId: string;
}

/** What delivering needs. */
export interface DeliverParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly outbound: Outbound;
  readonly timeoutMs: number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** The secrets that sign now, the current one first. */
  readonly secretsOf: (webhook: Webhook) => readonly [string, ...string[]];
  /** Disables a webhook on behalf of the server and gives up what is pending, but for the delivery that is being tried. */
  readonly disable: (webhook: Webhook, reason: string, exceptDelivery: string) => Promise<void>;
}

/** Why the server shall disable the webhook after this attempt; undefined when it shall not. */
function reasonToDisable(webhook: Webhook, result: AttemptResult, gone: boolean, now: number): string | undefined {
  if (gone) return 'The receiver answered 410 Gone.';
  const failures = webhook.consecutiveFailures + 1;
  const failingMs = now - (webhook.failingSince ?? now);
  if (result.error === null || failures < FAILURES_TO_DISABLE || failingMs < FAILING_MS_TO_DISABLE) return undefined;
  return `${failures} attempts in a row have failed over ${Math.floor(failingMs / 86_400_000)} days. The last one: ${result.error}`;
}

/** The handler of delivery jobs: one attempt each time, its end noted together with the job's. */
export function deliverJob(parts: DeliverParts): JobHandler {
  const { database, clock, logger, outbound, timeoutMs, random, secretsOf, disable } = parts;
  return {
    // Attempts are counted by the delivery. These are for what goes wrong on our side of the wire.
    maxAttempts: PAUSES_MS.length * 3,
    async run({ payload }) {
      const { projectId, deliveryId } = payload as DeliveryJob;
      const delivery = await createDeliveryStore(database.kysely).find(projectId, deliveryId);
      if (delivery?.status !== 'pending') return;
      const webhook = await createWebhookStore(database).find(projectId, delivery.webhookId);
      if (webhook === undefined) return;
      if (!webhook.enabled) {
        return async ({ db }) => {
          const dead = givenUp(delivery, 'The webhook was disabled before this was delivered.', clock.now());
          await createDeliveryStore(db).replace(dead, 'pending');
        };
      }

      const secrets = secretsOf(webhook);
      const result = await attemptDelivery({ outbound, clock, timeoutMs, url: webhook.url, secrets, delivery });
      const verdict = verdictOf(result, delivery.attempts + 1, random());
      const reason = reasonToDisable(webhook, result, verdict.kind === 'dead' && verdict.gone, clock.now());
      if (reason !== undefined) {
        await disable(webhook, reason, deliveryId);
        logger.warn({ project: projectId, webhook: webhook.id, reason }, 'A webhook was disabled');
      }

      return async ({ db }) => {
        const now = clock.now();
        // First the webhook: whoever disables or deletes it takes its row before those of its deliveries, too.
        const fresh = await createWebhookStore({ kysely: db, kind: database.kind }).noteAttempt(
          projectId,
          webhook.id,
          now,
          result.error,
        );
        if (fresh === undefined) return;
        const store = createDeliveryStore(db);
        if (verdict.kind === 'again' && fresh.enabled) {
          const next = now + verdict.inMs;
          if (!(await store.replace(attempted(delivery, result, now, 'pending', next), 'pending'))) return;
          return { again: { inMs: verdict.inMs, reason: result.error ?? '' } };
        }
        const status = verdict.kind === 'delivered' ? 'delivered' : 'dead';
        await store.replace(attempted(delivery, result, now, status), 'pending');
        if (status === 'dead')
          logger.warn(
            { project: projectId, webhook: webhook.id, delivery: deliveryId, reason: result.error },
            'A webhook delivery was given up',
          );
        return;
      };
    },
    async givenUp({ id, payload }, { db }) {
      const { projectId, deliveryId } = payload as DeliveryJob;
      const store = createDeliveryStore(db);
      const delivery = await store.find(projectId, deliveryId);
      if (delivery === undefined) return;
      // What the fault was is for those who run the server; the queue tells it of the job.
      const error = 'A fault of the server kept it from being sent. The server log tells more.';
      if (!(await store.replace(givenUp(delivery, error, clock.now()), 'pending'))) return;
      const about = { project: projectId, webhook: delivery.webhookId, delivery: deliveryId, job: id };
      logger.warn(about, 'A webhook delivery was given up with its job');
    },
  };
}

/** Removes deliveries that ended longer ago than the project keeps logs; comes back every hour. */
export function pruneJob({
  database,
  clock,
  logger,
  retentions,
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Every project with the days it keeps logs. */
  readonly retentions: () => Promise<readonly { readonly projectId: string; readonly days: number }[]>;
}): JobHandler {
  return {
    maxAttempts: Number.POSITIVE_INFINITY,
    async run(_job, stop) {
      for (const { projectId, days } of await retentions()) {
        await createDeliveryStore(database.kysely)
          .prune(projectId, clock.now() - days * 86_400_000, stop)
          .catch((err: unknown) => logger.warn({ projectId, reason: reasonOf(err) }, 'Deliveries were not pruned'));
      }
      return async () => ({ repeat: { inMs: 3_600_000 } });
    },
  };
}
