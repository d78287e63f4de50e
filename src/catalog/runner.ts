import {
  type ActionResult,
  type ActionRun,
  type CompiledAction,
  type RateLimiter,
  type ResponseCache,
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
  context: {
    organizationId: target.organizationId,
    projectSecureId: target.projectId,
    accountSecureId: target.accountId,
    connectorKey: target.provider,
    connectorVersion: target.connectorVersion,
    actionRunId: runId ?? newTimeUuid(clock.now()),
    sandboxUrl: sandboxUrl(target.provider),
  },
  transport,
  limiter,
  cache,
  clock,
  ...(target.grantedScopes === null ? {} : { grantedScopes: target.grantedScopes }),
});
