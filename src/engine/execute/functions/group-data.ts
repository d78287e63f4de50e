import type { StepRunner } from '../../compile/program-of.ts';
import { succeeded } from '../outcome.ts';
import { assignOwn, type Fields, isRecord, ownValue, setOwn } from '../records.ts';
import type { RunState } from '../state.ts';

const dataOf = ({ block }: RunState, stepId: string): unknown =>
  ownValue(ownValue(ownValue(block.steps, stepId), 'output'), 'data');

/** The members of an object, or the elements of a list by their index. */
function entriesOf(data: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(data)) return data.map((item: unknown, index) => [String(index), item]);
  return isRecord(data) ? Object.entries(data) : [];
}

function asSingle(state: RunState, stepIds: readonly string[]): Fields {
  const record: Fields = {};
  for (const id of stepIds) {
    const data = dataOf(state, id);
    if (data === undefined || data === null) continue;
    const members: Fields = {};
    for (const [key, value] of entriesOf(data)) setOwn(members, key, value);
    setOwn(record, id, members);
  }
  return record;
}

function asList(state: RunState, stepIds: readonly string[]): readonly Fields[] {
  const byKey = new Map<string, Fields>();
  for (const id of stepIds) {
    for (const [key, value] of entriesOf(dataOf(state, id))) {
      const record = byKey.get(key) ?? {};
      byKey.set(key, record);
      setOwn(record, id, isRecord(value) ? assignOwn({}, value) : value);
    }
  }
  return [...byKey.values()];
}

/**
 * The `group_data` step function: joins the data of several steps by key or index into records `{stepA: …, stepB: …}`;
 * output `{data}`.
 */
export function compileGroupData(parameters: Readonly<Fields>): StepRunner {
  const { stepsDataToGroup, isSingleRecord } = parameters;
  const stepIds = Array.isArray(stepsDataToGroup) ? stepsDataToGroup.filter((id) => typeof id === 'string') : [];
  return async (state) =>
    succeeded({ data: isSingleRecord === true ? asSingle(state, stepIds) : asList(state, stepIds) });
}
