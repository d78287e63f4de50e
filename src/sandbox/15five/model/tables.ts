import type { Relation } from '../../kit/index.ts';
import type { Answer, HighFive, OneOnOne, Priority, Pulse, Question, Report } from './check-ins.ts';
import type { KeyResult, Objective, ObjectiveEvent } from './objectives.ts';
import type {
  Attribute,
  AttributeValue,
  AuditEvent,
  Department,
  Group,
  GroupType,
  User,
  UserImport,
  Vacation,
} from './people.ts';
import type { Participant, Review, ReviewCycle, ReviewQuestion } from './reviews.ts';

/** Record types by table. */
export interface Rows {
  readonly users: User;
  readonly groupTypes: GroupType;
  readonly groups: Group;
  readonly departments: Department;
  readonly attributes: Attribute;
  readonly attributeValues: AttributeValue;
  readonly vacations: Vacation;
  readonly auditEvents: AuditEvent;
  readonly userImports: UserImport;
  readonly objectives: Objective;
  readonly keyResults: KeyResult;
  readonly objectiveEvents: ObjectiveEvent;
  readonly reports: Report;
  readonly questions: Question;
  readonly answers: Answer;
  readonly priorities: Priority;
  readonly pulses: Pulse;
  readonly highFives: HighFive;
  readonly oneOnOnes: OneOnOne;
  readonly reviewCycles: ReviewCycle;
  readonly participants: Participant;
  readonly reviewQuestions: ReviewQuestion;
  readonly reviews: Review;
}

/** Name of a table. */
export type TableName = keyof Rows;

const REFERENCES: readonly (readonly [from: TableName, field: string, to: TableName])[] = [
  ['users', 'reviewer_id', 'users'],
  ['users', 'company_groups_ids', 'groups'],
  ['groups', 'group_type_id', 'groupTypes'],
  ['groups', 'admin_ids', 'users'],
  ['attributeValues', 'user_id', 'users'],
  ['attributeValues', 'attribute_id', 'attributes'],
  ['vacations', 'user_id', 'users'],
  ['auditEvents', 'actor_id', 'users'],
  ['objectives', 'user_id', 'users'],
  ['objectives', 'parent_id', 'objectives'],
  ['objectives', 'group_id', 'groups'],
  ['objectives', 'department_ids', 'departments'],
  ['objectives', 'viewable_by_users', 'users'],
  ['keyResults', 'objective_id', 'objectives'],
  ['keyResults', 'owner_id', 'users'],
  ['objectiveEvents', 'objective_id', 'objectives'],
  ['objectiveEvents', 'user_id', 'users'],
  ['reports', 'user_id', 'users'],
  ['reports', 'reviewed_by_id', 'users'],
  ['reports', 'objective_ids', 'objectives'],
  ['questions', 'group_id', 'groups'],
  ['answers', 'report_id', 'reports'],
  ['answers', 'question_id', 'questions'],
  ['answers', 'user_id', 'users'],
  ['priorities', 'user_id', 'users'],
  ['priorities', 'manager_id', 'users'],
  ['priorities', 'report_id', 'reports'],
  ['pulses', 'user_id', 'users'],
  ['pulses', 'report_id', 'reports'],
  ['highFives', 'creator_id', 'users'],
  ['highFives', 'receiver_ids', 'users'],
  ['highFives', 'report_id', 'reports'],
  ['oneOnOnes', 'user_1_id', 'users'],
  ['oneOnOnes', 'user_2_id', 'users'],
  ['participants', 'cycle_id', 'reviewCycles'],
  ['participants', 'user_id', 'users'],
  ['participants', 'manager_id', 'users'],
  ['reviews', 'cycle_id', 'reviewCycles'],
  ['reviews', 'participant_id', 'participants'],
  ['reviews', 'user_id', 'users'],
  ['reviews', 'author_id', 'users'],
];

/** Every table. */
export const TABLES: readonly TableName[] = [
  'userImports',
  'reviewQuestions',
  ...new Set(REFERENCES.flatMap(([from, , to]) => [from, to])),
];

/** The API removes nothing that others refer to, so that every relation stands against it. */
export const RELATIONS: readonly Relation<TableName>[] = REFERENCES.map(([from, field, to]) => ({
  from,
  field,
  to,
  onDelete: 'refuse',
}));
