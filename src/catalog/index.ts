export { type BrokenConnector, type Catalog, createCatalog, readConnectorFolder } from './catalog.ts';
export { type FailedAction, providerError } from './provider-error.ts';
export { type ActionRunner, createRunner, type RunnerParts, type RunOptions, type RunTarget } from './runner.ts';
