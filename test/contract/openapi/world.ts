/** What the walk over the API works on. */
export interface World {
  /** An account that works. */
  readonly account: string;
  /** An account that the walk may delete. */
  readonly spare: string;
  /** A suspended account. */
  readonly suspended: string;
  /** Token of a connect session for any number of accounts. */
  readonly token: string;
  /** An account of that session's owner. */
  readonly hubAccount: string;
  /** An auth config of the sandbox. */
  readonly authConfig: string;
  /** A request that is in the logs. */
  readonly requestId: string;
  /** Address that takes webhooks. */
  readonly receiver: string;
  /** Headers with which the owner of the installation calls, without any API key. */
  readonly operator: { readonly authorization: ''; readonly cookie: string; readonly origin: string };
  /** Credentials that the provider accepts. */
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * One request and the status it is answered with. `<name>` in path, body and headers stands for what an earlier step
 * kept under that name.
 */
export interface Step {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body?: unknown;
  /** A body that is no JSON. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Keeps the `id` of the answer under this name. */
  readonly keep?: string;
  /** Keeps this member instead. */
  readonly keepFrom?: string;
}
