import { type EntityType, typeOf } from '../model/ids.ts';
import type { AddressPoint, Party, Stored } from '../model/records.ts';
import type { CrmType, Rows } from '../model/tables.ts';
import { linkOf } from '../model/tables.ts';
import { lastContacted } from '../present/leads.ts';
import type { View } from '../view.ts';

/** How the values of a field compare, filter and print. */
export type FieldKind =
  | 'text'
  | 'phone'
  | 'number'
  | 'money'
  | 'time'
  | 'boolean'
  | 'choice'
  | 'one'
  | 'many'
  | 'address';

/** A field of companies, people or leads, as lists filter, sort and show it. */
export interface CrmField<Row extends Stored = Stored> {
  readonly key: string;
  readonly title: string;
  readonly kind: FieldKind;
  /**
   * The value in plain form: text or texts, a number, Unix seconds, an id (`one`) or ids (`many`), addresses; null or
   * empty for none.
   */
  readonly read: (row: Row, view: View) => unknown;
  /** Further names that filters know it by. */
  readonly aliases?: readonly string[];
  /** Types of the records that a relation leads to. */
  readonly relationships?: readonly EntityType[];
  readonly choices?: readonly string[];
  /** Can be set when a record is made. */
  readonly isAddable?: boolean;
  /** Filters only; list items leave it out. */
  readonly isHidden?: boolean;
  /** True when the user made it up. */
  readonly isCustom?: boolean;
}

/** Fields that companies and people share. @param contactRelation where activities name them */
export const partyFields = <Row extends Party>(contactRelation: 'accounts' | 'contacts'): CrmField<Row>[] => [
  { key: 'name', title: 'Name', kind: 'text', isAddable: true, read: ({ name }) => name },
  { key: 'description', title: 'Description', kind: 'text', isAddable: true, read: ({ description }) => description },
  {
    key: 'email',
    title: 'Email',
    kind: 'text',
    isAddable: true,
    read: ({ emails }) => emails.map(({ value }) => value),
  },
  {
    key: 'phone',
    title: 'Phone',
    kind: 'phone',
    isAddable: true,
    read: ({ phones }) => phones.map(({ value }) => value),
  },
  { key: 'url', title: 'URL', kind: 'text', isAddable: true, read: ({ urls }) => urls.map(({ value }) => value) },
  { key: 'address', title: 'Address', kind: 'address', isAddable: true, read: ({ addresses }) => addresses },
  {
    key: 'postalCode',
    title: 'Postal code',
    kind: 'text',
    read: ({ addresses }) => addresses.map(({ value }) => value.postalCode ?? ''),
  },
  {
    key: 'lastContactedTime',
    title: 'Last contacted',
    kind: 'time',
    read: ({ id }, view) => lastContacted(contactRelation, id, view),
  },
  {
    key: 'nextActivityStartTime',
    title: 'Next activity',
    kind: 'time',
    read: ({ id }, view) => nextActivity(contactRelation, id, view),
  },
];

/** Fields that every core entity has. */
export const commonFields = <Row extends Stored>(type: CrmType): CrmField<Row>[] => [
  { key: 'id', title: 'Id', kind: 'one', isHidden: true, relationships: [type], read: ({ id }) => id },
  { key: 'createdTime', title: 'Created', kind: 'time', read: ({ createdTime }) => createdTime },
  {
    key: 'owner',
    title: 'Assigned to',
    kind: 'one',
    isAddable: true,
    aliases: ['owners'],
    relationships: ['users', 'teams'],
    read: (row, view) => view.link(row, 'owner'),
  },
  {
    key: 'creator',
    title: 'Created by',
    kind: 'one',
    relationships: ['users', 'origins'],
    read: (row, view) => view.link(row, 'creator'),
  },
  {
    key: 'origin',
    title: 'Origin',
    kind: 'one',
    relationships: ['origins'],
    read: (row) => (linkOf(row, 'creator')?.endsWith('-origins') ? linkOf(row, 'creator') : null),
  },
  {
    key: 'territory',
    title: 'Territory',
    kind: 'one',
    isAddable: true,
    aliases: ['territories'],
    relationships: ['territories'],
    read: (row, view) => view.link(row, 'territory'),
  },
  {
    key: 'tags',
    title: 'Tags',
    kind: 'many',
    isAddable: true,
    relationships: ['tags'],
    read: (row, view) => view.links(row, 'tags'),
  },
];

/** When the next activity that is neither logged nor cancelled begins. */
export function nextActivity(relation: 'accounts' | 'contacts' | 'leads', id: string, view: View): number | null {
  const starts = view
    .referring('activities', relation, id)
    .filter(({ isLogged, isCancelled, startTime }) => !isLogged && !isCancelled && startTime >= view.now)
    .map(({ startTime }) => startTime);
  return starts.length === 0 ? null : Math.min(...starts);
}

/** Ids of a relation of several records, each once. */
export const linksOfAll = (rows: readonly Stored[], relation: string, view: View): string[] => [
  ...new Set(rows.flatMap((row) => view.links(row, relation))),
];

/** The records of some ids. */
export const rowsOf = <Type extends EntityType>(type: Type, ids: readonly string[], view: View): Rows[Type][] =>
  ids.flatMap((id) => view.row(type, id) ?? []);

/** One line of an address. */
export const addressLine = ({ value }: AddressPoint): string =>
  [value.address_1, value.city, value.state, value.postalCode, value.country]
    .filter((part) => part !== null)
    .join(', ');

/** The type of a record as one of the core entities. */
export const crmTypeOf = (row: Stored): CrmType => typeOf(row.id) as CrmType;
