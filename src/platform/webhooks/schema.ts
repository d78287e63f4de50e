import { type Static, Type } from 'typebox';
import { QueryList } from '../../http/index.ts';
import { toIso } from '../../kernel/index.ts';
import type { WebhookState } from './service.ts';
import type { Delivery } from './webhook.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);
const NullableNumber = Type.Union([Type.Number(), Type.Null()]);
const NullableTime = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);

/** How deliveries to a webhook fare. */
const Health = Type.Object({
  status: Type.String({ description: 'unknown (nothing sent yet), healthy, failing or disabled.' }),
  consecutive_failures: Type.Integer({ description: 'Failed attempts since the last success.' }),
  failing_since: NullableTime,
  last_delivered_at: NullableTime,
  last_failed_at: NullableTime,
  last_error: NullableText,
  last_24_hours: Type.Object({
    delivered: Type.Integer(),
    dead: Type.Integer(),
    pending: Type.Integer(),
    success_rate: Type.Union([Type.Number(), Type.Null()], { description: 'From 0 to 1; null before anything ended.' }),
  }),
});

/** A webhook as clients see it: without its secret. */
export const WebhookView = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  description: NullableText,
  events: Type.Array(Type.String()),
  enabled: Type.Boolean(),
  disabled_reason: NullableText,
  previous_secret_valid_until: NullableTime,
  health: Health,
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.String({ format: 'date-time' }),
});

/** A webhook with its secret, shown this once. */
export const WebhookWithSecret = Type.Object({ ...WebhookView.properties, secret: Type.String() });

/** All webhooks of a project. */
export const WebhookList = Type.Object({ data: Type.Array(WebhookView) });

/** An event for a webhook, and what became of it. */
export const DeliveryView = Type.Object({
  id: Type.String(),
  webhook_id: Type.Integer(),
  event_id: Type.String({ description: 'Sent as webhook-id, the same at every attempt.' }),
  event: Type.String(),
  account_id: NullableText,
  status: Type.String({ description: 'pending, delivered or dead (not tried again by itself).' }),
  attempts: Type.Integer(),
  next_attempt_at: NullableTime,
  last_attempt_at: NullableTime,
  duration_ms: NullableNumber,
  response_status: NullableNumber,
  response_body: Type.Union([Type.String(), Type.Null()], { description: 'The first kilobyte of the answer.' }),
  error: NullableText,
  payload: Type.Record(Type.String(), Type.Unknown()),
  created_at: Type.String({ format: 'date-time' }),
  finished_at: NullableTime,
});

/** A page of deliveries. */
export const DeliveryPage = Type.Object({ data: Type.Array(DeliveryView), next: NullableText });

const Url = Type.String({ minLength: 1, maxLength: 2_048 });
const Events = Type.Array(Type.String({ maxLength: 128 }), { minItems: 1, maxItems: 100, uniqueItems: true });
const Description = Type.Union([Type.String({ maxLength: 256 }), Type.Null()]);

/** Body of `POST /webhooks`. */
export const CreateBody = Type.Object(
  {
    url: Url,
    events: Events,
    description: Type.Optional(Description),
    enabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** Body of `PATCH /webhooks/:id`. */
export const PatchBody = Type.Partial(CreateBody, { additionalProperties: false });

/** Body of `POST /webhooks/:id/rotate_secret`. */
export const RotateBody = Type.Optional(
  Type.Union([
    Type.Object(
      { overlap_hours: Type.Optional(Type.Number({ minimum: 0, maximum: 168 })) },
      { additionalProperties: false },
    ),
    Type.Null(),
  ]),
);

/** Path of the routes for one webhook. */
export const WebhookParams = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Id of the webhook.' }),
});

/** Path of the routes for one delivery. */
export const DeliveryParams = Type.Object({
  ...WebhookParams.properties,
  delivery_id: Type.String({ maxLength: 64, description: 'Id of the delivery.' }),
});

/** Filters and paging of `GET /webhooks/:id/deliveries`. */
export const DeliveriesQuery = Type.Object({
  status: QueryList,
  event: QueryList,
  next: Type.Optional(Type.String({ maxLength: 4_096 })),
  page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});

const healthOf = ({ webhook, recent }: WebhookState): Static<typeof Health> => {
  const ended = recent.delivered + recent.dead;
  const status = !webhook.enabled
    ? 'disabled'
    : webhook.consecutiveFailures > 0
      ? 'failing'
      : webhook.lastDeliveredAt === null
        ? 'unknown'
        : 'healthy';
  return {
    status,
    consecutive_failures: webhook.consecutiveFailures,
    failing_since: toIso(webhook.failingSince),
    last_delivered_at: toIso(webhook.lastDeliveredAt),
    last_failed_at: toIso(webhook.lastFailedAt),
    last_error: webhook.lastError,
    last_24_hours: { ...recent, success_rate: ended === 0 ? null : recent.delivered / ended },
  };
};

/** The wire form of a webhook. */
export const toWebhookView = (state: WebhookState): Static<typeof WebhookView> => ({
  id: state.webhook.id,
  url: state.webhook.url,
  description: state.webhook.description,
  events: [...state.webhook.events],
  enabled: state.webhook.enabled,
  disabled_reason: state.webhook.disabledReason,
  previous_secret_valid_until: toIso(state.previousSecretUntil),
  health: healthOf(state),
  created_at: toIso(state.webhook.createdAt),
  updated_at: toIso(state.webhook.updatedAt),
});

/** The wire form of a delivery. */
export const toDeliveryView = (delivery: Delivery): Static<typeof DeliveryView> => ({
  id: delivery.id,
  webhook_id: delivery.webhookId,
  event_id: delivery.eventId,
  event: delivery.event,
  account_id: delivery.accountId,
  status: delivery.status,
  attempts: delivery.attempts,
  next_attempt_at: toIso(delivery.nextAttemptAt),
  last_attempt_at: toIso(delivery.lastAttemptAt),
  duration_ms: delivery.durationMs,
  response_status: delivery.responseStatus,
  response_body: delivery.responseBody,
  error: delivery.error,
  payload: { ...delivery.payload },
  created_at: toIso(delivery.createdAt),
  finished_at: toIso(delivery.finishedAt),
});
