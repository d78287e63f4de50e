export { type Access, enforceAccess, type Guard, type Guards } from './access.ts';
export { BODY_LIMIT, createHttpApp, type HttpApp, type HttpParts, sourceIp } from './app.ts';
export { type ErrorEnvelope, errorEnvelope, toPatchbayError } from './error-exit.ts';
export { healthRoutes } from './health.ts';
export { type OpenCors, openCors } from './open-cors.ts';
export { openApiRoutes } from './openapi.ts';
export { type PagePolicy, pageHeaders } from './pages.ts';
export { QueryList, queryList } from './query.ts';
export { describeViolations, type Violation } from './violations.ts';
