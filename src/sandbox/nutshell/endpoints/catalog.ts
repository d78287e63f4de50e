import { type Answer, asList, asText } from '../../kit/index.ts';
import { envelope } from '../envelope.ts';
import { badRequest, conflict } from '../errors.ts';
import { CHANNELS, TAG_COLORS, TAG_TYPES, type Tag } from '../model/catalog.ts';
import { type EntityType, readId } from '../model/ids.ts';
import type { Named, Stored } from '../model/records.ts';
import { linksOf } from '../model/tables.ts';
import { present } from '../present/index.ts';
import { nested } from '../query/paging.ts';
import { search } from '../query/search.ts';
import { readSort, sortBy } from '../query/sorting.ts';
import type { View } from '../view.ts';
import { memberOf, onlyRecord } from '../write/body.ts';
import { change } from '../write/changes.ts';
import { create } from '../write/store.ts';
import {
  ANYBODY,
  CRM,
  deleteEndpoint,
  endpoint,
  getEndpoint,
  idOf,
  MARKETING,
  type Needs,
  type NutshellEndpoint,
  oneAnswer,
  undeleteEndpoint,
} from './endpoint.ts';

/** A whole list in the envelope. */
const listAnswer = (view: View, key: string, rows: readonly Stored[]): Answer =>
  envelope(
    view.call,
    key,
    rows.map((row) => present(row, view)),
  );

/** `GET /<path>` without pages, with `q` where the provider has it. */
const listEndpoint = (type: EntityType, path: string, nouns: string, needs: Needs): NutshellEndpoint =>
  endpoint('GET', path, `List ${nouns}`, needs, (view) =>
    listAnswer(view, type, search<Stored>(view.live(type), asText(view.call.query['q']), view)),
  );

/** A list and its single read. */
const lookup = (type: EntityType, path: string, noun: string, nouns: string, needs: Needs): NutshellEndpoint[] => [
  listEndpoint(type, path, nouns, needs),
  getEndpoint(type, path, noun, needs),
];

const MAX_NAME = 255;

/** Reads the name of a catalogue entry, which must be new. @throws Refusal 400, 409 */
function newName(
  view: View,
  type: 'sources' | 'tags' | 'productCategories' | 'emAudiences',
  body: unknown,
  like?: (row: Named) => boolean,
): string {
  const given = memberOf(body, 'name');
  if (typeof given !== 'string' || given.trim() === '' || given.length > MAX_NAME)
    throw badRequest(view.call, 'A name is required.', { field: 'name' });
  const name = given.trim();
  const taken = (view.live(type) as Named[]).some(
    (row) => row.name.toLowerCase() === name.toLowerCase() && (like?.(row) ?? true),
  );
  if (taken) throw conflict(view.call, `The name "${name}" is already in use.`);
  return name;
}

/** A number, perhaps written as text, from `least` to `most`. @throws Refusal 400 */
function readNumber(view: View, field: string, given: unknown, least: number, most: number): number {
  const number = typeof given === 'string' && /^\d{1,3}$/.test(given) ? Number(given) : given;
  if (!Number.isInteger(number) || (number as number) < least || (number as number) > most)
    throw badRequest(view.call, `${field} must be a number from ${least} to ${most}`, { field });
  return number as number;
}

function createTag(view: View): Tag {
  const body = onlyRecord(view, 'tags');
  const tagType = TAG_TYPES[readNumber(view, 'tagType', memberOf(body, 'tagType'), 1, TAG_TYPES.length) - 1]!;
  const colorType = readNumber(view, 'colorType', memberOf(body, 'colorType') ?? 1, 1, TAG_COLORS.length);
  const name = newName(view, 'tags', body, (row) => (row as Tag).tagType === tagType);
  const entities = memberOf(memberOf(body, 'links'), 'entities') ?? [];
  if (!Array.isArray(entities) || entities.length > 1000)
    throw badRequest(view.call, 'links.entities must be a list of at most 1000 ids', { field: 'links.entities' });
  const rows = entities.map((item: unknown) => {
    const id = readId(item, [tagType]);
    const row = id === undefined ? undefined : view.any(id);
    if (row === undefined || !view.isLive(row))
      throw badRequest(view.call, 'Invalid link', {
        detail: `There is no ${tagType} record ${String(item)}`,
        field: 'links.entities',
      });
    return row;
  });
  const tag = create(view, 'tags', { name, tagType, colorType, links: {} });
  for (const row of rows) change(view, row, { links: { tags: [...linksOf(row, 'tags'), tag.id] } });
  return tag;
}

function listTags(view: View): Answer {
  const wanted = asList(nested(view.call.query['filter'])['tagType']);
  for (const type of wanted)
    if (!(TAG_TYPES as readonly string[]).includes(type))
      throw badRequest(view.call, 'Invalid filter', { detail: `Invalid value for tagType: ${type}` });
  const tags = view.live('tags').filter(({ tagType }) => wanted.length === 0 || wanted.includes(tagType));
  return listAnswer(view, 'tags', search(tags, asText(view.call.query['q']), view));
}

