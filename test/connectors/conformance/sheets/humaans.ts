import { expect } from 'vitest';
import type { ActionCase, ConnectorSheet } from '../sheet.ts';
import type { World } from '../world.ts';

const PAGING = ['$limit', '$skip'];

type Scope = readonly string[];
const PUBLIC = ['public:read'];
const WRITE = ['private:write'];

const list = (path: string, scopes: Scope, filters: readonly string[] = [], more: Partial<ActionCase> = {}) => ({
  requests: [`GET ${path}`],
  query: [...PAGING, ...filters],
  scopes,
  ...more,
});
const get = (path: string, scopes: Scope): ActionCase => ({ requests: [`GET ${path}/:id`], scopes });

const PERSON = [
  ...['firstName', 'middleName', 'lastName', 'preferredName', 'email', 'personalEmail', 'phoneNumber'],
  ...['personalPhoneNumber', 'locationId', 'remoteCity', 'remoteRegionCode', 'remoteCountryCode', 'remoteTimezone'],
  ...['gender', 'birthday', 'nationalities', 'spokenLanguages', 'dietaryPreference', 'foodAllergies', 'address'],
  ...['city', 'state', 'postcode', 'countryCode', 'bio', 'linkedIn', 'twitter', 'github', 'employmentStartDate'],
  ...['firstWorkingDay', 'probationEndDate', 'employmentEndDate', 'lastWorkingDay', 'leavingReason', 'leavingNote'],
  ...['workingDays', 'publicHolidayCalendarId', 'contractType', 'employeeId', 'taxId', 'taxCode', 'teams'],
  ...['isWorkEmailHidden', 'isBirthdayHidden', 'payrollProvider'],
];

/** Ids of records that inputs refer to, found once per state of the emulator. */
async function values(world: World) {
  const first = async (path: string) => (await world.ask(`${path}?$limit=1`)).data[0].id as string;
  return {
    id: await first('/people'),
    locationId: await first('/locations'),
    publicHolidayCalendarId: await first('/public-holiday-calendars'),
    countryCode: 'GB',
    remoteCountryCode: 'GB',
    page_size: 7,
  };
}

export const sheet: ConnectorSheet = {
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}`, accept: expect.stringContaining('json') }),
  statuses: { wrongKey: 401, missingRight: 403, notFound: 404 },
  wrongKey: 'Mistyped token',
  lacking: ([scope]) => (scope === 'public:read' ? 'Compensations only' : 'Public profile only'),
  async withScopes(world, scopes) {
    const { token } = await world.ask('/__admin/tokens', {
      method: 'POST',
      body: JSON.stringify({ label: 'least rights', scopes }),
    });
    return { apiKey: token };
  },
  values,
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
    list_people: list('/people', PUBLIC, ['status', 'email', 'locationId', 'employeeId', 'updatedAt[$gt]']),
    get_person: get('/people', PUBLIC),
    create_person: { requests: ['POST /people'], body: PERSON, scopes: WRITE },
    update_person: { requests: ['PATCH /people/:id'], body: PERSON, scopes: WRITE, keep: ['bio'] },
    list_companies: { requests: ['GET /companies'], scopes: PUBLIC },
    get_company: {
      ...get('/companies', PUBLIC),
      values: async (world) => ({ id: (await world.ask('/companies')).data[0].id }),
    },
  },
  linking: [
    { credentials: 'Full access' },
    { credentials: 'Mistyped token', refused: { status: 401, message: /Invalid access token/ } },
  ],
};
