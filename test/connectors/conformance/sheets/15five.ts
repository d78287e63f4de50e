import type { ActionCase, ConnectorSheet, Values } from '../sheet.ts';
import type { World } from '../world.ts';

type Words = readonly string[];
type Actions = Record<string, ActionCase>;
type Row = Readonly<Record<string, unknown>>;

const PAGING = ['page', 'page_size'];
const MADE = ['created_after', 'created_before'];
const CHANGED = ['updated_after', 'updated_before'];
const MADE_ON = ['created_on_start', 'created_on_end'];

/** A key for High Fives only may do nothing else. */
const beyondHighFives = { lacking: 'High Fives only' };

/** Id of the first record of a list. */
async function firstId(world: World, path: string): Promise<number> {
  const answer = await world.ask(path);
  return (Array.isArray(answer) ? answer : answer.results)[0].id;
}
const idIn = (path: string) => async (world: World) => ({ id: await firstId(world, path) });
/** The id of the latest review cycle that is over. */
const endedCycle = async (world: World) => ({ id: (await world.ask('/review-cycle/?order_by=-id')).results[1].id });

const list = (path: string, filters: Words = [], more: Partial<ActionCase> = {}): ActionCase => ({
  ...{ requests: [`GET ${path}`], query: [...PAGING, ...filters], ...beyondHighFives, ...more },
});
/** A list that comes in one piece. */
const whole = (path: string, filters: Words = [], more: Partial<ActionCase> = {}): ActionCase => ({
  ...{ requests: [`GET ${path}`], query: filters, omit: ['page_size'], ...beyondHighFives, ...more },
});
const get = (path: string, more: Partial<ActionCase> = {}): ActionCase => ({
  ...{ requests: [`GET ${path}:id/`], values: idIn(path), ...beyondHighFives, ...more },
});
const write = (request: string, body: Words, more: Partial<ActionCase> = {}): ActionCase => ({
  ...{ requests: [request], body, ...beyondHighFives, ...more },
});
const ofCycle = (part: string, filters: Words): ActionCase =>
  list(`/review-cycle/:id/${part}/`, filters, { values: endedCycle });

const PEOPLE: Actions = {
  list_users: list('/user/', [
    ...['email', 'employee_id', 'first_name', 'last_name', 'location', 'is_active', 'is_company_admin'],
    ...[...MADE, ...CHANGED, 'order_by'],
  ]),
  get_user: get('/user/'),
  list_employees: list('/user/', ['is_active', 'updated_after'], { requests: ['GET /user/', 'GET /group/'] }),
  get_employee: get('/user/', { requests: ['GET /user/:id/', 'GET /group/'], query: ['page_size'] }),
  update_user: write('PUT /user/:id/', ['first_name', 'last_name', 'title', 'location', 'employee_id', 'is_active'], {
    values: idIn('/user/?page=2'),
    keep: ['title'],
  }),
  deactivate_user: write('PUT /user/:id/', ['is_active'], { values: idIn('/user/?page=2') }),
  bulk_import_users: write('POST /bulk-user-import/', ['create_missing_groups', 'file'], {
    encoding: 'multipart',
    values: () => ({ content: btoa('email,first_name\nnew@tidewater.example,Nell\n') }),
  }),
  list_groups: list('/group/', ['name__in']),
  get_group: get('/group/'),
  list_group_types: list('/group-type/', ['name_plural']),
  get_group_type: get('/group-type/'),
  list_departments: list('/department/', ['name']),
  get_department: get('/department/'),
  get_feature_status: { requests: ['GET /feature-status/'], ...beyondHighFives },
  list_attributes: list('/attribute/', [...MADE, ...CHANGED, 'order_by']),
  get_attribute: get('/attribute/'),
  create_attribute: write('POST /attribute/', ['name', 'datatype'], {
    unrepeatable: true,
    values: () => ({ name: 'Shoe size' }),
  }),
  list_attribute_values: list('/attribute_value/', [...MADE, ...CHANGED, 'order_by']),
  get_attribute_value: get('/attribute_value/'),
  create_attribute_value: write('POST /attribute_value/', ['name', 'value', 'user_id'], {
    values: async (world) => ({ name: (await world.ask('/attribute/')).results[0].name, value: '2026-03-02' }),
  }),
  list_vacations: list('/vacation/', ['user', ...MADE, 'order_by'], {
    values: async (world) => ({ user: [await firstId(world, '/user/')] }),
  }),
  create_vacation: write('POST /vacation/', ['user', 'start_dt', 'end_dt', 'note']),
  update_vacation: write('PATCH /vacation/:id/', ['user', 'start_dt', 'end_dt', 'note'], {
    values: idIn('/vacation/'),
    keep: ['note'],
  }),
  delete_vacation: write('DELETE /vacation/:id/', [], { unrepeatable: true, values: idIn('/vacation/') }),
  list_security_audit_events: list('/security-audit/', ['actor_id', ...MADE, 'order_by']),
};

const TALK: Actions = {
  list_reports: list('/report/', ['user_id', 'due_date_start', 'due_date_end', ...MADE, 'order_by']),
  get_report: get('/report/'),
  list_answers: list('/answer/', ['question_id', 'user_id', ...MADE_ON, 'order_by']),
  get_answer: get('/answer/'),
  list_questions: list('/question/', ['user_id', 'group_id', ...MADE, ...CHANGED, 'order_by']),
  get_question: get('/question/'),
  list_priorities: whole('/priority/', [
    ...['user_id', 'manager_id', 'group_id', 'include_past_checkins', ...MADE, ...CHANGED, 'order_by'],
  ]),
  create_priorities: write('POST /priority/', ['0'], {
    answers: 'anything',
    values: async (world) => ({ priorities: [{ user_id: await firstId(world, '/user/'), text: 'Scrub the deck' }] }),
  }),
  list_pulses: list('/pulse/', ['report_id', 'user_id', ...MADE_ON, ...MADE, ...CHANGED, 'order_by']),
  get_pulse: get('/pulse/'),
  list_one_on_ones: list('/one-on-one/', [
    ...['user_id', 'group_id', 'type', 'is_draft', ...MADE_ON, 'scheduled_on_start', 'scheduled_on_end'],
  ]),
  get_one_on_one: get('/one-on-one/'),
};

