import { expect } from 'vitest';
import { createRandom } from '../../../../src/sandbox/kit/index.ts';
import type { ActionCase, ConnectorSheet, Values } from '../sheet.ts';
import type { World } from '../world.ts';

const PUBLIC = 'public:read';
const PRIVATE = 'private:read';
const PRIVATE_WRITE = 'private:write';
const PAGING = ['$limit', '$skip'];
const CHANGED = 'updatedAt[$gt]';

type Words = readonly string[];
type Actions = Record<string, ActionCase>;
type Find = (world: World) => Promise<Values>;

/** Id of the first record of a list, or of the one after it. */
const idOf = async (world: World, path: string, skip = 0): Promise<string> => {
  const { data } = await world.ask(`${path}${path.includes('?') ? '&' : '?'}$limit=1&$skip=${skip}`);
  return data[0].id;
};

/** A resource as the provider documents it. */
interface Resource {
  /** Names in action ids: one record and many. */
  readonly one: string;
  readonly many?: string;
  readonly path: string;
  /** Letters of list, get, create, update, delete. */
  readonly operations: string;
  readonly read?: string;
  readonly write?: string;
  readonly filters?: Words;
  /** Members of a create, and of an update. */
  readonly fields?: Words;
  readonly updateFields?: Words;
  /** A member to change in the shortest update. */
  readonly change?: string;
  /** Which record to read, change and delete (`id`), with further inputs if need be. */
  readonly find?: Find;
  /** Inputs of a create. */
  readonly create?: Find;
  /** Inputs of every operation. */
  readonly inputs?: Values;
  readonly more?: Partial<Readonly<Record<string, Partial<ActionCase>>>>;
}

function actionsOf(resource: Resource): Actions {
  const { one, many = `${one}s`, path, operations, read = PRIVATE, write = PRIVATE_WRITE } = resource;
  const { filters = [], fields = [], updateFields = fields, change, inputs, more = {} } = resource;
  const find: Find = resource.find ?? (async (world) => ({ id: await idOf(world, path) }));
  const values: Find = async (world) => ({ ...inputs, ...(await find(world)) });
  const keep = change === undefined ? {} : { keep: [change] };
  const create = { values: async (world: World) => ({ ...inputs, ...(await resource.create?.(world)) }) };
  const all: Readonly<Record<string, [string, ActionCase]>> = {
    L: [`list_${many}`, { requests: [`GET ${path}`], query: [...PAGING, ...filters], scopes: [read] }],
    G: [`get_${one}`, { requests: [`GET ${path}/:id`], scopes: [read], values }],
    C: [`create_${one}`, { requests: [`POST ${path}`], body: fields, scopes: [write], ...create }],
    U: [`update_${one}`, { requests: [`PATCH ${path}/:id`], body: updateFields, scopes: [write], values, ...keep }],
    D: [`delete_${one}`, { requests: [`DELETE ${path}/:id`], scopes: [write], values }],
  };
  return Object.fromEntries(
    [...operations].map((letter) => {
      const [id, action] = all[letter]!;
      return [id, { ...action, ...more[letter] }];
    }),
  );
}

/** Records that can only be read one by one have ids that follow from their table's name. */
const unlisted = (path: string, one: string): Resource => ({
  one,
  path,
  operations: 'G',
  find: async () => {
    const table = path.slice(1).replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
    return { id: createRandom('humaans').fork(`${table}/0`).base62(24) };
  },
});

