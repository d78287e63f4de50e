import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runAction } from '../../src/engine/index.ts';
import { sheet } from './conformance/sheets/humaans.ts';
import { openWorld, type World } from './conformance/world.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into
type Any = any;
type Row = Readonly<Record<string, Any>>;

let world: World;
let people: Row[];
let roles: Map<string, Row>;

const today = new Date().toISOString().slice(0, 10);
const actionOf = (name: string) => world.connector.actions.get(`humaans_${name}`)!;
const everything = (path: string): Promise<Row[]> =>
  sheet.readAll(world, new URL(`${world.base}${path}`), undefined) as Promise<Row[]>;

async function list(query: Row = {}): Promise<{ rows: Row[]; next: string | null | undefined; urls: string[] }> {
  const { result, requests } = await world.run(actionOf('list_employees'), { query });
  if (!result.successful) throw new Error(`list_employees failed: ${result.message}`);
  return { rows: result.data as Row[], next: result.next, urls: requests.map(({ url }) => decodeURIComponent(url)) };
}

async function get(id: string): Promise<Row> {
  const { result } = await world.run(actionOf('get_employee'), { path: { id } });
  if (!result.successful) throw new Error(`get_employee failed: ${result.message}`);
  return result.data as Row;
}

/** Midnight of a day in UTC, as unified models write days. */
const midnight = (day: string | null): string | null => (day === null ? null : `${day}T00:00:00.000Z`);
const mapped = (table: Readonly<Record<string, string>>, source: string | null): Row => ({
  value: table[source ?? ''] ?? 'unmapped_value',
  source_value: source,
});

/** What a person and the role in force today come to, member by member. */
function expected(person: Row, role: Row | undefined): Row {
  const remote = person['locationId'] === 'remote';
  const name = `${person['firstName']} ${person['lastName']}`;
  const country = (code: string | null): Row => ({ value: code ?? 'unmapped_value', source_value: code });
  const languages = {
    English: 'eng',
    French: 'fra',
    German: 'deu',
    Spanish: 'spa',
    Portuguese: 'por',
    Dutch: 'nld',
    Polish: 'pol',
  };
  return {
    id: person['id'],
    remote_id: person['id'],
    employee_number: person['employeeId'],
    first_name: person['firstName'],
    last_name: person['lastName'],
    name,
    display_name: person['preferredName'] ?? name,
    work_email: person['email'],
    personal_email: person['personalEmail'],
    work_phone_number: person['phoneNumber'],
    personal_phone_number: person['personalPhoneNumber'],
    ...(person['profilePhoto'] === null ? {} : { avatar_url: person['profilePhoto'].variants['480'] }),
    gender: mapped({ Female: 'female', Male: 'male', 'Non-binary': 'non_binary' }, person['gender']),
    birthday: midnight(person['birthday']),
    date_of_birth: midnight(person['birthday']),
    home_location: {
      street_1: person['address'],
      city: person['city'],
      state: person['state'],
      zip_code: person['postcode'],
      country: country(person['countryCode']),
    },
    work_location: {
      ...(remote ? { name: 'Remote' } : { id: person['locationId'] }),
      city: person['remoteCity'],
      state: person['remoteRegionCode'],
      country: country(person['remoteCountryCode']),
    },
    ...(role === undefined
      ? {}
      : {
          job_title: role['jobTitle'],
          department: role['department'],
          manager_id: role['reportingTo'],
          remote_manager_id: role['reportingTo'],
        }),
    groups: person['teams'].map((team: Row) => ({
      name: team['name'],
      type: { value: 'team', source_value: 'team' },
    })),
    hire_date: midnight(person['employmentStartDate']),
    start_date: midnight(person['firstWorkingDay'] ?? person['employmentStartDate']),
    termination_date: midnight(person['employmentEndDate']),
    employment_status: mapped({ active: 'active', newHire: 'pending', offboarded: 'terminated' }, person['status']),
    employment_contract_type: mapped({ 'Full time': 'full_time', 'Part time': 'part_time' }, person['contractType']),
    employment_type: mapped({ Contractor: 'contractor', Intern: 'intern' }, person['contractType']),
    preferred_language: {
      ...mapped(languages, person['spokenLanguages'][0]),
      source_value: person['spokenLanguages'][0] ?? null,
    },
    ...(person['taxId'] === null ? {} : { national_identity_number: { value: person['taxId'] } }),
    company_id: person['companyId'],
    created_at: person['createdAt'],
    updated_at: person['updatedAt'],
    unified_custom_fields: {
      preferred_name: person['preferredName'],
      middle_name: person['middleName'],
      nationalities: person['nationalities'],
      tax_code: person['taxCode'],
      last_working_day: midnight(person['lastWorkingDay']),
      termination_reason: person['leavingReason'],
      timezone: person['timezone'],
    },
  };
}

beforeAll(async () => {
  world = await openWorld('humaans', sheet);
  people = await everything('/people?$limit=250');
  roles = new Map((await everything(`/job-roles?$limit=250&$asOf=${today}`)).map((role) => [role['personId'], role]));
});
afterAll(() => world.close());
beforeEach(() => world.clean());

