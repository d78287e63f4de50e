import type { StateContext } from '../../kit/index.ts';
import type { State } from '../state.ts';
import { demoTokens } from '../tokens.ts';
import { seedCompany } from './company.ts';
import { seedJobs } from './jobs.ts';
import { type Employee, seedPeople } from './people.ts';
import { seedProcesses } from './processes.ts';
import { seedProfiles } from './profiles.ts';
import { Seeder } from './seeder.ts';
import { seedTimeAway } from './time-away.ts';
import { seedTimesheets } from './timesheets.ts';

function addRoleMembers(seeder: Seeder, employees: readonly Employee[]): void {
  for (const { id: personId, seat } of employees) {
    const role = String(seeder.database.table('people').get(personId)?.['role']);
    const roleId = seeder.id('roles', role.charAt(0).toUpperCase() + role.slice(1));
    seeder.add('roleMembers', seat.index, { personId, roleId }, null);
  }
}

/** A fresh account: one company of 320 people. */
export function createHumaansState(context: StateContext): State {
  const seeder = new Seeder(context);
  seedCompany(seeder);
  const employees = seedPeople(seeder);
  seedJobs(seeder, employees);
  seedProfiles(seeder, employees);
  seedTimeAway(seeder, employees);
  seedTimesheets(seeder, employees);
  addRoleMembers(seeder, employees);
  const owner = employees.find(({ seat }) => seat.level === 'head' && seat.department?.name === 'People')!;
  // Someone at work in the middle of the organization, with records of every kind of their own.
  const employee = employees.find(
    ({ seat, standing, contractType }) =>
      seat.department?.name === 'Customer Success' && standing === 'settled' && contractType === 'Part time',
  )!;
  seedProcesses(seeder, employees, owner);
  return {
    database: seeder.database,
    random: seeder.random,
    companyId: seeder.companyId,
    tokens: demoTokens({ owner: owner.id, employee: employee.id }),
    made: new Map(),
    uploads: new Map(),
    webhookSecrets: new Map(),
    failingSince: new Map(),
    deliveries: [],
  };
}
