import type { CustomAttribute, CustomAttributeValue, Department, Task, User } from '../model/people.ts';
import type { View } from '../view.ts';
import { head, lazyList, ref } from './refs.ts';

export const presentUser = (user: User, view: View): object => ({
  ...head('user', user.id, view),
  name: user.name,
  preferredName: user.preferredName,
  email: user.email,
  title: user.title,
  status: user.status,
  isAdmin: user.isAdmin,
  manager: ref('user', user.managerId, view),
  department: ref('department', user.departmentId, view),
  directReports: lazyList(`user/${user.id}/directReports`, view),
  tasks: lazyList(`user/${user.id}/tasks`, view),
  customAttributes: lazyList(`user/${user.id}/customAttributes`, view),
  startDate: user.startDate,
  birthDate: user.birthDate,
  timezone: user.timezone,
  gender: user.gender,
  externalUserId: user.externalUserId,
  jobFunction: user.jobFunction,
  jobLevel: user.jobLevel,
  jobType: user.jobType,
  createdAt: user.createdAt,
  updatedAt: user.updatedAt,
});

export const presentDepartment = ({ id, name, description, createdAt }: Department, view: View): object => ({
  ...head('department', id, view),
  name,
  description,
  createdAt,
});

export const presentTask = ({ id, userId, ...task }: Task, view: View): object => ({
  ...head('task', id, view),
  ...task,
});

export const presentCustomAttribute = ({ id, name, description, type }: CustomAttribute): object => ({
  id,
  object: 'customAttribute',
  name,
  description,
  type,
});

export const presentCustomAttributeValue = (row: CustomAttributeValue, view: View): object => ({
  id: row.id,
  object: 'customAttributeValue',
  attribute: presentCustomAttribute(view.get('customAttributes', row.attributeId)!),
  value: row.value,
});
