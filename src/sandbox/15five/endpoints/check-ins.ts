import { ok } from '../../kit/index.ts';
import { forbidden } from '../errors.ts';
import type { Answer, HighFive, OneOnOne, Priority, Pulse, Question, Report } from '../model/check-ins.ts';
import {
  presentAnswer,
  presentHighFive,
  presentOneOnOne,
  presentPriority,
  presentPulse,
  presentQuestion,
  presentReport,
  presentWholeAnswer,
  presentWholeReport,
} from '../present/check-ins.ts';
import { filtersOf, flag } from '../query/filters.ts';
import { byOwnName } from '../query/ordering.ts';
import type { View } from '../view.ts';
import { createHighFive } from '../write/high-fives.ts';
import { createPriorities } from '../write/priorities.ts';
import { CREATED, madeAndChanged } from './people.ts';
import { endpoint, type FifteenFiveEndpoint, type ListRules, resourceEndpoints, select } from './resource.ts';

const highFives = filtersOf<HighFive>();
const reports = filtersOf<Report>();
const answers = filtersOf<Answer>();
const questions = filtersOf<Question>();
const pulses = filtersOf<Pulse>();
const talks = filtersOf<OneOnOne>();

const CREATED_ON = ['created_on_start', 'created_on_end'] as const;
const MANAGER_AND_REPORT = 'Manager-Reporter';
const OTHERS = 'Non-Manager-Reporter';

/** @throws Refusal 403 while the company has pulses switched off */
function requirePulse(view: View): void {
  if (!view.call.state.features.pulse) throw forbidden();
}

const isWithManager = ({ user_1_role }: OneOnOne): boolean => user_1_role === 'manager';

const priorities = filtersOf<Priority>();

const PRIORITIES: ListRules<Priority> = {
  filters: [
    priorities.idIs('user_id', ({ user_id }) => user_id),
    priorities.idIs('manager_id', ({ manager_id }) => manager_id),
    priorities.idIs('group_id', ({ user_id }, view) => view.groupsOf(user_id)),
    ...madeAndChanged<Priority>(),
  ],
  ordering: {
    ...byOwnName<Priority>('id', 'create_ts', 'update_ts'),
    email: ({ user_id }, view) => view.get('users', user_id)?.email,
    employee_id: ({ user_id }, view) => view.get('users', user_id)?.employee_id,
  },
  order: 'id',
};

/** A priority is current until the check-in it belongs to is filed. */
const isCurrent = ({ report_id }: Priority, view: View): boolean =>
  report_id === null || view.get('reports', report_id)?.submit_ts === null;

