import { type ActionRunner, providerError, type RunTarget } from '../catalog/index.ts';
import type { GroupedInputs, StepExchange } from '../engine/index.ts';
import { type Clock, fail, type Logger, redactUrl } from '../kernel/index.ts';
import type { LogWriter } from '../platform/logs/index.ts';
import { type ActionTarget, findAction, findTarget, type TargetParts } from './target.ts';

/** Seconds after which a request is answered even if the provider was not. */
export const REQUEST_SECONDS = 60;

/** One wish to run an action. */
export interface ActionCall {
  readonly projectId: string;
  readonly accountId: string;
  /** Id of the action. */
  readonly action: string;
  readonly inputs: GroupedInputs;
  readonly requestId: string;
  /** Told as soon as the account and the action are known, for logs. */
  readonly onTarget?: (target: {
    readonly accountId: string;
    readonly provider: string;
    readonly action: string;
  }) => void;
}

/** What an action answered. */
export interface ActionAnswer {
  readonly data: unknown;
  /** Cursor of the next page; null on the last page and for actions without pages. */
  readonly next: string | null;
  readonly message?: string;
  readonly statusCode: number;
}

/** What running actions needs. */
export interface RunActionParts extends TargetParts {
  readonly runner: ActionRunner;
  readonly logs: LogWriter;
  readonly clock: Clock;
  readonly logger: Logger;
}

const describeInputs = (action: string, issues: readonly { readonly path: string; readonly message: string }[]) => {
  const errors = issues.map(({ path, message }) => (message.includes(path) ? message : `${path}: ${message}`));
  return fail('inputs_invalid', { action, summary: errors.join(' ') }, { errors });
};

/**
 * Runs an action on an account of the project.
 * @throws PatchbayError the reason it could not be run or what the provider answered
 */
export async function runActionCall(call: ActionCall, parts: RunActionParts): Promise<ActionAnswer> {
  const target = await findTarget(call.projectId, call.accountId, parts);
  const { account, authConfig, connector } = target;
  const action = findAction(call.action, target);
  call.onTarget?.({ accountId: account.id, provider: connector.key, action: action.id });
  const checked = action.validateInputs(call.inputs);
  if (!checked.ok) throw describeInputs(action.id, checked.issues);

  const run = parts.runner(
    action,
    runTargetOf(target),
    checked.inputs,
    { ...parts.authConfigs.setupValues(authConfig), ...account.setup, ...parts.accounts.secrets(account) },
    {
      runId: call.requestId,
      deadlineAt: parts.clock.now() + REQUEST_SECONDS * 1_000,
      onExchange: (exchange) => parts.logs.step(stepLog(call.requestId, target, action.id, exchange)),
    },
  );
  const result = await inTime(run);
  if (result.failure !== undefined || !result.successful) {
    const failure = result.failure ?? {
      stepId: '',
      kind: 'engine' as const,
      message: result.message ?? 'The action did not succeed.',
    };
    throw providerError({ action: action.id, connector: connector.title, failure });
  }
  return {
    data: result.data ?? null,
    next: result.next ?? null,
    statusCode: result.statusCode,
    ...(result.message === undefined ? {} : { message: result.message }),
  };
}

/** On whose behalf something runs for a target. */
export const runTargetOf = ({ account, connector }: ActionTarget): RunTarget => ({
  projectId: account.projectId,
  accountId: account.id,
  provider: connector.key,
  connectorVersion: connector.version,
  environment: account.environment,
  authMethodKey: account.authMethodKey,
  grantedScopes: account.grantedScopes,
});

/** What a run comes to, unless that takes longer than a request may. The run itself makes no further calls then. */
export async function inTime<Result>(run: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const refuse = () => reject(fail('request_timed_out', { seconds: REQUEST_SECONDS }, { retryAfter: 60 }));
    timer = setTimeout(refuse, REQUEST_SECONDS * 1_000);
  });
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The log row of one call to a provider. */
export const stepLog = (requestId: string, { account }: ActionTarget, action: string, exchange: StepExchange) => ({
  projectId: account.projectId,
  requestId,
  accountId: account.id,
  provider: account.provider,
  action,
  stepId: exchange.stepId,
  method: exchange.request.method.toUpperCase(),
  url: redactUrl(exchange.request.url),
  status: exchange.response?.status ?? null,
  error: exchange.error ?? null,
  startedAt: exchange.startedAt,
  durationMs: Math.round(exchange.endedAt - exchange.startedAt),
});
