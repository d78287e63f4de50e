import type { ActionCase, ConnectorSheet, Fields, OtherWay, Values } from '../sheet.ts';
import type { World } from '../world.ts';

type Words = readonly string[];
type Actions = Record<string, ActionCase>;
// biome-ignore lint/suspicious/noExplicitAny: records of every shape are looked into
type Row = Readonly<Record<string, any>>;

/** The cursor comes with the second page only. */
const CURSOR = ['limit'];
const OFFSET = ['limit', 'offset'];
/** Someone who may see and do little for others. */
const employee = { lacking: 'Employee' };
/** Review cycles are for admins. */
const admin = { lacking: 'Manager' };

/** Gets a token of the HRIS API. @param scope what it is to allow; everything by default */
async function hrisToken(world: World, scope?: string): Promise<string> {
  const { clientId = '', clientSecret = '' } = world.fields('HRIS service account');
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) });
  const response = await fetch(`${world.base}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: form,
  });
  return ((await response.json()) as { access_token: string }).access_token;
}
const askHris = async (world: World, path: string) =>
  world.ask(path, { headers: { authorization: `Bearer ${await hrisToken(world)}` } });

/** An account as it is after somebody has agreed on the provider's page. */
const hris: OtherWay = {
  key: 'oauth2',
  async fields(world, rights): Promise<Fields> {
    if (rights === 'unknown') return { accessToken: 'at_neverIssued000000000000' };
    return { accessToken: await hrisToken(world, rights === 'lacking' ? '' : undefined) };
  },
};

const firstOf = async (world: World, path: string): Promise<Row> => (await world.ask(path)).data[0];
const idIn = (path: string) => async (world: World) => ({ id: (await firstOf(world, path)).id });
/** Id of a record that the first of a list with such a reference refers to. */
const referred = (path: string, member: string) => async (world: World) => {
  const { data } = await world.ask(`${path}?limit=100`);
  return { id: data.find((row: Row) => row[member] !== null)[member].id };
};
/** Someone who has some of what a path below a person lists. */
const personWith = (part: string) => async (world: World) => {
  const { data } = await world.ask('/v1/users?limit=100');
  for (const { id } of data as Row[])
    if ((await world.ask(`/v1/user/${id}/${part}?limit=1`)).data.length > 0) return { id };
  throw new Error(`Nobody has ${part}.`);
};
/** Someone whose record is whole by itself: nothing more is read for it. */
const someoneWithoutDepartment = async (world: World) => {
  const { data } = await world.ask('/v1/users?limit=100');
  return { id: data.find(({ department }: Row) => department === null).id };
};
const partOf = (part: string) => async (world: World) => {
  const { id } = await personWith(part)(world);
  return firstOf(world, `/v1/user/${id}/${part}?limit=1`);
};

const endedCycle = async (world: World): Promise<Row> =>
  (await world.ask('/v1/reviewCycles')).data.find(({ stage }: Row) => stage === 'Ended');
const lineOf = async (world: World): Promise<Row> =>
  firstOf(world, `/v1/reviewCycle/${(await endedCycle(world)).id}/reviews`);

const list = (path: string, filters: Words = [], more: Partial<ActionCase> = {}): ActionCase => ({
  ...{ requests: [`GET ${path}`], query: [...CURSOR, ...filters], ...more },
});
const get = (path: string, values: ActionCase['values'], more: Partial<ActionCase> = {}): ActionCase => ({
  ...{ requests: [`GET ${path}/:id`], values, ...more },
});

const PEOPLE: Actions = {
  get_current_user: { requests: ['GET /v1/me'] },
  list_users: list('/v1/users', ['status']),
  get_user: get('/v1/user', idIn('/v1/users')),
  list_unified_employees: list('/v1/users', ['status'], { requests: ['GET /v1/users', 'GET /v1/departments'] }),
  get_unified_employee: get('/v1/user', someoneWithoutDepartment),
  list_user_direct_reports: list('/v1/user/:id/directReports', [], { values: personWith('directReports') }),
  list_user_goals: list('/v1/user/:id/goals', ['state'], { values: personWith('goals') }),
  list_user_tasks: list('/v1/user/:id/tasks', [], { values: personWith('tasks'), ...employee }),
  get_task: get('/v1/task', async (world) => ({ id: (await partOf('tasks')(world))['id'] }), employee),
  list_user_custom_attributes: list('/v1/user/:id/customAttributes', [], {
    values: personWith('customAttributes'),
    ...employee,
  }),
  get_custom_attribute: get('/v1/customAttribute', async (world) => ({
    id: (await partOf('customAttributes')(world))['attribute'].id,
  })),
  get_custom_attribute_value: get(
    '/v1/customAttributeValue',
    async (world) => ({ id: (await partOf('customAttributes')(world))['id'] }),
    employee,
  ),
  list_departments: list('/v1/departments'),
  get_department: get('/v1/department', idIn('/v1/departments')),
};

const GOAL = [
  ...['name', 'startDate', 'dueDate', 'ownerIds', 'description', 'priority', 'private', 'okrType', 'amountType'],
  ...['startingAmount', 'goalAmount', 'companyGoal', 'departmentId', 'departmentsVisibleToIds', 'goalCycleId'],
  ...['tagNames', 'isDraft', 'parentId'],
];

/** Records a goal refers to, and a goal that everybody sees and that has no others below it. */
async function goalValues(world: World): Promise<Values> {
  const goals: Row[] = (await world.ask('/v1/goals?state=active&limit=100')).data;
  const [parent] = goals;
  const isLone = ({ id, childGoals }: Row) => id !== parent?.['id'] && childGoals.data.length === 0;
  const lone = goals.find((goal) => isLone(goal) && !goal['isPrivate']);
  const department = (await firstOf(world, '/v1/departments')).id;
  return {
    id: lone?.['id'],
    ...{ ownerIds: [(await firstOf(world, '/v1/users'))['id']], parentId: parent?.['id'], amountType: 'digit' },
    ...{ departmentId: department, departmentsVisibleToIds: [department], tagNames: ['Sea', 'Ice'] },
  };
}

const GOALS: Actions = {
  list_goals: list('/v1/goals', ['state']),
  get_goal: get('/v1/goal', idIn('/v1/goals')),
  create_goal: { requests: ['POST /v1/goals'], body: GOAL, values: goalValues, ...employee },
  update_goal: { requests: ['PUT /v1/goals/:id'], body: GOAL, values: goalValues, keep: ['priority'], ...employee },
  list_all_goal_updates: list('/v1/goals/updates'),
  list_goal_updates: list('/v1/goals/:id/updates', [], { values: referred('/v1/goals/updates', 'goal') }),
  create_goal_update: {
    ...{ requests: ['POST /v1/goals/:id/update'], body: ['comment', 'status', 'increment', 'complete'], ...employee },
    ...{ values: goalValues, omit: ['incomplete'], keep: ['comment'] },
    // The answer is the update, not the goal of the path.
    answers: 'anything',
  },
  list_tags: list('/v1/tags'),
  get_tag: get('/v1/tag', idIn('/v1/tags')),
};

const TALK: Actions = {
  list_feedback: list('/v1/feedbacks', ['onlyPublic']),
  get_feedback: get('/v1/feedback', idIn('/v1/feedbacks')),
  get_competency: get('/v1/competency', referred('/v1/feedbacks', 'competency')),
  list_updates: list('/v1/updates'),
  get_update: get('/v1/update', idIn('/v1/updates')),
};

const cycleId = async (world: World) => ({ id: (await endedCycle(world))['id'] });
const revieweeId = async (world: World) => ({ id: (await lineOf(world))['reviewee'].id });

const REVIEWS: Actions = {
  list_review_cycles: list('/v1/reviewCycles', [], admin),
  get_review_cycle: get('/v1/reviewCycle', cycleId, admin),
  list_review_cycle_reviewees: list('/v1/reviewCycle/:id/reviewees', [], { values: cycleId, ...admin }),
  list_review_cycle_reviews: list('/v1/reviewCycle/:id/reviews', ['orderDirection'], { values: cycleId, ...admin }),
  get_reviewee: get('/v1/reviewee', revieweeId, admin),
  list_reviewee_reviews: list('/v1/reviewee/:id/reviews', [], { values: revieweeId, ...admin }),
  get_question: get('/v1/question', async (world) => ({ id: (await lineOf(world))['question'].id })),
  get_question_revision: get('/v1/questionRevision', async (world) => ({
    id: (await lineOf(world))['questionRevision'].id,
  })),
};

/** An answer that a question takes. */
async function answerTo(world: World, questionRevisionId: string): Promise<Row> {
  const { ratingScale, choices } = await world.ask(`/v1/questionRevision/${questionRevisionId}`);
  if (ratingScale) return { questionRevisionId, rating: String(ratingScale[0].value) };
  return choices
    ? { questionRevisionId, choices: [choices[0]] }
    : { questionRevisionId, comment: 'Keeps every promise.' };
}

/** A review that nobody has begun, with an answer to each of its questions. */
async function unstarted(world: World): Promise<{ readonly reviewId: string; readonly responses: readonly Row[] }> {
  const cycles: Row[] = (await world.ask('/v1/reviewCycles')).data;
  const { id } = cycles.find(({ stage }) => stage === 'CollectingReviews')!;
  const lines: Row[] = (await world.ask(`/v1/reviewCycle/${id}/reviews?limit=100`)).data;
  for (const reviewId of new Set(lines.map(({ parentReviewId }) => parentReviewId))) {
    const told = await world.ask(`/v2/reviews/${reviewId}/draft`, { method: 'PUT', body: '{}' }).catch(String);
    if (!/is unstarted/.test(told)) continue;
    const own = lines.filter(({ parentReviewId }) => parentReviewId === reviewId);
    const responses = await Promise.all(own.map(({ questionRevision }) => answerTo(world, questionRevision.id)));
    return { reviewId, responses };
  }
  throw new Error('Every review has been begun.');
}

/** A review that was drafted just now. */
async function drafted(world: World): Promise<Values> {
  const draft = await unstarted(world);
  await world.ask('/v2/reviews/draft', { method: 'POST', body: JSON.stringify(draft) });
  return { id: draft.reviewId, responses: draft.responses };
}

const DRAFTS: Actions = {
  create_draft_review: {
    ...{ requests: ['POST /v2/reviews/draft'], body: ['reviewId', 'responses'], values: unstarted, ...employee },
  },
  update_draft_review: {
    ...{ requests: ['PUT /v2/reviews/:id/draft'], body: ['responses'], values: drafted, ...employee },
  },
  submit_review: { requests: ['POST /v2/reviews/:id/submit'], values: drafted, ...employee },
};

const GROUPS = [
  ...['personal', 'contact_information', 'employment_details', 'role_details', 'pay_types', 'demographic'],
  ...['sensitive_data', 'custom_categories'],
];

/** A value for every field of employees, by group. */
async function employeeValues(world: World): Promise<Values> {
  const employees: Row[] = (await askHris(world, '/v2/employees?limit=100')).data;
  const { id, role_details } = employees[40]!;
  const fields: Row[] = (await askHris(world, '/v2/employee-fields')).data;
  const chosen = new Map(fields.filter((field) => field['options']).map(({ key, options: [one] }) => [key, one.id]));
  const choice = (key: string) => ({ id: chosen.get(key) });
  return {
    id,
    personal: { legal_first_name: 'Runa', legal_last_name: 'Vik', birthdate: '1991-05-04' },
    contact_information: {
      ...{ work_email: 'runa.vik@conformance.example', address_city: 'Bergen' },
      ...{ address_state: choice('address_state'), address_country: choice('address_country') },
    },
    employment_details: { start_date: '2026-09-01', employment_type: choice('employment_type') },
    role_details: {
      job_title: 'Surveyor',
      department: { id: role_details.department.id },
      manager: { id: employees[1]!['id'] },
    },
    pay_types: { base_pay_amount: 61_000, base_pay_currency: choice('base_pay_currency') },
    demographic: { gender_identity: choice('gender_identity') },
    sensitive_data: { ssn: '000-00-0000' },
    custom_categories: { [fields.find((field) => field['is_custom'])?.['category']]: {} },
  };
}

const idOfHris = (path: string) => async (world: World) => ({ id: (await askHris(world, path)).data[0].id });
const hrisList = (path: string, filters: Words = [], more: Partial<ActionCase> = {}): ActionCase => ({
  ...{ requests: [`GET ${path}`], query: [...OFFSET, ...filters], way: hris, ...more },
});
/** A list that comes in one piece. */
const hrisWhole = (path: string): ActionCase => hrisList(path, [], { query: [], omit: ['page_size'] });

const HRIS: Actions = {
  list_employees: hrisList('/v2/employees'),
  get_employee: get('/v2/employees', idOfHris('/v2/employees'), { way: hris }),
  create_employee: { requests: ['POST /v2/employees'], body: GROUPS, values: employeeValues, way: hris },
  update_employee: {
    ...{ requests: ['PATCH /v2/employees/:id'], body: GROUPS, values: employeeValues, way: hris },
    keep: ['role_details'],
  },
  list_employee_fields: hrisWhole('/v2/employee-fields'),
  list_time_off_requests: hrisList('/v2/time-off/requests', ['employee_ids', 'start_date', 'end_date', 'statuses']),
  get_time_off_request: get('/v2/time-off/requests', idOfHris('/v2/time-off/requests'), { way: hris }),
  list_time_off_policies: hrisWhole('/v2/time-off/policies'),
  list_time_off_reports: hrisList('/v2/time-off/reports', [
    ...['employee_ids', 'policy_ids', 'range_start_date', 'range_end_date'],
  ]),
};

const OTHER_SPELLING = 'another spelling of an address that has an action';
const OAUTH = 'part of connecting an account';

/** The key of the company in EMEA, for the wrong region. */
async function emeaKeyInUs(base: string): Promise<Fields> {
  const providers = (await (await fetch(new URL('/sandbox', base))).json()) as Row[];
  const sets: Row[] = providers.find(({ key }) => key === 'lattice')?.['credentials'];
  return { apiKey: sets.find(({ name }) => name === 'EMEA residency')?.['fields'].apiKey, region: 'us' };
}

export const sheet: ConnectorSheet = {
  headers: ({ apiKey, accessToken }) => ({ authorization: `Bearer ${apiKey ?? accessToken}` }),
  statuses: { wrongKey: 401, missingRight: 403, notFound: 404 },
  wrongKey: 'Mistyped key',
  lacking: () => undefined,
  values: () => ({ page_size: 7 }),
  unknownId: () => '00000000-0000-4000-8000-000000000000',
  identity: (record) => record['id'] ?? JSON.stringify(record),
  async readAll(world, url) {
    const rows: Row[] = [];
    const isHris = url.pathname.includes('/v2/');
    url.searchParams.set('limit', '100');
    for (;;) {
      const page = isHris ? await askHris(world, url.href) : await world.ask(url.href);
      rows.push(...page.data);
      const { total = rows.length, hasMore = rows.length < total, endingCursor } = page;
      if (!hasMore) return rows;
      if (isHris) url.searchParams.set('offset', String(rows.length));
      else url.searchParams.set('startingAfter', endingCursor);
    }
  },
  pageSizes: [1, 100],
  actions: { ...PEOPLE, ...GOALS, ...TALK, ...REVIEWS, ...DRAFTS, ...HRIS },
  withoutAction: {
    'GET /v1/goalUpdates': OTHER_SPELLING,
    'GET /v1/goal/:id/updates': OTHER_SPELLING,
    'POST /v1/goal/:id/updates': 'does less than the other way to update a goal',
    'GET /oauth2/auth': OAUTH,
    'POST /oauth2/auth': OAUTH,
    'POST /oauth2/token': OAUTH,
    'POST /oauth2/revoke': OAUTH,
  },
  linking: [
    { credentials: 'Full access' },
    { credentials: 'Employee' },
    { credentials: 'EMEA residency' },
    { credentials: emeaKeyInUs, refused: { status: 401, message: /choose that region/ } },
    { credentials: 'Revoked key', refused: { status: 401, message: /must not have been revoked/ } },
    { credentials: 'Mistyped key', refused: { status: 401, message: /does not know this API key/ } },
  ],
};
