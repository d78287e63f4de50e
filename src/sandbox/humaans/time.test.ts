import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccount, type TestAccount } from './testing/account.ts';

let account: TestAccount;
let personId: string;

beforeEach(async () => {
  account = await openAccount();
  const person = { firstName: 'A', lastName: 'B', email: 'a.b@northgate.example', employmentStartDate: '2025-01-06' };
  const { json } = await account.owner.post('/people', { ...person, publicHolidayCalendarId: 'GB-ENG' });
  personId = json.id;
});
afterEach(() => account.close());

const typeId = async (name = 'Paid time off') =>
  (await account.owner.get(`/time-away-types?name=${encodeURIComponent(name)}`)).json.data[0].id;
const away = async (startDate: string, endDate: string, more: object = {}) =>
  (await account.owner.post('/time-away', { personId, startDate, endDate, timeAwayTypeId: await typeId(), ...more }))
    .json;

describe('time away', () => {
  it('counts working days; weekends are marked and count nothing', async () => {
    const entry = await away('2025-07-10', '2025-07-14', { startPeriod: 'pm' });
    expect(entry.days).toBe(2.5);
    expect(entry.breakdown).toEqual([
      { date: '2025-07-10', period: 'pm' },
      { date: '2025-07-11', period: 'full' },
      { date: '2025-07-12', period: 'full', weekend: true },
      { date: '2025-07-13', period: 'full', weekend: true },
      { date: '2025-07-14', period: 'full' },
    ]);
  });

  it('counts no public holidays of the person’s calendar', async () => {
    const easter = await away('2026-04-02', '2026-04-07', { endPeriod: 'am' });
    expect(easter.days).toBe(1.5);
    expect(
      easter.breakdown.filter(({ holiday }: { holiday?: true }) => holiday).map(({ date }: { date: string }) => date),
    ).toEqual(['2026-04-03', '2026-04-06']);
  });

  it('counts only days on which a part-timer works, as they were when it was entered', async () => {
    const days = (...names: string[]) => names.map((day) => ({ day }));
    await account.owner.patch(`/people/${personId}`, { workingDays: days('tuesday', 'thursday') });
    const entry = await away('2026-06-01', '2026-06-05');
    expect([entry.days, entry.workingDays]).toEqual([2, days('tuesday', 'thursday')]);
    await account.owner.patch(`/people/${personId}`, { workingDays: days('friday') });
    expect((await account.owner.get(`/time-away/${entry.id}`)).json.days).toBe(2);
  });

  it('takes one half day', async () => {
    expect((await away('2026-06-01', '2026-06-01', { startPeriod: 'am' })).days).toBe(0.5);
  });

  it('shows its type, and whether it is time off at all', async () => {
    const entry = await away('2026-06-01', '2026-06-01', { timeAwayTypeId: await typeId('Working remotely') });
    expect(entry).toMatchObject({
      name: 'Working remotely',
      isTimeOff: false,
      timeAwayType: { name: 'Working remotely' },
    });
  });

  it('is approved at once for owners, and waits for review otherwise', async () => {
    const { personId: owner } = (await account.owner.get('/token-info')).json;
    const own = await away('2026-06-01', '2026-06-01', { requestStatus: 'pending' });
    expect(own).toMatchObject({ requestStatus: 'approved', reviewedBy: owner, reviewedAt: '2026-03-04T10:00:00.000Z' });

    const employee = account.as('Employee with all scopes');
    const { personId: self } = (await employee.get('/token-info')).json;
    const body = { personId: self, startDate: '2026-06-01', endDate: '2026-06-02', timeAwayTypeId: await typeId() };
    const asked = (await employee.post('/time-away', { ...body, requestStatus: 'approved' })).json;
    expect(asked).toMatchObject({ requestStatus: 'pending', reviewedBy: null, reviewedAt: null });
    expect((await employee.patch(`/time-away/${asked.id}`, { requestStatus: 'approved' })).json).toMatchObject({
      code: 403,
      issues: [{ name: 'requestStatus', forbidden: true }],
    });
    const review = { requestStatus: 'declined', reviewNote: 'Release week' };
    expect((await account.owner.patch(`/time-away/${asked.id}`, review)).json).toMatchObject({
      ...review,
      reviewedBy: owner,
    });
    const undone = (await account.owner.patch(`/time-away/${asked.id}`, { requestStatus: 'pending' })).json;
    expect(undone).toMatchObject({ requestStatus: 'pending', reviewedBy: null, reviewedAt: null });
  });

  it('is cancelled by deleting it', async () => {
    const { id } = await away('2026-06-01', '2026-06-01');
    expect((await account.owner.delete(`/time-away/${id}`)).json).toEqual({ id, deleted: true });
  });

  it.each([
    [{ startDate: '2026-06-02', endDate: '2026-06-01' }, 'endDate'],
    [{ startDate: '2026-01-01', endDate: '2036-01-01' }, 'endDate'],
    [{ startDate: '2026-06-31', endDate: '2026-07-01' }, 'startDate'],
    [{ startPeriod: 'evening' }, 'startPeriod'],
    [{ timeAwayTypeId: 'none' }, 'timeAwayTypeId'],
    [{ personId: 'nobody' }, 'personId'],
    [{ days: 3, breakdown: [], colour: 'red' }, 'colour'],
  ])('is refused with %j', async (fields, name) => {
    const json = await away('2026-06-01', '2026-06-01', fields);
    expect([json.code, json.issues?.[0].name]).toEqual([400, name]);
  });
});

