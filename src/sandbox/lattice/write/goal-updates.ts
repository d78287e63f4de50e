import { type Answer, checkBody, type FieldSpecs, ok } from '../../kit/index.ts';
import { bodyOf } from '../endpoints/endpoint.ts';
import { badRequest, forbidden, unprocessable } from '../errors.ts';
import { choiceFor, GOAL_STATUSES, type Goal } from '../model/goals.ts';
import { presentGoalUpdate } from '../present/goals.ts';
import type { View } from '../view.ts';

const PROGRESS: FieldSpecs = {
  comment: { type: 'text', nullable: true, max: 50_000 },
  status: { type: 'text', nullable: true },
  increment: { type: 'number', nullable: true },
  complete: { type: 'boolean' },
  incomplete: { type: 'boolean' },
};
const AMOUNT: FieldSpecs = {
  comment: { type: 'text', nullable: true, max: 50_000 },
  currentAmount: { type: 'number', nullable: true },
};

/** What an update does to its goal. */
interface Progress {
  readonly comment?: string | null;
  readonly status?: string | null;
  readonly increment?: number | null;
  readonly complete?: boolean;
  readonly incomplete?: boolean;
  readonly currentAmount?: number | null;
}

/** The body's values. @throws Refusal 403 for goals out of reach, 400 and 422 for bodies that do not fit */
function read(specs: FieldSpecs, goal: Goal, view: View): Progress {
  const { call } = view;
  if (!goal.ownerIds.some((id) => view.reaches(id))) throw forbidden(call);
  const { values, issues } = checkBody(specs, bodyOf(call), { partial: true });
  const [issue] = issues;
  if (issue !== undefined) throw badRequest(call, `${issue.path} ${issue.message}`);
  const progress = values as Progress;
  if (progress.complete && progress.incomplete) throw unprocessable(call, 'complete and incomplete exclude each other');
  if (goal.state === 'Draft' || goal.state === 'Archived')
    throw unprocessable(call, `A goal that is ${goal.state.toLowerCase()} cannot be updated`);
  return progress;
}

function record(progress: Progress, goal: Goal, view: View): Answer {
  const { state } = view.call;
  const { comment = null, complete, incomplete, increment, currentAmount } = progress;
  const word = progress.status ?? null;
  const status = word === null ? null : choiceFor(GOAL_STATUSES, word);
  if (status === undefined) throw unprocessable(view.call, `status must be one of ${GOAL_STATUSES.join(', ')}`);
  const before = goal.currentAmount ?? goal.startingAmount ?? 0;
  const counted = increment == null ? (currentAmount ?? goal.currentAmount) : before + increment;
  const amount = complete ? (goal.endingAmount ?? counted) : counted;
  const now = view.seconds;
  state.database.table('goals').update(goal.id, {
    currentAmount: amount,
    status: status ?? goal.status,
    lastUpdatedAt: now,
    updatedAt: now,
    ...(complete && { state: 'Ended', completedAt: now }),
    ...(incomplete && { state: 'Active', completedAt: null }),
  });
  const update = { id: state.nextId('goalUpdate'), goalId: goal.id, authorId: view.user.id, createdAt: now };
  return ok(
    presentGoalUpdate(state.insert('goalUpdates', { ...update, comment, currentAmount: amount, status }), view),
  );
}

/** `POST /v1/goals/:id/update`: a comment, a status, an increment, or that the goal is done or not. */
export const addUpdate = (goal: Goal, view: View): Answer => record(read(PROGRESS, goal, view), goal, view);

/** `POST /v1/goal/:id/updates`: a comment and the new amount. */
export const addAmount = (goal: Goal, view: View): Answer => record(read(AMOUNT, goal, view), goal, view);
