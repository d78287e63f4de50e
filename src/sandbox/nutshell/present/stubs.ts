import { numberOf, typeOf } from '../model/ids.ts';
import type { Lead, Named, Stored } from '../model/records.ts';
import { initialsOf, pageLinks, slugOf } from '../values/names.ts';
import type { View } from '../view.ts';
import { leadName } from './leads.ts';
import { avatarUrl } from './parties.ts';

/** Where the web application shows a record, for the types that have a page. */
function pageOf(row: Stored): ReturnType<typeof pageLinks> | undefined {
  const number = numberOf(row.id);
  switch (typeOf(row.id)) {
    case 'accounts':
      return pageLinks(`/company/${number}-${slugOf((row as Named).name)}`);
    case 'contacts':
      return pageLinks(`/person/${number}-${slugOf((row as Named).name)}`);
    case 'leads':
      return pageLinks(`/lead/${(row as Lead).number}`);
    default:
      return undefined;
  }
}

const WITH_PICTURE: ReadonlySet<string> = new Set(['accounts', 'contacts', 'users', 'teams', 'origins']);

/** A record in short, as list items show those related to them; null when there is none. */
export function stub(id: string, view: View): Readonly<Record<string, unknown>> | null {
  const row = view.any(id);
  if (row === undefined) return null;
  const type = typeOf(id)!;
  const name = type === 'leads' ? leadName(row as Lead, view) : (row as Named).name;
  return {
    id,
    type,
    name,
    ...(WITH_PICTURE.has(type) && {
      initials: initialsOf(name),
      avatarUrl: avatarUrl(view, type, id, row.modifiedTime),
    }),
    ...pageOf(row),
  };
}
