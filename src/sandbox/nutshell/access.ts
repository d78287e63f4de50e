import { forbidden, keyForbidden, unauthorized } from './errors.ts';
import { CREDENTIAL_SETS } from './keys.ts';
import type { Permission, User } from './model/catalog.ts';
import type { Caller, NutshellCall } from './state.ts';

/** Name and password of Basic authentication, or undefined. */
function basicCredentials(header: string | undefined): { username: string; password: string } | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=_-]+) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function noteCredentialSet(call: NutshellCall, username: string, password: string): void {
  const used = CREDENTIAL_SETS.find(({ fields }) => fields['username'] === username && fields['apiKey'] === password);
  if (used !== undefined) call.usedCredentials(used.name);
}

/**
 * Finds out who calls: the user whose address is the name, with the rights of that user, by a key of the instance.
 * @throws Refusal 401 for credentials that are missing or wrong, a revoked key or a disabled user; 403 for a key that
 * was not made for the API
 */
export function authenticate(call: NutshellCall): Caller {
  const given = basicCredentials(call.headers['authorization']);
  if (given === undefined) throw unauthorized();
  const username = given.username.trim().toLowerCase();
  noteCredentialSet(call, username, given.password);
  const key = call.state.keys.get(given.password);
  const user = call.state.database.table('users').find(({ emails }) => emails.includes(username));
  if (key === undefined || key.isRevoked || user === undefined || !user.isEnabled || user.deletedTime !== null)
    throw unauthorized();
  if (key.permission !== 'api') throw keyForbidden();
  return { user, key, actor: key.impersonates ? user.id : (key.origin ?? user.id) };
}

/** True when a user has a right. */
export const may = (user: User, permission: Permission): boolean => !user.lacks.includes(permission);

/** @throws Refusal 403 when the user lacks the right */
export function requirePermission(call: NutshellCall, user: User, permission: Permission): void {
  if (!may(user, permission)) throw forbidden(call, `${user.name} lacks the permission ${permission}.`);
}
