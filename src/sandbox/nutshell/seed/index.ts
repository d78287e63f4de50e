import type { StateContext } from '../../kit/index.ts';
import { API_KEYS } from '../keys.ts';
import { State } from '../state.ts';
import { seedCatalog } from './catalog.ts';
import { seedEngagements } from './engagements.ts';
import { seedLeads } from './leads.ts';
import { seedAccounts, seedContacts } from './parties.ts';
import { seedSales } from './sales.ts';
import { Seeder } from './seeder.ts';
import { seedTimeline } from './timeline.ts';

/** Makes the demonstration instance: a vendor of warehouse software with two years of sales behind it. */
export function createState({ random, today }: StateContext): State {
  const state = new State(API_KEYS);
  const seeder = new Seeder(state, random, today);
  seedCatalog(seeder);
  seedContacts(seeder, seedAccounts(seeder));
  seedLeads(seeder);
  seedEngagements(seeder);
  seedSales(seeder);
  seedTimeline(seeder);
  return state;
}
