import type { StateContext } from '../../kit/index.ts';
import { demoKeys } from '../keys.ts';
import type { State } from '../state.ts';
import { seedCheckIns } from './check-ins.ts';
import { seedCompany } from './company.ts';
import { seedObjectives } from './objectives.ts';
import { seedPeople } from './people.ts';
import { seedReviewCycles } from './reviews.ts';
import { type Person, Seeder, workingTime } from './seeder.ts';
import { seedHighFives, seedOneOnOnes } from './talk.ts';

/** Days that the audit log reaches back. */
const AUDIT_DAYS = 45;

function seedAudit(seeder: Seeder, people: readonly Person[]): void {
  const staff = people.filter(({ user }) => user.first_login_ts !== null && user.is_active);
  for (let day = -AUDIT_DAYS, id = 990_000; day < 0; day++)
    for (let number = 0; number < 9; number++, id++) {
      const random = seeder.own(`audit/${day}/${number}`);
      const { user } = random.pick(staff);
      const isAdministrative = number === 8 && day % 5 === 0;
      seeder.add('auditEvents', {
        id,
        actor_id: isAdministrative ? people[0]!.user.id : user.id,
        type: isAdministrative ? 'group_membership_changed' : 'login',
        extra: isAdministrative ? { user_id: user.id } : { ip: `198.51.100.${random.int(1, 254)}`, method: 'sso' },
        create_ts: workingTime(seeder.day(day), random),
      });
    }
}

/** A fresh company of 300 people. */
export function createFifteenFiveState(context: StateContext): State {
  const seeder = new Seeder(context);
  const { groups, departments } = seedCompany(seeder);
  const people = seedPeople(seeder, groups, departments);
  seedObjectives(seeder, people);
  seedCheckIns(seeder, people);
  seedHighFives(seeder, people);
  seedOneOnOnes(seeder, people);
  seedReviewCycles(seeder, people);
  seedAudit(seeder, people);
  const ofPeople = people.filter(
    ({ departmentId, user }) => departmentId === departments.get('People') && user.is_active,
  );
  const [head, lead] = ofPeople;
  const former = ofPeople.find(({ user }) => !user.is_company_admin)!;
  const creators = {
    companyAndReviewAdmin: head!.user.id,
    companyAdmin: lead!.user.id,
    formerAdmin: former.user.id,
  };
  for (const [token, key] of demoKeys(creators, seeder.today)) seeder.state.keys.set(token, key);
  seeder.state.reviewAdminIds.add(head!.user.id);
  return seeder.state;
}
