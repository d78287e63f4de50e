/** One served request, as kept for people to look at. */
export interface RequestLog {
  readonly projectId: string;
  readonly requestId: string;
  /** `action`: ran an action of an account. `platform`: anything else. */
  readonly category: 'action' | 'platform';
  readonly accountId: string | null;
  readonly provider: string | null;
  readonly action: string | null;
  readonly sourceType: 'api_key' | 'session' | 'system';
  readonly sourceId: string;
  readonly sourceIp: string;
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly status: number;
  readonly errorCode: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
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
}
