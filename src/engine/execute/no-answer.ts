import { fail, isPatchbayError, reasonOf } from '../../kernel/index.ts';
import { StepError } from './outcome.ts';
import { maskSecrets, secretsOf } from './redaction.ts';
import type { RunState } from './state.ts';

/** Values that must not show up in anything a caller sees. */
export const runSecrets = (state: RunState): readonly string[] =>
  secretsOf(state.run.credentials, state.connector.secretFields);

/** As a timer of the platform would say it. */
const outOfTime = (): Error => new DOMException('The time of the run is over.', 'TimeoutError');

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

/** Why there is no answer: the reason the run was ended for, where it was, or that time ran out, else what was thrown. */
function causeOf({ run, clock, connector }: RunState, error: unknown, startedAt: number): unknown {
  const reason: unknown = run.signal?.aborted === true ? run.signal.reason : error;
  if (isPatchbayError(reason)) return reason;
  if (run.signal?.aborted !== true && !isTimeout(error)) return error;
  const seconds = Math.round((clock.now() - startedAt) / 1000);
  return fail('provider_timed_out', { connector: connector.title, seconds }, { cause: reason });
}

/** The failure for a call that brought no answer. */
export function noAnswer(state: RunState, error: unknown, startedAt: number): StepError {
  const cause = causeOf(state, error, startedAt);
  const message = String(maskSecrets(reasonOf(cause), runSecrets(state)));
  const statusCode = state.connector.compat === 'published' || !isPatchbayError(cause) ? 500 : cause.status;
  return new StepError({ kind: 'transport', message, statusCode, cause });
}

/** Fails the step when the run has been ended from outside or its time is over. */
export function requireTime(state: RunState): void {
  const { deadlineAt } = state.run;
  if (deadlineAt !== undefined && state.clock.now() >= deadlineAt) throw noAnswer(state, outOfTime(), state.startedAt);
  if (state.run.signal?.aborted === true) throw noAnswer(state, state.run.signal.reason, state.startedAt);
}
