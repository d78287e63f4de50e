export type { CompiledAction, GroupedInputs } from '../engine/index.ts';
export { accountIdOf } from './account-header.ts';
export { type Category, categoryOf } from './connector-meta.ts';
export type { ActionQuery } from './list.ts';
export { type MetaRouteParts, metaRoutes } from './meta-routes.ts';
export { actionRoutes } from './routes.ts';
export type { ActionAnswer, ActionCall, ActionNotes } from './run.ts';
export { type ActionParts, type Actions, createActions } from './service.ts';
export { type ActionTarget, isOffered } from './target.ts';
