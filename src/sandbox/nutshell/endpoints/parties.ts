import type { Answer } from '../../kit/index.ts';
import { envelope } from '../envelope.ts';
import type { Stored } from '../model/records.ts';
import { linksOf } from '../model/tables.ts';
import { present } from '../present/index.ts';
import { linksOfAll } from '../query/field.ts';
import type { View } from '../view.ts';
import { onlyRecord } from '../write/body.ts';
import { createAccount, createContact } from '../write/parties.ts';
import { type CrmResource, crmEndpoints } from './crm.ts';
import { CRM, endpoint, type NutshellEndpoint, oneAnswer } from './endpoint.ts';

const SORTS = [
  'accountType',
  'createdTime',
  'industry',
  'lastContactedTime',
  'name',
  'owner',
  'phone',
  'postalCode',
  'territory',
];
const BY_NAME = { key: 'name', descending: false };

/** How many of the selected companies have each type. */
function accountFacets(rows: readonly Stored[], view: View): Readonly<Record<string, unknown>> {
  const counts = new Map(view.live('accountTypes').map(({ id }) => [id, 0]));
  for (const row of rows)
    for (const id of linksOf(row, 'accountType')) if (counts.has(id)) counts.set(id, counts.get(id)! + 1);
  return { facets: { accountType: Object.fromEntries(counts) } };
}

/** Records that belong to the companies read. */
function accountCompanions(rows: readonly Stored[], view: View): Readonly<Record<string, readonly unknown[]>> {
  const shown = (ids: readonly string[]) => ids.flatMap((id) => view.any(id) ?? []).map((row) => present(row, view));
  const creators = linksOfAll(rows, 'creator', view);
  return {
    creators: shown(creators.filter((id) => id.endsWith('-users'))),
    owners: shown(linksOfAll(rows, 'owner', view)),
    origins: shown(creators.filter((id) => id.endsWith('-origins'))),
    contacts: rows.flatMap(({ id }) => view.referring('contacts', 'accounts', id)).map((row) => present(row, view)),
    accountTypes: shown(linksOfAll(rows, 'accountType', view)),
    industries: shown(linksOfAll(rows, 'industry', view)),
  };
}

export const ACCOUNTS: CrmResource = {
  type: 'accounts',
  nouns: ['a company', 'companies'],
  sorts: [...SORTS, 'numberOfContacts'],
  listSorts: [...SORTS, 'numberOfContacts'],
  defaultSort: BY_NAME,
  meta: accountFacets,
  companions: accountCompanions,
};

const CONTACT_SORTS = [...SORTS.filter((key) => key !== 'name'), 'accounts'];

export const CONTACTS: CrmResource = {
  type: 'contacts',
  nouns: ['a person', 'people'],
  sorts: [...CONTACT_SORTS, 'name', 'email'],
  listSorts: CONTACT_SORTS,
  defaultSort: BY_NAME,
};

const plainList = (type: 'accountTypes' | 'industries', path: string, summary: string): NutshellEndpoint =>
  endpoint(
    'GET',
    path,
    summary,
    CRM,
    (view): Answer =>
      envelope(
        view.call,
        type,
        view.live(type).map((row) => present(row, view)),
      ),
  );

/** Companies and people. */
export const PARTY_ENDPOINTS: readonly NutshellEndpoint[] = [
  ...crmEndpoints(ACCOUNTS),
  endpoint('POST', '/accounts', 'Create a company', CRM, (view) =>
    oneAnswer(view, 'accounts', createAccount(view, onlyRecord(view, 'accounts')), 201),
  ),
  plainList('accountTypes', '/accounttypes', 'List company types'),
  plainList('industries', '/industries', 'List industries'),
  ...crmEndpoints(CONTACTS),
  endpoint('POST', '/contacts', 'Create a person', CRM, (view) =>
    oneAnswer(view, 'contacts', createContact(view, onlyRecord(view, 'contacts')), 200),
  ),
];
