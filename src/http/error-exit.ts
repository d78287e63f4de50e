import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { fail, isPatchbayError, type Logger, type PatchbayError, reasonOf } from '../kernel/index.ts';
import { describeViolations } from './violations.ts';

/** The one JSON shape of every error answer; the published clients need the first three members. */
export interface ErrorEnvelope {
  readonly statusCode: number;
  readonly message: string;
  /** RFC 3339 in UTC. */
  readonly timestamp: string;
  readonly code: string;
  readonly request_id: string;
  readonly [more: string]: unknown;
}

/** The wire form of an error. */
export function errorEnvelope(error: PatchbayError, requestId: string, now: number): ErrorEnvelope {
  const { errors, providerErrors, body } = error.extras;
  return {
    statusCode: error.status,
    message: error.message,
    timestamp: new Date(now).toISOString(),
    code: error.code,
    request_id: requestId,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.errorCode === undefined ? {} : { errorCode: error.errorCode }),
    ...(errors === undefined ? {} : { errors }),
    ...(providerErrors === undefined ? {} : { provider_errors: providerErrors }),
    ...body,
  };
}

/** Finds the error of the table for whatever was thrown while a request was served. */
export function toPatchbayError(thrown: unknown, request: FastifyRequest): PatchbayError {
  if (isPatchbayError(thrown)) return thrown;
  const error = thrown as Partial<FastifyError>;
  if (Array.isArray(error.validation)) {
    const errors = describeViolations(error.validation, error.validationContext);
    return fail('validation_failed', { summary: errors.join(' ') }, { errors });
  }
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return fail('content_type_unsupported', { contentType: request.headers['content-type'] ?? 'nothing' });
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return fail('body_too_large', { limit: request.routeOptions.bodyLimit });
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return fail('body_malformed', { reason: 'it is empty.' });
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return fail('body_malformed', { reason: reasonOf(thrown) });
    case 'FST_ERR_BAD_URL':
      return fail('address_unreadable', { reason: 'it holds a % that begins no UTF-8 character.' });
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return fail('address_unreadable', { reason: 'a part of it is too long.' }, { status: 414 });
    case 'FST_ERR_REOPENED_CLOSE_SERVER':
      return fail('shutting_down');
  }
  if (thrown instanceof SyntaxError) return fail('body_malformed', { reason: thrown.message });
  return fail('internal_error', { requestId: request.id }, { cause: thrown });
}

/** What the log is told of an error: its cause, or where it was raised, but never what a provider answered. */
function causeFor(error: PatchbayError): unknown {
  if (error.cause !== undefined) return error.cause;
  const { name: type, message, stack, extras } = error;
  return extras.providerErrors === undefined ? { type, message, stack } : undefined;
}

/** Builds the handler through which every error leaves. Server faults are logged with their cause; client faults at debug level. */
export function errorExit(logger: Logger, now: () => number) {
  return (thrown: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const error = toPatchbayError(thrown, request);
    const fields = {
      requestId: request.id,
      code: error.code,
      route: request.routeOptions.url,
      err: causeFor(error),
      detail: error.extras.detail,
    };
    if (error.status >= 500 && error.code === 'internal_error') logger.error(fields, 'request failed');
    else logger.debug(fields, 'request refused');
    if (error.extras.retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(error.extras.retryAfter)));
    reply
      .code(error.status)
      .type('application/json')
      .send(errorEnvelope(error, request.id, now()));
  };
}