describe('allowances', () => {
  it('name their policy', async () => {
    const [allocation] = await account.owner.all('/time-away-allocations');
    const policy = await account.owner.get(`/time-away-policies/${allocation.timeAwayPolicyId}`);
    expect(allocation.timeAwayPolicy).toEqual({ id: policy.json.id, name: policy.json.name });
  });

  it('run forward', async () => {
    const [policy] = await account.owner.all('/time-away-policies');
    const body = { personId, timeAwayPolicyId: policy.id, amount: 5, startDate: '2026-02-01', endDate: '2026-01-01' };
    expect((await account.owner.post('/time-away-allocations', body)).json.issues[0].name).toBe('endDate');
  });
});

describe('timesheets', () => {
  const clockIn = async (startTime: string, more: object = {}) =>
    (await account.owner.post('/timesheet-entries', { personId, date: '2026-03-04', startTime, ...more })).json;

  it('run from clocking in to clocking out', async () => {
    const entry = await clockIn('08:45');
    expect(entry).toMatchObject({ startTime: '08:45:00', endTime: null, duration: null });
    expect((await clockIn('09:00')).issues).toEqual([{ name: 'endTime', reason: 'another entry is still running' }]);
    const { json } = await account.owner.patch(`/timesheet-entries/${entry.id}`, { endTime: '12:15' });
    expect(json).toMatchObject({ endTime: '12:15:00', duration: { hours: 3, minutes: 30 } });
    expect((await clockIn('13:00')).endTime).toBeNull();
  });

  it('may run past midnight', async () => {
    expect((await clockIn('22:30', { endTime: '01:00' })).duration).toEqual({ hours: 2, minutes: 30 });
  });

  it('are summed up by submissions', async () => {
    await clockIn('09:00', { endTime: '12:00' });
    await clockIn('13:00', { endTime: '17:45' });
    await clockIn('09:00', { endTime: '10:00', date: '2026-03-05' });
    await clockIn('09:00', { endTime: '10:00', date: '2026-03-15' });
    const body = { personId, startDate: '2026-03-02', endDate: '2026-03-08', status: 'approved' };
    const { json } = await account.owner.post('/timesheet-submissions', body);
    expect(json).toMatchObject({
      status: 'pending',
      submittedAt: '2026-03-04T10:00:00.000Z',
      durationAsTime: { hours: 8, minutes: 45 },
      durationAsDays: 2,
    });
    const reviewed = await account.owner.patch(`/timesheet-submissions/${json.id}`, { status: 'approved' });
    expect(reviewed.json).toMatchObject({ status: 'approved', reviewedAt: '2026-03-04T10:00:00.000Z' });
  });

  it('are not approved by those who work', async () => {
    const employee = account.as('Employee with all scopes');
    const [submission] = await employee.all('/timesheet-submissions');
    expect((await employee.patch(`/timesheet-submissions/${submission.id}`, { status: 'approved' })).status).toBe(403);
  });
});

describe('pay', () => {
  it('is money as text in a real currency', async () => {
    const [type] = await account.owner.all('/compensation-types');
    const pay = async (more: object) => {
      const body = { personId, compensationTypeId: type.id, amount: '70000', currency: 'GBP', period: 'annual' };
      return (await account.owner.post('/compensations', { ...body, effectiveDate: '2026-01-01', ...more })).json;
    };
    expect((await pay({})).amount).toBe('70000');
    for (const [more, name] of [
      [{ amount: 70_000 }, 'amount'],
      [{ amount: '-5' }, 'amount'],
      [{ amount: '70,000' }, 'amount'],
      [{ currency: 'POUNDS' }, 'currency'],
      [{ period: 'sometimes' }, 'period'],
      [{ endDate: '2025-12-31' }, 'endDate'],
    ] as const)
      expect([more, (await pay(more)).issues?.[0].name]).toEqual([more, name]);
  });
});
