import { wholeList } from '../lists.ts';
import type { Goal, GoalUpdate, Tag } from '../model/goals.ts';
import type { View } from '../view.ts';
import { head, ref } from './refs.ts';

export function presentGoal(goal: Goal, view: View): object {
  const { id, departmentId, parentId, ownerIds, tagIds, startingAmount, endingAmount, currentAmount, ...rest } = goal;
  const { name, description, state, status, goalType, okrType, priority, amountType, isPrivate, ...times } = rest;
  const children = view.having('goals', 'parentId', id).filter((child) => view.sees(child));
  const { startDate, dueDate, lastUpdatedAt, publishedAt, completedAt, archivedAt, createdAt, updatedAt } = times;
  return {
    ...head('goal', id, view),
    name,
    description,
    state,
    status,
    goalType,
    okrType,
    priority,
    amountType,
    startingAmount,
    endingAmount,
    currentAmount,
    isPrivate,
    startDate,
    dueDate,
    lastUpdatedAt,
    publishedAt,
    completedAt,
    archivedAt,
    createdAt,
    updatedAt,
    department: ref('department', departmentId, view),
    parentGoal: ref('goal', parentId, view),
    owners: wholeList(ownerIds.map((owner) => ref('user', owner, view))),
    childGoals: wholeList(children.map((child) => ref('goal', child.id, view))),
    tags: wholeList(tagIds.map((tag) => ref('tag', tag, view))),
  };
}

export const presentGoalUpdate = (update: GoalUpdate, view: View): object => ({
  ...head('goalUpdate', update.id, view),
  goal: ref('goal', update.goalId, view),
  author: ref('user', update.authorId, view),
  comment: update.comment,
  currentAmount: update.currentAmount,
  status: update.status,
  createdAt: update.createdAt,
});

export const presentTag = ({ id, name, createdAt, updatedAt }: Tag, view: View): object => ({
  ...head('tag', id, view),
  name,
  createdAt,
  updatedAt,
});
