import type { KeptExchange } from './body-capture.ts';

/** One served request, as kept for people to look at. */
export interface RequestLog {
  readonly projectId: string;
  readonly requestId: string;
  /** `action`: ran an action of an account. `platform`: anything else. */
  readonly category: 'action' | 'platform';
  readonly accountId: string | null;
  readonly provider: string | null;
  readonly action: string | null;
  /** `dashboard`: an operator. */
  readonly sourceType: 'api_key' | 'session' | 'dashboard' | 'system';
  readonly sourceId: string;
  /** What the source was called then: the name of the key, of the session's owner or of the operator. */
  readonly sourceName?: string | null | undefined;
  readonly sourceIp: string;
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly status: number;
  readonly errorCode: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Request and answer with headers and bodies, where the project keeps them. */
  readonly kept?: KeptExchange | undefined;
}

/** One call to a provider behind a request. */
export interface StepLog {
  readonly projectId: string;
  readonly requestId: string;
  readonly accountId: string;
  readonly provider: string;
  readonly action: string;
  readonly stepId: string;
  readonly method: string;
  /** With secret query values masked. */
  readonly url: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly startedAt: number;
  readonly durationMs: number;
  /** Request and answer with headers and bodies, where the project keeps them. */
  readonly kept?: KeptExchange | undefined;
}
