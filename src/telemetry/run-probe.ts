/** Whose action runs, as metrics and traces know it. */
export interface ObservedRun {
  readonly requestId: string;
  readonly projectId: string;
  readonly accountId: string;
  readonly provider: string;
  readonly action: string;
}

/** A call to a provider as metrics and traces know it. Its headers and bodies are not looked at. */
export interface ObservedCall {
  readonly stepId: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly request: { readonly method: string; readonly url: string };
  readonly response?: { readonly status: number };
}

/** Watches one run of an action. */
export interface RunProbe {
  call(call: ObservedCall): void;
  /** @param error code of the error table; undefined for a success */
  end(error: string | undefined): void;
}

/** How a run ended, in one of five words. */
export function outcomeOf(error: string | undefined): string {
  if (error === undefined) return 'success';
  if (error === 'request_timed_out' || error === 'provider_timed_out') return 'timeout';
  if (error.startsWith('provider_')) return 'provider_error';
  return error === 'inputs_invalid' ? 'refused' : 'error';
}
