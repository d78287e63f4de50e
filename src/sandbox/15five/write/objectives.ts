import { type Answer, json, ok } from '../../kit/index.ts';
import { type Fields, readBodies, readBody } from '../body.ts';
import { invalid, type Problems } from '../errors.ts';
import { KEY_RESULT_TYPES, type KeyResult, type Objective, SCOPES, VISIBILITIES } from '../model/objectives.ts';
import { presentKeyResult, presentObjective } from '../present/objectives.ts';
import { View } from '../view.ts';

const KEY_RESULT: Fields = {
  description: { type: 'text', required: true, max: 2000 },
  type: { type: 'text', choices: KEY_RESULT_TYPES },
  start_value: { type: 'number' },
  target_value: { type: 'number' },
  owner_id: { type: 'integer', table: 'users' },
};
const OBJECTIVE: Fields = {
  description: { type: 'text', required: true, max: 2000 },
  start_ts: { type: 'datetime', required: true },
  end_ts: { type: 'datetime', required: true },
  scope: { type: 'text', required: true, choices: SCOPES },
  user_id: { type: 'integer', required: true, table: 'users' },
  parent_id: { type: 'integer', nullable: true, table: 'objectives' },
  visibility: { type: 'text', choices: VISIBILITIES },
  viewable_by_users: { type: 'integer', table: 'users', many: true },
  tags: { type: 'text', many: true, max: 100 },
  group_id: { type: 'integer', nullable: true, table: 'groups' },
  weight: { type: 'number', nullable: true },
  key_results: { type: 'text', members: KEY_RESULT },
};
const VALUE: Fields = { current_value: { type: 'number', required: true } };

type NewObjective = Partial<Objective> &
  Pick<Objective, 'description' | 'start_ts' | 'end_ts' | 'scope' | 'user_id'> & {
    readonly key_results?: readonly (Partial<KeyResult> & Pick<KeyResult, 'description'>)[];
  };

/** Notes what happened to an objective, done by the key's maker. */
function record(view: View, objective_id: number, event: string): void {
  const { state } = view.call;
  const row = { id: state.nextId('objectiveEvents'), objective_id, event, user_id: view.caller.user.id };
  state.insert('objectiveEvents', { ...row, create_ts: view.now, update_ts: view.now });
}

function insertObjective(given: NewObjective, view: View): Objective {
  const { state } = view.call;
  const { key_results = [], ...values } = given;
  const objective = state.insert('objectives', {
    long_description: '',
    color: 'undefined',
    parent_id: null,
    group_id: null,
    department_ids: [],
    tags: [],
    visibility: 'public',
    viewable_by_users: [],
    weight: null,
    marked_completed_ts: null,
    is_archived: false,
    ...values,
    id: state.nextId('objectives'),
    sort_order: 0,
    create_ts: view.now,
    update_ts: view.now,
  });
  for (const [index, { start_value = 0, target_value = 100, ...rest }] of key_results.entries())
    state.insert('keyResults', {
      type: 'percent',
      owner_id: objective.user_id,
      ...rest,
      id: state.nextId('keyResults'),
      objective_id: objective.id,
      sort_order: index + 1,
      start_value,
      target_value,
      current_value: start_value,
    });
  record(view, objective.id, 'created');
  return objective;
}

/** `POST /objective/`: all of the list, or none when one of them is wrong. */
export async function createObjectives(view: View): Promise<Answer> {
  const given = (await readBodies(OBJECTIVE, view.call)) as unknown as readonly NewObjective[];
  const problems: Problems[] = given.map(({ start_ts, end_ts }) =>
    end_ts < start_ts ? { end_ts: ['The end must not be before the start.'] } : {},
  );
  if (problems.some((problem) => Object.keys(problem).length > 0)) throw invalid(problems);
  const made = given.map((one) => insertObjective(one, view));
  const after = new View(view.call, view.caller);
  return json(
    201,
    made.map((objective) => presentObjective(objective, after)),
  );
}

/** `POST /key-result/:id/update-value/` */
export async function updateKeyResultValue(view: View): Promise<Answer> {
  const { database } = view.call.state;
  const { id, objective_id } = view.find('keyResults', view.call.params['id']);
  const { current_value } = (await readBody(VALUE, view.call)) as unknown as KeyResult;
  const keyResult = database.table('keyResults').update(id, { current_value })!;
  database.table('objectives').update(objective_id, { update_ts: view.now });
  record(view, objective_id, 'key_result_updated');
  return ok(presentKeyResult(keyResult));
}
