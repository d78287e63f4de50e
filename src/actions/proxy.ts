import { type ProxyRunner, providerError } from '../catalog/index.ts';
import type { ProxyRequest } from '../engine/index.ts';
import type { ProviderError } from '../kernel/index.ts';
import { inTime, REQUEST_SECONDS, type RunActionParts, runTargetOf, stepLog } from './run.ts';
import { findTarget } from './target.ts';

/** One wish to send a request of the caller's own to an account's provider. */
export interface ProxyCall {
  readonly projectId: string;
  readonly accountId: string;
  readonly request: ProxyRequest;
  readonly requestId: string;
  /** Told as soon as the account is known, for logs. */
  readonly onTarget?: (target: {
    readonly accountId: string;
    readonly provider: string;
    readonly action: string;
  }) => void;
}

/** What the provider answered, whatever its status. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
  /** Set for a status of 400 or more. */
  readonly providerErrors?: readonly ProviderError[];
}

/** What proxying needs. */
export interface ProxyParts extends RunActionParts {
  readonly proxyRunner: ProxyRunner;
}

/**
 * Sends a request to the provider of an account of the project, with the account's credentials.
 * @throws PatchbayError why it could not be sent, or why there is no answer
 */
export async function runProxyCall(call: ProxyCall, parts: ProxyParts): Promise<ProxyAnswer> {
  const target = await findTarget(call.projectId, call.accountId, parts);
  const { account, authConfig, connector } = target;
  const action = `${connector.key}_proxy_request`;
  call.onTarget?.({ accountId: account.id, provider: connector.key, action });
  const sent = parts.proxyRunner(
    connector,
    runTargetOf(target),
    call.request,
    { ...parts.authConfigs.setupValues(authConfig), ...account.setup, ...parts.accounts.secrets(account) },
    {
      runId: call.requestId,
      deadlineAt: parts.clock.now() + REQUEST_SECONDS * 1_000,
      onExchange: (exchange) => parts.logs.step(stepLog(call.requestId, target, action, exchange)),
    },
  );
  const result = await inTime(sent);
  if (!result.answered) throw providerError({ action, connector: connector.title, failure: result.failure });
  const { status, headers, data, url } = result;
  const raw = typeof data === 'object' ? data : { body: String(data).slice(0, 2_000) };
  return { status, headers, data, ...(status < 400 ? {} : { providerErrors: [{ status, url, raw, headers }] }) };
}
