import { type Answer, asText, ok } from '../../kit/index.ts';
import { notFound, unprocessable } from '../errors.ts';
import { cursorPage } from '../lists.ts';
import { choiceFor, GOAL_STATES, type Goal, type GoalUpdate } from '../model/goals.ts';
import { byAge } from '../order.ts';
import { presentGoal, presentGoalUpdate, presentTag } from '../present/goals.ts';
import type { View } from '../view.ts';
import { addAmount, addUpdate } from '../write/goal-updates.ts';
import { changeGoal, createGoal } from '../write/goals.ts';
import { forPeople, type LatticeEndpoint } from './endpoint.ts';

/** The goals of the state that is asked for; all of them by default. @throws Refusal 422 for an unknown state */
export function inStateAsked(goals: readonly Goal[], view: View): readonly Goal[] {
  const text = asText(view.call.query['state']) ?? '';
  if (text === '') return goals;
  const state = choiceFor(GOAL_STATES, text);
  if (state === undefined)
    throw unprocessable(view.call, `state must be one of ${GOAL_STATES.join(', ').toLowerCase()}`);
  return goals.filter((goal) => goal.state === state);
}

/** The goal of the path. @throws Refusal 404 when there is none, or none that the caller may see */
function goalOf(view: View): Goal {
  const goal = view.find('goals');
  if (!view.sees(goal)) throw notFound(view.call);
  return goal;
}

const updatesPage = (updates: readonly GoalUpdate[], view: View): Answer =>
  cursorPage(view.call, byAge(updates), (update) => presentGoalUpdate(update, view));

function allUpdates(view: View): Answer {
  const seen = view.rows('goalUpdates').filter(({ goalId }) => view.sees(view.get('goals', goalId)!));
  return updatesPage(seen, view);
}

const updatesOfOne = (view: View): Answer => updatesPage(view.having('goalUpdates', 'goalId', goalOf(view).id), view);

/** Goals, their updates and tags. Some paths have a second spelling. */
export const GOAL_ENDPOINTS: readonly LatticeEndpoint[] = [
  forPeople('GET', '/v1/goals', 'List goals', (view) => {
    const seen = byAge(view.rows('goals')).filter((goal) => view.sees(goal));
    return cursorPage(view.call, inStateAsked(seen, view), (goal) => presentGoal(goal, view));
  }),
  forPeople('GET', '/v1/goal/:id', 'Get a goal', (view) => ok(presentGoal(goalOf(view), view))),
  forPeople('POST', '/v1/goals', 'Add a goal', createGoal),
  forPeople('PUT', '/v1/goals/:id', 'Change a goal', (view) => changeGoal(goalOf(view), view)),
  forPeople('GET', '/v1/goals/updates', 'List updates of all goals', allUpdates),
  forPeople('GET', '/v1/goalUpdates', 'List updates of all goals', allUpdates),
  forPeople('GET', '/v1/goals/:id/updates', 'List updates of a goal', updatesOfOne),
  forPeople('GET', '/v1/goal/:id/updates', 'List updates of a goal', updatesOfOne),
  forPeople('POST', '/v1/goals/:id/update', 'Update a goal’s progress', (view) => addUpdate(goalOf(view), view)),
  forPeople('POST', '/v1/goal/:id/updates', 'Update a goal’s amount', (view) => addAmount(goalOf(view), view)),
  forPeople('GET', '/v1/tags', 'List tags', (view) =>
    cursorPage(view.call, byAge(view.rows('tags')), (tag) => presentTag(tag, view)),
  ),
  forPeople('GET', '/v1/tag/:id', 'Get a tag', (view) => ok(presentTag(view.find('tags'), view))),
];
