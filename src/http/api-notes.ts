/** One request header or body that a route reads itself, and answers it gives besides those of its kind. */
export interface ApiNotes {
  /** Statuses of refusals besides those that follow from the route's access and inputs. */
  readonly refusals?: readonly number[];
  /** Request headers that the route reads. */
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly required?: boolean }>>;
  /** Schema of a body that the route checks itself. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Answers that are not the error envelope, by status, where the route's `response` schemas cannot say it. */
  readonly answers?: Readonly<Record<number, { readonly description: string; readonly content: AnswerContent }>>;
  /** Path of the route that this one is another name of. */
  readonly aliasOf?: string;
  /** Examples of a body to send and of the body of the first successful answer. */
  readonly examples?: { readonly request?: unknown; readonly answer?: unknown };
}

/** Media type → schema; empty where there is no body. */
export type AnswerContent = Readonly<Record<string, { readonly schema: Readonly<Record<string, unknown>> }>>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the API document says of the route beyond its schemas and access. */
    api?: ApiNotes;
  }
}

/** The header that names the linked account. */
export const ACCOUNT_HEADER = { 'x-account-id': { description: 'Id of the linked account.' } } as const;

/**
 * Refusals of every route that runs something on a linked account: the account or action is unknown, the run took too
 * long, the provider reports a conflict, the account's auth config is disabled, or the provider refused, limits or failed.
 */
export const ACCOUNT_REFUSALS = [400, 401, 403, 404, 408, 409, 412, 422, 429, 502] as const;
