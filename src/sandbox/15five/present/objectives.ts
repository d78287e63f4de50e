import { type KeyResult, type Objective, type ObjectiveEvent, percentageOf, stateOf } from '../model/objectives.ts';
import type { View } from '../view.ts';

export function presentKeyResult(keyResult: KeyResult): object {
  const { objective_id, ...shown } = keyResult;
  return { ...shown, weight: null };
}

export function presentObjective(objective: Objective, view: View): object {
  const { id, user_id, parent_id, group_id, department_ids, is_archived, ...rest } = objective;
  const { description, long_description, scope, color, start_ts, end_ts, tags, ...later } = rest;
  const keyResults = view.having('keyResults', 'objective_id', id);
  return {
    id,
    description,
    long_description,
    scope,
    state: stateOf(objective, view.now),
    color,
    percentage: percentageOf(keyResults),
    start_ts,
    end_ts,
    user: view.url('user', user_id),
    user_id,
    parent: parent_id,
    group: group_id,
    departments: department_ids,
    tags,
    ...later,
    key_results: keyResults.map(presentKeyResult),
  };
}

export function presentObjectiveEvent(row: ObjectiveEvent, view: View): object {
  const { objective_id, event, user_id, create_ts, update_ts } = row;
  return { objective_id, event, user: view.url('user', user_id), create_ts, update_ts };
}
