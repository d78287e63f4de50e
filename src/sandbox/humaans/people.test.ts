import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccount, type TestAccount } from './testing/account.ts';

let account: TestAccount;

beforeEach(async () => {
  account = await openAccount();
});
afterEach(() => account.close());

const NEW = {
  firstName: 'Imogen',
  lastName: 'Farrow',
  email: 'imogen@northgate.example',
  employmentStartDate: '2026-01-05',
};
const create = async (more: object = {}) => (await account.owner.post('/people', { ...NEW, ...more })).json;

describe('a person', () => {
  it('has every member, with null where there is nothing', async () => {
    const person = await create();
    expect(person).toMatchObject({
      middleName: null,
      nationality: null,
      nationalities: [],
      status: 'active',
      role: 'user',
      locationId: 'remote',
      timezone: 'Etc/UTC',
      country: null,
      profilePhoto: null,
      firstWorkingDay: '2026-01-05',
      isVerified: false,
      workingDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => ({ day })),
    });
    expect(person.id).toMatch(/^[0-9A-Za-z]{24}$/);
  });

  it.each([
    [{ employmentStartDate: '2026-03-05' }, 'newHire'],
    [{ employmentStartDate: '2026-03-04' }, 'active'],
    [{ employmentEndDate: '2026-03-04' }, 'active'],
    [{ employmentEndDate: '2026-03-03' }, 'offboarded'],
  ])('with %j is %s', async (dates, status) => {
    expect((await create(dates)).status).toBe(status);
  });

  it('changes status as time passes', async () => {
    const { id } = await create({ employmentStartDate: '2026-03-05', employmentEndDate: '2026-03-06' });
    const seen: string[] = [];
    for (let day = 0; day < 4; day++) {
      seen.push((await account.owner.get(`/people/${id}`)).json.status);
      account.clock.advance(86_400_000);
    }
    expect(seen).toEqual(['newHire', 'active', 'active', 'offboarded']);
  });

  it('has computed names, numbers and time zone', async () => {
    const location = (await account.owner.get('/locations?label=Berlin')).json.data[0];
    const person = await create({
      countryCode: 'DE',
      phoneNumber: '+447700900123',
      nationalities: ['Irish', 'German'],
      locationId: location.id,
    });
    expect(person).toMatchObject({
      country: 'Germany',
      nationality: 'Irish',
      formattedPhoneNumber: '+44 7700 900123',
      timezone: 'Europe/Berlin',
    });
    const { json } = await account.owner.patch(`/people/${person.id}`, {
      locationId: 'remote',
      remoteTimezone: 'Asia/Tokyo',
    });
    expect(json.timezone).toBe('Asia/Tokyo');
  });

  it('names the current job when read alone, and not in lists', async () => {
    const listed = (await account.owner.get('/people?$limit=1&$skip=30')).json.data[0];
    const roles = await account.owner.get(`/job-roles?personId=${listed.id}&$asOf=2026-03-04`);
    const { jobTitle, department } = roles.json.data[0];
    expect(listed).not.toHaveProperty('jobRole');
    expect((await account.owner.get(`/people/${listed.id}`)).json.jobRole).toEqual({ jobTitle, department });
    expect((await account.owner.get('/me')).json.jobRole).toMatchObject({ department: 'People' });
    expect((await create()).jobRole).toBeNull();
  });

  it('has photo addresses that answer', async () => {
    const photographed = (await account.owner.all('/people')).find(({ profilePhoto }) => profilePhoto !== null);
    const { variants } = photographed.profilePhoto;
    expect(Object.keys(variants)).toEqual(['64', '96', '104', '136', '156', '204', '320', '480']);
    const path = new URL(variants['480']).pathname.replace('/sandbox/humaans', '');
    const photo = await account.owner.get(path);
    expect([photo.status, photo.headers['content-type']]).toEqual([200, 'image/svg+xml']);
  });

  it('must have names, a start date and an email address of its own', async () => {
    const { json } = await account.owner.post('/people', {});
    expect(json.issues).toEqual(
      ['firstName', 'lastName', 'email', 'employmentStartDate'].map((name) => ({ name, reason: 'is required' })),
    );
    await create();
    const twin = await account.owner.post('/people', { ...NEW, email: 'IMOGEN@northgate.example' });
    expect(twin.json).toMatchObject({ code: 409, name: 'Conflict', issues: [{ name: 'email' }] });
    const other = await create({ email: 'other@northgate.example' });
    expect((await account.owner.patch(`/people/${other.id}`, { email: NEW.email })).status).toBe(409);
    expect((await account.owner.patch(`/people/${other.id}`, { email: other.email })).status).toBe(200);
  });

  it.each([
    [{ employmentStartDate: '05/01/2026' }, 'employmentStartDate', 'must be a date in the format YYYY-MM-DD'],
    [{ workingDays: [{ day: 'someday' }] }, 'workingDays[0].day', expect.stringContaining('must be one of monday')],
    [{ teams: [{}] }, 'teams[0].name', 'is required'],
    [{ locationId: 'nowhere' }, 'locationId', 'does not exist'],
    [{ employmentEndDate: '2025-01-01' }, 'employmentEndDate', 'must not be before employmentStartDate'],
    [{ leavingReason: 'bored' }, 'leavingReason', expect.stringContaining('must be one of dismissed')],
    [{ role: 'king' }, 'role', expect.stringContaining('must be one of user')],
  ])('is refused with %j', async (fields, name, reason) => {
    expect(await create(fields)).toMatchObject({ code: 400, name: 'BadRequest', issues: [{ name, reason }] });
  });

  it('keeps what only the provider sets', async () => {
    const person = await create({ id: 'mine', status: 'offboarded', createdAt: '2001-01-01T00:00:00.000Z' });
    expect(person).toMatchObject({ status: 'active', createdAt: '2026-03-04T10:00:00.000Z' });
    expect(person.id).not.toBe('mine');
  });

  it('gets the next employee number unless it brings one or the company turns that off', async () => {
    expect((await create()).employeeId).toBe('NG-0401');
    expect((await create({ email: 'b@northgate.example' })).employeeId).toBe('NG-0402');
    expect((await create({ email: 'c@northgate.example', employeeId: 'X1' })).employeeId).toBe('X1');
    const company = (await account.owner.get('/companies')).json.data[0];
    expect(company.nextEmployeeId).toBe(403);
    await account.owner.patch(`/companies/${company.id}`, { autogenerateEmployeeId: false });
    expect((await create({ email: 'd@northgate.example' })).employeeId).toBeNull();
  });

  it('takes own records along when deleted, and is forgotten by others', async () => {
    const lead = (await account.owner.all('/people?role=manager'))[0];
    const reports = await account.owner.all(`/job-roles?reportingTo=${lead.id}`);
    expect(reports.length).toBeGreaterThan(0);
    expect((await account.owner.delete(`/people/${lead.id}`)).status).toBe(200);
    for (const path of ['/job-roles', '/compensations', '/bank-accounts', '/documents', '/time-away'])
      expect((await account.owner.get(`${path}?personId=${lead.id}`)).json.total).toBe(0);
    expect((await account.owner.get(`/job-roles/${reports[0].id}`)).json.reportingTo).toBeNull();
  });
});

