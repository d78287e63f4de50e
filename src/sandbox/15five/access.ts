import { addMonths } from '../kit/index.ts';
import { forbidden, inactiveUser, invalidToken, noCredentials } from './errors.ts';
import type { ApiKey } from './keys.ts';
import type { User } from './model/people.ts';
import type { FifteenFiveCall } from './state.ts';

/** Who calls: the key and the person who made it. */
export interface Caller {
  readonly key: ApiKey;
  readonly user: User;
  /** May read review cycles: the person is Company Admin and Review Admin. */
  readonly seesReviews: boolean;
}

/** What an operation asks of the key and its maker. */
export type Needs = 'highFives' | 'member' | 'companyAdmin';

/**
 * Finds out who calls. The key is the whole header; a scheme word before it is tolerated.
 * @throws Refusal 401 for a missing, unknown, disabled or expired key
 */
export function authenticate(call: FifteenFiveCall): Caller {
  const header = (call.headers['authorization'] ?? '').trim();
  if (header === '') throw noCredentials();
  const key = call.state.keys.get(header.replace(/^bearer +/i, ''));
  if (key === undefined) throw invalidToken();
  call.usedCredentials(key.credentialSet);
  if (!key.isEnabled || call.today >= addMonths(key.createdOn, 12)) throw invalidToken();
  const user = call.state.database.table('users').get(key.creatorId);
  if (user === undefined || !user.is_active) throw inactiveUser();
  return { key, user, seesReviews: user.is_company_admin && call.state.reviewAdminIds.has(user.id) };
}

/** @throws Refusal 403 when the key or its maker may not do this */
export function requireAccess({ key, user }: Caller, needs: Needs): void {
  if (key.highFivesOnly && needs !== 'highFives') throw forbidden();
  if (needs === 'companyAdmin' && !user.is_company_admin) throw forbidden();
}