const PERSON = [
  ...['firstName', 'middleName', 'lastName', 'preferredName', 'email', 'personalEmail', 'locationId', 'remoteCity'],
  ...['remoteRegionCode', 'remoteCountryCode', 'remoteTimezone', 'phoneNumber', 'personalPhoneNumber', 'gender'],
  ...['birthday', 'profilePhotoId', 'nationalities', 'spokenLanguages', 'dietaryPreference', 'foodAllergies'],
  ...['address', 'city', 'state', 'postcode', 'countryCode', 'bio', 'linkedIn', 'twitter', 'github'],
  ...['employmentStartDate', 'firstWorkingDay', 'probationEndDate', 'employmentEndDate', 'lastWorkingDay'],
  ...['turnoverImpact', 'workingDays', 'publicHolidayCalendarId', 'leavingReason', 'leavingNote', 'leavingFileId'],
  ...['contractType', 'employeeId', 'taxId', 'taxCode', 'teams', 'isWorkEmailHidden', 'isBirthdayHidden', 'role'],
  ...['source', 'sourceId', 'payrollProvider'],
];
const LOCATION = ['label', 'address', 'city', 'state', 'postcode', 'country', 'countryCode', 'timezone'];
const COMPENSATION = [
  ...['personId', 'compensationTypeId', 'amount', 'currency', 'period', 'note', 'effectiveDate', 'endDate'],
  'endReason',
];
const BANK = ['personId', 'bankName', 'nameOnAccount', 'accountNumber', 'swiftCode', 'sortCode', 'routingNumber'];
const DOCUMENT = [
  ...['personId', 'name', 'documentTypeId', 'folderId', 'link', 'fileId', 'source', 'sourceId', 'issueDate'],
];
const IDENTITY = [
  ...['personId', 'identityDocumentTypeId', 'name', 'number', 'issuingCountry', 'issueDate', 'expiryDate', 'fileId'],
];
const EQUIPMENT = ['personId', 'equipmentTypeId', 'equipmentNameId', 'serialNumber', 'assignedDate', 'returnedDate'];
const AWAY = [
  ...[
    'personId',
    'startDate',
    'startPeriod',
    'endDate',
    'endPeriod',
    'timeAwayTypeId',
    'workingFromLocationId',
    'note',
  ],
];
const ALLOCATION = ['personId', 'timeAwayTypeId', 'timeAwayPolicyId', 'amount', 'unit', 'startDate', 'endDate'];

const pay = { read: 'compensations:read', write: 'compensations:write' };
const files = { read: 'documents:read', write: 'documents:write' };
const hooks = { read: 'webhooks:manage', write: 'webhooks:manage' };

/** A custom field that nobody has a value in. */
const freshField: Find = async (world) => {
  const body = JSON.stringify({ name: 'Shoe size', type: 'text' });
  return { customFieldId: (await world.ask('/custom-fields', { method: 'POST', body })).id };
};
/** A record made for the purpose, which nothing refers to. */
const made =
  (path: string, body: Values): Find =>
  async (world) => ({ id: (await world.ask(path, { method: 'POST', body: JSON.stringify(body) })).id });

