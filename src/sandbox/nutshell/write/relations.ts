import { requirePermission } from '../access.ts';
import { badRequest } from '../errors.ts';
import type { Tag } from '../model/catalog.ts';
import { type EntityType, readId } from '../model/ids.ts';
import type { Links } from '../model/records.ts';
import type { View } from '../view.ts';
import { isObject } from './body.ts';

/** A relation that clients may set. */
export interface Relation {
  readonly types: readonly EntityType[];
  readonly isMany: boolean;
}

/** Relations of one type, by name. */
export type Relations = Readonly<Record<string, Relation>>;

const one = (...types: EntityType[]): Relation => ({ types, isMany: false });
const many = (...types: EntityType[]): Relation => ({ types, isMany: true });

/** What can be set on each type. A company's people and a lead's products and competitors are kept on the other side. */
export const RELATIONS = {
  accounts: {
    owner: one('users', 'teams'),
    territory: one('territories'),
    tags: many('tags'),
    accountType: one('accountTypes'),
    industry: one('industries'),
    contacts: many('contacts'),
  },
  contacts: {
    accounts: many('accounts'),
    emAudiences: many('emAudiences'),
    owner: one('users', 'teams'),
    territory: one('territories'),
    tags: many('tags'),
  },
  leads: {
    accounts: many('accounts'),
    contacts: many('contacts'),
    tags: many('tags'),
    sources: many('sources'),
    owner: one('users', 'teams'),
    territory: one('territories'),
    stage: one('stages'),
    stageset: one('stagesets'),
    market: one('markets'),
    watchers: many('users'),
    products: many('products'),
    productMaps: many('productMaps'),
    competitors: many('competitors'),
    competitorMaps: many('competitorMaps'),
  },
  tasks: { assignee: one('users'), relatedEntity: one('accounts', 'contacts', 'leads') },
  productMaps: { product: one('products') },
  competitorMaps: { competitor: one('competitors') },
} as const satisfies Readonly<Record<string, Relations>>;

export type RelatedType = keyof typeof RELATIONS;

/** Reads one related id and finds its record. @throws Refusal 400 */
export function readRelated(view: View, owner: RelatedType, name: string, given: unknown): string {
  const relation = (RELATIONS[owner] as Relations)[name]!;
  const id = readId(given, relation.types);
  const row = id === undefined ? undefined : view.any(id);
  if (row === undefined || !view.isLive(row))
    throw badRequest(view.call, 'Invalid link', {
      detail:
        `There is no ${relation.types.join(' or ')} record ${typeof given === 'object' ? '' : String(given)}`.trim(),
      field: `links.${name}`,
    });
  if (name === 'tags' && (row as Tag).tagType !== owner)
    throw badRequest(view.call, 'Invalid link', {
      detail: `The tag ${row.id} is for ${(row as Tag).tagType}.`,
      field: 'links.tags',
    });
  return row.id;
}

/** Reads the ids of a relation: a list for those that hold many, else one id or null. @throws Refusal 400 */
export function readRelation(view: View, owner: RelatedType, name: string, given: unknown): string | string[] | null {
  const relation = (RELATIONS[owner] as Relations)[name]!;
  if (!relation.isMany) return given === null || given === '' ? null : readRelated(view, owner, name, given);
  const list = given === null ? [] : Array.isArray(given) ? given : [given];
  if (list.length > 1000)
    throw badRequest(view.call, 'Invalid link', { detail: 'At most 1000 ids.', field: `links.${name}` });
  return [...new Set(list.map((item: unknown) => readRelated(view, owner, name, item)))];
}

/** @throws Refusal 400 when a type has no such relation */
export function requireRelation(view: View, owner: RelatedType, name: string): void {
  if (!Object.hasOwn(RELATIONS[owner], name))
    throw badRequest(view.call, 'Invalid link', {
      detail: `${owner} have no relation ${name}`,
      field: `links.${name}`,
    });
}

/** Handing a record to somebody else needs a right. @throws Refusal 403 */
export function requireAssignable(view: View, before: string | null, after: unknown): void {
  const { user } = view.caller;
  if (after !== before && after !== user.id) requirePermission(view.call, user, 'canAssignEntities');
}

/** Reads the `links` of a record about to be made. @throws Refusal 400, 403 */
export function readLinks(view: View, owner: RelatedType, given: unknown): Links {
  if (given === undefined || given === null) return {};
  if (!isObject(given)) throw badRequest(view.call, 'links must be an object', { field: 'links' });
  const links: Record<string, string | string[] | null> = {};
  for (const name of Object.keys(given)) {
    requireRelation(view, owner, name);
    links[name] = readRelation(view, owner, name, given[name]);
  }
  const assigned = links['owner'] ?? links['assignee'];
  if (typeof assigned === 'string') requireAssignable(view, null, assigned);
  return links;
}
