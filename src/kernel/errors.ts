import { ERROR_TABLE, type ErrorCode, type ErrorRow } from './error-table.ts';

type Marks<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Marks<Rest> : never;
type RowText<Code extends ErrorCode> =
  | (typeof ERROR_TABLE)[Code]['message']
  | ((typeof ERROR_TABLE)[Code] extends { hint: infer Hint extends string } ? Hint : never);

/** Parameters that fill the `{marks}` of an error's texts. */
export type ErrorParams<Code extends ErrorCode> = { [Name in Marks<RowText<Code>>]: string | number };

/** One upstream exchange that went wrong, as clients see it (`provider_errors[]` on the wire). */
export interface ProviderError {
  readonly status: number | null;
  readonly url: string | null;
  readonly raw: unknown;
  readonly headers?: Readonly<Record<string, string>> | null;
}

/** What an error carries besides its code. Only `detail` and `cause` stay on the server. */
export interface ErrorExtras {
  /** The underlying error, kept for the log. */
  readonly cause?: unknown;
  /** More for the log, never for the client. */
  readonly detail?: unknown;
  /** One sentence per invalid field (`errors[]` on the wire). */
  readonly errors?: readonly string[];
  readonly providerErrors?: readonly ProviderError[];
  /** Seconds for the `Retry-After` header. */
  readonly retryAfter?: number;
  /** Replaces the status of the table, where the provider's own status is passed on. */
  readonly status?: number;
  /** Extra members of the JSON answer (for example `diagnostics`). */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** The one error class that reaches a client. Build it with {@link fail}. */
export class PatchbayError extends Error {
  override readonly name = 'PatchbayError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly hint: string | undefined;
  readonly errorCode: string | undefined;
  readonly extras: ErrorExtras;

  constructor(code: ErrorCode, message: string, hint: string | undefined, extras: ErrorExtras) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause });
    const row: ErrorRow = ERROR_TABLE[code];
    this.code = code;
    this.status = extras.status ?? row.status;
    this.hint = hint;
    this.errorCode = row.errorCode;
    this.extras = extras;
  }
}

const fill = (text: string, params: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (mark, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : mark));

/**
 * Makes the error for a code of the table; the caller throws it.
 * @param code a code of {@link ERROR_TABLE}
 * @param params values for the `{marks}` in its message and hint
 * @param extras what else the client or the log shall know
 */
export function fail<Code extends ErrorCode>(
  code: Code,
  ...[params, extras]: keyof ErrorParams<Code> extends never
    ? [params?: ErrorParams<Code>, extras?: ErrorExtras]
    : [params: ErrorParams<Code>, extras?: ErrorExtras]
): PatchbayError {
  const row: ErrorRow = ERROR_TABLE[code];
  const values = (params ?? {}) as Record<string, string | number>;
  return new PatchbayError(code, fill(row.message, values), row.hint && fill(row.hint, values), extras ?? {});
}

/** True for an error of the table, optionally one with this code. */
export function isPatchbayError(error: unknown, code?: ErrorCode): error is PatchbayError {
  return error instanceof PatchbayError && (code === undefined || error.code === code);
}

/** A short text for any thrown value, for messages and logs. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(reasonOf).join('; ');
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}
