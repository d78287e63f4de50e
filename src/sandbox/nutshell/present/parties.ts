import { numberOf, typeOf } from '../model/ids.ts';
import type { Account, AddressPoint, Contact, ContactPoint, Party } from '../model/records.ts';
import { formatMoney } from '../values/money.ts';
import { APP, initialsOf, pageLinks, slugOf } from '../values/names.ts';
import { parsePhone } from '../values/phones.ts';
import type { View } from '../view.ts';

type Shown = Readonly<Record<string, unknown>>;

/** Address of a picture. */
export const avatarUrl = (view: View, type: string, id: string, time: number): string =>
  `${APP}/avatar/${type}/${numberOf(id)}/${view.state.instanceId}/${time}`;

const presentPhone = ({ isPrimary, name, value }: ContactPoint): Shown => ({
  isOptedOut: false,
  isPrimary,
  name,
  value: parsePhone(value),
});

/** How exact an address is: 8 a street, 4 a town, 2 a state, 1 a country. */
function accuracyOf({ address_1, city, state }: AddressPoint['value']): string {
  if (address_1 !== null) return '8';
  if (city !== null) return '4';
  return state === null ? '1' : '2';
}

function presentAddress({ isPrimary, name, value }: AddressPoint): Shown {
  const { latitude, longitude, ...rest } = value;
  return {
    isPrimary,
    name,
    value: {
      location: latitude === null || longitude === null ? null : { longitude, latitude },
      locationAccuracy: accuracyOf(value),
      ...rest,
    },
  };
}

/** What companies and people have in common. */
function presentParty(row: Party, view: View, one: boolean): Shown {
  return {
    id: row.id,
    type: typeOf(row.id),
    name: row.name,
    description: row.description,
    ...(one && { createdTime: row.createdTime, deletedTime: row.deletedTime }),
    emails: row.emails,
    addresses: row.addresses.map(presentAddress),
    phones: row.phones.map(presentPhone),
    urls: row.urls,
    href: view.href(row),
    avatarUrl: avatarUrl(view, typeOf(row.id)!, row.id, row.modifiedTime),
    initials: initialsOf(row.name),
  };
}

const partyLinks = (row: Party, view: View): Shown => ({
  creator: view.link(row, 'creator'),
  owner: view.link(row, 'owner'),
  territory: view.link(row, 'territory'),
  tags: view.links(row, 'tags'),
  files: [],
  relatedFiles: [],
  followup: null,
  recurringTask: recurringTaskOf(row, view),
});

/** The first unfinished recurring task about a company or person. */
function recurringTaskOf(row: Party, view: View): string | null {
  const tasks = view.referring('tasks', 'relatedEntity', row.id);
  return tasks.find((task) => task.recurrenceRule !== null && task.completedTime === null)?.id ?? null;
}

/** A company. @param one read by its id rather than in a list */
export const presentAccount = (row: Account, view: View, one = false): Shown => ({
  ...presentParty(row, view, one),
  revenue: row.revenue === null ? null : { amount: row.revenue, formatted: formatMoney(Number(row.revenue), 'USD') },
  employeeCount: row.employeeCount,
  ...pageLinks(`/company/${numberOf(row.id)}-${slugOf(row.name)}`),
  links: {
    ...partyLinks(row, view),
    contacts: view.referring('contacts', 'accounts', row.id).map(({ id }) => id),
    accountType: view.link(row, 'accountType'),
    industry: view.link(row, 'industry'),
  },
});

/** A person. @param one read by its id rather than in a list */
export function presentContact(row: Contact, view: View, one = false): Shown {
  const accounts = view.links(row, 'accounts');
  return {
    ...presentParty(row, view, one),
    jobTitle: row.jobTitle,
    firstName: row.firstName,
    lastName: row.lastName,
    mcfxContactId: null,
    jobs: accounts.length === 0 ? [] : Object.fromEntries(accounts.map((id) => [id, { title: row.jobTitle }])),
    ...pageLinks(`/person/${numberOf(row.id)}-${slugOf(row.name)}`),
    links: { accounts, emAudiences: view.links(row, 'emAudiences'), ...partyLinks(row, view) },
  };
}
