import { type ProxyRunner, providerError } from '../catalog/index.ts';
import { credentialsOf, endsSoon, runTargetOf, UNAUTHORIZED } from '../credentials/index.ts';
import type { ProxyRequest, ProxyResult } from '../engine/index.ts';
import { isPatchbayError, type ProviderError } from '../kernel/index.ts';
import { BodyCapture, Masker } from '../platform/logs/index.ts';
import type { RunProbe } from '../telemetry/index.ts';
import { type ActionNotes, inTime, REQUEST_SECONDS, type RunActionParts } from './run.ts';
import { maskFailure, secretsOfTarget } from './secrets.ts';
import { createStepLogs } from './step-logs.ts';
import { type ActionTarget, findTarget } from './target.ts';

/** One wish to send a request of the caller's own to an account's provider. */
export interface ProxyCall {
  readonly projectId: string;
  readonly accountId: string;
  readonly request: ProxyRequest;
  readonly requestId: string;
  /** Told what is known for the log of the request as soon as the account is known. */
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
 * Sends a request to the provider of an account of the project, with the account's credentials.
 * @throws PatchbayError why it could not be sent, or why there is no answer
 */
export async function runProxyCall(call: ProxyCall, parts: ProxyParts): Promise<ProxyAnswer> {
  const target = await findTarget(call.projectId, call.accountId, parts);
  const { account, connector } = target;
  const action = `${connector.key}_proxy_request`;
  const mode = (await parts.logSettings?.(call.projectId))?.bodyLogging ?? 'off';
  const capture = mode === 'off' ? undefined : new BodyCapture(new Masker(), mode);
  call.onTarget?.({
    accountId: account.id,
    provider: connector.key,
    action,
    ...(capture === undefined ? {} : { capture }),
  });
  const probe = parts.telemetry?.startRun({
    requestId: call.requestId,
    projectId: account.projectId,
    accountId: account.id,
    provider: connector.key,
    action,
  });
  try {
    const answer = await send({ call, parts, target, action, capture }, probe);
    probe?.end(undefined);
    return answer;
  } catch (error) {
    probe?.end(isPatchbayError(error) ? error.code : 'internal_error');
    throw error;
  }
}

interface Work {
  readonly call: ProxyCall;
  readonly parts: ProxyParts;
  readonly target: ActionTarget;
  readonly action: string;
  readonly capture: BodyCapture | undefined;
}

async function send({ call, parts, target, action, capture }: Work, probe: RunProbe | undefined): Promise<ProxyAnswer> {
  const { clock, credentials, logs } = parts;
  const { connector } = target;
  const deadlineAt = clock.now() + REQUEST_SECONDS * 1_000;
  const wait = <Result>(work: Promise<Result>): Promise<Result> => inTime(work, deadlineAt - clock.now());
  let using = target;
  const secrets = (): readonly string[] => [...secretsOfTarget(target, parts), ...secretsOfTarget(using, parts)];
  const steps = createStepLogs({ logs, requestId: call.requestId, target, action, secrets, capture });
  const attempt = (): Promise<ProxyResult> => {
    capture?.masker.know(secrets());
    return parts.proxyRunner(connector, runTargetOf(using), call.request, credentialsOf(using, parts), {
      runId: call.requestId,
      deadlineAt,
      onExchange: (exchange) => {
        steps.add(exchange);
        probe?.call(exchange);
      },
    });
  };

  let result: ProxyResult;
  try {
    if (target.account.status !== 'active' || endsSoon(target.account, clock.now()))
      using = { ...target, account: await wait(credentials.usable(target)) };
    result = await wait(attempt());
    // A refused request did nothing, so it may be sent again.
    if (result.answered && result.status === UNAUTHORIZED && credentials.possible(using)) {
      using = { ...using, account: await wait(credentials.renew(using, 'refused')) };
      result = await wait(attempt());
    }
  } catch (error) {
    steps.end(false);
    throw error;
  }
  steps.end(result.answered && result.status < 400);
  if (!result.answered) {
    const failure = maskFailure(result.failure, secrets(), steps.last);
    throw providerError({ action, connector: connector.title, failure });
  }
  const { status, headers, data, url } = result;
  const raw = typeof data === 'object' ? data : { body: String(data).slice(0, 2_000) };
  return { status, headers, data, ...(status < 400 ? {} : { providerErrors: [{ status, url, raw, headers }] }) };
}
