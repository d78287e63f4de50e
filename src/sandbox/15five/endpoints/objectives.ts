import { ok } from '../../kit/index.ts';
import { COLORS, type Objective, type ObjectiveEvent, SCOPES, STATES, stateOf } from '../model/objectives.ts';
import { presentObjective, presentObjectiveEvent } from '../present/objectives.ts';
import { filtersOf } from '../query/filters.ts';
import { byOwnName } from '../query/ordering.ts';
import { createObjectives, updateKeyResultValue } from '../write/objectives.ts';
import { madeAndChanged } from './people.ts';
import { endpoint, type FifteenFiveEndpoint, type ListRules, resourceEndpoints, select } from './resource.ts';

const HISTORY: ListRules<ObjectiveEvent> = {
  filters: madeAndChanged(),
  ordering: byOwnName('create_ts', 'update_ts'),
  order: 'create_ts',
};

const objectives = filtersOf<Objective>();

/** Objectives, their key results and their history. */
export const OBJECTIVE_ENDPOINTS: readonly FifteenFiveEndpoint[] = [
  ...resourceEndpoints({
    path: '/objective/',
    table: 'objectives',
    nouns: 'objectives',
    needs: 'member',
    filters: [
      objectives.idIs('user_id', ({ user_id }) => user_id),
      objectives.idIs('parent_id', ({ parent_id }) => parent_id),
      objectives.idIs('department_id', ({ department_ids }) => department_ids),
      objectives.choiceIs('scope', SCOPES, ({ scope }) => scope),
      objectives.choiceIs('state', STATES, (objective, view) => stateOf(objective, view.now)),
      objectives.choiceIs('color', COLORS, ({ color }) => color),
      objectives.notBefore('start_after', ({ start_ts }) => start_ts),
      objectives.notAfter('end_before', ({ end_ts }) => end_ts),
      ...madeAndChanged<Objective>(),
    ],
    ordering: byOwnName<Objective>('id', 'end_ts', 'create_ts', 'update_ts', 'sort_order'),
    order: 'end_ts,sort_order,id',
    present: presentObjective,
  }),
  endpoint('POST', '/objective/', 'Add objectives', 'companyAdmin', createObjectives),
  ...resourceEndpoints({
    path: '/objective/history/',
    table: 'objectiveEvents',
    nouns: 'changes of all objectives',
    needs: 'member',
    ...HISTORY,
    present: presentObjectiveEvent,
    listOnly: true,
  }),
  endpoint('GET', '/objective/:id/history/', 'List changes of an objective', 'member', (view) => {
    const { id } = view.find('objectives', view.call.params['id']);
    const events = select(HISTORY, view.having('objectiveEvents', 'objective_id', id), view);
    return ok(events.map((event) => presentObjectiveEvent(event, view)));
  }),
  endpoint(
    'POST',
    '/key-result/:id/update-value/',
    'Set the value of a key result',
    'companyAdmin',
    updateKeyResultValue,
  ),
];
