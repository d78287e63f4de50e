export { auditRoutes } from './audit-routes.ts';
export {
  decorateWithOperator,
  type OperatorCaller,
  type OperatorDoor,
  type OperatorInProject,
  operatorDoor,
  operatorGuard,
  operatorOf,
  projectOf,
} from './guard.ts';
export { memberRoutes } from './member-routes.ts';
export type { Member, Role } from './membership-store.ts';
export { type ProjectRouteParts, projectRoutes } from './project-routes.ts';
export { ProjectParams } from './project-schema.ts';
export { createOperators, type Login, type Operators } from './service.ts';
export { signInRoutes } from './sign-in-routes.ts';
export type { Operator } from './store.ts';
