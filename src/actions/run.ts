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
import type { ActionResult, CompiledAction, GroupedInputs } from '../engine/index.ts';
import { type Clock, fail, type Logger } from '../kernel/index.ts';
import { inTime, REQUEST_SECONDS } from './in-time.ts';
import { type ActionNotes, captureFor, type Recording, type RecordingParts, recorded } from './recording.ts';
import { maskFailure, secretsOfTarget } from './secrets.ts';
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

  const about = { requestId: call.requestId, target, action: action.id, capture };
  return recorded(about, parts, async (recording) => {
    const result = await execute({ call, parts, target, action, recording });
    recording.steps.end(result.failure === undefined && result.successful);
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
  });
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
async function execute({ call, parts, target, action, recording }: Work): Promise<ActionResult> {
  const { account } = target;
  const checked = action.validateInputs(call.inputs);
  if (!checked.ok) throw describeInputs(action.id, checked.issues);

  const deadlineAt = parts.clock.now() + REQUEST_SECONDS * 1_000;
  const trail: Trail = { answered: false, changed: false };
  const attempt: Attempt = async (using) => {
    recording.use(using.account);
    const result = await parts.runner(action, runTargetOf(using), checked.inputs, credentialsOf(using, parts), {
      runId: call.requestId,
      deadlineAt,
      onExchange: (exchange) => {
        follow(trail, exchange);
        recording.add(exchange);
      },
    });
    if (result.failure === undefined) return result;
    return { ...result, failure: maskFailure(result.failure, recording.secrets(), recording.steps.last) };
  };
  const wait = <Result>(work: Promise<Result>): Promise<Result> => inTime(work, deadlineAt - parts.clock.now());

  let using = target;
  if (account.status !== 'active' || endsSoon(account, parts.clock.now()))
    using = { ...target, account: await wait(parts.credentials.usable(target)) };
  const result = await wait(attempt(using));
  if (result.failure?.provider?.status === UNAUTHORIZED)
    return wait(afterRefusal(result, { using, action, attempt, trail, credentials: parts.credentials }));
  if (account.status === 'error' && result.successful && trail.answered)
    await parts.credentials.accepted(using.account);
  return result;
}
