import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openCompany, type TestCompany } from './testing/company.ts';

let company: TestCompany;
let service: Client;

beforeAll(async () => {
  company = await openCompany();
  service = await company.service();
});
afterAll(() => company.close());

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const failed = (...errors: readonly string[]) => ({
  status: 400,
  title: 'Bad Request',
  detail: 'Validation failed',
  errors,
});

describe('a list of the HRIS API', () => {
  it.each(['/v2/employees', '/v2/time-off/requests', '/v2/time-off/reports'])(
    '%s comes with the number of all, 25 at a time, complete when paged',
    async (path) => {
      const { status, json } = await service.get(path);
      expect(status).toBe(200);
      expect(Object.keys(json)).toEqual(['data', 'total', 'limit', 'offset']);
      expect([json.data.length, json.limit, json.offset]).toEqual([25, 25, 0]);
      const whole = await service.every(path);
      expect(whole.length).toBe(json.total);
      expect(new Set(whole.map((row) => row.id ?? `${row.employee_id} ${row.policy_id}`)).size).toBe(json.total);
      expect(await service.every(path, 37)).toEqual(whole);
      const beyond = (await service.get(`${path}?offset=${json.total}`)).json;
      expect([beyond.data, beyond.total]).toEqual([[], json.total]);
    },
  );

  it.each([
    ['limit=0', 'limit must be a whole number from 1 to 100'],
    ['limit=101', 'limit must be a whole number from 1 to 100'],
    ['offset=-1', 'offset must be a whole number that is not negative'],
    ['offset=x', 'offset must be a whole number that is not negative'],
  ])('is refused with %s', async (query, detail) => {
    const answer = await service.get(`/v2/employees?${query}`);
    expect([answer.status, answer.json]).toEqual([400, { status: 400, title: 'Bad Request', detail }]);
  });
});

