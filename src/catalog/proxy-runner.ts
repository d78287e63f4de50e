import { type CompiledConnector, type ProxyRequest, type ProxyResult, runProxyRequest } from '../engine/index.ts';
import { type RunnerParts, type RunOptions, type RunTarget, sharedRun } from './runner.ts';

/** Sends requests of callers to providers with everything of this server they need. */
export type ProxyRunner = (
  connector: CompiledConnector,
  target: RunTarget,
  request: ProxyRequest,
  credentials: Readonly<Record<string, unknown>>,
  options?: Pick<RunOptions, 'runId' | 'onExchange' | 'deadlineAt' | 'signal'>,
) => Promise<ProxyResult>;

/** Binds the engine's proxy to this server's transport, limits and emulators. */
export function createProxyRunner(parts: RunnerParts): ProxyRunner {
  return (connector, target, request, credentials, { runId, ...options } = {}) =>
    runProxyRequest(connector, request, { ...options, ...sharedRun(parts, target, runId), credentials });
}