const RESOURCES: readonly Resource[] = [
  {
    ...{ one: 'person', many: 'people', path: '/people', operations: 'LGCUD', read: PUBLIC, fields: PERSON },
    filters: [
      'status',
      'email',
      'locationId',
      'employeeId',
      'employmentStartDate[$gte]',
      'employmentStartDate[$lte]',
      CHANGED,
    ],
    change: 'bio',
    more: { C: { unrepeatable: true } },
    find: async (world) => ({ id: await idOf(world, '/people', 9) }),
  },
  {
    ...{ one: 'company', many: 'companies', path: '/companies', operations: 'LGU', read: PUBLIC, change: 'name' },
    fields: [
      ...['name', 'domains', 'isTimesheetEnabled', 'autogenerateEmployeeId', 'autogenerateEmployeeIdForNewHires'],
      'nextEmployeeId',
    ],
    more: { L: { query: [] } },
  },
  {
    ...{ one: 'job_role', path: '/job-roles', operations: 'LGCUD', read: PUBLIC, change: 'note' },
    filters: ['personId', 'reportingTo', 'department', '$asOf', CHANGED],
    fields: ['personId', 'jobTitle', 'department', 'reportingTo', 'effectiveDate', 'note'],
  },
  {
    ...{ one: 'location', path: '/locations', operations: 'LGCUD', read: PUBLIC, fields: LOCATION, change: 'city' },
    find: made('/locations', { label: 'Annex' }),
  },
  {
    ...{ one: 'space', path: '/spaces', operations: 'LGCUD', read: PUBLIC, fields: ['name'] },
    find: made('/spaces', { name: 'Guests' }),
  },
  {
    ...{ one: 'compensation', path: '/compensations', operations: 'LGCUD', ...pay, fields: COMPENSATION },
    filters: ['personId', 'compensationTypeId', 'effectiveDate[$gte]', 'effectiveDate[$lte]', CHANGED],
    change: 'note',
  },
  {
    ...{ one: 'compensation_type', path: '/compensation-types', operations: 'LGCUD', ...pay, filters: ['baseType'] },
    ...{ fields: ['name', 'baseType'], change: 'name' },
    find: made('/compensation-types', { name: 'Tips', baseType: 'custom' }),
  },
  {
    ...{ one: 'bank_account', path: '/bank-accounts', operations: 'LGCUD', filters: ['personId', CHANGED] },
    ...{ fields: BANK, change: 'sortCode' },
  },
  {
    ...{ one: 'emergency_contact', path: '/emergency-contacts', operations: 'LGCUD', filters: ['personId', CHANGED] },
    fields: ['personId', 'name', 'relationship', 'phoneNumber', 'email', 'isPrimary'],
    change: 'name',
  },
  {
    ...{ one: 'document', path: '/documents', operations: 'LGCUD', ...files, fields: DOCUMENT, change: 'name' },
    filters: ['personId', 'documentTypeId', 'folderId', CHANGED],
    more: { C: { keep: ['link'] } },
  },
  { one: 'document_type', path: '/document-types', operations: 'LGCU', ...files, fields: ['name'] },
  {
    ...{ one: 'document_folder', path: '/document-folders', operations: 'LGCUD', ...files },
    ...{ fields: ['name', 'audience'], change: 'name' },
    find: made('/document-folders', { name: 'Drafts' }),
  },
  {
    ...{ one: 'identity_document', path: '/identity-documents', operations: 'LGCUD', ...files, fields: IDENTITY },
    filters: ['personId', 'identityDocumentTypeId', 'expiryDate[$gte]', 'expiryDate[$lte]', CHANGED],
    change: 'name',
  },
  { one: 'identity_document_type', path: '/identity-document-types', operations: 'L', ...files },
  {
    ...{ one: 'equipment', many: 'equipment', path: '/equipment', operations: 'LGCUD', fields: EQUIPMENT },
    filters: ['personId', 'equipmentTypeId', 'serialNumber', CHANGED],
    change: 'serialNumber',
  },
  { one: 'equipment_type', path: '/equipment-types', operations: 'L' },
  { one: 'equipment_name', path: '/equipment-names', operations: 'L' },
  {
    ...{ one: 'custom_field', path: '/custom-fields', operations: 'LGCUD', filters: ['section'], change: 'name' },
    fields: ['name', 'section', 'resourceId', 'type', 'config'],
  },
  {
    ...{ one: 'custom_value', path: '/custom-values', operations: 'LGCUD' },
    filters: ['personId', 'customFieldId', CHANGED],
    ...{ fields: ['personId', 'customFieldId', 'resourceId', 'value'], create: freshField, change: 'value' },
    find: async (world) => {
      const field = await freshField(world);
      const personId = await idOf(world, '/people', 3);
      return { ...(await made('/custom-values', { personId, ...field, value: '41' })(world)), ...field };
    },
  },
  {
    ...{ one: 'time_away', many: 'time_away', path: '/time-away', operations: 'LGCUD', read: PUBLIC, fields: AWAY },
    filters: [
      ...['personId', 'timeAwayTypeId', 'requestStatus', 'startDate[$gte]', 'startDate[$lte]', 'endDate[$gte]'],
      ...['endDate[$lte]', CHANGED],
    ],
    change: 'note',
  },
  {
    ...{ one: 'time_away_type', path: '/time-away-types', operations: 'LGCUD', read: PUBLIC, change: 'color' },
    fields: ['name', 'color', 'isTimeOff'],
    find: made('/time-away-types', { name: 'Sabbatical' }),
  },
  {
    ...{ one: 'time_away_policy', many: 'time_away_policies', path: '/time-away-policies', operations: 'LGCUD' },
    fields: ['name'],
    find: made('/time-away-policies', { name: 'Interns' }),
  },
  {
    ...{ one: 'time_away_allocation', path: '/time-away-allocations', operations: 'LGCUD', fields: ALLOCATION },
    filters: ['personId', 'timeAwayTypeId', 'timeAwayPolicyId', CHANGED],
    ...{ change: 'amount', inputs: { amount: 2.5 } },
    find: async (world) => {
      const adjusted = await world.ask('/time-away-adjustments?$limit=250');
      const used = new Set(adjusted.data.map(({ timeAwayAllocationId }: Values) => timeAwayAllocationId));
      const { data } = await world.ask('/time-away-allocations?$limit=250');
      return { id: data.find(({ id }: Values) => !used.has(id)).id };
    },
  },
  {
    ...{ one: 'time_away_adjustment', path: '/time-away-adjustments', operations: 'LGCUD', change: 'note' },
    filters: ['personId', 'timeAwayAllocationId', CHANGED],
    fields: ['personId', 'timeAwayAllocationId', 'amount', 'note'],
    inputs: { amount: -1 },
  },
  {
    ...{ one: 'public_holiday', path: '/public-holidays', operations: 'L', read: PUBLIC },
    filters: ['publicHolidayCalendarId', 'date[$gte]', 'date[$lte]'],
  },
  { one: 'public_holiday_calendar', path: '/public-holiday-calendars', operations: 'L', read: PUBLIC },
  {
    ...{ one: 'public_holiday_calendar_day', path: '/public-holiday-calendar-days', operations: 'LGCU', read: PUBLIC },
    ...{ filters: ['publicHolidayCalendarId'], change: 'publicHolidayId' },
    fields: ['publicHolidayCalendarId', 'publicHolidayId'],
  },
  {
    ...{ one: 'working_pattern', path: '/working-patterns', operations: 'LGCUD', read: PUBLIC, fields: ['name'] },
    find: made('/working-patterns', { name: 'Nights' }),
  },
  {
    ...{ one: 'working_pattern_allocation', path: '/working-pattern-allocations', operations: 'LGCUD' },
    ...{ filters: ['personId', 'workingPatternId', CHANGED], change: 'workingPatternId' },
    fields: ['personId', 'workingPatternId', 'startDate', 'endDate'],
  },
  {
    ...{ one: 'timesheet_entry', many: 'timesheet_entries', path: '/timesheet-entries', operations: 'LGCUD' },
    filters: ['personId', 'date[$gte]', 'date[$lte]', CHANGED],
    more: { C: { unrepeatable: true } },
    ...{ fields: ['personId', 'date', 'startTime', 'endTime'], change: 'endTime' },
  },
  {
    ...{ one: 'timesheet_submission', path: '/timesheet-submissions', operations: 'LGCUD', change: 'changesRequested' },
    filters: ['personId', 'status', 'startDate[$gte]', 'endDate[$lte]', CHANGED],
    fields: ['personId', 'startDate', 'endDate'],
    updateFields: ['personId', 'startDate', 'endDate', 'status', 'changesRequested'],
  },
  {
    ...{ one: 'webhook', path: '/webhooks', operations: 'LGCUD', ...hooks, fields: ['url', 'events'], change: 'url' },
    more: { L: { mayBeEmpty: 'no webhook is set up' } },
    find: made('/webhooks', { url: 'https://example.com/hook', events: ['person.created'] }),
  },
  {
    ...{ one: 'webhook_event', path: '/webhook-events', operations: 'LG', ...hooks },
    filters: ['webhookId', 'event', 'createdAt[$gt]'],
    more: { L: { mayBeEmpty: 'nothing was delivered' } },
    find: async (world) => {
      await made('/webhooks', { url: 'https://example.com/hook', events: ['space.created'] })(world);
      await made('/spaces', { name: 'Told of' })(world);
      return { id: await idOf(world, '/webhook-events') };
    },
  },
  { one: 'audit_event', path: '/audit-events', operations: 'LG', filters: ['action', 'ts[$gte]', 'ts[$lte]'] },
  {
    ...{ one: 'data_export', path: '/data-exports', operations: 'LGCD' },
    find: made('/data-exports', {}),
  },
  { one: 'role', path: '/roles', operations: 'LG' },
  { one: 'role_member', path: '/role-members', operations: 'LG', filters: ['personId', 'roleId'] },
  { one: 'role_permission', path: '/role-permissions', operations: 'LG', filters: ['roleId'] },
  { one: 'task', path: '/tasks', operations: 'LG', filters: ['personId', 'status', 'dueDate[$lte]', CHANGED] },
  { one: 'okr', path: '/okrs', operations: 'LG', filters: ['personId', 'status', CHANGED] },
  { one: 'request', path: '/requests', operations: 'LG', filters: ['personId', 'requestTypeId', 'status', CHANGED] },
  { one: 'request_type', path: '/request-types', operations: 'LG' },
  { one: 'request_comment', path: '/request-comments', operations: 'LG', filters: ['requestId', CHANGED] },
  { one: 'request_review', path: '/request-reviews', operations: 'LG', filters: ['requestId', 'reviewerId', CHANGED] },
  {
    ...{ one: 'request_activity_log', path: '/request-activity-logs', operations: 'LG' },
    filters: ['requestId', 'createdAt[$gt]'],
  },
  { one: 'performance_cycle', path: '/performance-cycles', operations: 'LG', filters: ['status'] },
  {
    ...{ one: 'performance_instance', path: '/performance-instances', operations: 'LG' },
    filters: ['performanceCycleId', 'personId'],
  },
  {
    ...{ one: 'performance_review', path: '/performance-reviews', operations: 'LG' },
    filters: ['personId', 'performanceInstanceId'],
  },
  { one: 'performance_template', path: '/performance-templates', operations: 'LG' },
  unlisted('/performance-ratings', 'performance_rating'),
  unlisted('/performance-summaries', 'performance_summary'),
  unlisted('/performance-cycle-peer-nominations', 'performance_cycle_peer_nomination'),
  unlisted('/workflow-dependencies', 'workflow_dependency'),
  unlisted('/workflow-form-responses', 'workflow_form_response'),
  unlisted('/workflow-publications', 'workflow_publication'),
  unlisted('/workflow-slack-actions', 'workflow_slack_action'),
  unlisted('/workflow-stats', 'workflow_stat'),
  { one: 'esign_template', path: '/esign-templates', operations: 'LG', filters: ['status'] },
  {
    ...{ one: 'esign_instance', path: '/esign-instances', operations: 'LG' },
    filters: ['personId', 'esignTemplateId', 'status'],
  },
  { one: 'esign_bulk', path: '/esign-bulks', operations: 'LG', filters: ['esignTemplateId'] },
  {
    ...{ one: 'esign_bulk_recipient', path: '/esign-bulk-recipients', operations: 'LG' },
    filters: ['esignBulkId', 'personId'],
  },
  { one: 'esign_bulk_token', path: '/esign-bulk-tokens', operations: 'LG', filters: ['esignBulkRecipientId'] },
];