describe('a token with public:read alone', () => {
  it('sees what the company may see and nothing else', async () => {
    const publicOnly = account.as('Public profile only');
    const shown = await publicOnly.all('/people');
    const full = await account.owner.all('/people');
    expect(shown.map(({ id }) => id)).toEqual(full.map(({ id }) => id));
    for (const [index, person] of shown.entries()) {
      for (const name of ['taxId', 'gender', 'address', 'personalEmail', 'phoneNumber', 'employmentEndDate', 'role'])
        expect(person).not.toHaveProperty(name);
      const { isWorkEmailHidden, email, isBirthdayHidden, birthday } = full[index];
      expect(person.email).toBe(isWorkEmailHidden ? undefined : email);
      expect(person.birthday).toBe(isBirthdayHidden ? undefined : birthday.slice(5));
      expect(person).toMatchObject({ firstName: full[index].firstName, status: full[index].status });
    }
    expect(full.some((person) => person.isWorkEmailHidden)).toBe(true);
  });

  it('sees the same of one person and of itself', async () => {
    const publicOnly = account.as('Public profile only');
    const [first] = (await publicOnly.get('/people?$limit=1')).json.data;
    expect((await publicOnly.get(`/people/${first.id}`)).json).toEqual(first);
    expect((await publicOnly.get('/me')).json).not.toHaveProperty('taxId');
    expect((await account.owner.get('/me')).json).toHaveProperty('taxId');
  });

  it('cannot find out hidden values by filtering', async () => {
    const [person] = await account.owner.all('/people');
    const publicOnly = account.as('Public profile only');
    expect((await publicOnly.get(`/people?taxId=${person.taxId}`)).json.total).toBe(0);
    expect((await account.owner.get(`/people?taxId=${person.taxId}`)).json.total).toBe(1);
    const byBirthday = `/people?birthday[$gte]=1960-01-01`;
    expect((await publicOnly.get(byBirthday)).json.total).toBe(0);
  });

  it('sees absences without their reasons', async () => {
    for (const away of (await account.as('Public profile only').get('/time-away?$limit=250')).json.data) {
      for (const name of ['note', 'reviewNote', 'timeAwayType', 'timeAwayTypeId'])
        expect(away).not.toHaveProperty(name);
      expect(['Away', 'Working elsewhere']).toContain(away.name);
    }
  });

  it('sees only name and domains of the company', async () => {
    const { json } = await account.as('Public profile only').get('/companies');
    expect(Object.keys(json.data[0])).toEqual(['id', 'name', 'domains', 'createdAt', 'updatedAt']);
  });
});

