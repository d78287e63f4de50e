import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runAction } from '../../src/engine/index.ts';
import type { Fields, Inputs } from './conformance/sheet.ts';
import { sheet } from './conformance/sheets/lattice.ts';
import { compileFolder, openWorld, type World } from './conformance/world.ts';

// biome-ignore lint/suspicious/noExplicitAny: records of every shape are looked into
type Row = Readonly<Record<string, any>>;

const connector = compileFolder('lattice').connector!;
const actionOf = (name: string) => connector.actions.get(`lattice_${name}`)!;
let world: World;

beforeAll(async () => {
  world = await openWorld('lattice', sheet);
});
afterAll(() => world.close());
beforeEach(() => world.clean());

const withKey = (name: string, inputs: Inputs = {}) => world.run(actionOf(name), inputs);
async function withToken(name: string, inputs: Inputs = {}) {
  const fields = await sheet.actions['list_employees']!.way!.fields(world, 'full');
  return world.run(actionOf(name), inputs, { fields, authenticationType: 'oauth2' });
}
/** Every record of a list of the unified model. */
async function walk(play: typeof withKey, query: Row = { page_size: 100 }): Promise<Row[]> {
  const rows: Row[] = [];
  let next: string | null | undefined;
  do {
    const { result } = await play('list_unified_employees', { query: { ...query, ...(next ? { next } : {}) } });
    rows.push(...(result.data as Row[]));
    next = result.next;
  } while (next);
  return rows;
}
const readAll = async (path: string): Promise<readonly Row[]> =>
  sheet.readAll(world, new URL(`${world.base}${path}`), undefined);
const day = (date: string | null) => (date === null ? null : `${date}T00:00:00.000Z`);
const second = (time: number) => new Date(time * 1000).toISOString();
const kinds = (rows: readonly Row[], field: string) =>
  [...new Set(rows.flatMap((row) => row[field]?.value ?? []))].sort();

const STATUS: Readonly<Record<string, string>> = {
  ...{ ACTIVE: 'active', INVITED: 'pending', CREATED: 'pending', DEACTIVATED: 'inactive' },
};
const GENDER: Readonly<Record<string, string>> = { Female: 'female', Male: 'male', NonBinary: 'non_binary' };
const CONTRACT: Readonly<Record<string, string>> = { FullTime: 'full_time', PartTime: 'part_time' };
const DEPARTMENT = { value: 'department', source_value: 'department' };

/** What a user comes to in the unified model. */
function fromUser(user: Row, departments: readonly Row[]): Row {
  const [first, ...rest] = user['name'].split(' ');
  const department = departments.find(({ id }) => id === user['department']?.id);
  return {
    id: user['id'],
    employee_number: user['externalUserId'],
    first_name: first,
    last_name: rest.join(' ') || null,
    name: user['name'],
    display_name: user['preferredName'] ?? user['name'],
    work_email: user['email'],
    job_title: user['title'],
    ...(department && { department: department['name'], department_id: department['id'] }),
    groups: department ? [{ id: department['id'], name: department['name'], type: DEPARTMENT }] : [],
    ...(user['manager'] && { manager_id: user['manager'].id }),
    start_date: day(user['startDate']),
    hire_date: day(user['startDate']),
    employment_status: { value: STATUS[user['status']], source_value: user['status'] },
    employment_contract_type: { value: CONTRACT[user['jobType']], source_value: user['jobType'] },
    date_of_birth: day(user['birthDate']),
    birthday: day(user['birthDate']),
    gender: { value: GENDER[user['gender']] ?? 'unmapped_value', source_value: user['gender'] },
    created_at: second(user['createdAt']),
    updated_at: second(user['updatedAt']),
    unified_custom_fields: {
      timezone: user['timezone'],
      is_admin: user['isAdmin'],
      job_function: user['jobFunction'],
      job_level: user['jobLevel'],
    },
  };
}