const decision: ActionCase = {
  requests: ['PATCH /time-away/:id'],
  body: ['requestStatus', 'reviewNote'],
  scopes: [PRIVATE_WRITE],
  values: async (world) => ({ id: await idOf(world, '/time-away?requestStatus=pending') }),
};

/** Records that inputs refer to. Restored data has the same ids, so they are found once. */
async function findValues(world: World): Promise<Values> {
  const REFERENCES: Readonly<Record<string, string>> = {
    locationId: '/locations',
    workingFromLocationId: '/locations',
    compensationTypeId: '/compensation-types',
    documentTypeId: '/document-types',
    folderId: '/document-folders',
    identityDocumentTypeId: '/identity-document-types',
    equipmentTypeId: '/equipment-types',
    equipmentNameId: '/equipment-names',
    customFieldId: '/custom-fields',
    timeAwayTypeId: '/time-away-types',
    timeAwayPolicyId: '/time-away-policies',
    timeAwayAllocationId: '/time-away-allocations',
    publicHolidayCalendarId: '/public-holiday-calendars',
    workingPatternId: '/working-patterns',
    roleId: '/roles',
    requestTypeId: '/request-types',
    requestId: '/requests',
    performanceCycleId: '/performance-cycles',
    performanceInstanceId: '/performance-instances',
    esignTemplateId: '/esign-templates',
    esignBulkId: '/esign-bulks',
    esignBulkRecipientId: '/esign-bulk-recipients',
  };
  const found = Object.entries(REFERENCES).map(async ([name, path]) => [name, await idOf(world, path)]);
  const ids: Values = Object.fromEntries(await Promise.all(found));
  const person = await idOf(world, '/people', 7);
  const { fileId } = (await world.ask('/data-exports')).data[0];
  return {
    ...ids,
    publicHolidayId: await idOf(world, `/public-holidays?publicHolidayCalendarId=${ids['publicHolidayCalendarId']}`),
    ...{ personId: person, reviewerId: person, reportingTo: await idOf(world, '/people', 2), webhookId: 'none' },
    ...{ fileId, profilePhotoId: fileId, leavingFileId: fileId },
    ...{ amount: '61500', currency: 'GBP', countryCode: 'GB', remoteCountryCode: 'GB', issuingCountry: 'GB' },
    ...{ startTime: '08:45', endTime: '12:15', role: 'user', events: ['person.updated'], page_size: 7 },
    ...{ audience: { type: 'everyone', rules: [] }, content: 'JVBERi0xLjQK', config: null },
  };
}

