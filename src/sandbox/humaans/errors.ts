import { newId } from '../../kernel/index.ts';
import { type Answer, type FieldIssue, json, Refusal } from '../kit/index.ts';

/** One reason inside an error answer. */
export interface Issue {
  readonly name: string;
  readonly reason: string;
  readonly forbidden?: true;
}

/** An error answer as the provider words it. */
export const problem = (status: number, name: string, message: string, issues?: readonly Issue[]): Answer =>
  json(status, { id: newId(12), code: status, name, message, ...(issues && { issues }) });

export const notFound = (): Answer => problem(404, 'NotFound', 'Not found');
export const methodNotAllowed = (method: string): Answer =>
  problem(405, 'MethodNotAllowed', `Method ${method} is not supported by this endpoint`);

/** Refuses a token that is missing, unknown, expired or revoked. */
export const notAuthenticated = (): Refusal => new Refusal(problem(401, 'NotAuthenticated', 'Invalid access token'));

/** Refuses for want of a scope or role. @param what scope or field at fault */
export const forbidden = (what: string, reason: string): Refusal =>
  new Refusal(problem(403, 'Forbidden', 'Insufficient permissions', [{ name: what, reason, forbidden: true }]));

export const badRequest = (issues: readonly Issue[], message = 'Validation failed'): Refusal =>
  new Refusal(problem(400, 'BadRequest', message, issues));

/** Refuses a body by the issues found in it. */
export const invalidBody = (issues: readonly FieldIssue[]): Refusal =>
  badRequest(issues.map(({ path, message }) => ({ name: path || 'body', reason: message })));

export const conflict = (message: string, name: string): Refusal =>
  new Refusal(problem(409, 'Conflict', message, [{ name, reason: message }]));
