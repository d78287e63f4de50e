import { type Answer, json, Refusal } from '../kit/index.ts';
import { isHris } from './hosts.ts';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

interface Asked {
  readonly path: string;
}

/**
 * An error answer. The two APIs word it differently: `{error}` and `{status, title, detail, errors?}`.
 * @param detail what the second says; the first says it too where `isPlain` is false
 */
function problem(call: Asked, status: number, detail: string, errors?: readonly string[], isPlain = false): Answer {
  const title = TITLES[status] ?? 'Error';
  if (!isHris(call.path)) return json(status, { error: isPlain ? title : detail });
  return json(status, { status, title, detail, ...(errors && { errors }) });
}

export const unauthorized = (call: Asked): Refusal =>
  new Refusal(problem(call, 401, 'Missing or invalid bearer token', undefined, true));
export const forbidden = (call: Asked): Refusal =>
  new Refusal(problem(call, 403, 'Caller lacks required permissions', undefined, true));
export const notFoundAnswer = (call: Asked): Answer =>
  problem(call, 404, 'The requested resource does not exist', undefined, true);
export const notFound = (call: Asked): Refusal => new Refusal(notFoundAnswer(call));
/** Refuses parameters or a body that cannot be read. @param errors every reason, for the HRIS API */
export const badRequest = (call: Asked, detail: string, errors?: readonly string[]): Refusal =>
  new Refusal(problem(call, 400, detail, errors));
/** Refuses what can be read but makes no sense. */
export const unprocessable = (call: Asked, detail: string): Refusal => new Refusal(problem(call, 422, detail));
export const malformed = (call: Asked): Answer => problem(call, 400, 'The request body is not valid JSON');
export const tooManyRequests = (call: Asked): Answer => problem(call, 429, 'Rate limit exceeded', undefined, true);
export const serverError = (call: Asked): Answer => problem(call, 500, 'Something went wrong', undefined, true);
