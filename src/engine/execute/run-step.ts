import { reasonOf } from '../../kernel/index.ts';
import type { StepProgram, StepRunner } from '../compile/program-of.ts';
import { requireTime, runSecrets } from './no-answer.ts';
import { engineFailure, failed, type Outcome, StepError, type StepFailure } from './outcome.ts';
import type { Fields } from './records.ts';
import { maskSecrets } from './redaction.ts';
import { type RunState, tell } from './state.ts';

const MOST_ITEMS = 10_000;

/** How a step of an action ended. */
export type StepEnd =
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'skipped' }
  /** The condition could not be evaluated and the author wants the run to end there, without failing. */
  | { readonly kind: 'break' };

/** The failure behind anything thrown while a step ran. */
export function failureOf(state: RunState, error: unknown): StepFailure {
  if (error instanceof StepError) return error.failure;
  const message = String(maskSecrets(reasonOf(error), runSecrets(state)));
  return { kind: 'engine', message, statusCode: 500, cause: error };
}

async function attempt(run: StepRunner, state: RunState): Promise<Outcome> {
  try {
    requireTime(state);
    return await run(state);
  } catch (error) {
    return failed(failureOf(state, error));
  }
}

/** Whether the condition lets the step run. Truthy is enough; the word "false" is not. */
function admits(step: StepProgram, state: RunState): boolean | 'break' {
  if (step.condition === undefined) return true;
  try {
    const found = step.condition.evaluate(state.block);
    return Boolean(found) && found !== 'false';
  } catch {
    if (step.onConditionError === 'break') return 'break';
    return step.onConditionError === true;
  }
}

/** Fails an outcome that does not meet the step's own criteria of success. */
function judged(step: StepProgram, state: RunState, outcome: Outcome, startTime: number): Outcome {
  if (step.successCriteria === undefined || !outcome.successful) return outcome;
  state.block.steps[step.id] = snapshot(outcome, startTime, state.clock.now());
  try {
    if (step.successCriteria.evaluate(state.block) === true) return outcome;
  } catch (error) {
    return failed(
      failureOf(state, engineFailure(`successCriteria cannot be evaluated: ${reasonOf(error)}`)),
      outcome.output,
    );
  }
  return failed(
    { kind: 'engine', message: 'The answer does not meet the success criteria of the step.', statusCode: 500 },
    outcome.output,
  );
}

/** What expressions see of a step: `{output, successful, skipped?, message?, errors?, statistics}`. */
export function snapshot(outcome: Outcome, startTime: number, endTime: number): Fields {
  const seen: Fields = { output: outcome.output, successful: outcome.successful, statistics: { startTime, endTime } };
  const message = outcome.failure?.message ?? outcome.output?.message;
  if (message !== undefined) seen['message'] = message;
  if (outcome.failure !== undefined) {
    const response = outcome.failure.provider;
    seen['errors'] = [
      { name: 'Error', message: outcome.failure.message, ...(response === undefined ? {} : { response }) },
    ];
  } else if (outcome.notes !== undefined && outcome.notes.length > 0) {
    seen['errors'] = outcome.notes;
  }
  return seen;
}

/** The functions of a step in sequence; each sees the output of the one before it under the step's own id. */
async function runFunctions(step: StepProgram, state: RunState): Promise<Outcome> {
  const [first, ...rest] = step.functions;
  if (first === undefined) return { successful: true };
  let startTime = state.clock.now();
  let outcome = await attempt(first, state);
  for (const next of rest) {
    if (!outcome.successful) return outcome;
    state.block.steps[step.id] = snapshot(outcome, startTime, state.clock.now());
    startTime = state.clock.now();
    outcome = await attempt(next, state);
  }
  return outcome;
}

function itemsOf(found: unknown): readonly unknown[] {
  const items = found === undefined || found === null ? [] : Array.isArray(found) ? found : [found];
  if (items.length > MOST_ITEMS) {
    throw engineFailure(`The iterator yields ${items.length} items; a step goes through at most ${MOST_ITEMS}.`);
  }
  return items;
}

async function runItems(
  step: StepProgram,
  state: RunState,
  iterator: NonNullable<StepProgram['iterator']>,
): Promise<Outcome> {
  const { block } = state;
  const outer = block.iterator;
  const snapshots: Fields[] = [];
  const data: unknown[] = [];
  block.intermediateSteps[step.id] = snapshots;
  let last: Outcome | undefined;
  try {
    const items = itemsOf(iterator.evaluate(block));
    for (const [index, item] of items.entries()) {
      requireTime(state);
      block.iterator = { item, index, current: item };
      const startTime = state.clock.now();
      last = await runFunctions(step, state);
      snapshots.push({ iterator: block.iterator, snapshot: snapshot(last, startTime, state.clock.now()) });
      if (!last.successful && !step.ignoreError) return last;
      data.push(last.successful ? last.output?.data : null);
    }
  } catch (error) {
    return failed(failureOf(state, error));
  } finally {
    block.iterator = outer;
  }
  const { statusCode } = last?.output ?? {};
  return { successful: true, output: statusCode === undefined ? { data } : { data, statusCode } };
}

function report(step: StepProgram, state: RunState, end: StepEnd): void {
  const { onStep } = state.run;
  if (onStep === undefined) return;
  const base = { stepId: step.id, functionName: step.functionName };
  if (end.kind !== 'done') {
    tell(onStep, { ...base, successful: true, skipped: true });
    return;
  }
  const { outcome } = end;
  const message = outcome.failure?.message ?? outcome.output?.message;
  tell(onStep, {
    ...base,
    successful: outcome.successful,
    skipped: false,
    ...(outcome.output === undefined ? {} : { output: outcome.output }),
    ...(message === undefined ? {} : { message }),
  });
}

/** Runs one step and stores what expressions may see of it. Never throws for what the step does. */
export async function runStep(step: StepProgram, state: RunState): Promise<StepEnd> {
  state.stepId = step.id;
  const { steps } = state.block;
  const admitted = admits(step, state);
  if (admitted !== true) {
    steps[step.id] = { successful: true, skipped: true };
    const end: StepEnd = { kind: admitted === 'break' ? 'break' : 'skipped' };
    report(step, state, end);
    return end;
  }
  const startTime = state.clock.now();
  const raw = await (step.iterator === undefined ? runFunctions(step, state) : runItems(step, state, step.iterator));
  const outcome = judged(step, state, raw, startTime);
  steps[step.id] = snapshot(outcome, startTime, state.clock.now());
  const end: StepEnd = { kind: 'done', outcome };
  report(step, state, end);
  return end;
}
