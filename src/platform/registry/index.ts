export { type ConnectorsOfProject, type RegistryRouteParts, registryRoutes } from './routes.ts';
export { PUSH_LIMIT } from './schema.ts';
export { type CheckedConnector, type CustomVersions, createRegistry, type Registry } from './service.ts';
export type { CustomVersion } from './store.ts';
