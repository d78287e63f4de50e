import type { Scope } from '../../compile/value.ts';
import { assignOwn, type Fields, isRecord } from '../records.ts';
import type { RunState } from '../state.ts';

/** What mapping sees besides the record: the run without connector and action, with credentials. */
export function mappingScope({ block }: RunState): Scope {
  const { context, inputs, steps, intermediateSteps, iterator, result, credentials } = block;
  return { context, inputs, steps, intermediateSteps, iterator, result, credentials };
}

/** What the fields of one record see: the run, over it the record, over that the external values. */
export function recordScope(state: Scope, record: unknown, external: Readonly<Fields> | undefined): Scope {
  if (!isRecord(record)) return external === undefined ? state : { ...state, external };
  return external === undefined ? { ...state, ...record } : { ...state, ...record, external };
}

/** A copy of a record, or an empty one. */
export const copyOf = (record: unknown): Fields => (isRecord(record) ? assignOwn({}, record) : {});
