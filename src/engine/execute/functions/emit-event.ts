import type { StepRunner } from '../../compile/program-of.ts';
import { type CompileScope, parameter } from '../../compile/scope.ts';
import type { EmittedEvent } from '../../program.ts';
import { engineFailure, succeeded } from '../outcome.ts';
import { type Fields, isMissing, isRecord } from '../records.ts';
import { emit } from '../state.ts';

function eventFrom(value: unknown): EmittedEvent {
  const { eventType, eventId, eventDate, data } = isRecord(value) ? value : ({} as Fields);
  if (typeof eventType !== 'string' || eventType === '') throw engineFailure('emit_event needs event.eventType.');
  return {
    eventType,
    ...(isMissing(eventId) ? {} : { eventId: String(eventId) }),
    ...(isMissing(eventDate)
      ? {}
      : { eventDate: eventDate instanceof Date ? eventDate.toISOString() : String(eventDate) }),
    ...(data === undefined ? {} : { data }),
  };
}

/** The `emit_event` step function: hands an event to whoever runs the action; output is the rest of its parameters. */
export function compileEmitEvent(parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const { event: eventSource, ...others } = parameters;
  const [event, rest] = [parameter(eventSource, scope), parameter(others, scope)];
  return async (state) => {
    await emit(state, eventFrom(event.get(state.block)));
    return succeeded({ ...(rest.get(state.block) as Fields) });
  };
}