const HIGH_FIVES: Actions = {
  list_high_fives: {
    requests: ['GET /high-five/'],
    query: [...PAGING, 'report_id', 'receiver_id', 'user_id', ...MADE_ON, 'order_by'],
  },
  get_high_five: { requests: ['GET /high-five/:id/'], values: idIn('/high-five/') },
  create_high_five: {
    ...{ requests: ['POST /high-five/'], body: ['text', 'creator_id'] },
    values: () => ({ text: 'Thanks to friend@elsewhere.example for the boat' }),
  },
};

const OBJECTIVES: Actions = {
  list_objectives: list('/objective/', [
    ...['user_id', 'parent_id', 'department_id', 'scope', 'state', 'color', 'start_after', 'end_before'],
    ...[...MADE, ...CHANGED, 'order_by'],
  ]),
  get_objective: get('/objective/'),
  create_objectives: write('POST /objective/', ['0'], {
    answers: 'anything',
    values: async (world) => {
      const user_id = await firstId(world, '/user/');
      const days = { start_ts: '2026-03-01T00:00:00Z', end_ts: '2026-06-30T00:00:00Z' };
      const key_results = [{ description: 'Capes rounded', type: 'number', target_value: 2, owner_id: user_id }];
      const rest = { visibility: 'custom', viewable_by_users: [user_id], tags: ['sea'], weight: 2, key_results };
      return { objectives: [{ description: 'Learn to sail', ...days, scope: 'individual', user_id, ...rest }] };
    },
  }),
  list_key_results: whole('/objective/:id/', [], { values: idIn('/objective/') }),
  update_key_result_value: write('POST /key-result/:id/update-value/', ['current_value'], {
    values: async (world) => ({ id: (await world.ask('/objective/')).results[0].key_results[0].id }),
  }),
  list_objective_history: list('/objective/history/', [...MADE, ...CHANGED, 'order_by']),
  get_objective_history: whole('/objective/:id/history/', [...MADE, ...CHANGED, 'order_by'], {
    values: idIn('/objective/'),
  }),
};

const REVIEWS: Actions = {
  list_review_cycles: list('/review-cycle/', [
    ...[...MADE_ON, 'started_on_start', 'started_on_end', 'ended_on_start', 'ended_on_end', 'order_by'],
  ]),
  get_review_cycle: get('/review-cycle/'),
  list_review_cycle_participants: ofCycle('participants', ['user_id', 'group_id', 'order_by']),
  list_review_cycle_reviews: ofCycle('reviews', [
    ...['user_id', 'due_date_start', 'due_date_end', 'is_complete', 'order_by'],
  ]),
  list_review_cycle_answers: {
    ...ofCycle('results/answers', ['section_type', 'participating_user_id', 'manager_id', 'question_id']),
    answers: 'anything',
  },
  list_review_cycle_performance_measurements: ofCycle('results/performance-measurements', [
    ...['user_id', 'manager_id', 'group_id', 'definition_type'],
  ]),
};

/** A member of an answer that is a list, which is what lists of parts of a record are. */
const partsOf = (record: Row): Row[] => record['key_results'] as Row[];

export const sheet: ConnectorSheet = {
  headers: ({ apiKey = '' }) => ({ authorization: apiKey }),
  statuses: { wrongKey: 401, missingRight: 403, notFound: 404 },
  wrongKey: 'Mistyped key',
  lacking: () => undefined,
  async values(world): Promise<Values> {
    const user = await firstId(world, '/user/');
    const moments = [...MADE, ...CHANGED, ...MADE_ON, 'started_on_start', 'started_on_end', 'ended_on_start'];
    return {
      ...Object.fromEntries([...moments, 'ended_on_end'].map((name) => [name, '2026-01-31 08:00:00'])),
      ...{ user, user_id: user, creator_id: user, page_size: 100 },
    };
  },
  unknownId: () => 999_999_999,
  // Ids of the unified model are texts.
  identity: ({ id, ...rest }) => (id === undefined ? JSON.stringify(rest) : Number(id)),
  async readAll(world, url) {
    const rows: Row[] = [];
    for (let next: string | null = url.href; next !== null; ) {
      const answer = await world.ask(next);
      if (Array.isArray(answer)) return answer;
      if (answer.results === undefined) return partsOf(answer);
      rows.push(...answer.results);
      next = answer.next;
    }
    return rows;
  },
  pageSizes: [1, 500],
  actions: { ...PEOPLE, ...TALK, ...HIGH_FIVES, ...OBJECTIVES, ...REVIEWS },
  withoutAction: { 'PUT /vacation/:id/': 'PATCH of the same address does it with fewer members' },
  linking: [
    { credentials: 'Full access' },
    { credentials: 'Not a review admin' },
    { credentials: 'High Fives only', refused: { status: 403, message: /High Fives only is checked/ } },
    { credentials: 'Mistyped key', refused: { status: 401, message: /does not know this API key/ } },
    { credentials: 'Disabled key', refused: { status: 401, message: /Enabled is ticked/ } },
    { credentials: 'Expired key', refused: { status: 401, message: /not older than a year/ } },
  ],
};
