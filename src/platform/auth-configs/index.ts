export { type AuthConfigRouteParts, authConfigRoutes } from './routes.ts';
export type { ConnectorFacts } from './schema.ts';
export { type AuthConfigs, createAuthConfigs, type NewAuthConfig, type ReadyConnector } from './service.ts';
export type { AuthConfig, AuthConfigChange, AuthConfigFilter } from './store.ts';
