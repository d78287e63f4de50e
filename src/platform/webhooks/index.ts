export { type Outbound, urlObjection } from './attempt.ts';
export { KNOWN_EVENTS, SENT_EVENTS } from './events.ts';
export { webhookRoutes } from './routes.ts';
export {
  createWebhooks,
  type RecentDeliveries,
  type WebhookParts,
  type WebhookState,
  type Webhooks,
} from './service.ts';
export type { Delivery, DeliveryStatus, Webhook } from './webhook.ts';