const STATUS_OF_EMPLOYEE: Readonly<Record<string, string>> = {
  ...{ ACTIVE: 'active', PENDING: 'pending', TERMINATED: 'terminated' },
};
const TYPE: Readonly<Record<string, readonly [string, string]>> = {
  full_time: ['permanent', 'full_time'],
  part_time: ['permanent', 'part_time'],
  contractor: ['contractor', 'unmapped_value'],
  intern: ['intern', 'unmapped_value'],
};
const IDENTITY: Readonly<Record<string, string>> = {
  ...{ woman: 'female', man: 'male', non_binary: 'non_binary', not_disclosed: 'not_disclosed' },
};
/** A member that is there only where the record has the reference it comes from. */
const given = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value });

/** What an employee comes to in the unified model. */
function fromEmployee(employee: Row): Row {
  const { personal, contact_information: contact, employment_details: details, role_details: role } = employee;
  const first = personal.preferred_first_name ?? personal.legal_first_name;
  const last = personal.preferred_last_name ?? personal.legal_last_name;
  const type = details.employment_type;
  const [kind, contract] = TYPE[type?.id] ?? ['unmapped_value', 'unmapped_value'];
  const identity = employee['demographic'].gender_identity;
  const department = role.department ?? undefined;
  return {
    id: employee['id'],
    employee_number: personal.company_employee_id,
    first_name: first,
    last_name: last,
    name: `${first} ${last}`,
    display_name: first,
    date_of_birth: day(personal.birthdate),
    birthday: day(personal.birthdate),
    work_email: contact.work_email,
    personal_email: contact.personal_email,
    personal_phone_number: contact.phone_number,
    home_location: {
      street_1: contact.address_line_1,
      street_2: contact.address_line_2,
      city: contact.address_city,
      ...given('state', contact.address_state?.name),
      zip_code: contact.address_postal_code,
      country: { value: contact.address_country.id, source_value: contact.address_country.id },
    },
    employment_status: {
      value: STATUS_OF_EMPLOYEE[details.employment_status],
      source_value: details.employment_status,
    },
    employment_type: { value: kind, source_value: type?.name ?? null },
    employment_contract_type: { value: contract, source_value: type?.name ?? null },
    start_date: day(details.start_date),
    hire_date: day(details.start_date),
    termination_date: day(details.termination_date),
    job_title: role.job_title,
    ...given('department', department?.name),
    ...given('department_id', department?.id),
    groups: department ? [{ id: department.id, name: department.name, type: DEPARTMENT }] : [],
    ...given('manager_id', role.manager?.id),
    gender: { value: IDENTITY[identity?.id] ?? 'unmapped_value', source_value: identity?.name ?? null },
    unified_custom_fields: {
      ...given('termination_reason', details.termination_reason?.name),
      custom_categories: employee['custom_categories'],
    },
  };
}

describe('employees of the unified model for an account with an API key', () => {
  it('have every field of the users they stand for, those who left included', async () => {
    const [users, departments] = await Promise.all([readAll('/v1/users?status=NULL'), readAll('/v1/departments')]);
    const all = await walk(withKey);
    expect(all).toEqual(users.map((user) => fromUser(user, departments)));
    // The comparison is worth something only where all kinds of people are there.
    expect(kinds(all, 'employment_status')).toEqual(['active', 'inactive', 'pending']);
    expect(kinds(all, 'employment_contract_type')).toEqual(['full_time', 'part_time']);
    expect(kinds(all, 'gender')).toEqual(['female', 'male', 'non_binary', 'unmapped_value']);
    expect(all.some((one) => !('department' in one))).toBe(true);
  });

  it('are the same one by one, with one call more for who has a department', async () => {
    const { result } = await withKey('list_unified_employees', { query: { page_size: 100 } });
    const employees = result.data as Row[];
    for (const employee of [
      employees.find((one) => 'department' in one)!,
      employees.find((one) => !('department' in one))!,
    ]) {
      const { id, department_id } = employee;
      const one = await withKey('get_unified_employee', { path: { id } });
      expect(one.result.data).toEqual(employee);
      const read = department_id === undefined ? [] : [`${world.base}/v1/department/${department_id}`];
      expect(one.requests.map(({ url }) => url)).toEqual([`${world.base}/v1/user/${id}`, ...read]);
    }
  });

  it('have the names of departments of a company with more than a page of them', async () => {
    const row = (index: number) => ({ id: `d${index}`, name: `Department ${index}` });
    const pages = [Array.from({ length: 100 }, (_, index) => row(index)), [row(100), row(101)]];
    const user = { id: 'u1', name: 'Mara', status: 'ACTIVE', department: { id: 'd101' }, manager: null };
    const urls: string[] = [];
    const result = await runAction(actionOf('list_unified_employees'), {
      inputs: {},
      credentials: { apiKey: 'k' },
      authenticationType: 'custom',
      environment: 'production',
      transport: async ({ url }) => {
        urls.push(url);
        const isLater = url.includes('startingAfter=c100');
        const data = url.includes('/v1/users') ? [user] : pages[isLater ? 1 : 0];
        const hasMore = url.includes('/v1/departments') && !isLater;
        const body = new TextEncoder().encode(JSON.stringify({ data, hasMore, endingCursor: 'c100' }));
        return { status: 200, headers: { 'content-type': 'application/json' }, body, url };
      },
    });
    expect(urls).toHaveLength(3);
    expect(result.data).toMatchObject([
      { id: 'u1', first_name: 'Mara', last_name: null, department: 'Department 101', department_id: 'd101' },
    ]);
  });
});

