export { type AuthConfigRouteParts, authConfigRoutes } from './routes.ts';
export { type ConnectorFacts, SECRET_PLACEHOLDER } from './schema.ts';
export {
  type AuthConfigChange,
  type AuthConfigs,
  createAuthConfigs,
  type NewAuthConfig,
  type OnSwitch,
  type ReadyConnector,
  type Switch,
  type WayToConnect,
} from './service.ts';
export type { AuthConfig, AuthConfigFilter } from './store.ts';
export { checkVersionPin } from './version-pin.ts';