async function tokenWithoutScopes(base: string) {
  const body = JSON.stringify({ label: 'nothing ticked', scopes: [] });
  const made = await fetch(`${base}/__admin/tokens`, { method: 'POST', body });
  return { apiKey: ((await made.json()) as { token: string }).token };
}

const known = new WeakMap<World, Promise<Values>>();

export const sheet: ConnectorSheet = {
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}`, accept: expect.stringContaining('json') }),
  statuses: { wrongKey: 401, missingRight: 403, notFound: 404 },
  wrongKey: 'Mistyped token',
  restore: 'each action',
  lacking: ([scope]) => (scope === PUBLIC ? 'Compensations only' : 'Public profile only'),
  async withScopes(world, scopes) {
    const body = JSON.stringify({ label: 'least rights', scopes });
    return { apiKey: (await world.ask('/__admin/tokens', { method: 'POST', body })).token };
  },
  values(world) {
    const found = known.get(world) ?? findValues(world);
    known.set(world, found);
    return found;
  },
  unknownId: () => 'zzzzzzzzzzzzzzzzzzzzzzzz',
  identity: ({ id }) => id,
  async readAll(world, url) {
    const rows = [];
    for (let skip = 0, total = 1; skip < total; skip += 250) {
      url.searchParams.set('$limit', '250');
      url.searchParams.set('$skip', String(skip));
      const page = await world.ask(url.href);
      total = page.total;
      rows.push(...page.data);
    }
    return rows;
  },
  pageSizes: [1, 250],
  actions: {
    get_token_info: { requests: ['GET /token-info'] },
    get_me: { requests: ['GET /me'] },
    upload_file: {
      ...{ requests: ['POST /files'], body: ['file'], encoding: 'multipart', scopes: ['documents:write'] },
      lacking: 'Read only',
    },
    approve_time_away: decision,
    decline_time_away: decision,
    list_employees: {
      requests: ['GET /people', 'GET /job-roles'],
      query: [...PAGING, 'email', CHANGED, '$asOf', 'personId[$in]'],
      scopes: [PUBLIC],
      values: async (world) => ({
        email: (await world.ask('/people?$limit=1&$skip=9')).data[0].email,
        updated_after: '2001-01-01T00:00:00Z',
      }),
    },
    get_employee: {
      requests: ['GET /people/:id', 'GET /job-roles'],
      query: ['personId', '$asOf'],
      scopes: [PUBLIC],
      values: async (world) => ({ id: await idOf(world, '/people', 9) }),
    },
    ...Object.assign({}, ...RESOURCES.map(actionsOf)),
  },
  withoutAction: { 'GET /files/:id/:name': 'not part of the API: the addresses of files lead there' },
  linking: [
    { credentials: 'Full access' },
    { credentials: 'Public profile only' },
    { credentials: 'Compensations only' },
    ...['Mistyped token', 'Revoked token', 'Expired token'].map((credentials) => ({
      credentials,
      refused: { status: 401, message: /Invalid access token/ },
    })),
    { credentials: tokenWithoutScopes, refused: { status: 403, message: /no scopes.*tick the scopes/ } },
  ],
};
