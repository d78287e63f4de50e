export { decorateWithSession, sessionGuard, sessionOf } from './guard.ts';
export { type OperatorLinkRouteParts, operatorLinkRoutes } from './operator-routes.ts';
export { type ConnectSessionRouteParts, connectSessionRoutes } from './routes.ts';
export { CATEGORIES } from './schema.ts';
export { type ConnectSessions, createConnectSessions, type NewConnectSession } from './service.ts';
export type { ConnectSession } from './session.ts';