describe('list_employees', () => {
  it('maps every person of the company, member by member, with the job role of today', async () => {
    const rows: Row[] = [];
    let next: string | null | undefined;
    do {
      const page = await list({ page_size: 130, ...(next ? { next } : {}) });
      rows.push(...page.rows);
      next = page.next;
    } while (next);
    expect(rows).toHaveLength(people.length);
    for (const [index, person] of people.entries())
      expect(rows[index], person['email']).toEqual(expected(person, roles.get(person['id'])));
  });

  it('has people of every status, contract and place among those', () => {
    const kinds = (name: string) => new Set(people.map((person) => person[name]));
    expect(kinds('status')).toEqual(new Set(['active', 'newHire', 'offboarded']));
    expect(kinds('contractType').size).toBeGreaterThanOrEqual(4);
    expect(kinds('locationId')).toContain('remote');
    expect(kinds('gender')).toContain(null);
  });

  it('reads the job roles of a page at once, of more than 125 people in two requests', async () => {
    const { urls } = await list({ page_size: 125 });
    expect(urls).toHaveLength(2);
    expect(urls[1]).toContain(`$asOf=${today}`);
    expect(urls[1]!.match(/personId\[\$in\]\[\]=/g)).toHaveLength(125);
    const more = await list({ page_size: 250 });
    expect(more.urls.map((url) => url.match(/personId\[\$in\]\[\]=/g)?.length ?? 0)).toEqual([0, 125, 125]);
    expect(more.rows.at(-1)!['job_title']).toBe(roles.get(people[249]!['id'])?.['jobTitle']);
  });

  it('asks for no job roles where nobody fits, and answers with an empty list', async () => {
    const { rows, next, urls } = await list({ email: 'nobody@northgate.example' });
    expect({ rows, next, requests: urls.length }).toEqual({ rows: [], next: null, requests: 1 });
  });

  it('finds people by work email and by last change', async () => {
    const person = people[20]!;
    expect((await list({ email: person['email'] })).rows.map(({ id }) => id)).toEqual([person['id']]);
    const since = '2025-06-01T00:00:00Z';
    const changed = people.filter(({ updatedAt }) => updatedAt > since).map(({ id }) => id);
    expect(changed.length).toBeGreaterThan(0);
    const { rows } = await list({ updated_after: since, page_size: 250 });
    expect(rows.map(({ id }) => id)).toEqual(changed.slice(0, 250));
  });

  it('leaves private members empty for a token that sees the public profile only', async () => {
    const fields = world.fields('Public profile only');
    const { result } = await world.run(actionOf('list_employees'), { query: { page_size: 1 } }, { fields });
    const [row] = result.data as Row[];
    expect(row).toMatchObject({ id: expect.any(String), work_email: expect.any(String) });
    expect(row!['personal_email'] ?? null).toBeNull();
    expect(row!['date_of_birth'] ?? null).toBeNull();
    expect(row).not.toHaveProperty('national_identity_number');
  });
});

describe('get_employee', () => {
  it('gives the same record as the list', async () => {
    const samples = [
      people[0]!,
      people.find(({ status }) => status === 'offboarded')!,
      people.find(({ status }) => status === 'newHire')!,
      people.find(({ locationId }) => locationId === 'remote')!,
    ];
    for (const person of samples) expect(await get(person['id'])).toEqual(expected(person, roles.get(person['id'])));
  });

  it('does without a job role where there is none', async () => {
    const body = JSON.stringify({
      firstName: 'Ada',
      lastName: 'Byrne',
      email: 'ada.byrne@northgate.example',
      employmentStartDate: '2026-02-02',
    });
    const { id } = await world.ask('/people', { method: 'POST', body });
    const row = await get(id);
    expect(row).toMatchObject({ id, name: 'Ada Byrne', hire_date: '2026-02-02T00:00:00.000Z' });
    for (const name of ['job_title', 'department', 'manager_id', 'national_identity_number'])
      expect(row).not.toHaveProperty(name);
    expect(row['gender']).toEqual({ value: 'unmapped_value', source_value: null });
  });

  it.each([
    ['fullTime', 'full_time', 'unmapped_value'],
    ['Part-time', 'part_time', 'unmapped_value'],
    ['contractor', 'unmapped_value', 'contractor'],
    ['Seasonal', 'unmapped_value', 'unmapped_value'],
  ])('reads the contract %s whatever its spelling', async (contractType, contract, employment) => {
    const { id } = people[3]!;
    await world.ask(`/people/${id}`, { method: 'PATCH', body: JSON.stringify({ contractType }) });
    expect(await get(id)).toMatchObject({
      employment_contract_type: { value: contract, source_value: contractType },
      employment_type: { value: employment, source_value: contractType },
    });
  });

  it('passes on that the provider refuses the job roles', async () => {
    const result = await runAction(actionOf('get_employee'), {
      inputs: { id: 'p1' },
      credentials: { apiKey: 'k' },
      authenticationType: 'custom',
      environment: 'production',
      transport: async ({ url }) => {
        const refused = url.includes('/job-roles');
        const body = refused ? { code: 403, name: 'Forbidden', message: 'not yours' } : { id: 'p1', firstName: 'A' };
        return {
          status: refused ? 403 : 200,
          headers: { 'content-type': 'application/json' },
          body: Buffer.from(JSON.stringify(body)),
          url,
        };
      },
    });
    expect(result).toMatchObject({ successful: false, statusCode: 403, message: 'not yours' });
  });
});
