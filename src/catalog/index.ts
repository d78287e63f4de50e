export { type BrokenConnector, type Catalog, type CatalogParts, createCatalog } from './catalog.ts';
export { readConnectorFolder } from './files.ts';
export { hashFiles, type PreparedConnectors, prepareConnectors, readPrepared } from './prepared.ts';
export { type FailedAction, providerError } from './provider-error.ts';
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
