import { type ActionRunner, providerError } from '../catalog/index.ts';
import {
  type Attempt,
  afterRefusal,
  type Credentials,
  credentialsOf,
  endsSoon,
  follow,
  runTargetOf,
  type Trail,
  UNAUTHORIZED,
} from '../credentials/index.ts';
import type { CompiledAction, GroupedInputs } from '../engine/index.ts';
import { type Clock, fail, isPatchbayError, type Logger } from '../kernel/index.ts';
import type { Account } from '../platform/accounts/index.ts';
import { BodyCapture, type LogNotes, type LogSettingsOf, type LogWriter, Masker } from '../platform/logs/index.ts';
import type { RunProbe, Telemetry } from '../telemetry/index.ts';
import { maskFailure, secretsOfTarget } from './secrets.ts';
import { createStepLogs } from './step-logs.ts';
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
  /** Told what is known for the log of the request: first the action that was asked for, then account and provider. */
  readonly onTarget?: (target: ActionNotes) => void;
}

/** What a run tells the log of its request. */
export type ActionNotes = Partial<Pick<LogNotes, 'accountId' | 'provider' | 'action' | 'capture'>>;

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
  readonly credentials: Credentials;
  readonly logs: LogWriter;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What each project chose about its logs; bodies are not kept when absent. */
  readonly logSettings?: LogSettingsOf;
  /** Watches runs for metrics and traces; nobody does when absent. */
  readonly telemetry?: Pick<Telemetry, 'startRun'> | undefined;
}

/** Longest name of an unknown action that is put into a log. */
const MAX_NAME = 256;

const describeInputs = (action: string, issues: readonly { readonly path: string; readonly message: string }[]) => {
  const errors = issues.map(({ path, message }) => (message.includes(path) ? message : `${path}: ${message}`));
  return fail('inputs_invalid', { action, summary: errors.join(' ') }, { errors });
};

/**
 * Runs an action on an account of the project.
 * @throws PatchbayError the reason it could not be run or what the provider answered
 */
export async function runActionCall(call: ActionCall, parts: RunActionParts): Promise<ActionAnswer> {
  const chosen = parts.logSettings?.(call.projectId);
  const bodyLogging = (chosen instanceof Promise ? await chosen : chosen)?.bodyLogging ?? 'off';
  const capture = bodyLogging === 'off' ? undefined : new BodyCapture(new Masker(), bodyLogging);
  call.onTarget?.({ action: call.action.slice(0, MAX_NAME), ...(capture === undefined ? {} : { capture }) });

  const target = await findTarget(call.projectId, call.accountId, parts);
  const { account, connector } = target;
  capture?.masker.know(secretsOfTarget(target, parts));
  call.onTarget?.({ accountId: account.id, provider: connector.key });
  const action = findAction(call.action, target);
  if (action.id !== call.action) call.onTarget?.({ action: action.id });

  const work = { call, parts, target, action, capture };
  const probe = parts.telemetry?.startRun({
    requestId: call.requestId,
    projectId: account.projectId,
    accountId: account.id,
    provider: connector.key,
    action: action.id,
  });
  if (probe === undefined) return await execute(work, undefined);
  try {
    const answer = await execute(work, probe);
    probe.end(undefined);
    return answer;
  } catch (error) {
    probe.end(isPatchbayError(error) ? error.code : 'internal_error');
    throw error;
  }
}

/** One run, all of it known. */
interface Work {
  readonly call: ActionCall;
  readonly parts: RunActionParts;
  readonly target: ActionTarget;
  readonly action: CompiledAction;
  readonly capture: BodyCapture | undefined;
}

/** The steps of one run in the log, and every secret it works with, also those it got on the way. */
function record({ call, parts, target, action, capture }: Work) {
  let latest = target.account;
  const secrets = (): readonly string[] => {
    const known = secretsOfTarget(target, parts);
    return latest === target.account ? known : [...known, ...secretsOfTarget({ ...target, account: latest }, parts)];
  };
  const { logs } = parts;
  const steps = createStepLogs({ logs, requestId: call.requestId, target, action: action.id, secrets, capture });
  return {
    steps,
    secrets,
    /** Renewed credentials are secrets, too. */
    use(account: Account): void {
      if (account === latest) return;
      latest = account;
      capture?.masker.know(secrets());
    },
  };
}

async function execute(work: Work, probe: RunProbe | undefined): Promise<ActionAnswer> {
  const { call, parts, target, action } = work;
  const { account, connector } = target;
  const checked = action.validateInputs(call.inputs);
  if (!checked.ok) throw describeInputs(action.id, checked.issues);

  const { steps, secrets, use } = record(work);
  const deadlineAt = parts.clock.now() + REQUEST_SECONDS * 1_000;
  const trail: Trail = { answered: false, changed: false };
  const attempt: Attempt = async (using) => {
    use(using.account);
    const result = await parts.runner(action, runTargetOf(using), checked.inputs, credentialsOf(using, parts), {
      runId: call.requestId,
      deadlineAt,
      onExchange: (exchange) => {
        follow(trail, exchange);
        steps.add(exchange);
        probe?.call(exchange);
      },
    });
    if (result.failure === undefined) return result;
    return { ...result, failure: maskFailure(result.failure, secrets(), steps.last) };
  };
  const wait = <Result>(work: Promise<Result>): Promise<Result> => inTime(work, deadlineAt - parts.clock.now());

  let result: Awaited<ReturnType<Attempt>>;
  try {
    let using = target;
    if (account.status !== 'active' || endsSoon(account, parts.clock.now()))
      using = { ...target, account: await wait(parts.credentials.usable(target)) };
    result = await wait(attempt(using));
    if (result.failure?.provider?.status === UNAUTHORIZED)
      result = await wait(afterRefusal(result, { using, action, attempt, trail, credentials: parts.credentials }));
    else if (account.status === 'error' && result.successful && trail.answered)
      await parts.credentials.accepted(using.account);
  } catch (error) {
    steps.end(false);
    throw error;
  }
  steps.end(result.failure === undefined && result.successful);
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

/** What a run comes to, unless that takes longer than a request may. The run itself makes no further calls then. */
export async function inTime<Result>(run: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const refuse = () => reject(fail('request_timed_out', { seconds: REQUEST_SECONDS }, { retryAfter: 60 }));
    timer = setTimeout(refuse, ms);
  });
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}
