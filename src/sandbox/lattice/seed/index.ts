import type { StateContext } from '../../kit/index.ts';
import { demoKeys } from '../keys.ts';
import type { State } from '../state.ts';
import { seedCompany } from './company.ts';
import { seedGoals } from './goals.ts';
import { seedHris } from './hris.ts';
import { seedPeople } from './people.ts';
import { seedReviewCycles } from './reviews.ts';
import { isHere, Seeder } from './seeder.ts';
import { seedFeedback, seedUpdates } from './talk.ts';

/** A fresh company of 300 people. */
export function createLatticeState(context: StateContext): State {
  const seeder = new Seeder(context);
  seedCompany(seeder);
  const people = seedPeople(seeder);
  const admin = people.find(({ user, level }) => user.isAdmin && level === 'head')!.user;
  const manager = people.find(({ level }) => level === 'lead')!.user;
  const employee = people.find((person) => person.level === 'member' && isHere(person))!.user;
  seedGoals(seeder, people);
  seedFeedback(seeder, people);
  seedUpdates(seeder, people);
  seedReviewCycles(seeder, people, admin.id);
  seedHris(seeder, people);
  const { state } = seeder;
  state.adminId = admin.id;
  for (const [text, key] of demoKeys({ admin: admin.id, manager: manager.id, employee: employee.id }))
    state.keys.set(text, key);
  return state;
}
