/** States of a connection attempt, as the hub reads them. */
export const ATTEMPT_STATUSES = ['pending', 'authenticated', 'error', 'cancelled', 'expired'] as const;
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

/** One sign-in of an end user at a provider, from the press of Connect to its end. */
export interface ConnectionAttempt {
  readonly projectId: string;
  readonly id: string;
  readonly sessionId: number;
  readonly status: AttemptStatus;
  /** What is being linked; null until the sign-in has started. */
  readonly authConfigId: string | null;
  readonly connectorKey: string | null;
  /** The account that was linked. */
  readonly accountId: string | null;
  readonly errorCode: string | null;
  readonly errorDescription: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Why an attempt failed, in words for the person who connects. */
export interface AttemptFailure {
  /** The provider's own error code where it gave one, else one of the error table. */
  readonly code: string;
  readonly description: string;
}

/** What the answer of the provider is worked on with. Kept sealed, and only until the answer is in. */
export interface PendingSignIn {
  /** Values of the form, by field key. */
  readonly values: Readonly<Record<string, string>>;
  /** Exactly what the provider was told to send the browser back to. */
  readonly redirectUri: string;
  /** Of PKCE, where the connector asks for it. */
  readonly codeVerifier: string | null;
  /** Mark of the browser that the answer must come from. */
  readonly browser: string;
}