describe('an employee', () => {
  it('says the same as the person of the Talent API', async () => {
    const users = new Map((await company.admin.all('/v1/users?status=NULL')).map((user) => [user.id, user]));
    const departments = new Map((await company.admin.all('/v1/departments')).map(({ id, name }) => [id, name]));
    const employees = await service.every('/v2/employees');
    expect(employees).toHaveLength(300);
    for (const { id, personal, contact_information, employment_details, role_details } of employees) {
      const user = users.get(id);
      expect(contact_information.work_email).toBe(user.email);
      expect(personal.company_employee_id).toBe(user.externalUserId);
      expect(`${personal.legal_first_name} ${personal.legal_last_name}`).toBe(user.name);
      expect(employment_details.start_date).toBe(user.startDate);
      expect(role_details.job_title).toBe(user.title);
      expect(role_details.manager?.id).toBe(user.manager?.id);
      expect(role_details.department?.name).toBe(departments.get(user.department?.id));
      expect(employment_details.termination_date !== null).toBe(user.status === 'DEACTIVATED');
    }
  });

  it('has the fields that are listed, in their types', async () => {
    const { data: fields } = (await service.get('/v2/employee-fields')).json;
    const employees = await service.every('/v2/employees');
    for (const { category, key, type, options, is_custom, id } of fields) {
      expect(id).toBe(`${category}.${key}`);
      const values = employees.map((employee) => (is_custom ? employee.custom_categories : employee)[category][key]);
      for (const value of values.filter((one) => one !== null)) {
        if (type === 'option') expect(options).toContainEqual(value);
        else if (type === 'department' || type === 'employee') expect(Object.keys(value)).toEqual(['id', 'name']);
        else if (type === 'date') expect(value).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        else expect(typeof value).toBe(type);
      }
      expect([id, values.some((value) => value !== null)]).toEqual([id, true]);
    }
    const { id, ...groups } = employees[0];
    const shown = Object.entries(groups).flatMap(([group, members]) =>
      group === 'custom_categories'
        ? Object.entries(members as object).flatMap(([name, inner]) =>
            Object.keys(inner).map((key) => `${name}.${key}`),
          )
        : Object.keys(members as object).map((key) => `${group}.${key}`),
    );
    expect(shown.sort()).toEqual(fields.map((field: { id: string }) => field.id).sort());
    expect((await service.get(`/v2/employees/${id}`)).json).toEqual({ data: employees[0] });
  });

  const body = (mail: string) => ({
    personal: {
      legal_first_name: 'Odd',
      legal_last_name: 'Berg',
      preferred_first_name: 'Oddy',
      birthdate: '1990-02-03',
    },
    contact_information: { work_email: mail, address_country: 'SE' },
    employment_details: { start_date: '2026-05-01', employment_type: { id: 'part_time', name: 'whatever' } },
    custom_categories: { workplace: { desk: 'U-1' } },
  });

  it('is added, and is a person of the Talent API from then on', async () => {
    const [boss] = (await service.get('/v2/employees')).json.data;
    const { status, json } = await service.send('POST', '/v2/employees', {
      ...body('odd.berg@larkspur.example'),
      role_details: { job_title: 'Gardener', manager: { id: boss.id }, department: null },
    });
    expect([status, Object.keys(json), Object.keys(json.data)]).toEqual([201, ['data'], ['id']]);
    const { data } = (await service.get(`/v2/employees/${json.data.id}`)).json;
    expect(data).toMatchObject({
      personal: { legal_first_name: 'Odd', legal_middle_name: null, birthdate: '1990-02-03' },
      contact_information: { address_country: { id: 'SE', name: 'Sweden' }, personal_email: null },
      employment_details: { employment_status: 'PENDING', employment_type: { id: 'part_time', name: 'Part-time' } },
      role_details: { job_title: 'Gardener', manager: { id: boss.id }, department: null },
      custom_categories: { workplace: { desk: 'U-1', badge_issued_on: null } },
    });
    const user = (await company.admin.get(`/v1/user/${json.data.id}`)).json;
    expect(user).toMatchObject({
      name: 'Odd Berg',
      preferredName: 'Oddy',
      status: 'CREATED',
      email: 'odd.berg@larkspur.example',
      manager: { id: boss.id },
      startDate: '2026-05-01',
    });
    expect((await company.admin.all('/v1/users?status=created')).map(({ id }) => id)).toContain(user.id);
  });

  it('is changed without an answer; what is not given stays', async () => {
    const { id } = (await service.send('POST', '/v2/employees', body('second@larkspur.example'))).json.data;
    const before = (await service.get(`/v2/employees/${id}`)).json.data;
    const departments = await company.admin.all('/v1/departments');
    const change = {
      personal: { preferred_first_name: null, company_employee_id: 'LL-9' },
      employment_details: { employment_status: 'Active' },
      role_details: { department: departments[3].id, job_title: 'Head Gardener' },
      custom_categories: { wellbeing: { lunch: 'vegan' } },
    };
    const answer = await service.send('PATCH', `/v2/employees/${id}`, change);
    expect([answer.status, answer.text]).toEqual([204, '']);
    const { data } = (await service.get(`/v2/employees/${id}`)).json;
    expect(data).toEqual({
      ...before,
      personal: { ...before.personal, ...change.personal },
      employment_details: { ...before.employment_details, employment_status: 'Active' },
      role_details: {
        ...before.role_details,
        job_title: 'Head Gardener',
        department: { id: departments[3].id, name: departments[3].name },
      },
      custom_categories: { ...before.custom_categories, wellbeing: { lunch: { id: 'vegan', name: 'Vegan' } } },
    });
    expect((await company.admin.get(`/v1/user/${id}`)).json).toMatchObject({
      name: 'Odd Berg',
      preferredName: null,
      status: 'ACTIVE',
      title: 'Head Gardener',
      externalUserId: 'LL-9',
    });
    await service.send('PATCH', `/v2/employees/${id}`, { employment_details: { employment_status: 'TERMINATED' } });
    expect((await company.admin.get(`/v1/user/${id}`)).json.status).toBe('DEACTIVATED');
  });

  it('is refused with every reason', async () => {
    const bad = {
      personal: { legal_first_name: 5, birthdate: 'May', shoe: 42 },
      contact_information: { address_country: 'XX', work_email: null },
      employment_details: 'full time',
      role_details: { manager: UNKNOWN, department: { id: '__proto__' } },
      pay_types: { base_pay_amount: '1000' },
      custom_categories: { hobbies: {}, workplace: { desk: ['x'] } },
      secrets: {},
    };
    const answer = await service.send('POST', '/v2/employees', bad);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(
      failed(
        'custom_categories.hobbies is not a known category',
        'secrets is not a known group of fields',
        'personal.shoe is not a known field',
        'personal.legal_first_name must be a string of at most 1000 characters',
        'personal.birthdate must be a date in the format YYYY-MM-DD',
        'contact_information.address_country must be one of US, GB, IE, SE, DE, ES, CA',
        'employment_details must be an object',
        'role_details.department must be a department',
        'role_details.manager must be an employee',
        'pay_types.base_pay_amount must be a number',
        'custom_categories.workplace.desk must be a string of at most 1000 characters',
        'personal.legal_last_name is required',
        'contact_information.work_email is required',
        'employment_details.start_date is required',
      ),
    );
    expect((await service.send('POST', '/v2/employees', { custom_categories: 'x' })).json.errors[0]).toBe(
      'custom_categories is not a known group of fields',
    );
  });

  it('is refused with an address that is taken, an unknown id or a body that is none', async () => {
    const [one, two] = (await service.get('/v2/employees')).json.data;
    const mail = one.contact_information.work_email;
    const taken = failed('contact_information.work_email is taken');
    expect((await service.send('POST', '/v2/employees', body(mail))).json).toEqual(taken);
    const change = { contact_information: { work_email: mail } };
    expect((await service.send('PATCH', `/v2/employees/${two.id}`, change)).json).toEqual(taken);
    expect((await service.send('PATCH', `/v2/employees/${one.id}`, change)).status).toBe(204);
    expect((await service.send('PATCH', `/v2/employees/${UNKNOWN}`, {})).status).toBe(404);
    expect((await service.get('/v2/employees/constructor')).status).toBe(404);
    const json = { 'content-type': 'application/json' };
    expect((await service.send('POST', '/v2/employees', '[]', json)).json).toMatchObject({
      status: 400,
      detail: 'The request body must be a JSON object',
    });
    expect((await service.send('POST', '/v2/employees', '{', json)).json).toMatchObject({ status: 400 });
    const hostile = '{"__proto__":{"legal_first_name":"x"},"constructor":{}}';
    expect((await service.send('POST', '/v2/employees', hostile, json)).json.errors.slice(0, 2)).toEqual([
      '__proto__ is not a known group of fields',
      'constructor is not a known group of fields',
    ]);
    expect(({} as Record<string, unknown>)['legal_first_name']).toBeUndefined();
  });

  it('needs permission for every group that is written', async () => {
    const answer = await company.form('/oauth2/token', {
      grant_type: 'client_credentials',
      client_id: 'latticeDemoServiceAccount',
      client_secret: 'latticeDemoServiceAccountSecret0',
      scope: 'employees:personal.write employees:role_details.read',
    });
    const client = company.with(answer.json.access_token);
    const [{ id }] = (await client.get('/v2/employees')).json.data;
    expect(Object.keys((await client.get(`/v2/employees/${id}`)).json.data)).toEqual([
      'id',
      'personal',
      'role_details',
    ]);
    const change = { personal: { preferred_last_name: 'X' } };
    expect((await client.send('PATCH', `/v2/employees/${id}`, change)).status).toBe(204);
    const more = { ...change, role_details: { job_title: 'X' } };
    expect((await client.send('PATCH', `/v2/employees/${id}`, more)).status).toBe(403);
    expect((await client.send('POST', '/v2/employees', body('x@larkspur.example'))).status).toBe(403);
  });
});

