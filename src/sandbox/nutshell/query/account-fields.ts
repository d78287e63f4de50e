import type { Account } from '../model/records.ts';
import { leadValue } from '../present/leads.ts';
import type { View } from '../view.ts';
import { type CrmField, commonFields, linksOfAll, partyFields } from './field.ts';

const leadsOf = ({ id }: Account, view: View) => view.referring('leads', 'accounts', id);
const contactsOf = ({ id }: Account, view: View) => view.referring('contacts', 'accounts', id);

const countOf = (key: string, title: string, status: string | null): CrmField<Account> => ({
  key,
  title,
  kind: 'number',
  read: (row, view) => leadsOf(row, view).filter((lead) => status === null || lead.status === status).length,
});

const worthOf = (key: string, title: string, status: string): CrmField<Account> => ({
  key,
  title,
  kind: 'money',
  read: (row, view) =>
    leadsOf(row, view)
      .filter((lead) => lead.status === status)
      .reduce((sum, lead) => sum + leadValue(lead, view), 0),
});

/** Fields of companies. */
export const ACCOUNT_FIELDS: readonly CrmField<Account>[] = [
  ...partyFields<Account>('accounts'),
  ...commonFields<Account>('accounts'),
  {
    key: 'accountType',
    title: 'Company type',
    kind: 'one',
    isAddable: true,
    aliases: ['accountTypes'],
    relationships: ['accountTypes'],
    read: (row, view) => view.link(row, 'accountType'),
  },
  {
    key: 'industry',
    title: 'Industry',
    kind: 'one',
    isAddable: true,
    aliases: ['industries'],
    relationships: ['industries'],
    read: (row, view) => view.link(row, 'industry'),
  },
  {
    key: 'revenue',
    title: 'Annual revenue',
    kind: 'money',
    read: ({ revenue }) => (revenue === null ? null : Number(revenue)),
  },
  { key: 'numberOfEmployees', title: 'Employees', kind: 'number', read: ({ employeeCount }) => employeeCount },
  {
    key: 'contacts',
    title: 'People',
    kind: 'many',
    aliases: ['contactIds'],
    relationships: ['contacts'],
    read: (row, view) => contactsOf(row, view).map(({ id }) => id),
  },
  {
    key: 'contactTags',
    title: 'Tags of people',
    kind: 'many',
    isHidden: true,
    relationships: ['tags'],
    read: (row, view) => linksOfAll(contactsOf(row, view), 'tags', view),
  },
  {
    key: 'leads',
    title: 'Leads',
    kind: 'many',
    aliases: ['leadIds'],
    relationships: ['leads'],
    read: (row, view) => leadsOf(row, view).map(({ id }) => id),
  },
  {
    key: 'numberOfContacts',
    title: 'Number of people',
    kind: 'number',
    read: (row, view) => contactsOf(row, view).length,
  },
  countOf('numberOfLeads', 'Number of leads', null),
  countOf('numberOfOpenLeads', 'Number of open leads', 'open'),
  countOf('numberOfWonLeads', 'Number of won leads', 'won'),
  countOf('numberOfLostLeads', 'Number of lost leads', 'lost'),
  countOf('numberOfCancelledLeads', 'Number of cancelled leads', 'cancelled'),
  worthOf('valueOfOpenLeads', 'Value of open leads', 'open'),
  worthOf('valueOfWonLeads', 'Value of won leads', 'won'),
  worthOf('valueOfLostLeads', 'Value of lost leads', 'lost'),
];
