import { describe, expect, it } from 'vitest';
import { createRandom } from '../../kit/index.ts';
import { textOf } from '../item.ts';
import { holidayDate } from './company.ts';
import { createHumaansState } from './index.ts';
import { DEPARTMENTS, seats } from './organization.ts';

const make = (today: string) => createHumaansState({ random: createRandom('humaans'), today });
const dump = (today: string) => {
  const { database } = make(today);
  const names = [...new Set(database.relations.flatMap(({ from, to }) => [from, to]))].sort();
  return Object.fromEntries(names.map((name) => [name, database.table(name).all()]));
};

const state = make('2026-03-04');
const people = state.database.table('people').all();
const rows = (table: string) => state.database.table(table).all();

describe('the demonstration data', () => {
  it('is the same in every run', () => {
    expect(dump('2026-03-04')).toEqual(dump('2026-03-04'));
  });

  it('has no dangling references', () => {
    expect(state.database.dangling()).toEqual([]);
  });

  it('keeps ids, names and history whatever the day is', () => {
    const later = make('2027-11-20');
    for (const person of people) {
      const other = later.database.table('people').get(person.id);
      for (const name of ['firstName', 'lastName', 'email', 'birthday', 'employeeId', 'role'])
        expect(other?.[name]).toBe(person[name]);
    }
    for (const table of ['bankAccounts', 'documents', 'performanceReviews', 'roleMembers'])
      expect(
        later.database
          .table(table)
          .all()
          .map(({ id }) => id),
      ).toEqual(rows(table).map(({ id }) => id));
    const salaries = (one: typeof state) =>
      one.database
        .table('compensations')
        .all()
        .map(({ id, amount }) => [id, amount]);
    expect(salaries(later)).toEqual(salaries(state));
  });

  it.each(['2026-03-04', '2026-12-31', '2028-02-29'])('has people of every kind on %s', (today) => {
    const all = make(today).database.table('people').all();
    const starts = (test: (start: string) => boolean) =>
      all.filter((one) => test(textOf(one, 'employmentStartDate'))).length;
    expect(starts((start) => start > today)).toBeGreaterThanOrEqual(5);
    const ended = all.filter(({ employmentEndDate }) => employmentEndDate !== null);
    expect(ended.filter((one) => textOf(one, 'employmentEndDate') < today).length).toBeGreaterThanOrEqual(15);
    expect(ended.filter((one) => textOf(one, 'employmentEndDate') > today).length).toBeGreaterThanOrEqual(2);
    expect(all.filter((one) => textOf(one, 'probationEndDate') > today).length).toBeGreaterThanOrEqual(8);
  });

  it('is a company of more than three hundred different people', () => {
    expect(people.length).toBe(320);
    expect(new Set(people.map((one) => textOf(one, 'email'))).size).toBe(320);
    expect(new Set(people.map((one) => textOf(one, 'employeeId'))).size).toBe(320);
    const nationalities = new Set(people.flatMap((one) => one['nationalities'] as string[]));
    expect(nationalities.size).toBeGreaterThan(12);
    const count = (test: (person: (typeof people)[number]) => boolean) => people.filter(test).length;
    expect(count(({ locationId }) => locationId === 'remote')).toBeGreaterThan(40);
    expect(count(({ contractType }) => contractType === 'Part time')).toBeGreaterThan(15);
    expect(count(({ contractType }) => contractType === 'Contractor')).toBeGreaterThan(3);
    expect(count(({ workingDays }) => (workingDays as unknown[]).length < 5)).toBeGreaterThan(15);
  });

  it('has one tree of managers', () => {
    const managerOf = new Map(rows('jobRoles').map((role) => [role['personId'], role['reportingTo']]));
    const top = people.filter(({ id }) => managerOf.get(id) === null);
    expect(top).toHaveLength(1);
    for (const { id } of people) {
      let [at, steps] = [id as unknown, 0];
      while (at !== top[0]?.id && steps < 10) [at, steps] = [managerOf.get(at), steps + 1];
      expect(at).toBe(top[0]?.id);
    }
    const managers = new Set([...managerOf.values()]);
    for (const { id, employmentEndDate } of people) if (managers.has(id)) expect(employmentEndDate).toBeNull();
  });

  it('has job roles and pay from the first day on, in order', () => {
    for (const { id, employmentStartDate } of people) {
      const own = (table: string) => rows(table).filter(({ personId }) => personId === id);
      const effective = own('jobRoles').map((role) => textOf(role, 'effectiveDate'));
      expect(effective[0]).toBe(employmentStartDate);
      expect(effective).toEqual([...new Set(effective)].sort());
      const pay = own('compensations').map((one) => textOf(one, 'effectiveDate'));
      expect(pay[0]).toBe(employmentStartDate);
      for (const { amount } of own('compensations')) expect(amount).toMatch(/^\d+$/);
    }
    expect(rows('jobRoles').length).toBeGreaterThan(people.length * 1.2);
  });

  it('has absences in every state, past, present and future', () => {
    const away = rows('timeAway');
    for (const status of ['approved', 'pending', 'declined'])
      expect(away.filter(({ requestStatus }) => requestStatus === status).length).toBeGreaterThan(30);
    const now = away.filter(
      (one) => textOf(one, 'startDate') <= '2026-03-04' && textOf(one, 'endDate') >= '2026-03-04',
    );
    expect(now.length).toBeGreaterThan(10);
    for (const one of away) expect(textOf(one, 'startDate') <= textOf(one, 'endDate')).toBe(true);
  });

  it('changes nobody’s past after its last change', () => {
    for (const { table, row } of ['people', 'jobRoles', 'compensations', 'documents', 'timeAway'].flatMap((table) =>
      rows(table).map((row) => ({ table, row })),
    ))
      expect([table, textOf(row, 'createdAt') <= textOf(row, 'updatedAt')]).toEqual([table, true]);
  });
});

describe('the organization', () => {
  it('gives everybody a seat below an earlier one', () => {
    const all = seats();
    expect(all.length).toBe(1 + DEPARTMENTS.reduce((sum, { size }) => sum + size, 0));
    for (const { index, manager, teams } of all) {
      expect(manager === null || manager < index).toBe(true);
      expect(teams.every((team) => typeof team === 'string' && team !== '')).toBe(true);
    }
    for (const department of DEPARTMENTS)
      expect(all.filter((seat) => seat.department === department).length).toBe(department.size);
  });

  it('has no lead without members', () => {
    const all = seats();
    for (const lead of all.filter(({ level }) => level === 'lead'))
      expect([lead.department?.name, all.some(({ manager }) => manager === lead.index)]).toEqual([
        lead.department?.name,
        true,
      ]);
  });
});

describe('a holiday rule', () => {
  it.each([
    ['12-25', 2026, '2026-12-25'],
    ['E-2', 2026, '2026-04-03'],
    ['E+60', 2026, '2026-06-04'],
    ['1mon05', 2026, '2026-05-04'],
    ['Lmon05', 2026, '2026-05-25'],
    ['3mon01', 2026, '2026-01-19'],
    ['4thu11', 2026, '2026-11-26'],
    ['Lmon02', 2024, '2024-02-26'],
  ])('%s in %i means %s', (rule, year, date) => {
    expect(holidayDate(rule, year)).toBe(date);
  });
});
