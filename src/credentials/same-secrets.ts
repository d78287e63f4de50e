import { isDeepStrictEqual } from 'node:util';
import type { Account, Accounts } from '../platform/accounts/index.ts';

/**
 * Whether two states of an account hold the same secrets. Neither the version (it counts every change) nor the sealed
 * text (sealing anew changes it) tells that.
 */
export const sameSecrets = (a: Account, b: Account, accounts: Pick<Accounts, 'secrets'>): boolean =>
  a.credentialsSealed === b.credentialsSealed || isDeepStrictEqual(accounts.secrets(a), accounts.secrets(b));
