/** Where a project wants to hear of events. */
export interface Webhook {
  readonly projectId: string;
  /** A number on the wire too. */
  readonly id: number;
  /** `https:`, or `http:` to a host the operator allowed. */
  readonly url: string;
  readonly description: string | null;
  /** Names of the events it hears of. */
  readonly events: readonly string[];
  readonly enabled: boolean;
  /** Why the server disabled it; null when it did not. */
  readonly disabledReason: string | null;
  /** Sealed JSON of {@link SigningSecrets}. */
  readonly secretSealed: string;
  /** Failed attempts since the last success. */
  readonly consecutiveFailures: number;
  /** Times are milliseconds since 1970. */
  readonly failingSince: number | null;
  readonly lastDeliveredAt: number | null;
  readonly lastFailedAt: number | null;
  readonly lastError: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What a webhook's deliveries are signed with. */
export interface SigningSecrets {
  readonly current: string;
  /** Signs too until its time has come. */
  readonly previous: { readonly secret: string; readonly until: number } | null;
}

/** What binds the sealed secrets of a webhook to it. */
export const secretBinding = (webhook: Pick<Webhook, 'projectId' | 'id'>): string =>
  `${webhook.projectId}|${webhook.id}|secret`;

/** Where an event for one webhook stands. `dead`: it will not be tried again by itself. */
export const DELIVERY_STATUSES = ['pending', 'delivered', 'dead'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One event for one webhook, and what became of it. */
export interface Delivery {
  readonly projectId: string;
  /** Rises with time. */
  readonly id: string;
  readonly webhookId: number;
  /** Sent as `webhook-id`: the same at every attempt, and for all webhooks that hear of the event. */
  readonly eventId: string;
  readonly event: string;
  readonly accountId: string | null;
  /** What is sent, but for `sent_at`. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** Times are milliseconds since 1970. */
  readonly nextAttemptAt: number | null;
  readonly lastAttemptAt: number | null;
  readonly durationMs: number | null;
  readonly responseStatus: number | null;
  /** The first kilobyte of the receiver's answer. */
  readonly responseBody: string | null;
  /** Why the last attempt failed. */
  readonly error: string | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
}
