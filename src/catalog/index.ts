export { type BrokenConnector, type Catalog, type CatalogParts, createCatalog } from './catalog.ts';
export {
  type ConnectorEntry,
  type Connectors,
  type ConnectorsParts,
  type ConnectorVersion,
  type CustomConnectors,
  type CustomVersion,
  type CustomVersions,
  createConnectors,
} from './connectors.ts';
export { readConnectorFolder } from './files.ts';
export { type ConnectorLoader, createConnectorLoader } from './loader.ts';
export { callbackPath, createSignIn, type SignIn, type SignInParts, type SignInTarget, type Tokens } from './oauth.ts';
export { hashFiles, type PreparedConnectors, prepareConnectors, readPrepared } from './prepared.ts';
export { type FailedAction, providerError } from './provider-error.ts';
export { createProxyRunner, type ProxyRunner } from './proxy-runner.ts';
export {
  type ActionRunner,
  createRefresher,
  createRevoker,
  createRunner,
  type Refresher,
  type Revoker,
  type RunnerParts,
  type RunOptions,
  type RunTarget,
} from './runner.ts';
