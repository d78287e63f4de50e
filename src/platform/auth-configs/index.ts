export { type AuthConfigs, createAuthConfigs, type ReadyConnector } from './service.ts';
export type { AuthConfig } from './store.ts';
