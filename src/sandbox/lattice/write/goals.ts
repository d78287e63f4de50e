import { type Answer, checkBody, type FieldSpecs, ok } from '../../kit/index.ts';
import { bodyOf } from '../endpoints/endpoint.ts';
import { badRequest, forbidden, unprocessable } from '../errors.ts';
import { AMOUNT_TYPES, choiceFor, type Goal } from '../model/goals.ts';
import { presentGoal } from '../present/goals.ts';
import { View } from '../view.ts';

const MAX_TAGS = 5;

const reference = (refersTo: string) => ({ type: 'text', nullable: true, refersTo }) as const;

const FIELDS: FieldSpecs = {
  name: { type: 'text', required: true, min: 1, max: 1000 },
  startDate: { type: 'date', required: true },
  dueDate: { type: 'date', required: true },
  ownerIds: { type: 'list', required: true, min: 1, items: { type: 'text' }, refersTo: 'users' },
  description: { type: 'text', nullable: true, max: 50_000 },
  priority: { type: 'integer', nullable: true, min: 1, max: 10 },
  private: { type: 'boolean' },
  okrType: { type: 'text', choices: ['objective', 'key_result'] },
  amountType: { type: 'text', nullable: true },
  startingAmount: { type: 'number', nullable: true },
  goalAmount: { type: 'number', nullable: true },
  companyGoal: { type: 'boolean' },
  departmentId: reference('departments'),
  departmentsVisibleToIds: { type: 'list', items: { type: 'text' }, refersTo: 'departments' },
  goalCycleId: { type: 'text', nullable: true },
  tagNames: { type: 'list', items: { type: 'text', min: 1, max: 100 } },
  isDraft: { type: 'boolean' },
  parentId: reference('goals'),
};

/** A body that passed {@link FIELDS}. */
interface Input {
  readonly name?: string;
  readonly startDate?: string;
  readonly dueDate?: string;
  readonly ownerIds?: readonly string[];
  readonly description?: string | null;
  readonly priority?: number | null;
  readonly private?: boolean;
  readonly okrType?: string;
  readonly amountType?: string | null;
  readonly startingAmount?: number | null;
  readonly goalAmount?: number | null;
  readonly companyGoal?: boolean;
  readonly departmentId?: string | null;
  readonly tagNames?: readonly string[];
  readonly isDraft?: boolean;
  readonly parentId?: string | null;
}

/** The body's values. @throws Refusal 400 for what cannot be read, 422 for what makes no sense */
function readInput(view: View, partial: boolean): Input {
  const { call } = view;
  const { database } = call.state;
  const exists = (table: string, id: string | number) => database.table(table as 'users').has(id as string);
  const { values, issues } = checkBody(FIELDS, bodyOf(call), { partial, exists });
  const unreadable = issues.find(({ code }) => code !== 'choice' && code !== 'reference');
  const [issue = unreadable] = unreadable === undefined ? issues : [];
  if (unreadable !== undefined) throw badRequest(call, `${unreadable.path} ${unreadable.message}`);
  if (issue !== undefined) throw unprocessable(call, `${issue.path} ${issue.message}`);
  return values as Input;
}

/** Ids of the tags of these names; those that do not exist are made. */
function tagsNamed(names: readonly string[], view: View): string[] {
  const { state } = view.call;
  const tags = state.database.table('tags');
  return [...new Set(names)].map((name) => {
    const known = tags.find((tag) => tag.name.toLowerCase() === name.toLowerCase());
    const now = view.seconds;
    return known?.id ?? state.insert('tags', { id: state.nextId('tag'), name, createdAt: now, updatedAt: now }).id;
  });
}

/** True when a goal would be above itself. */
function isCircular(goal: Goal, view: View): boolean {
  const seen = new Set([goal.id]);
  for (let at = goal.parentId; at !== null; at = view.get('goals', at)?.parentId ?? null) {
    if (seen.has(at)) return true;
    seen.add(at);
  }
  return false;
}

