import type { Random } from '../../kit/index.ts';
import type { Lead, LeadStatus } from '../model/records.ts';
import { linkOf, linksOf } from '../model/tables.ts';
import { amountOf } from '../values/money.ts';
import { ownerFor } from './parties.ts';
import type { Seeder } from './seeder.ts';
import { LEAD_WORDS } from './words.ts';

const LEADS = 2000;
const OLDEST_DAYS = 730;
const DAY = 86_400;

/** How a lead of an age in days stands: old ones are mostly closed. */
function statusFor(age: number, random: Random): LeadStatus {
  const closed = age > 120 ? 0.85 : age > 40 ? 0.5 : 0.1;
  if (!random.chance(closed)) return 'open';
  return random.weighted([
    ['won', 35],
    ['lost', 50],
    ['cancelled', 15],
  ] as const);
}

const OUTCOMES: Readonly<Record<LeadStatus, readonly number[]>> = {
  open: [],
  won: [1],
  lost: [2, 3, 4, 5],
  cancelled: [6, 7],
};

const tagsFor = (random: Random): string[] =>
  random.chance(0.3)
    ? random.sample(
        Array.from({ length: 10 }, (_, index) => `${index + 1}-tags`),
        random.int(1, 3),
      )
    : [];

function stageFor(stageset: number, status: LeadStatus, random: Random): string {
  const last = stageset === 1 ? 6 : 3;
  return `${stageset * 100 + (status === 'won' ? last : random.int(1, last))}-stages`;
}

/** Leads with their companies, people, products and competitors. */
export function seedLeads(seeder: Seeder): void {
  const accounts = seeder.all('accounts').filter(({ deletedTime }) => deletedTime === null);
  for (let index = 0; index < LEADS; index++) {
    const random = seeder.random.fork(`leads/${index}`);
    const age = ((LEADS - index) / LEADS) * OLDEST_DAYS;
    const createdTime = seeder.daysAgo(age, random);
    const account = random.chance(0.97) ? random.pick(accounts) : undefined;
    const people = account === undefined ? [] : seeder.state.referring('contacts', 'accounts', account.id);
    const status = statusFor(age, random);
    const stageset = random.chance(0.2) ? 2 : 1;
    const owner = ownerFor(random);
    const isClosed = status !== 'open';
    const closedTime = isClosed
      ? Math.min(createdTime + random.int(6, 110) * DAY, seeder.midnight - random.int(1, 9) * 3600)
      : null;
    const lead = seeder.add(
      'leads',
      1003 + index * 4,
      {
        number: 1000 + index,
        description: random.chance(0.95) ? random.pick(LEAD_WORDS) : null,
        manualValue: random.chance(0.35) ? amountOf(random.int(8, 950) * 100) : null,
        confidence: status === 'won' ? 100 : isClosed ? 0 : random.int(1, 19) * 5,
        priority: random.chance(0.12) ? 1 : 0,
        status,
        dueTime: isClosed
          ? createdTime + random.int(20, 90) * DAY
          : seeder.midnight + random.int(-20, 90) * DAY + 57_600,
        closedTime,
        customFields: customFieldsFor(random),
      },
      {
        createdTime,
        deletedTime: index % 170 === 169 ? seeder.midnight - (1 + (index % 25)) * DAY : null,
        links: {
          accounts: account === undefined ? [] : [account.id],
          contacts: random.sample(people, random.int(people.length === 0 ? 0 : 1, 2)),
          tags: tagsFor(random),
          sources: random.chance(0.8)
            ? random.sample(
                Array.from({ length: 16 }, (_, at) => `${at + 1}-sources`),
                1,
              )
            : [],
          owner,
          territory: account === undefined ? null : linkOf(account, 'territory'),
          stageset: `${stageset}-stagesets`,
          stage: stageFor(stageset, status, random),
          market: random.chance(0.1) ? '2-markets' : '1-markets',
          creator: random.chance(0.3) ? '1-origins' : owner.endsWith('-users') ? owner : '1-users',
          outcome: isClosed ? `${random.pick(OUTCOMES[status])}-outcomes` : null,
          watchers: random.chance(0.08) ? ['1-users'] : [],
        },
      },
    );
    seedMaps(seeder, lead, random);
  }
}

function customFieldsFor(random: Random): Readonly<Record<string, string>> {
  if (!random.chance(0.4)) return {};
  return {
    Region: random.pick(['Lakes', 'Gulf', 'Coast', 'Plains']),
    'Budget approved': random.pick(['Yes', 'No', 'Pending']),
    ...(random.chance(0.3) && { 'Sites in scope': random.sample(['North', 'South', 'East', 'West'], 2).join(', ') }),
  };
}

function seedMaps(seeder: Seeder, lead: Lead, random: Random): void {
  const createdTime = lead.createdTime;
  const products = seeder.all('products').filter(({ deletedTime }) => deletedTime === null);
  for (const product of random.sample(
    products,
    random.weighted([
      [0, 4],
      [1, 5],
      [2, 2],
    ] as const),
  ))
    seeder.add(
      'productMaps',
      seeder.state.database.table('productMaps').size + 1,
      {
        relationship: null,
        price: product.prices[linkOf(lead, 'market')!] ?? '0.00',
        quantity: random.int(1, product.productType === 'product' ? 12 : 4),
      },
      { createdTime, links: { lead: lead.id, product: product.id } },
    );
  const won = lead.status === 'won' ? 'beat' : lead.status === 'lost' ? 'stole' : 'potential';
  for (const competitor of random.sample(seeder.all('competitors'), random.chance(0.22) ? random.int(1, 2) : 0))
    seeder.add(
      'competitorMaps',
      seeder.state.database.table('competitorMaps').size + 1,
      { relationship: null, status: won },
      { createdTime, links: { lead: lead.id, competitor: competitor.id } },
    );
}

/** People of a lead, or of its company when it names none. */
export const peopleOf = (seeder: Seeder, lead: Lead): readonly string[] => {
  const named = linksOf(lead, 'contacts');
  const [account] = linksOf(lead, 'accounts');
  return named.length > 0 || account === undefined
    ? named
    : seeder.state.referring('contacts', 'accounts', account).slice(0, 1);
};
