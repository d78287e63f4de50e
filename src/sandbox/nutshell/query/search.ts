import { typeOf } from '../model/ids.ts';
import type { Activity, Contact, Lead, Named, Party, Stored, Task } from '../model/records.ts';
import { leadName } from '../present/leads.ts';
import type { View } from '../view.ts';
import { rowsOf } from './field.ts';

const partyText = ({ name, description, emails, phones, urls }: Party): string[] => [
  name,
  description ?? '',
  ...emails.map(({ value }) => value),
  ...phones.map(({ value }) => `${value} ${value.replace(/\D/g, '')}`),
  ...urls.map(({ value }) => value),
];

const namesOf = (type: 'accounts' | 'contacts', row: Stored, view: View): string[] =>
  rowsOf(type, view.links(row, type), view).map(({ name }) => name);

/** Everything about a record that a search looks at. */
function textOf(row: Stored, view: View): string[] {
  switch (typeOf(row.id)) {
    case 'accounts':
      return [...partyText(row as Party), ...view.referring('contacts', 'accounts', row.id).map(({ name }) => name)];
    case 'contacts':
      return [...partyText(row as Party), (row as Contact).jobTitle ?? '', ...namesOf('accounts', row, view)];
    case 'leads': {
      const lead = row as Lead;
      return [
        leadName(lead, view),
        String(lead.number),
        ...namesOf('accounts', lead, view),
        ...namesOf('contacts', lead, view),
      ];
    }
    case 'activities':
      return [(row as Activity).name, (row as Activity).agenda];
    case 'tasks':
      return [(row as Task).title, (row as Task).description ?? ''];
    default:
      return [(row as Named).name];
  }
}

/** Keeps the records in which every word of a query occurs, in any case and anywhere in a word. */
export function search<Row extends Stored>(
  rows: readonly Row[],
  query: string | undefined,
  view: View,
): readonly Row[] {
  const words = (query ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row, view).join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
