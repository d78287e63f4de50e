import { addDays, easterSunday, WEEKDAYS, weekdayOf } from '../../kit/index.ts';
import { HOLIDAYS, OFFICES } from './offices.ts';
import type { Seeder } from './seeder.ts';

const FOUNDED = { createdAt: '2017-03-06T09:00:00.000Z', updatedAt: '2025-01-28T08:44:42.000Z' };
const SPACES = ['Product & Technology', 'Commercial', 'Customer', 'Corporate'];
const ROLES = ['Owner', 'Admin', 'Finance', 'Tech', 'Manager', 'User'];
const PERMISSIONS = ['people.view', 'people.manage', 'compensations.view', 'documents.view', 'timeAway.approve'];

/** The date of a holiday rule in a year. */
export function holidayDate(rule: string, year: number): string {
  if (rule.startsWith('E')) return addDays(easterSunday(year), Number(rule.slice(1)));
  const nth = /^([1-4L])([a-z]{3})(\d\d)$/.exec(rule);
  if (nth === null) return `${year}-${rule}`;
  const [, which, day, month] = nth as unknown as [string, string, string, string];
  const wanted = WEEKDAYS.find((name) => name.startsWith(day));
  const days = Array.from({ length: 31 }, (_, index) => addDays(`${year}-${month}-01`, index)).filter(
    (date) => date.slice(5, 7) === month && weekdayOf(date) === wanted,
  );
  return (which === 'L' ? days.at(-1) : days[Number(which) - 1])!;
}

function addHolidays(seeder: Seeder): void {
  const { companyId } = seeder;
  const thisYear = Number(seeder.today.slice(0, 4));
  for (const [calendar, rules] of Object.entries(HOLIDAYS)) {
    seeder.database.table('publicHolidayCalendars').insert({ id: calendar, companyId, name: calendar });
    for (const year of [thisYear - 1, thisYear, thisYear + 1])
      for (const [name, rule] of rules) {
        const key = `${calendar}/${name}/${year - thisYear}`;
        const fields = { publicHolidayCalendarId: calendar, name, date: holidayDate(rule, year) };
        const publicHolidayId = seeder.add('publicHolidays', key, fields, null).id;
        seeder.add('publicHolidayCalendarDays', key, { publicHolidayCalendarId: calendar, publicHolidayId }, FOUNDED);
      }
  }
}

/** The company, its places, calendars and catalogues. */
export function seedCompany(seeder: Seeder): void {
  const { companyId, database } = seeder;
  database.table('companies').insert({
    id: companyId,
    name: 'Northgate Robotics',
    domains: ['northgate.example'],
    trialEndDate: null,
    status: 'active',
    paymentStatus: 'ok',
    package: 'growth',
    isTimesheetEnabled: true,
    autogenerateEmployeeId: true,
    autogenerateEmployeeIdForNewHires: true,
    nextEmployeeId: 401,
    ...FOUNDED,
  });
  for (const { label, city, region, country, countryCode, timezone, address, postcode } of OFFICES) {
    const fields = { companyId, label, address, city, state: region, postcode, country, countryCode, timezone };
    seeder.add('locations', label, fields, FOUNDED);
  }
  addHolidays(seeder);
  seeder.addNamed('spaces', SPACES);
  for (const name of ROLES) {
    const roleId = seeder.add('roles', name, { name }, null).id;
    const count = { Owner: 5, Admin: 5, Finance: 3, Tech: 2, Manager: 2, User: 1 }[name] ?? 1;
    for (const permission of PERMISSIONS.slice(0, count))
      seeder.add('rolePermissions', `${name}/${permission}`, { name: permission, roleId }, null);
  }
}
