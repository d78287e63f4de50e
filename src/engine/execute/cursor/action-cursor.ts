import type { ActionProgram } from '../../compile/program-of.ts';
import { callerFailure } from '../outcome.ts';
import { isMissing, isRecord, ownValue } from '../records.ts';
import type { RunState } from '../state.ts';
import {
  type ActionCursor,
  CURSOR_VERSION,
  decodeCursor,
  encodeCursor,
  isEmptyCursor,
  type StepPosition,
  withPosition,
} from './codec.ts';

const cursorInput = (state: RunState): unknown => state.block.inputs['cursor'] ?? state.block.inputs['next'];

/**
 * Where the caller's cursor lets a step go on.
 * @throws StepError that blames the caller for a cursor that was not made here, in actions whose cursors are made here
 */
export function stepPosition(state: RunState, stepIndex: number): StepPosition {
  const given = cursorInput(state);
  if (isMissing(given)) return {};
  const cursor = typeof given === 'string' ? decodeCursor(given) : null;
  if (cursor !== null) return cursor.remote[String(stepIndex)] ?? {};
  if (state.program.publishesCursor) {
    throw callerFailure(
      'The cursor is not valid. Send the `next` of the previous answer unchanged, or leave it out to start again.',
    );
  }
  return { providerPageCursor: given };
}

/**
 * The cursor of the next page, made from where the paginated steps of a run ended.
 * Undefined where the action publishes none, null on the last page.
 */
export function nextCursor(program: ActionProgram, state: RunState): string | null | undefined {
  if (!program.publishesCursor) return undefined;
  let cursor: ActionCursor = { remote: {}, version: CURSOR_VERSION, timestamp: state.clock.now() };
  for (const [index, step] of program.steps.entries()) {
    const output = ownValue(state.block.steps[step.id], 'output');
    if (!isRecord(output)) continue;
    const { next, position } = output;
    // A position of 0 on a following page says no more than the token of that page.
    if (next === undefined && position === undefined) continue;
    cursor = withPosition(cursor, index, {
      ...(isMissing(next) ? {} : { providerPageCursor: next }),
      ...(typeof position === 'number' ? { position } : {}),
    });
  }
  return isEmptyCursor(cursor) ? null : encodeCursor(cursor);
}
