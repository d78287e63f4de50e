import { forbidden, unauthorized } from './errors.ts';
import { isHris, regionOf, routedAs } from './hosts.ts';
import type { User } from './model/people.ts';
import { clientOf } from './oauth/clients.ts';
import { type Access, allows, FIELD_GROUPS, type FieldGroup } from './oauth/scopes.ts';
import type { LatticeCall } from './state.ts';

/** Who calls: a person's API key, a token of the HRIS API, or anybody at the OAuth endpoints. */
export type Caller =
  | { readonly kind: 'person'; readonly user: User }
  | { readonly kind: 'token'; readonly scopes: readonly string[] }
  | { readonly kind: 'anybody' };

/** Finds out who calls. @throws Refusal 401 for a missing, unknown, revoked or expired key or token */
export function authenticate(call: LatticeCall): Caller {
  if (routedAs(call.path).startsWith('/oauth2/')) return { kind: 'anybody' };
  const secret = /^bearer +(\S+) *$/i.exec(call.headers['authorization'] ?? '')?.[1] ?? '';
  const { keys, grants, database } = call.state;
  const key = keys.get(secret);
  if (key !== undefined) {
    call.usedCredentials(key.credentialSet);
    const user = database.table('users').get(key.creatorId);
    if (key.isRevoked || key.region !== regionOf(call.path) || user === undefined) throw unauthorized(call);
    return { kind: 'person', user };
  }
  const token = grants.accessToken(secret, call.now);
  if (token === undefined || regionOf(call.path) !== 'us') throw unauthorized(call);
  call.usedCredentials(clientOf(token.grant.clientId)?.credentialSet ?? token.grant.clientId);
  return { kind: 'token', scopes: token.scopes };
}

/** The person of an API key. @throws Refusal 401 or 403 for a token, which is no key */
export function requirePerson(call: LatticeCall, caller: Caller): User {
  if (caller.kind === 'person') return caller.user;
  throw isHris(call.path) ? forbidden(call) : unauthorized(call);
}

/** The permissions of a token of the HRIS API. @throws Refusal 403 for an API key */
export function requireToken(call: LatticeCall, caller: Caller): readonly string[] {
  if (caller.kind !== 'token') throw forbidden(call);
  return caller.scopes;
}

/** @throws Refusal 403 when the permissions cover none of the groups */
export function requireAny(call: LatticeCall, scopes: readonly string[], access: Access): void {
  if (!FIELD_GROUPS.some((group) => allows(scopes, group, access))) throw forbidden(call);
}

/** @throws Refusal 403 when the permissions do not cover a group */
export function requireGroups(call: LatticeCall, scopes: readonly string[], groups: readonly FieldGroup[]): void {
  if (!groups.every((group) => allows(scopes, group, 'write'))) throw forbidden(call);
}
