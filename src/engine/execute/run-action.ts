import type { ActionProgram } from '../compile/program-of.ts';
import { programOf } from '../compile/program-of.ts';
import type { ActionResult, ActionRun, CompiledAction } from '../program.ts';
import { nextCursor } from './cursor/action-cursor.ts';
import type { Outcome, StepFailure } from './outcome.ts';
import { runStep } from './run-step.ts';
import { beginRun, type RunState, restrictedScope } from './state.ts';

function failedResult(state: RunState, stepId: string, { statusCode, ...failure }: StepFailure): ActionResult {
  return {
    successful: false,
    statusCode,
    message: failure.message,
    failure: { stepId, ...failure },
    ...rawOf(state),
  };
}

const rawOf = (state: RunState): Pick<ActionResult, 'raw'> =>
  state.run.debug?.raw === true && state.lastRaw !== undefined ? { raw: state.lastRaw } : {};

const textOf = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : typeof value === 'string' ? value : String(value);

function cursorText(value: unknown): string | null | undefined {
  if (value === undefined) return undefined;
  if (value === null || value === '') return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

type Stream = NonNullable<ActionResult['stream']>;

/** Lets go of a download that nobody will read. */
async function close(stream: Stream | undefined): Promise<void> {
  try {
    await stream?.[Symbol.asyncIterator]().return?.();
  } catch {
    // It is given up either way.
  }
}

function succeededResult(
  program: ActionProgram,
  state: RunState,
  last: Outcome | undefined,
  stream: Stream | undefined,
): ActionResult {
  const { result } = program;
  const scope = restrictedScope(state);
  const data = result?.data === undefined ? (state.block.result ?? last?.output?.data) : result.data.get(scope);
  const message = textOf(result?.message?.get(scope));
  const next = result?.next === undefined ? nextCursor(program, state) : cursorText(result.next.get(scope));
  return {
    successful: true,
    statusCode: program.successStatus,
    ...(data === undefined ? {} : { data }),
    ...(message === undefined ? {} : { message }),
    ...(next === undefined ? {} : { next }),
    ...(stream === undefined ? {} : { stream }),
    ...rawOf(state),
  };
}

async function runSteps(program: ActionProgram, state: RunState): Promise<ActionResult> {
  let last: Outcome | undefined;
  let stream: Stream | undefined;
  for (const step of program.steps) {
    const end = await runStep(step, state);
    if (end.kind === 'break') break;
    if (end.kind === 'skipped') continue;
    const { failure } = end.outcome;
    if (failure === undefined) {
      last = end.outcome;
      if (last.stream !== undefined && stream !== undefined) await close(stream);
      stream = last.stream ?? stream;
    } else if (!step.ignoreError) {
      if (stream !== undefined) await close(stream);
      return failedResult(state, step.id, failure);
    }
  }
  return succeededResult(program, state, last, stream);
}

/**
 * Runs an action: its steps in order, each through the transport of the run, then its result.
 * What a connector or provider does never throws; it ends in `failure`.
 * @throws TypeError for an action that was not made by `loadConnector`
 */
export async function runAction(action: CompiledAction, run: ActionRun): Promise<ActionResult> {
  const program = programOf(action, run.compat);
  return runSteps(program, beginRun(program, run));
}
