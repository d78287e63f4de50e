import type { Answer, Endpoint, Method } from '../../kit/index.ts';
import { type Caller, requirePerson, requireToken } from '../access.ts';
import { badRequest } from '../errors.ts';
import type { LatticeCall, State } from '../state.ts';
import { View } from '../view.ts';

/** An operation of this emulator. */
export type LatticeEndpoint = Endpoint<State, Caller>;

/** An operation for people with an API key. */
export const forPeople = (
  method: Method,
  path: string,
  summary: string,
  handle: (view: View) => Answer,
): LatticeEndpoint => ({
  method,
  path,
  summary,
  handle: (call) => handle(new View(call, requirePerson(call, call.caller))),
});

/** An operation for tokens of the HRIS API. @param handle gets the permissions of the token */
export const forTokens = (
  method: Method,
  path: string,
  summary: string,
  handle: (call: LatticeCall, scopes: readonly string[]) => Answer,
): LatticeEndpoint => ({
  method,
  path,
  summary,
  handle: (call) => handle(call, requireToken(call, call.caller)),
});

/** The body as an object. @throws Refusal 400 for anything else, MalformedBody for no JSON */
export function bodyOf(call: LatticeCall): Readonly<Record<string, unknown>> {
  const body = call.json();
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badRequest(call, 'The request body must be a JSON object', ['body must be an object']);
  return body as Readonly<Record<string, unknown>>;
}
