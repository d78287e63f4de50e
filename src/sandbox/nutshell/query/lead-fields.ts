import { CHANNELS } from '../model/catalog.ts';
import type { EntityType } from '../model/ids.ts';
import type { Lead } from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import { isOverdue, lastContacted, leadName, leadValue } from '../present/leads.ts';
import type { View } from '../view.ts';
import { type CrmField, commonFields, linksOfAll, nextActivity, rowsOf } from './field.ts';

const many = (
  key: string,
  title: string,
  relation: string,
  type: EntityType,
  aliases: string[] = [],
): CrmField<Lead> => ({
  key,
  title,
  kind: 'many',
  isAddable: true,
  aliases,
  relationships: [type],
  read: (row, view) => view.links(row, relation),
});

const one = (key: string, title: string, relation: string, type: EntityType, aliases: string[]): CrmField<Lead> => ({
  key,
  title,
  kind: 'one',
  aliases,
  relationships: [type],
  read: (row, view) => view.link(row, relation),
});

const mapped = (
  key: string,
  title: string,
  maps: 'productMaps' | 'competitorMaps',
  relation: string,
): CrmField<Lead> => ({
  key,
  title,
  kind: 'many',
  isHidden: true,
  relationships: [key as EntityType],
  read: ({ id }, view) => view.referring(maps, 'lead', id).map((map) => linkOf(map, relation)!),
});

const accountsOf = (row: Lead, view: View) => rowsOf('accounts', view.links(row, 'accounts'), view);
const contactsOf = (row: Lead, view: View) => rowsOf('contacts', view.links(row, 'contacts'), view);

/** Fields of leads. */
export const LEAD_FIELDS: readonly CrmField<Lead>[] = [
  { key: 'name', title: 'Name', kind: 'text', read: leadName },
  { key: 'number', title: 'Number', kind: 'number', isHidden: true, read: ({ number }) => number },
  ...commonFields<Lead>('leads'),
  { key: 'value', title: 'Value', kind: 'money', isAddable: true, read: leadValue },
  { key: 'confidence', title: 'Confidence', kind: 'number', read: ({ confidence }) => confidence },
  {
    key: 'status',
    title: 'Status',
    kind: 'choice',
    choices: ['open', 'won', 'lost', 'cancelled'],
    read: ({ status }) => status,
  },
  { key: 'priority', title: 'Priority', kind: 'number', isHidden: true, read: ({ priority }) => priority },
  { key: 'isOverdue', title: 'Overdue', kind: 'boolean', isHidden: true, read: isOverdue },
  {
    key: 'age',
    title: 'Age in days',
    kind: 'number',
    read: ({ createdTime }, { now }) => Math.floor((now - createdTime) / 86_400),
  },
  { key: 'closedTime', title: 'Closed', kind: 'time', read: ({ closedTime }) => closedTime },
  {
    key: 'dueTime',
    title: 'Due',
    kind: 'time',
    isAddable: true,
    aliases: ['anticipatedClosedTime'],
    read: ({ dueTime }) => dueTime,
  },
  {
    key: 'lastContactedTime',
    title: 'Last contacted',
    kind: 'time',
    read: ({ id }, view) => lastContacted('leads', id, view),
  },
  {
    key: 'nextActivityStartTime',
    title: 'Next activity',
    kind: 'time',
    read: ({ id }, view) => nextActivity('leads', id, view),
  },
  many('accounts', 'Companies', 'accounts', 'accounts', ['accountIds']),
  many('contacts', 'People', 'contacts', 'contacts', ['contactIds']),
  many('sources', 'Sources', 'sources', 'sources'),
  many('watchers', 'Watchers', 'watchers', 'users'),
  one('milestone', 'Stage', 'stage', 'stages', ['milestones', 'stage', 'stages']),
  one('stageset', 'Pipeline', 'stageset', 'stagesets', ['stagesets']),
  one('outcome', 'Outcome', 'outcome', 'outcomes', ['outcomes']),
  one('market', 'Market', 'market', 'markets', ['markets']),
  mapped('products', 'Products', 'productMaps', 'product'),
  mapped('competitors', 'Competitors', 'competitorMaps', 'competitor'),
  {
    key: 'channels',
    title: 'Channels',
    kind: 'choice',
    isHidden: true,
    choices: CHANNELS.map((_name, index) => String(index)),
    read: (row, view) => rowsOf('sources', view.links(row, 'sources'), view).map(({ channel }) => String(channel)),
  },
  {
    key: 'accountTags',
    title: 'Tags of companies',
    kind: 'many',
    isHidden: true,
    relationships: ['tags'],
    read: (row, view) => linksOfAll(accountsOf(row, view), 'tags', view),
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
    key: 'primaryAccountOwner',
    title: 'Owner of the company',
    kind: 'one',
    isHidden: true,
    relationships: ['users', 'teams'],
    read: (row, view) => linksOfAll(accountsOf(row, view).slice(0, 1), 'owner', view)[0] ?? null,
  },
];
