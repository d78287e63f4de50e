import { type Random, samplePeople } from '../../kit/index.ts';
import type { AddressPoint, ContactPoint } from '../model/records.ts';
import { amountOf } from '../values/money.ts';
import { slugOf } from '../values/names.ts';
import type { Seeder } from './seeder.ts';
import { COMPANY_FIRST, COMPANY_SECOND, JOB_TITLES, STREETS, TOWNS } from './words.ts';

const ACCOUNTS = 300;
const CONTACTS = 800;
const OLDEST_DAYS = 900;

type Town = (typeof TOWNS)[number];

const point = (name: string, value: string, isPrimary = true): ContactPoint => ({ isPrimary, name, value });

/** A number of the range that is kept free for invented people. */
const phoneIn = (town: Town, random: Random): string =>
  `${town[3]}-555-01${String(random.int(0, 99)).padStart(2, '0')}`;

function addressIn([city, state, postalCode, , latitude, longitude]: Town, random: Random): AddressPoint {
  const place = {
    address_1: `${random.int(10, 990)} ${random.pick(STREETS)}`,
    address_2: random.chance(0.15) ? `Suite ${random.int(100, 420)}` : null,
    address_3: null,
    city,
    state,
    postalCode,
    country: 'US',
    timezone: null,
    latitude,
    longitude,
  };
  return { isPrimary: true, name: 'office', value: place };
}

/** Who looks after a record: the restricted user now and then, mostly sales representatives, sometimes a team. */
export function ownerFor(random: Random): string {
  if (random.chance(0.04)) return '3-users';
  return random.chance(0.08)
    ? `${random.int(1, 4)}-teams`
    : `${random.pick([1, 2, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])}-users`;
}

const creatorFor = (owner: string, random: Random): string =>
  random.chance(0.25) ? `${random.int(1, 2)}-origins` : owner.endsWith('-users') ? owner : '1-users';

const tagsFrom = (first: number, random: Random): string[] =>
  random.chance(0.35)
    ? random.sample(
        Array.from({ length: 10 }, (_, index) => `${first + index}-tags`),
        random.int(1, 2),
      )
    : [];

const territoryFor = (random: Random): string | null => (random.chance(0.7) ? `${random.int(1, 6)}-territories` : null);
const REGIONS = ['Lakes', 'Gulf', 'Coast', 'Plains'];

/** Deleted some days ago, for a few records. */
const trash = (seeder: Seeder, index: number, every: number): number | null =>
  index % every === every - 1 ? seeder.midnight - (1 + (index % 20)) * 86_400 : null;

/** Companies, each with a home town. */
export function seedAccounts(seeder: Seeder): Town[] {
  return Array.from({ length: ACCOUNTS }, (_, index) => {
    const random = seeder.random.fork(`accounts/${index}`);
    const name = `${COMPANY_FIRST[index % COMPANY_FIRST.length]} ${COMPANY_SECOND[Math.floor(index / COMPANY_FIRST.length) + (index % 5)]}`;
    const town = random.pick(TOWNS);
    const domain = `${slugOf(name)}.example`;
    const owner = ownerFor(random);
    const customFields = {
      Region: random.pick(REGIONS),
      ...(random.chance(0.5) && { 'Annual freight spend': amountOf(random.int(50, 4000) * 1000) }),
      ...(random.chance(0.3) && { 'Contract renewal': `20${random.int(26, 29)}-0${random.int(1, 9)}-15` }),
    };
    seeder.add(
      'accounts',
      3 + index * 4,
      {
        name,
        description: random.chance(0.6) ? `${name} of ${town[0]}, ${random.int(1, 9)} warehouses.` : null,
        emails: [point('email', `info@${domain}`)],
        phones: random.chance(0.85) ? [point('phone', phoneIn(town, random))] : [],
        urls: [point('url', `https://${domain}`)],
        addresses: random.chance(0.9) ? [addressIn(town, random)] : [],
        revenue: random.chance(0.6) ? amountOf(random.int(4, 900) * 100_000) : null,
        employeeCount: random.chance(0.7) ? random.int(8, 4200) : null,
        customFields,
      },
      {
        createdTime: seeder.daysAgo(((ACCOUNTS - index) / ACCOUNTS) * OLDEST_DAYS, random),
        deletedTime: trash(seeder, index, 75),
        links: {
          creator: creatorFor(owner, random),
          owner,
          territory: territoryFor(random),
          tags: tagsFrom(21, random),
          accountType: `${random.weighted([
            [1, 5],
            [2, 4],
            [3, 2],
            [4, 1],
            [5, 1],
          ] as const)}-accountTypes`,
          industry: random.chance(0.85) ? `${random.int(1, 20)}-industries` : null,
        },
      },
    );
    return town;
  });
}

/** People, most of them at a company. @param towns home towns of the companies */
export function seedContacts(seeder: Seeder, towns: readonly Town[]): void {
  const accounts = seeder.all('accounts');
  for (const [index, { firstName, lastName, handle }] of samplePeople('nutshell/contacts', CONTACTS, [
    'US',
    'GB',
  ]).entries()) {
    const random = seeder.random.fork(`contacts/${index}`);
    const at = index < ACCOUNTS ? index : random.int(0, ACCOUNTS - 1);
    const account = random.chance(0.95) ? accounts[at]! : undefined;
    const town = towns[at]!;
    const domain = account === undefined ? 'mailbox.example' : `${slugOf(account.name)}.example`;
    const owner = ownerFor(random);
    const second = random.chance(0.04) ? [random.pick(accounts).id] : [];
    seeder.add(
      'contacts',
      3 + index * 4,
      {
        name: `${firstName} ${lastName}`,
        firstName,
        lastName,
        jobTitle: random.chance(0.8) ? random.pick(JOB_TITLES) : null,
        description: null,
        emails: [point('work', `${handle}@${domain}`)],
        phones: [
          ...(random.chance(0.7) ? [point('work', phoneIn(town, random))] : []),
          ...(random.chance(0.3) ? [point('mobile', phoneIn(town, random), false)] : []),
        ].map((phone, position) => ({ ...phone, isPrimary: position === 0 })),
        urls: random.chance(0.2)
          ? [point('LinkedIn', `https://www.linkedin.com/in/${handle.replaceAll('.', '-')}`)]
          : [],
        addresses: random.chance(0.25) ? [addressIn(town, random)] : [],
        customFields: random.chance(0.5) ? { Region: random.pick(REGIONS) } : {},
      },
      {
        createdTime: seeder.daysAgo(((CONTACTS - index) / CONTACTS) * OLDEST_DAYS, random),
        deletedTime: trash(seeder, index, 90),
        links: {
          accounts: [...new Set([...(account === undefined ? [] : [account.id]), ...second])],
          emAudiences: random.chance(0.4)
            ? random.sample(['1-emAudiences', '2-emAudiences', '3-emAudiences'], random.int(1, 2))
            : [],
          creator: creatorFor(owner, random),
          owner,
          territory: territoryFor(random),
          tags: tagsFrom(11, random),
        },
      },
    );
  }
}