/** What is wrong with a goal as a whole, if anything. */
function objection(goal: Goal, { tagNames }: Input, view: View): string | undefined {
  const { startDate, dueDate, ownerIds, amountType, startingAmount, endingAmount } = goal;
  if (startDate !== null && dueDate !== null && dueDate < startDate) return 'dueDate must not be before startDate';
  if (new Set(ownerIds).size !== ownerIds.length) return 'ownerIds must not repeat';
  if ((tagNames?.length ?? 0) > MAX_TAGS) return `tagNames must be at most ${MAX_TAGS}`;
  if (amountType === 'Binary' && [startingAmount, endingAmount].some((amount) => amount !== null && amount > 1))
    return 'goalAmount must be 0 or 1 for a binary goal';
  return isCircular(goal, view) ? 'parentId must not be the goal itself or one below it' : undefined;
}

const goalTypeOf = ({ departmentId, ownerIds }: Goal, isCompany: boolean): string => {
  if (isCompany) return 'Company';
  if (departmentId !== null) return 'Department';
  return ownerIds.length > 1 ? 'Group' : 'Individual';
};

/** The goal as the body wants it; what the body leaves out stays. */
function merge(before: Goal, input: Input, view: View): Goal {
  const { tagNames, private: isPrivate, goalAmount, companyGoal, isDraft, amountType, ...same } = input;
  const type = typeof amountType === 'string' ? choiceFor(AMOUNT_TYPES, amountType) : amountType;
  if (typeof amountType === 'string' && type === undefined)
    throw unprocessable(view.call, `amountType must be one of ${AMOUNT_TYPES.join(', ').toLowerCase()}`);
  const { name, startDate, dueDate, ownerIds, description, priority, okrType, startingAmount, departmentId, parentId } =
    {
      ...before,
      ...same,
    };
  const goal: Goal = {
    ...before,
    ...{ name, startDate, dueDate, ownerIds, description, priority, okrType, startingAmount, departmentId, parentId },
    amountType: type === undefined ? before.amountType : type,
    endingAmount: goalAmount === undefined ? before.endingAmount : goalAmount,
    isPrivate: isPrivate ?? before.isPrivate,
    currentAmount: before.currentAmount ?? startingAmount,
    updatedAt: view.seconds,
  };
  const wrong = objection(goal, input, view);
  if (wrong !== undefined) throw unprocessable(view.call, wrong);
  const isStillDraft = isDraft ?? before.state === 'Draft';
  const state = isStillDraft ? 'Draft' : before.state === 'Draft' ? 'Active' : before.state;
  return {
    ...goal,
    state,
    publishedAt: isStillDraft ? null : (before.publishedAt ?? view.seconds),
    goalType: goalTypeOf(goal, companyGoal ?? before.goalType === 'Company'),
    tagIds: tagNames === undefined ? before.tagIds : tagsNamed(tagNames, view),
  };
}

/** @throws Refusal 403 unless the caller is an admin or reaches one of the owners */
function requireReach(ownerIds: readonly string[], view: View): void {
  if (!ownerIds.some((id) => view.reaches(id))) throw forbidden(view.call);
}

const shown = (goal: Goal, view: View): Answer => ok(presentGoal(goal, new View(view.call, view.user)));

/** `POST /v1/goals` */
export function createGoal(view: View): Answer {
  const { state } = view.call;
  const input = readInput(view, false);
  requireReach(input.ownerIds ?? [], view);
  const now = view.seconds;
  const blank: Goal = {
    id: '',
    name: '',
    description: null,
    state: 'Active',
    status: 'NotUpdated',
    goalType: 'Individual',
    okrType: 'objective',
    priority: null,
    amountType: null,
    startingAmount: null,
    endingAmount: null,
    currentAmount: null,
    isPrivate: false,
    startDate: null,
    dueDate: null,
    lastUpdatedAt: null,
    publishedAt: null,
    completedAt: null,
    archivedAt: null,
    departmentId: null,
    parentId: null,
    ownerIds: [],
    tagIds: [],
    createdAt: now,
    updatedAt: now,
  };
  const goal = merge(blank, input, view);
  return shown(state.insert('goals', { ...goal, id: state.nextId('goal') }), view);
}

/** `PUT /v1/goals/:id`: changes what is given. */
export function changeGoal(before: Goal, view: View): Answer {
  requireReach(before.ownerIds, view);
  const goal = merge(before, readInput(view, true), view);
  return shown(view.call.state.database.table('goals').update(before.id, goal)!, view);
}
