import { forbidden, notAuthenticated } from './errors.ts';
import { type Item, textOf } from './item.ts';
import { currentJobRole } from './present/job-roles.ts';
import type { Resource } from './resource.ts';
import type { Caller, HumaansCall, State } from './state.ts';
import type { View } from './view.ts';

/** Roles whose tokens reach every record of the account. */
const SEES_EVERYONE: ReadonlySet<string> = new Set(['owner', 'admin', 'finance', 'tech']);

/** True when the caller's role reaches the records of everybody. */
export const seesEveryone = (caller: Caller): boolean => SEES_EVERYONE.has(caller.role);

/** Finds out who calls. @throws Refusal 401 for a missing, unknown, revoked or expired token */
export function authenticate(call: HumaansCall): Caller {
  const secret = /^bearer +(\S+) *$/i.exec(call.headers['authorization'] ?? '')?.[1];
  const token = secret === undefined ? undefined : call.state.tokens.get(secret);
  if (token === undefined) throw notAuthenticated();
  if (token.credentialSet !== null) call.usedCredentials(token.credentialSet);
  const person = call.state.database.table('people').get(token.personId);
  if (token.status !== 'active' || person === undefined) throw notAuthenticated();
  return { token, role: textOf(person, 'role') };
}

/** @throws Refusal 403 when the token may not read the resource */
export function requireRead({ scopes }: Resource, { token }: Caller): void {
  if (!scopes.read.some((scope) => token.scopes.includes(scope))) throw forbidden(scopes.read[0]!, 'missing scope');
}

/** @throws Refusal 403 when the token may not change the resource, or the role allows no change of it */
export function requireWrite({ scopes, selfService }: Resource, caller: Caller): void {
  if (!caller.token.scopes.includes(scopes.write)) throw forbidden(scopes.write, 'missing scope');
  if (!selfService && !seesEveryone(caller)) throw forbidden('role', `not allowed for the role ${caller.role}`);
}

/** Ids of the people whose records a caller reaches; undefined means everybody. */
export function reachOf(view: View): ReadonlySet<string> | undefined {
  const { caller } = view;
  if (seesEveryone(caller)) return undefined;
  const own = caller.token.personId;
  if (caller.role !== 'manager') return new Set([own]);
  const reports = view.call.state.database
    .table('people')
    .filter((person) => currentJobRole(person.id, view, view.call.today)?.['reportingTo'] === own);
  return new Set([own, ...reports.map((person) => person.id)]);
}

/** True when a record is within reach. Records that belong to nobody are everybody's. */
export function isWithin(reach: ReadonlySet<string> | undefined, resource: Resource, item: Item): boolean {
  if (reach === undefined || resource.personField === null) return true;
  const owner = item[resource.personField];
  return owner === null || owner === undefined || reach.has(owner as string);
}

/** The person a token acts as. */
export const personOf = (state: State, { token }: Caller): Item => state.database.table('people').get(token.personId)!;
