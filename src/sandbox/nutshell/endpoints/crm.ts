import { type Answer, asText, empty, ok } from '../../kit/index.ts';
import { countMeta, envelope, metaOf } from '../envelope.ts';
import { badRequest, conflict } from '../errors.ts';
import { CUSTOM_FIELD_TYPES, type CustomField, LEAD_CUSTOM_FIELD_TYPES } from '../model/catalog.ts';
import type { Lead, Party, Stored } from '../model/records.ts';
import type { CrmType } from '../model/tables.ts';
import { present, presentCustomField } from '../present/index.ts';
import { fieldsOf } from '../query/fields.ts';
import { readFilter } from '../query/filters.ts';
import { describeFields, listItem } from '../query/list-items.ts';
import { nested, pageAnswer, readPage } from '../query/paging.ts';
import { search } from '../query/search.ts';
import { readSort, sortBy, sortValue } from '../query/sorting.ts';
import type { View } from '../view.ts';
import { checked, memberOf, text } from '../write/body.ts';
import { patch } from '../write/patch.ts';
import { create } from '../write/store.ts';
import {
  CRM,
  deleteEndpoint,
  endpoint,
  idOf,
  type Needs,
  type NutshellEndpoint,
  undeleteEndpoint,
} from './endpoint.ts';

const CRM_SETUP: Needs = ['canAccessCrm', 'canAccessSetup'];

/** What companies, people and leads differ in. */
export interface CrmResource {
  readonly type: CrmType;
  /** In words, with its article, and in the plural. */
  readonly nouns: readonly [one: string, many: string];
  /** What lists can be sorted by. */
  readonly sorts: readonly string[];
  /** What `/list` can be sorted by. */
  readonly listSorts: readonly string[];
  readonly defaultSort: { readonly key: string; readonly descending: boolean };
  /** Further members of `meta` for a list. */
  readonly meta?: (rows: readonly Stored[], view: View) => Readonly<Record<string, unknown>>;
  /** Arrays of related records that come with single reads. */
  readonly companions?: (rows: readonly Stored[], view: View) => Readonly<Record<string, readonly unknown[]>>;
}

const hasEmail = (row: Party, email: string): boolean =>
  row.emails.some(({ value }) => value.toLowerCase() === email.toLowerCase());

/** The records a list request selects, in its order. @throws Refusal 400 */
function selected(resource: CrmResource, sorts: readonly string[], view: View): Stored[] {
  const { type, defaultSort } = resource;
  const { query } = view.call;
  const passes = readFilter(type, view);
  const keys = readSort(query['sort'], sorts, view);
  const email = type === 'leads' ? undefined : asText(query['email']);
  const found = view.live(type).filter((row) => passes(row) && (email === undefined || hasEmail(row as Party, email)));
  const fields = fieldsOf(type, view);
  const fieldOf = (key: string) => fields.find((field) => field.key === key)!;
  return sortBy(search<Stored>(found, asText(query['q']), view), keys.length > 0 ? keys : [defaultSort], (row, key) =>
    sortValue(fieldOf(key), row, view),
  );
}

function listItems(resource: CrmResource, view: View): Answer {
  const rows = selected(resource, resource.listSorts, view);
  const isPaged = Object.keys(nested(view.call.query['page'])).length > 0;
  const { skip, limit } = isPaged ? readPage(view) : { skip: 0, limit: rows.length };
  const page = rows.slice(skip, skip + limit);
  return envelope(
    view.call,
    'listItems',
    page.map((row) => listItem(row, view)),
    { meta: { ...countMeta(page.length, rows.length), ...resource.meta?.(rows, view) } },
  );
}

const customFieldsOf = (type: CrmType, view: View): CustomField[] =>
  view.state.database.table('customFields').filter(({ entity }) => entity === type);

/** A record's own fields with their values. */
const customValues = (type: CrmType, row: Party | Lead, view: View): unknown[] =>
  customFieldsOf(type, view).map((field) => ({
    ...presentCustomField(field),
    value: Object.hasOwn(row.customFields, field.name) ? row.customFields[field.name] : null,
  }));