/** Check-ins, what stands in them, and the other ways of talking. */
export const CHECK_IN_ENDPOINTS: readonly FifteenFiveEndpoint[] = [
  ...resourceEndpoints({
    path: '/high-five/',
    table: 'highFives',
    nouns: 'High Fives',
    needs: 'highFives',
    filters: [
      highFives.idIs('report_id', ({ report_id }) => report_id),
      highFives.idIs('receiver_id', ({ receiver_ids }) => receiver_ids),
      highFives.idIs('user_id', ({ creator_id }) => creator_id),
      ...highFives.between(CREATED_ON, ({ create_ts }) => create_ts),
    ],
    ordering: { ...byOwnName<HighFive>('id', 'create_ts'), report: ({ report_id }) => report_id },
    order: 'create_ts',
    present: presentHighFive,
  }),
  endpoint('POST', '/high-five/', 'Give a High Five', 'highFives', createHighFive),
  ...resourceEndpoints({
    path: '/report/',
    table: 'reports',
    nouns: 'check-ins',
    needs: 'companyAdmin',
    filters: [
      reports.idIs('user_id', ({ user_id }) => user_id),
      ...reports.dateBetween(['due_date_start', 'due_date_end'], ({ due_date }) => due_date),
      ...reports.between(CREATED, ({ create_ts }) => create_ts),
    ],
    ordering: { ...byOwnName<Report>('id', 'due_date'), user: ({ user_id }) => user_id },
    order: '-id',
    present: presentReport,
    presentOne: presentWholeReport,
  }),
  ...resourceEndpoints({
    path: '/answer/',
    table: 'answers',
    nouns: 'check-in answers',
    needs: 'companyAdmin',
    filters: [
      answers.idIs('question_id', ({ question_id }) => question_id),
      answers.idIs('user_id', ({ user_id }) => user_id),
      ...answers.between(CREATED_ON, ({ create_ts }) => create_ts),
    ],
    ordering: {
      ...byOwnName<Answer>('id', 'create_ts'),
      user: ({ user_id }) => user_id,
      question: ({ question_id }) => question_id,
    },
    order: 'create_ts',
    present: presentAnswer,
    presentOne: presentWholeAnswer,
  }),
  ...resourceEndpoints({
    path: '/question/',
    table: 'questions',
    nouns: 'check-in questions',
    needs: 'member',
    filters: [
      questions.idIs('user_id', ({ group_id }, view) =>
        view
          .rows('users')
          .filter(({ company_groups_ids }) => group_id === null || company_groups_ids.includes(group_id))
          .map(({ id }) => id),
      ),
      questions.idIs('group_id', ({ group_id }) => group_id),
      ...madeAndChanged<Question>(),
    ],
    ordering: byOwnName<Question>('id', 'create_ts', 'update_ts'),
    order: 'id',
    present: presentQuestion,
  }),
  endpoint('GET', '/priority/', 'List priorities', 'companyAdmin', (view) => {
    const all = view.rows('priorities');
    const past = flag(view.call.query['include_past_checkins']);
    const rows = select(PRIORITIES, past ? all : all.filter((row) => isCurrent(row, view)), view);
    return ok(rows.map(presentPriority));
  }),
  endpoint('POST', '/priority/', 'Add priorities', 'companyAdmin', createPriorities),
  ...resourceEndpoints({
    path: '/pulse/',
    table: 'pulses',
    nouns: 'pulses',
    needs: 'companyAdmin',
    guard: requirePulse,
    filters: [
      pulses.idIs('report_id', ({ report_id }) => report_id),
      pulses.idIs('user_id', ({ user_id }) => user_id),
      ...pulses.between(CREATED_ON, ({ create_ts }) => create_ts),
      ...pulses.between(CREATED, ({ create_ts }) => create_ts),
      // A pulse never changes.
      ...pulses.between(['updated_after', 'updated_before'], ({ create_ts }) => create_ts),
    ],
    ordering: { ...byOwnName<Pulse>('id', 'create_ts'), update_ts: ({ create_ts }) => create_ts },
    order: 'id',
    present: presentPulse,
  }),
  ...resourceEndpoints({
    path: '/one-on-one/',
    table: 'oneOnOnes',
    nouns: '1-on-1s',
    needs: 'companyAdmin',
    filters: [
      talks.choiceIs('type', [MANAGER_AND_REPORT, OTHERS], (row) => (isWithManager(row) ? MANAGER_AND_REPORT : OTHERS)),
      talks.flagIs('is_draft', ({ is_draft }) => is_draft),
      talks.idIs('group_id', (row, view) => [...view.groupsOf(row.user_1_id), ...view.groupsOf(row.user_2_id)]),
      talks.idIs('user_id', ({ user_1_id, user_2_id }) => [user_1_id, user_2_id]),
      ...talks.between(CREATED_ON, ({ create_ts }) => create_ts),
      ...talks.dateBetween(['scheduled_on_start', 'scheduled_on_end'], ({ for_date }) => for_date),
    ],
    ordering: byOwnName<OneOnOne>('id', 'for_date', 'create_ts'),
    order: 'id',
    present: presentOneOnOne,
  }),
];
