import { badRequest } from '../errors.ts';
import type { Account, Contact, Links, Party } from '../model/records.ts';
import { splitName } from '../values/names.ts';
import type { View } from '../view.ts';
import { anything, checked, memberOf, nullableText, text } from './body.ts';
import { readPoints } from './contact-points.ts';
import { readCustomFields } from './custom-fields.ts';
import { inverseRelation } from './inverse-relations.ts';
import { readLinks } from './relations.ts';
import { create } from './store.ts';

type PartyFields = Omit<Party, 'id' | 'rev' | 'createdTime' | 'modifiedTime' | 'deletedTime' | 'links'>;

const PARTY = {
  name: text,
  description: nullableText,
  emails: anything,
  phones: anything,
  urls: anything,
  addresses: anything,
  links: anything,
  customFields: anything,
} as const;

/** Reads what companies and people have in common. @throws Refusal 400 when there is nothing to know them by */
function readParty(view: View, type: 'accounts' | 'contacts', body: unknown): PartyFields {
  const values = checked(view, PARTY, body);
  const list = <Name extends 'emails' | 'phones' | 'urls'>(name: Name) => readPoints(view, name, values[name] ?? []);
  const party: PartyFields = {
    name: ((values['name'] as string | undefined) ?? '').trim(),
    description: (values['description'] as string | null | undefined) ?? null,
    emails: list('emails'),
    phones: list('phones'),
    urls: list('urls'),
    addresses: readPoints(view, 'addresses', values['addresses'] ?? []),
    customFields: readCustomFields(view, type, values['customFields']),
  };
  const known = [party.emails, party.phones, party.urls, party.addresses].some((points) => points.length > 0);
  if (party.name === '' && !known)
    throw badRequest(view.call, 'One of name, phone, email, address or url is required.', { field: 'name' });
  return party;
}

const madeBy = (view: View): Links => ({
  creator: view.caller.actor,
  owner: view.caller.user.id,
  territory: null,
  tags: [],
});

/** Makes a company. @param body what clients write inside `accounts` @throws Refusal 400, 403 */
export function createAccount(view: View, body: unknown): Account {
  const party = readParty(view, 'accounts', body);
  const { contacts, ...links } = readLinks(view, 'accounts', memberOf(body, 'links'));
  const account = create(view, 'accounts', {
    ...party,
    revenue: null,
    employeeCount: null,
    links: { ...madeBy(view), accountType: '1-accountTypes', industry: null, ...links },
  });
  for (const id of (contacts ?? []) as readonly string[])
    inverseRelation('accounts', 'contacts')!.add(account, id, view);
  return account;
}

/** Makes a person. @param body what clients write inside `contacts` @throws Refusal 400, 403 */
export function createContact(view: View, body: unknown): Contact {
  const party = readParty(view, 'contacts', body);
  const links = readLinks(view, 'contacts', memberOf(body, 'links'));
  return create(view, 'contacts', {
    ...party,
    ...splitName(party.name),
    jobTitle: null,
    links: { accounts: [], emAudiences: [], ...madeBy(view), ...links },
  });
}
