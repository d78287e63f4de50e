export { type FieldCheck, type FieldIssue, validateAuthFields } from './auth/fields.ts';
export {
  type AuthorizeParts,
  type AuthorizeRequest,
  authorizeRequest,
  type CallbackOutcome,
  createPkce,
  type Pkce,
  readCallback,
} from './auth/oauth/authorize.ts';
export { hasOAuth } from './auth/oauth/program.ts';
export { canRevoke, type RevokeOutcome, revokeTokens } from './auth/oauth/revoke.ts';
export {
  clientCredentials,
  exchangeCode,
  refreshToken,
  type TokenOutcome,
  type TokenParts,
} from './auth/oauth/token.ts';
export {
  canRefresh,
  mergeCredentials,
  type RefreshOutcome,
  type RefreshRun,
  refreshCredentials,
  scheduledRefresh,
} from './auth/refresh.ts';
export { compileConnector } from './compile/connector.ts';
export { defineConnector, loadConnector } from './compile/load-connector.ts';
export type * from './definition.ts';
export {
  type ActionCursor,
  CURSOR_VERSION,
  decodeCursor,
  encodeCursor,
  isEmptyCursor,
  type StepPosition,
  withPosition,
} from './execute/cursor/codec.ts';
export {
  type CompositeIdProblem,
  type CompositeParts,
  type DecodedCompositeId,
  decodeCompositeId,
  encodeCompositeId,
  isCompositeId,
  type PartAliases,
} from './execute/cursor/composite-id.ts';
export { evaluateExpression } from './execute/evaluate.ts';
export {
  accountOfDelivery,
  type Delivery,
  type RoutedEvent,
  type Routing,
  routeDelivery,
} from './execute/events/route.ts';
export { createRateLimiter } from './execute/limits/rate-limiter.ts';
export { createResponseCache } from './execute/limits/response-cache.ts';
export { StepError, type StepFailure } from './execute/outcome.ts';
export { type ProxyRequest, type ProxyResult, type ProxyRun, runProxyRequest } from './execute/proxy/request.ts';
export { runAction } from './execute/run-action.ts';
export {
  type CompiledExpression,
  compileExpression,
  ExpressionError,
  explain as explainExpression,
} from './expressions/index.ts';
export type { LimiterParts, LimitPool, RateLimiter, Wait } from './limiter.ts';
export type * from './program.ts';
export type { CachedResponse, ResponseCache } from './response-cache.ts';
export type { Transport, TransportRequest, TransportResponse } from './transport.ts';
export { DIAGNOSTIC_CODES, formatDiagnostics } from './validate/index.ts';
