export { type Attempt, afterRefusal, follow, type Trail, UNAUTHORIZED } from './refusal.ts';
export { endsSoon, type RenewalCause, runTargetOf } from './renewals.ts';
export { removeAccountsOf, revokeAccount } from './revocation.ts';
export { type CredentialRouteParts, credentialRoutes } from './routes.ts';
export { type CredentialParts, type Credentials, createCredentials } from './service.ts';
export { type AccountTarget, credentialsOf, findTarget, methodOf, type TargetParts } from './target.ts';