/** Names that could be mistaken for something else in a path or an object. */
const FIELD_NAME = /^(?!__)[^/~[\]]{1,100}$/;

function createCustomField(type: CrmType, view: View): Answer {
  const body = view.call.json();
  const { name, type: fieldType } = checked(view, { name: { ...text, required: true, min: 1 }, type: text }, body);
  const known: readonly string[] =
    type === 'leads' ? [...CUSTOM_FIELD_TYPES, ...LEAD_CUSTOM_FIELD_TYPES] : CUSTOM_FIELD_TYPES;
  if (typeof name !== 'string' || !FIELD_NAME.test(name))
    throw badRequest(view.call, 'Invalid name', { field: 'name' });
  if (typeof fieldType !== 'string' || !known.includes(fieldType))
    throw badRequest(view.call, 'Invalid type', {
      detail: `The type must be one of ${known.join(', ')}`,
      field: 'type',
    });
  const choices = memberOf(body, 'choices');
  const isChoice = fieldType === 'Decision';
  if (
    isChoice &&
    !(Array.isArray(choices) && choices.length > 0 && choices.every((choice) => typeof choice === 'string'))
  )
    throw badRequest(view.call, 'choices must be a list of strings', { field: 'choices' });
  if (fieldsOf(type, view).some(({ key }) => key.toLowerCase() === name.toLowerCase()))
    throw conflict(view.call, `There is a field "${name}" already.`);
  const made = create(view, 'customFields', {
    name,
    entity: type,
    fieldType: fieldType as CustomField['fieldType'],
    choices: isChoice ? (choices as string[]).slice(0, 500) : [],
    isMultiple: isChoice && memberOf(body, 'isMultiple') === true,
    links: {},
  });
  return envelope(view.call, 'customFields', [presentCustomField(made)]);
}

/** The operations that companies, people and leads have in common; making one is each type's own. */
export function crmEndpoints(resource: CrmResource): NutshellEndpoint[] {
  const { type, companions, meta } = resource;
  const [one, many] = resource.nouns;
  const path = `/${type}`;
  return [
    endpoint('GET', path, `List ${many}`, CRM, (view) => {
      const rows = selected(resource, resource.sorts, view);
      return pageAnswer(view, type, rows, readPage(view), meta?.(rows, view));
    }),
    endpoint('GET', `${path}/:id`, `Get ${one}`, CRM, (view) => {
      const rows = view.findList(type, idOf(view));
      const shown = rows.map((row) => present(row, view, true));
      return envelope(view.call, type, shown, companions && { companions: companions(rows, view) });
    }),
    endpoint('PATCH', `${path}/:id`, `Update ${one}`, CRM, (view) => {
      patch<Stored>(view, type, view.find(type, idOf(view)), 'strict');
      return empty();
    }),
    deleteEndpoint(type, path, one, type === 'contacts' ? 'empty' : 'records'),
    undeleteEndpoint(type, path, one),
    endpoint('GET', `${path}/list`, `List ${many} as list items`, CRM, (view) => listItems(resource, view)),
    endpoint('GET', `${path}/list/fields`, `Describe the fields of ${many}`, CRM, (view) => {
      const properties = describeFields(fieldsOf(type, view), resource.sorts);
      return ok({ meta: metaOf(view.call), links: {}, properties });
    }),
    endpoint('GET', `${path}/:id/customfields`, `Get the custom fields of ${one}`, CRM, (view) => {
      const row: Party | Lead = view.find(type, idOf(view));
      return envelope(view.call, 'customFields', customValues(type, row, view));
    }),
    endpoint('GET', `${path}/customfields/attributes`, `List the custom fields of ${many}`, CRM, (view) =>
      envelope(view.call, 'customFields', customFieldsOf(type, view).map(presentCustomField)),
    ),
    endpoint('POST', `${path}/customfield`, `Create a custom field for ${many}`, CRM_SETUP, (view) =>
      createCustomField(type, view),
    ),
  ];
}
