import { type ActionRunner, providerError } from '../catalog/index.ts';
import {
  type AccountTarget,
  afterRefusal,
  type Credentials,
  credentialsOf,
  endsSoon,
  runTargetOf,
  UNAUTHORIZED,
} from '../credentials/index.ts';
import type { ActionResult, CompiledAction, GroupedInputs, StepExchange } from '../engine/index.ts';
import { type Clock, fail, type Logger } from '../kernel/index.ts';
import { inTime, REQUEST_SECONDS } from './in-time.ts';
import { type ActionNotes, captureFor, Recording, type RecordingParts } from './recording.ts';
import { secretsOfTarget } from './secrets.ts';
import { type ActionTarget, findAction, findTarget } from './target.ts';

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

/** What an action answered. */
export interface ActionAnswer {
  readonly data: unknown;
  /** Cursor of the next page; null on the last page and for actions without pages. */
  readonly next: string | null;
  readonly message?: string;
  readonly statusCode: number;
}

/** What running actions needs. */
export interface RunActionParts extends RecordingParts {
  readonly runner: ActionRunner;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly logger: Logger;
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
  const keeper = captureFor(call.projectId, parts);
  const capture = keeper instanceof Promise ? await keeper : keeper;
  call.onTarget?.({ action: call.action.slice(0, MAX_NAME), ...(capture === undefined ? {} : { capture }) });

  const target = await findTarget(call.projectId, call.accountId, parts);
  const { account, connector } = target;
  capture?.masker.know(secretsOfTarget(target, parts));
  call.onTarget?.({ accountId: account.id, provider: connector.key });
  const action = findAction(call.action, target);
  if (action.id !== call.action) call.onTarget?.({ action: action.id });

  const recording = new Recording({ requestId: call.requestId, target, action: action.id, capture }, parts);
  try {
    const checked = action.validateInputs(call.inputs);
    if (!checked.ok) throw describeInputs(action.id, checked.issues);
    const result = await execute(checked.inputs, { call, parts, target, action, recording });
    const succeeded = result.failure === undefined && result.successful;
    if (!succeeded) throw failureOf(result, action, connector.title);
    recording.end(true);
    return {
      data: result.data ?? null,
      next: result.next ?? null,
      statusCode: result.statusCode,
      ...(result.message === undefined ? {} : { message: result.message }),
    };
  } catch (error) {
    recording.fail(error);
    throw error;
  }
}

/** Why an action did not succeed, for the caller. */
function failureOf({ failure, message }: ActionResult, action: CompiledAction, connector: string): Error {
  const engine = { stepId: '', kind: 'engine' as const, message: message ?? 'The action did not succeed.' };
  return providerError({ action: action.id, connector, failure: failure ?? engine });
}

/** One run, all of it known. */
interface Work {
  readonly call: ActionCall;
  readonly parts: RunActionParts;
  readonly target: ActionTarget;
  readonly action: CompiledAction;
  readonly recording: Recording;
}

/** Runs the action, renews credentials that end or are refused, and keeps the account's status true. */
async function execute(inputs: Readonly<Record<string, unknown>>, work: Work): Promise<ActionResult> {
  const { call, parts, target, action, recording } = work;
  const { account } = target;
  const deadlineAt = parts.clock.now() + REQUEST_SECONDS * 1_000;
  const options = {
    runId: call.requestId,
    deadlineAt,
    onExchange: (exchange: StepExchange) => recording.add(exchange),
  };
  const attempt = (using: AccountTarget): Promise<ActionResult> => {
    recording.use(using.account);
    return parts.runner(action, runTargetOf(using), inputs, credentialsOf(using, parts), options);
  };
  const left = (): number => deadlineAt - parts.clock.now();
  const masked = (result: ActionResult): ActionResult =>
    result.failure === undefined ? result : { ...result, failure: recording.masked(result.failure) };

  let using: AccountTarget = target;
  if (account.status !== 'active' || endsSoon(account, parts.clock.now()))
    using = { ...target, account: await inTime(parts.credentials.usable(target), left()) };
  const result = masked(await inTime(attempt(using), left()));
  if (result.failure?.provider?.status === UNAUTHORIZED) {
    const again = async (next: AccountTarget) => masked(await attempt(next));
    const { credentials } = parts;
    return inTime(afterRefusal(result, { using, action, attempt: again, trail: recording, credentials }), left());
  }
  if (account.status === 'error' && result.successful && recording.answered)
    await parts.credentials.accepted(using.account);
  return result;
}