describe('job roles', () => {
  it('end the day before the next begins', async () => {
    const { id: personId } = await create();
    const add = async (jobTitle: string, effectiveDate: string) =>
      (await account.owner.post('/job-roles', { personId, jobTitle, effectiveDate })).json;
    const first = await add('Analyst', '2026-01-05');
    expect(first.endDate).toBeNull();
    await add('Lead', '2026-07-01');
    await add('Senior analyst', '2026-03-01');
    const roles = await account.owner.all(`/job-roles?personId=${personId}&$sort[effectiveDate]=1`);
    expect(roles.map(({ jobTitle, endDate }) => [jobTitle, endDate])).toEqual([
      ['Analyst', '2026-02-28'],
      ['Senior analyst', '2026-06-30'],
      ['Lead', null],
    ]);
    expect((await account.owner.get(`/people/${personId}`)).json.jobRole.jobTitle).toBe('Senior analyst');
  });

  it('cannot report to their own holder', async () => {
    const { id: personId } = await create();
    const body = { personId, jobTitle: 'Hermit', effectiveDate: '2026-01-05', reportingTo: personId };
    expect((await account.owner.post('/job-roles', body)).json.issues).toEqual([
      { name: 'reportingTo', reason: 'must be another person' },
    ]);
  });
});

describe('catalogue records', () => {
  it('cannot be deleted while they are in use', async () => {
    for (const path of [
      '/locations',
      '/compensation-types',
      '/time-away-types',
      '/time-away-policies',
      '/working-patterns',
    ]) {
      const [used] = await account.owner.all(path);
      const { status, json } = await account.owner.delete(`${path}/${used.id}`);
      expect([path, status, json.name]).toEqual([path, 409, 'Conflict']);
      expect((await account.owner.get(`${path}/${used.id}`)).status).toBe(200);
    }
  });

  it('take their values along where they own them', async () => {
    const [field] = await account.owner.all('/custom-fields');
    await account.owner.delete(`/custom-fields/${field.id}`);
    expect((await account.owner.get(`/custom-values?customFieldId=${field.id}`)).json.total).toBe(0);
  });
});

describe('custom values', () => {
  const field = async (name: string) =>
    (await account.owner.get(`/custom-fields?name=${encodeURIComponent(name)}`)).json.data[0];
  const put = async (name: string, value: unknown) => {
    const { id: personId } = await create({ email: `${Math.random()}@northgate.example` });
    return (await account.owner.post('/custom-values', { personId, customFieldId: (await field(name)).id, value }))
      .json;
  };

  it('fit the type and the choices of their field', async () => {
    const { personId } = (await account.owner.get('/token-info')).json;
    for (const [name, value] of [
      ['T-shirt size', 'M'],
      ['Certifications', ['First aid', 'Forklift']],
      ['Onboarding buddy', personId],
      ['Right to work check', '2026-01-02'],
      ['Portfolio', 'https://work.example/x'],
      ['Cost centre', null],
    ] as const)
      expect([name, (await put(name, value)).value]).toEqual([name, value]);
    for (const [name, value] of [
      ['T-shirt size', 'Huge'],
      ['Certifications', ['First aid', 'Juggling']],
      ['Certifications', 'First aid'],
      ['Onboarding buddy', 'nobody'],
      ['Right to work check', 'yes'],
      ['Portfolio', 'javascript:alert(1)'],
      ['Cost centre', 7],
    ] as const)
      expect([name, value, (await put(name, value)).issues?.[0].name]).toEqual([name, value, 'value']);
  });

  it('exist once for a person and a field', async () => {
    const first = await put('T-shirt size', 'M');
    const { personId, customFieldId } = first;
    expect((await account.owner.post('/custom-values', { personId, customFieldId, value: 'L' })).status).toBe(400);
    expect((await account.owner.patch(`/custom-values/${first.id}`, { value: 'L' })).json.value).toBe('L');
  });
});
