import type { Contact } from '../model/records.ts';
import type { View } from '../view.ts';
import { type CrmField, commonFields, linksOfAll, partyFields, rowsOf } from './field.ts';

const accountsOf = (row: Contact, view: View) => rowsOf('accounts', view.links(row, 'accounts'), view);

/** Fields of people. */
export const CONTACT_FIELDS: readonly CrmField<Contact>[] = [
  ...partyFields<Contact>('contacts'),
  ...commonFields<Contact>('contacts'),
  { key: 'jobTitle', title: 'Job title', kind: 'text', isAddable: true, read: ({ jobTitle }) => jobTitle },
  {
    key: 'accounts',
    title: 'Companies',
    kind: 'many',
    isAddable: true,
    aliases: ['accountIds'],
    relationships: ['accounts'],
    read: (row, view) => view.links(row, 'accounts'),
  },
  {
    key: 'accountType',
    title: 'Company type',
    kind: 'one',
    aliases: ['accountTypes'],
    relationships: ['accountTypes'],
    read: (row, view) => linksOfAll(accountsOf(row, view), 'accountType', view)[0] ?? null,
  },
  {
    key: 'industry',
    title: 'Industry',
    kind: 'one',
    aliases: ['industries'],
    relationships: ['industries'],
    read: (row, view) => linksOfAll(accountsOf(row, view), 'industry', view)[0] ?? null,
  },
  {
    key: 'accountTags',
    title: 'Tags of companies',
    kind: 'many',
    relationships: ['tags'],
    read: (row, view) => linksOfAll(accountsOf(row, view), 'tags', view),
  },
  {
    key: 'primaryAccountOwner',
    title: 'Owner of the company',
    kind: 'one',
    relationships: ['users', 'teams'],
    read: (row, view) => linksOfAll(accountsOf(row, view).slice(0, 1), 'owner', view)[0] ?? null,
  },
  {
    key: 'audiences',
    title: 'Audiences',
    kind: 'many',
    isAddable: true,
    aliases: ['subscribedAudiences'],
    relationships: ['emAudiences'],
    read: (row, view) => view.links(row, 'emAudiences'),
  },
  {
    key: 'leads',
    title: 'Leads',
    kind: 'many',
    aliases: ['leadIds'],
    relationships: ['leads'],
    read: ({ id }, view) => view.referring('leads', 'contacts', id).map((lead) => lead.id),
  },
  {
    key: 'numberOfLeads',
    title: 'Number of leads',
    kind: 'number',
    read: ({ id }, view) => view.referring('leads', 'contacts', id).length,
  },
];
