import { type Answer, ok } from '../kit/index.ts';
import { personOf } from './access.ts';
import type { Resource } from './resource.ts';
import type { Caller, HumaansCall } from './state.ts';
import { present, View } from './view.ts';

/** `GET /me`: the person whose token it is, as much of it as the token may see. */
export const me = (people: Resource, call: HumaansCall, caller: Caller): Answer =>
  ok(present(people, personOf(call.state, caller), new View(call, caller), true));

/** `GET /token-info`: what the token is and may do, never the token itself. */
export function tokenInfo(_call: HumaansCall, { token }: Caller): Answer {
  const { id, personId, label, scopes } = token;
  return ok({ id, personId, label, scopes });
}
