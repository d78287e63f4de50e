export {
  type Account,
  type AccountStatus,
  type AccountType,
  credentialsBinding,
  isStopped,
  type StatusReason,
} from './account.ts';
export { type AccountRouteParts, accountRoutes } from './routes.ts';
export type { Revocation } from './schema.ts';
export {
  type AccountChange,
  type AccountChangeContext,
  type AccountEventKind,
  type AccountParts,
  type Accounts,
  createAccounts,
  type NewLink,
  type OnAccountChange,
  type UpdateOptions,
} from './service.ts';
export type { AccountFilter, AccountIdentity } from './store.ts';
export { tellOfSwitches } from './switched.ts';