describe('employees of the unified model for an account with OAuth 2.0', () => {
  it('have every field of the employees they stand for', async () => {
    const employees = await readAll('/v2/employees');
    const all = await walk(withToken);
    expect(all).toEqual(employees.map(fromEmployee));
    expect(kinds(all, 'employment_status')).toEqual(['active', 'pending', 'terminated']);
    expect(kinds(all, 'employment_type')).toEqual(['contractor', 'permanent']);
    expect(kinds(all, 'gender')).toEqual(['female', 'male', 'non_binary', 'not_disclosed']);
    expect(all.some(({ termination_date }) => termination_date !== null)).toBe(true);
    expect(all.some(({ home_location }) => home_location.state === 'Colorado')).toBe(true);
  });

  it('go on page by page and are the same one by one', async () => {
    const all = await walk(withToken, { page_size: 60 });
    expect(all.map(({ id }) => id)).toEqual((await readAll('/v2/employees')).map(({ id }) => id));
    const one = await withToken('get_unified_employee', { path: { id: all[7]!['id'] } });
    expect(one.result.data).toEqual(all[7]);
    expect(one.requests.map(({ url }) => url)).toEqual([`${world.base}/v2/employees/${all[7]!['id']}`]);
  });

  it('leave out what was not granted instead of saying that it is unknown', async () => {
    const scope = 'employees:personal.read employees:role_details.read';
    const { clientId = '', clientSecret = '' } = world.fields('HRIS service account');
    const answer = await fetch(`${world.base}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
    });
    const fields: Fields = { accessToken: ((await answer.json()) as Row)['access_token'] };
    const result = await runAction(actionOf('list_unified_employees'), {
      inputs: { page_size: 100 },
      credentials: fields,
      authenticationType: 'oauth2',
      environment: 'sandbox',
      context: { sandboxUrl: world.base, accountSecureId: 'few-scopes' },
      grantedScopes: scope.split(' '),
      transport: async ({ method, url, headers }) => {
        const response = await fetch(url, { method, headers });
        const body = new Uint8Array(await response.arrayBuffer());
        return { status: response.status, headers: Object.fromEntries(response.headers), body, url };
      },
    });
    const whole = (await readAll('/v2/employees')).slice(0, 100).map(fromEmployee);
    const left = [
      'id',
      'employee_number',
      'first_name',
      'last_name',
      'name',
      'display_name',
      'date_of_birth',
      'birthday',
    ];
    const kept = new Set([...left, 'job_title', 'department', 'department_id', 'groups', 'manager_id']);
    const expected = whole.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => kept.has(name))));
    expect(result.data).toEqual(expected);
  });

  it('are refused in the words of this way to connect', async () => {
    const refused = await world.run(
      actionOf('list_unified_employees'),
      {},
      { fields: { accessToken: 'at_neverIssued000000000000' }, authenticationType: 'oauth2' },
    );
    expect(refused.result).toMatchObject({ successful: false, statusCode: 401 });
    expect(refused.result.message).toMatch(/OAuth 2\.0/);
    expect(refused.requests).toHaveLength(1);
  });
});