describe('time off', () => {
  it('is listed with the members of a request', async () => {
    const [request] = (await service.get('/v2/time-off/requests')).json.data;
    expect(Object.keys(request)).toEqual(
      'id employee_id policy_id status start_date end_date amount unit note created_at updated_at'.split(' '),
    );
    expect(request.created_at).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
    expect((await service.get(`/v2/time-off/requests/${request.id}`)).json).toEqual({ data: request });
    expect((await service.get(`/v2/time-off/requests/${UNKNOWN}`)).status).toBe(404);
    expect((await service.get('/v2/time-off/policies')).json.data).toMatchObject([
      { name: 'Holiday', policy_type: 'VACATION', accrual_type: 'ACCRUED' },
      { name: 'Sick leave' },
      { name: 'Volunteering' },
    ]);
  });

  it('is narrowed by people, statuses and days, in each way of writing lists', async () => {
    const all = await service.every('/v2/time-off/requests');
    expect(new Set(all.map(({ status }) => status))).toEqual(
      new Set(['PENDING', 'APPROVED', 'REJECTED', 'CANCELLED', 'PENDING_CANCELLATION']),
    );
    const [a, b] = [all[3].employee_id, all[50].employee_id];
    const expected = all.filter(({ employee_id }) => employee_id === a || employee_id === b);
    for (const query of [
      `employee_ids=${a}&employee_ids=${b}`,
      `employee_ids[]=${a}&employee_ids[]=${b}`,
      `employee_ids[0]=${a}&employee_ids[1]=${b}`,
    ])
      expect(await service.every(`/v2/time-off/requests?${query}`)).toEqual(expected);
    expect(await service.every('/v2/time-off/requests?statuses=PENDING&statuses=REJECTED')).toEqual(
      all.filter(({ status }) => status === 'PENDING' || status === 'REJECTED'),
    );
    const now = await service.every('/v2/time-off/requests?start_date=2026-03-04&end_date=2026-03-04');
    expect(now).toEqual(
      all.filter(({ start_date, end_date }) => start_date <= '2026-03-04' && end_date >= '2026-03-04'),
    );
    expect(now.length).toBeGreaterThan(3);
  });

  it.each([
    [
      '/v2/time-off/requests?statuses=GONE',
      'statuses must be among PENDING, APPROVED, REJECTED, CANCELLED, PENDING_CANCELLATION',
    ],
    ['/v2/time-off/requests?start_date=today', 'start_date must be a date in the format YYYY-MM-DD'],
    ['/v2/time-off/reports?range_end_date=2026-2-1', 'range_end_date must be a date in the format YYYY-MM-DD'],
    ['/v2/time-off/reports?range_end_date=2025-01-01', 'range_end_date must not be before range_start_date'],
  ])('%s is refused', async (path, error) => {
    expect((await service.get(path)).json).toEqual(failed(error));
  });

  it('adds up to balances', async () => {
    const [holiday, sick] = (await service.get('/v2/time-off/policies')).json.data;
    const requests = await service.every('/v2/time-off/requests?statuses=APPROVED');
    const past = requests.find(
      ({ policy_id, end_date, start_date }) =>
        policy_id === holiday.id && end_date < '2026-03-01' && start_date >= '2025-06-01',
    );
    const range = `range_start_date=2025-06-01&range_end_date=2026-02-28&employee_ids=${past.employee_id}`;
    const { data, total } = (await service.get(`/v2/time-off/reports?${range}`)).json;
    expect(total).toBe(3);
    const own = data.find(({ policy_id }: { policy_id: string }) => policy_id === holiday.id);
    const inRange = requests.filter(
      ({ employee_id, policy_id, start_date, end_date }) =>
        employee_id === past.employee_id &&
        policy_id === holiday.id &&
        start_date >= '2025-06-01' &&
        end_date <= '2026-02-28',
    );
    expect(own.used).toBe(inRange.reduce((sum, { amount }) => sum + amount, 0));
    expect(own.accrued).toBeCloseTo((25 * 273) / 365, 2);
    expect(own.balance).toBeCloseTo(own.accrued - own.used, 2);
    const unlimited = (await service.get(`/v2/time-off/reports?${range}&policy_ids=${sick.id}`)).json;
    expect([unlimited.total, unlimited.data[0].balance]).toEqual([1, null]);
  });
});