function listProducts(view: View): Answer {
  const keys = readSort(view.call.query['sort'], ['name', 'sku'], view);
  const found = search(view.live('products'), asText(view.call.query['q']), view);
  return listAnswer(
    view,
    'products',
    sortBy(found, keys, ({ name, sku }, key) => (key === 'sku' ? sku : name.toLowerCase())),
  );
}

function listUsers(view: View): Answer {
  const users = view.live('users').map((row) => present(row, view));
  return envelope(view.call, 'users', users, { meta: { total: users.length, next: null, previous: null } });
}

const REPORT_TYPE = /^(report_[a-z_]+|entity_list_(leads|contacts|accounts))$/;

/** Saved lists and reports: the caller's own and shared ones, or those of `userId`. */
function listFilters(view: View): Answer {
  const { query } = view.call;
  const reportType = asText(query['reportType']);
  if (reportType !== undefined && !REPORT_TYPE.test(reportType))
    throw badRequest(view.call, 'Invalid filter', { detail: `Invalid value for reportType: ${reportType}` });
  const given = asText(query['userId']);
  const user = given === undefined ? view.caller.user.id : view.find('users', given).id;
  const rows = view
    .live('filters')
    .filter(
      (row) =>
        (row.links['user'] === user || (given === undefined && row.isShared)) &&
        (reportType ?? row.reportType) === row.reportType,
    );
  return listAnswer(view, 'filters', search(rows, asText(query['filter']), view));
}

/** A form with its fields, or one field: both answer under the same path, and the id tells them apart. */
function getForm(view: View): Answer {
  const id = idOf(view);
  if (id?.endsWith('-wfFields')) return oneAnswer(view, 'wfFields', view.find('wfFields', id));
  const form = view.find('wfForms', id);
  const wfFields = view.referring('wfFields', 'form', form.id).map((row) => present(row, view));
  return envelope(view.call, 'wfForms', [present(form, view, true)], { companions: { wfFields } });
}

/** Everything that is looked up rather than worked with. */
export const CATALOG_ENDPOINTS: readonly NutshellEndpoint[] = [
  endpoint('GET', '/users', 'List users', ANYBODY, listUsers),
  getEndpoint('users', '/users', 'a user', ANYBODY),
  getEndpoint('industries', '/industries', 'an industry', CRM),
  ...lookup('markets', '/markets', 'a market', 'markets', ANYBODY),
  ...lookup('outcomes', '/outcomes', 'an outcome', 'outcomes', CRM),
  ...lookup('competitors', '/competitors', 'a competitor', 'competitors', CRM),
  ...lookup('editions', '/editions', 'an edition', 'editions of marketing emails', MARKETING),
  listEndpoint('stages', '/stages', 'stages', CRM),
  listEndpoint('stagesets', '/stagesets', 'pipelines', CRM),
  listEndpoint('territories', '/territories', 'territories', ANYBODY),
  listEndpoint('emAudiences', '/audiences', 'audiences', MARKETING),
  endpoint('POST', '/audiences', 'Create an audience', MARKETING, (view) => {
    const name = newName(view, 'emAudiences', onlyRecord(view, 'emAudiences'));
    return oneAnswer(view, 'emAudiences', create(view, 'emAudiences', { name, isWebFX: false, links: {} }), 201);
  }),
  listEndpoint('wfForms', '/forms', 'forms', MARKETING),
  endpoint('GET', '/forms/:id', 'Get a form with its fields, or one field', MARKETING, getForm),
  endpoint('GET', '/filters', 'List saved lists and reports', ANYBODY, listFilters),
  getEndpoint('emails', '/emails', 'an email', ['canAccessCrm', 'canViewSharedEmails']),
  listEndpoint('sources', '/sources', 'sources', CRM),
  endpoint('POST', '/sources', 'Create a source', CRM, (view) => {
    const body = onlyRecord(view, 'sources');
    const name = newName(view, 'sources', body);
    const channel = readNumber(view, 'channel', memberOf(body, 'channel') ?? 0, 0, CHANNELS.length - 1);
    return oneAnswer(view, 'sources', create(view, 'sources', { name, channel, links: {} }), 201);
  }),
  deleteEndpoint('sources', '/sources', 'a source'),
  undeleteEndpoint('sources', '/sources', 'a source'),
  endpoint('GET', '/tags', 'List tags', CRM, listTags),
  endpoint('POST', '/tags', 'Create a tag', CRM, (view) => oneAnswer(view, 'tags', createTag(view))),
  deleteEndpoint('tags', '/tags', 'a tag'),
  undeleteEndpoint('tags', '/tags', 'a tag'),
  endpoint('GET', '/products', 'List products', CRM, listProducts),
  getEndpoint('products', '/products', 'a product', CRM),
  deleteEndpoint('products', '/products', 'a product'),
  undeleteEndpoint('products', '/products', 'a product'),
  ...lookup('productCategories', '/productcategories', 'a product category', 'product categories', CRM),
  endpoint('POST', '/productcategories', 'Create a product category', CRM, (view) => {
    const name = newName(view, 'productCategories', onlyRecord(view, 'productCategories'));
    return oneAnswer(view, 'productCategories', create(view, 'productCategories', { name, links: {} }), 201);
  }),
];
