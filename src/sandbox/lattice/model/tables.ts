import type { Relation } from '../../kit/index.ts';
import type { Goal, GoalUpdate, Tag } from './goals.ts';
import type { Employee, TimeOffPolicy, TimeOffRequest } from './hris.ts';
import type { CustomAttribute, CustomAttributeValue, Department, Task, User } from './people.ts';
import type { Question, Review, ReviewCycle, Reviewee } from './reviews.ts';
import type { CompanyValue, Competency, Feedback, Update } from './talk.ts';

/** Record types by table. */
export interface Rows {
  readonly users: User;
  readonly departments: Department;
  readonly customAttributes: CustomAttribute;
  readonly customAttributeValues: CustomAttributeValue;
  readonly tasks: Task;
  readonly goals: Goal;
  readonly goalUpdates: GoalUpdate;
  readonly tags: Tag;
  readonly feedbacks: Feedback;
  readonly companyValues: CompanyValue;
  readonly competencies: Competency;
  readonly updates: Update;
  readonly reviewCycles: ReviewCycle;
  readonly reviewees: Reviewee;
  readonly questions: Question;
  readonly questionRevisions: Question;
  readonly reviews: Review;
  readonly employees: Employee;
  readonly timeOffPolicies: TimeOffPolicy;
  readonly timeOffRequests: TimeOffRequest;
}

/** Name of a table. */
export type TableName = keyof Rows;

const REFERENCES: readonly (readonly [from: TableName, field: string, to: TableName])[] = [
  ['users', 'managerId', 'users'],
  ['users', 'departmentId', 'departments'],
  ['customAttributeValues', 'userId', 'users'],
  ['customAttributeValues', 'attributeId', 'customAttributes'],
  ['tasks', 'userId', 'users'],
  ['goals', 'departmentId', 'departments'],
  ['goals', 'parentId', 'goals'],
  ['goals', 'ownerIds', 'users'],
  ['goals', 'tagIds', 'tags'],
  ['goalUpdates', 'goalId', 'goals'],
  ['goalUpdates', 'authorId', 'users'],
  ['feedbacks', 'authorId', 'users'],
  ['feedbacks', 'targetIds', 'users'],
  ['feedbacks', 'valueIds', 'companyValues'],
  ['feedbacks', 'competencyId', 'competencies'],
  ['updates', 'authorId', 'users'],
  ['updates', 'managerId', 'users'],
  ['reviewCycles', 'creatorId', 'users'],
  ['reviewCycles', 'revisionIds', 'questionRevisions'],
  ['reviewees', 'cycleId', 'reviewCycles'],
  ['reviewees', 'userId', 'users'],
  ['questions', 'competencyId', 'competencies'],
  ['questionRevisions', 'questionId', 'questions'],
  ['questionRevisions', 'competencyId', 'competencies'],
  ['reviews', 'cycleId', 'reviewCycles'],
  ['reviews', 'revieweeId', 'reviewees'],
  ['reviews', 'reviewerId', 'users'],
  ['employees', 'id', 'users'],
  ['timeOffRequests', 'employeeId', 'employees'],
  ['timeOffRequests', 'policyId', 'timeOffPolicies'],
];

/** Every table. */
export const TABLES: readonly TableName[] = [...new Set(REFERENCES.flatMap(([from, , to]) => [from, to]))];

/** The API removes nothing, so that every relation stands. */
export const RELATIONS: readonly Relation<TableName>[] = REFERENCES.map(([from, field, to]) => ({
  from,
  field,
  to,
  onDelete: 'refuse',
}));
