export { readApiKey } from './authorization-header.ts';
export { actorOf, apiKeyGuard, callerOf, decorateWithApiKey, type KeyGuardParts, keyOf } from './guard.ts';
export { type ManagedApiKeys, manageApiKeys } from './managed.ts';
export { type ApiKeyRouteParts, apiKeyRoutes } from './operator-routes.ts';
export { loadPepper } from './pepper.ts';
export { createRequestRates, type RequestRates } from './request-rates.ts';
export { DEFAULT_SCOPES, isScope, SCOPES, type Scope } from './scopes.ts';
export {
  type ApiKeyParts,
  type ApiKeys,
  createApiKeys,
  type MadeApiKey,
  type NewApiKey,
  type RotatedApiKey,
  type Rotation,
} from './service.ts';
export type { ApiKey } from './store.ts';
