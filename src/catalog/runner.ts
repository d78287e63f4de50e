import {
  type ActionResult,
  type ActionRun,
  type AuthMethod,
  type CompiledAction,
  type RateLimiter,
  type RefreshOutcome,
  type ResponseCache,
  type RevokeOutcome,
  refreshCredentials,
  revokeTokens,
  runAction,
  type Transport,
} from '../engine/index.ts';
import { type Clock, newTimeUuid } from '../kernel/index.ts';

/** Whose behalf an action runs on. */
export interface RunTarget {
  readonly projectId: string;
  readonly organizationId?: string;
  /** Absent while credentials are being tested before an account exists. */
  readonly accountId?: string;
  readonly provider: string;
  readonly connectorVersion: string;
  readonly environment: string;
  readonly authMethodKey: string;
  readonly grantedScopes: readonly string[] | null;
}

/** What may differ from run to run. */
export interface RunOptions
  extends Pick<ActionRun, 'flowType' | 'onExchange' | 'onStep' | 'signal' | 'deadlineAt' | 'debug' | 'compat'> {
  /** Names the run in `$.context.actionRunId`; a new id when absent. */
  readonly runId?: string;
}

/** Runs compiled actions with everything of this server they need. */
export type ActionRunner = (
  action: CompiledAction,
  target: RunTarget,
  inputs: Readonly<Record<string, unknown>>,
  credentials: Readonly<Record<string, unknown>>,
  options?: RunOptions,
) => Promise<ActionResult>;

/** What {@link createRunner} needs. */
export interface RunnerParts {
  readonly transport: Transport;
  readonly limiter: RateLimiter;
  readonly cache: ResponseCache;
  readonly clock: Clock;
  /** Base URL of a connector's emulator; undefined while the sandbox is off. */
  readonly sandboxUrl: (connectorKey: string) => string | undefined;
}

const contextOf = (target: RunTarget, actionRunId: string, sandboxUrl: RunnerParts['sandboxUrl']) => ({
  organizationId: target.organizationId,
  projectSecureId: target.projectId,
  accountSecureId: target.accountId,
  connectorKey: target.provider,
  connectorVersion: target.connectorVersion,
  actionRunId,
  sandboxUrl: sandboxUrl(target.provider),
});

/** Renews credentials with everything of this server that needs. */
export type Refresher = (
  method: AuthMethod,
  target: RunTarget,
  credentials: Readonly<Record<string, unknown>>,
  options?: Pick<ActionRun, 'signal' | 'deadlineAt'>,
) => Promise<RefreshOutcome>;

/** Binds renewal to this server's transport, limits and emulators. */
export const createRefresher =
  (parts: RunnerParts & { readonly publicUrl: () => string }): Refresher =>
  (method, target, credentials, options = {}) =>
    refreshCredentials(method, {
      ...options,
      credentials,
      apiHostUri: parts.publicUrl(),
      context: contextOf(target, newTimeUuid(parts.clock.now()), parts.sandboxUrl),
      transport: parts.transport,
      limiter: parts.limiter,
      clock: parts.clock,
    });

/** Gives tokens back to a provider. */
export type Revoker = (
  method: AuthMethod,
  target: RunTarget,
  credentials: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<RevokeOutcome>;

/** Binds revocation to this server's transport and emulators. */
export const createRevoker =
  ({ transport, clock, sandboxUrl, publicUrl }: RunnerParts & { readonly publicUrl: () => string }): Revoker =>
  (method, target, credentials, signal) =>
    revokeTokens(method, {
      credentials,
      apiHostUri: publicUrl(),
      context: contextOf(target, newTimeUuid(clock.now()), sandboxUrl),
      transport,
      clock,
      signal,
    });

/** Binds the engine to this server's transport, limits and emulators. */
export function createRunner(parts: RunnerParts): ActionRunner {
  return (action, target, inputs, credentials, { runId, ...options } = {}) =>
    runAction(action, { ...options, ...sharedRun(parts, target, runId), inputs, credentials });
}

/** What every run for an account is given. */
export const sharedRun = (
  { transport, limiter, cache, clock, sandboxUrl }: RunnerParts,
  target: RunTarget,
  runId: string | undefined,
) => ({
  authenticationType: target.authMethodKey,
  environment: target.environment,
  context: contextOf(target, runId ?? newTimeUuid(clock.now()), sandboxUrl),
  transport,
  limiter,
  cache,
  clock,
  ...(target.grantedScopes === null ? {} : { grantedScopes: target.grantedScopes }),
});
