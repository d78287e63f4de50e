import type { ActionFailure } from '../engine/index.ts';
import { fail, isPatchbayError, PatchbayError, type ProviderError, redactUrl } from '../kernel/index.ts';

/** Longest provider text that is passed on. */
const MAX_REASON = 500;

/** What is said about a failed action. */
export interface FailedAction {
  readonly action: string;
  /** Title of the connector. */
  readonly connector: string;
  readonly failure: ActionFailure;
}

const sentence = (text: string): string => {
  const short = text.length > MAX_REASON ? `${text.slice(0, MAX_REASON)}…` : text;
  return /[.!?…]$/.test(short) ? short : `${short}.`;
};

const PASSED_ON = ['retry-after', 'x-request-id', 'content-type'];

const exchangeOf = (provider: NonNullable<ActionFailure['provider']>): ProviderError => {
  const headers = Object.fromEntries(
    PASSED_ON.flatMap((name) => (provider.headers[name] === undefined ? [] : [[name, provider.headers[name]]])),
  );
  const { body } = provider;
  const raw = typeof body === 'object' || body === undefined ? (body ?? null) : { body: String(body).slice(0, 2_000) };
  return { status: provider.status, url: redactUrl(provider.url), raw, headers };
};

/** Seconds in a Retry-After header, which holds seconds or a date; 60 when it cannot be read. */
const secondsOf = (value: string | undefined): number => {
  const seconds = Number(value);
  if (value !== undefined && value.trim() !== '' && Number.isFinite(seconds) && seconds >= 0) return seconds;
  // `Date.parse` takes "-5" for a year; an HTTP date always has letters.
  const date = /[a-z]/i.test(value ?? '') ? Date.parse(value ?? '') : Number.NaN;
  return Number.isNaN(date) ? 60 : Math.max(1, Math.ceil((date - Date.now()) / 1_000));
};

function answered(
  { connector, failure }: FailedAction,
  provider: NonNullable<ActionFailure['provider']>,
): PatchbayError {
  const { status } = provider;
  const params = { connector, reason: sentence(failure.message) };
  const extras = { providerErrors: [exchangeOf(provider)], cause: failure.cause };
  if (status === 401) return fail('provider_credentials_rejected', params, extras);
  if (status === 403) return fail('provider_forbidden', params, extras);
  if (status === 404 || status === 410) return fail('provider_not_found', params, extras);
  if (status === 409) return fail('provider_conflict', params, extras);
  if (status === 429) {
    const seconds = secondsOf(provider.headers['retry-after']);
    return fail('provider_rate_limited', { connector, seconds }, { ...extras, retryAfter: seconds });
  }
  if (status >= 400 && status < 500)
    return fail('provider_rejected_request', params, { ...extras, status: status === 422 ? 422 : 400 });
  if (status < 400) {
    const contentType = provider.headers['content-type']?.split(';')[0] ?? 'no content type';
    return fail('provider_answer_unreadable', { connector, contentType }, extras);
  }
  return fail('provider_failed', { ...params, status }, extras);
}

/** The error a client gets for a failed action. */
export function providerError(failed: FailedAction): PatchbayError {
  const { action, connector, failure } = failed;
  if (failure.provider !== undefined) return answered(failed, failure.provider);
  if (failure.blame === 'caller')
    return fail(
      'inputs_invalid',
      { action, summary: sentence(failure.message) },
      { errors: [sentence(failure.message)] },
    );
  if (failure.kind !== 'transport')
    return fail(
      'action_failed',
      { action, step: failure.stepId, reason: sentence(failure.message) },
      { cause: failure.cause },
    );
  const { cause } = failure;
  if (isPatchbayError(cause, 'provider_timed_out'))
    return new PatchbayError(cause.code, cause.message, undefined, { ...cause.extras, retryAfter: 60 });
  if (isPatchbayError(cause)) return cause;
  return fail(
    'provider_unreachable',
    { connector, reason: 'the call ended without an answer.' },
    { cause, detail: failure.message },
  );
}
