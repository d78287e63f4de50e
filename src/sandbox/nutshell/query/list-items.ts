import { formatNumber } from '../envelope.ts';
import { typeOf } from '../model/ids.ts';
import type { AddressPoint, Contact, Party, Stored } from '../model/records.ts';
import { present } from '../present/index.ts';
import { stub } from '../present/stubs.ts';
import { amountOf } from '../values/money.ts';
import { timeObject } from '../values/times.ts';
import type { View } from '../view.ts';
import { addressLine, type CrmField, crmTypeOf } from './field.ts';
import { fieldsOf } from './fields.ts';

type Shown = Readonly<Record<string, unknown>>;

function showAddress(addresses: readonly AddressPoint[]): Shown {
  const [first] = addresses;
  if (first === undefined) return { value: null };
  const { address_1, city, state, postalCode, country } = first.value;
  return { value: addressLine(first), address_1, city, state, postal_code: postalCode, country };
}

/** What a list item shows of a field. */
function showField(field: CrmField, row: Stored, view: View): Shown {
  const value = field.read(row, view);
  switch (field.kind) {
    case 'one':
      return { value: value === null ? null : stub(value as string, view) };
    case 'many':
      return { value: (value as readonly string[]).map((id) => ({ value: stub(id, view) })) };
    case 'time':
      return value === null ? { value: null } : { ...timeObject(value as number, view.now) };
    case 'money':
      if (value === null) return { value: null };
      return { value: amountOf(value as number), formattedValue: formatNumber(value as number, '$') };
    case 'address':
      return showAddress(value as readonly AddressPoint[]);
    case 'choice':
      return { value: value === null ? null : { value, description: capitalised(String(value)) } };
    default:
      return { value: Array.isArray(value) ? (value[0] ?? null) : value };
  }
}

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function relatedOf(row: Stored, view: View): Party | undefined {
  if (typeOf(row.id) === 'accounts') return view.referring('contacts', 'accounts', row.id)[0];
  return view.row('accounts', view.links(row, 'accounts')[0] ?? null);
}

/** A company, person or lead as a line of a list. */
export function listItem(row: Stored, view: View): Shown {
  const type = crmTypeOf(row);
  const whole = present(row, view);
  const related = relatedOf(row, view);
  const relatedStub = related && stub(related.id, view);
  const place = (row as Partial<Party>).addresses?.[0]?.value;
  const contact = type === 'leads' ? view.links(row, 'contacts')[0] : undefined;
  return {
    id: row.id,
    type: 'listItems',
    ...(type === 'leads'
      ? {
          description: whole['description'],
          priority: String(whole['priority']),
          primaryAccount: relatedStub ?? null,
          primaryContact: contact === undefined ? null : stub(contact, view),
        }
      : { initials: whole['initials'] }),
    primaryName: whole['name'],
    primaryInfo: (row as Contact).jobTitle ?? (row as Partial<Party>).description ?? null,
    relatedName: related?.name ?? null,
    relatedInfo: related?.description ?? null,
    relatedType: related === undefined ? null : typeOf(related.id),
    relatedUrl: relatedStub?.['htmlUrl'] ?? null,
    relatedUrlPath: relatedStub?.['htmlUrlPath'] ?? null,
    latlon:
      place?.latitude == null || place.longitude === null ? null : [String(place.latitude), String(place.longitude)],
    mapUrl: null,
    isDeleted: row.deletedTime !== null,
    htmlUrl: whole['htmlUrl'],
    htmlUrlPath: whole['htmlUrlPath'],
    avatarUrl: whole['avatarUrl'],
    fields: Object.fromEntries(
      fieldsOf(type, view)
        .filter(({ isHidden }) => !isHidden)
        .map((field) => [field.key, showField(field, row, view)]),
    ),
    links: { entity: { id: row.id, type, href: view.href(row) } },
  };
}

const TYPES: Readonly<Record<string, string>> = {
  number: 'number',
  money: 'number',
  time: 'date-time',
  boolean: 'boolean',
  choice: 'enum',
  one: 'relationship',
  many: 'relationship',
  address: 'object',
};

/** Descriptions of the fields of a type, by key. @param sortable keys that lists can be sorted by */
export function describeFields(fields: readonly CrmField[], sortable: readonly string[]): Shown {
  return Object.fromEntries(
    fields.map(({ key, title, kind, isAddable = false, isHidden = false, relationships, choices }) => [
      key,
      {
        type: TYPES[kind] ?? 'string',
        title,
        description: title,
        isFilterable: true,
        isDisplayable: !isHidden,
        isSortable: sortable.includes(key),
        isGoalable: false,
        isAddable,
        isBoardable: !isHidden,
        isRequireable: isAddable,
        isAndable: kind === 'many',
        isNullable: key !== 'name' && key !== 'createdTime',
        ...(relationships && { relationships }),
        ...(choices && { enum: choices }),
        ...(kind === 'time' && { format: 'relative' }),
      },
    ]),
  );
}
