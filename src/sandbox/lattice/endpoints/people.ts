import { asText, ok } from '../../kit/index.ts';
import { forbidden, unprocessable } from '../errors.ts';
import { cursorPage } from '../lists.ts';
import { choiceFor } from '../model/goals.ts';
import { USER_STATUSES, type User } from '../model/people.ts';
import { byAge } from '../order.ts';
import { presentGoal } from '../present/goals.ts';
import {
  presentCustomAttribute,
  presentCustomAttributeValue,
  presentDepartment,
  presentTask,
  presentUser,
} from '../present/people.ts';
import type { View } from '../view.ts';
import { forPeople, type LatticeEndpoint } from './endpoint.ts';
import { inStateAsked } from './goals.ts';

/** Only active people, unless another status, or `NULL` for everybody, is asked for. */
function withStatusAsked(rows: readonly User[], view: View): readonly User[] {
  const text = asText(view.call.query['status']) ?? '';
  if (text.toLowerCase() === 'null') return rows;
  const status = text === '' ? 'ACTIVE' : choiceFor(USER_STATUSES, text);
  if (status === undefined) throw unprocessable(view.call, `status must be one of ${USER_STATUSES.join(', ')}, NULL`);
  return rows.filter((user) => user.status === status);
}

/** The path's person, whose private things the caller must be allowed to see. @throws Refusal 403, 404 */
function reachable(view: View): User {
  const user = view.find('users');
  if (!view.reaches(user.id)) throw forbidden(view.call);
  return user;
}

/** People and what belongs to them. */
export const PEOPLE_ENDPOINTS: readonly LatticeEndpoint[] = [
  forPeople('GET', '/v1/me', 'The person behind the API key', (view) => ok(presentUser(view.user, view))),
  forPeople('GET', '/v1/users', 'List users', (view) =>
    cursorPage(view.call, withStatusAsked(byAge(view.rows('users')), view), (user) => presentUser(user, view)),
  ),
  forPeople('GET', '/v1/user/:id', 'Get a user', (view) => ok(presentUser(view.find('users'), view))),
  forPeople('GET', '/v1/user/:id/directReports', 'List the people who report to a user', (view) => {
    const reports = view.having('users', 'managerId', view.find('users').id);
    const present = byAge(reports).filter(({ status }) => status !== 'DEACTIVATED');
    return cursorPage(view.call, present, (user) => presentUser(user, view));
  }),
  forPeople('GET', '/v1/user/:id/goals', 'List the goals of a user', (view) => {
    const goals = view.having('goals', 'ownerIds', view.find('users').id).filter((goal) => view.sees(goal));
    return cursorPage(view.call, inStateAsked(byAge(goals), view), (goal) => presentGoal(goal, view));
  }),
  forPeople('GET', '/v1/user/:id/tasks', 'List the tasks of a user', (view) =>
    cursorPage(view.call, byAge(view.having('tasks', 'userId', reachable(view).id)), (task) => presentTask(task, view)),
  ),
  forPeople('GET', '/v1/user/:id/customAttributes', 'List the custom attributes of a user', (view) =>
    cursorPage(view.call, view.having('customAttributeValues', 'userId', reachable(view).id), (value) =>
      presentCustomAttributeValue(value, view),
    ),
  ),
  forPeople('GET', '/v1/customAttribute/:id', 'Get a custom attribute', (view) =>
    ok(presentCustomAttribute(view.find('customAttributes'))),
  ),
  forPeople('GET', '/v1/customAttributeValue/:id', 'Get the value of a custom attribute', (view) => {
    const value = view.find('customAttributeValues');
    if (!view.reaches(value.userId)) throw forbidden(view.call);
    return ok(presentCustomAttributeValue(value, view));
  }),
  forPeople('GET', '/v1/task/:id', 'Get a task', (view) => {
    const task = view.find('tasks');
    if (!view.reaches(task.userId)) throw forbidden(view.call);
    return ok(presentTask(task, view));
  }),
  forPeople('GET', '/v1/departments', 'List departments', (view) =>
    cursorPage(view.call, byAge(view.rows('departments')), (department) => presentDepartment(department, view)),
  ),
  forPeople('GET', '/v1/department/:id', 'Get a department', (view) =>
    ok(presentDepartment(view.find('departments'), view)),
  ),
];
