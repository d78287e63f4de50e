import { type ProxyRunner, providerError } from '../catalog/index.ts';
import { type AccountTarget, credentialsOf, endsSoon, runTargetOf, UNAUTHORIZED } from '../credentials/index.ts';
import type { ProxyRequest, ProxyResult } from '../engine/index.ts';
import type { ProviderError } from '../kernel/index.ts';
import { inTime, REQUEST_SECONDS } from './in-time.ts';
import { type ActionNotes, captureFor, Recording } from './recording.ts';
import type { RunActionParts } from './run.ts';
import { secretsOfTarget } from './secrets.ts';
import { findTarget } from './target.ts';

/** One wish to send a request of the caller's own to an account's provider. */
export interface ProxyCall {
  readonly projectId: string;
  readonly accountId: string;
  readonly request: ProxyRequest;
  readonly requestId: string;
  /** Told what is known for the log of the request. */
  readonly onTarget?: (target: ActionNotes) => void;
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
 * Sends a request to the provider of an account of the project, with the account's credentials. Credentials that end are
 * renewed; a request that is refused for them (401) changed nothing, so it is sent once more with renewed ones.
 * @throws PatchbayError why it could not be sent, or why there is no answer
 */
export async function runProxyCall(call: ProxyCall, parts: ProxyParts): Promise<ProxyAnswer> {
  const keeper = captureFor(call.projectId, parts);
  const capture = keeper instanceof Promise ? await keeper : keeper;
  call.onTarget?.({ action: 'proxy_request', ...(capture === undefined ? {} : { capture }) });

  const target = await findTarget(call.projectId, call.accountId, parts);
  const { account, connector } = target;
  const action = `${connector.key}_proxy_request`;
  capture?.masker.know(secretsOfTarget(target, parts));
  call.onTarget?.({ accountId: account.id, provider: connector.key, action });

  const recording = new Recording({ requestId: call.requestId, target, action, capture }, parts);
  try {
    const result = await send(call, target, recording, parts);
    if (!result.answered)
      throw providerError({ action, connector: connector.title, failure: recording.masked(result.failure) });
    const { status, headers, data, url } = result;
    recording.end(status < 400);
    const raw = typeof data === 'object' ? data : { body: String(data).slice(0, 2_000) };
    return { status, headers, data, ...(status < 400 ? {} : { providerErrors: [{ status, url, raw, headers }] }) };
  } catch (error) {
    recording.fail(error);
    throw error;
  }
}

/** Sends the request, with renewed credentials where they end or are refused. */
async function send(
  call: ProxyCall,
  target: AccountTarget,
  recording: Recording,
  parts: ProxyParts,
): Promise<ProxyResult> {
  const { account, connector } = target;
  const deadlineAt = parts.clock.now() + REQUEST_SECONDS * 1_000;
  const left = (): number => deadlineAt - parts.clock.now();
  const attempt = (using: AccountTarget): Promise<ProxyResult> => {
    recording.use(using.account);
    return parts.proxyRunner(connector, runTargetOf(using), call.request, credentialsOf(using, parts), {
      runId: call.requestId,
      deadlineAt,
      onExchange: (exchange) => recording.add(exchange),
    });
  };
  let using = target;
  if (account.status !== 'active' || endsSoon(account, parts.clock.now()))
    using = { ...target, account: await inTime(parts.credentials.usable(target), left()) };
  const result = await inTime(attempt(using), left());
  if (!result.answered || result.status !== UNAUTHORIZED || !parts.credentials.possible(using)) return result;
  using = { ...target, account: await inTime(parts.credentials.renew(using, 'refused'), left()) };
  return inTime(attempt(using), left());
}
