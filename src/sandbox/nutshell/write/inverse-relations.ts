import { badRequest } from '../errors.ts';
import type { Lead, Stored } from '../model/records.ts';
import { linkOf, linksOf } from '../model/tables.ts';
import type { View } from '../view.ts';
import { change } from './changes.ts';
import type { RelatedType } from './relations.ts';
import { create, remove } from './store.ts';

/** A relation that is kept on the records at its other end. */
export interface InverseRelation {
  readonly current: (row: Stored, view: View) => string[];
  readonly add: (row: Stored, id: string, view: View) => void;
  readonly remove: (row: Stored, id: string, view: View) => void;
}

/** Price of a product for a lead: in the lead's market, else the first there is. */
export function priceFor(lead: Lead, product: string, view: View): string {
  const prices = view.row('products', product)?.prices ?? {};
  return prices[linkOf(lead, 'market') ?? ''] ?? Object.values(prices)[0] ?? '0.00';
}

const contacts: InverseRelation = {
  current: ({ id }, view) => view.referring('contacts', 'accounts', id).map((contact) => contact.id),
  add({ id }, contactId, view) {
    const contact = view.row('contacts', contactId)!;
    change(view, contact, { links: { accounts: [...linksOf(contact, 'accounts'), id] } });
  },
  remove({ id }, contactId, view) {
    const contact = view.row('contacts', contactId)!;
    change(view, contact, { links: { accounts: linksOf(contact, 'accounts').filter((other) => other !== id) } });
  },
};

/** Maps of a lead found by what they lead to. */
const through = (
  maps: 'productMaps' | 'competitorMaps',
  relation: 'product' | 'competitor',
  add: InverseRelation['add'],
): InverseRelation => {
  const mapsOf = (row: Stored, view: View): Stored[] => view.referring(maps, 'lead', row.id);
  return {
    current: (row, view) => [...new Set(mapsOf(row, view).map((map) => linkOf(map, relation)!))],
    add,
    remove(row, id, view) {
      for (const map of mapsOf(row, view)) if (linkOf(map, relation) === id) remove(view, map);
    },
  };
};

/** The maps themselves, which can be taken from a lead but not put on it. */
const mapsThemselves = (maps: 'productMaps' | 'competitorMaps'): InverseRelation => ({
  current: (row, view) => view.referring(maps, 'lead', row.id).map(({ id }) => id),
  add(_row, id, view) {
    throw badRequest(view.call, 'Invalid link', { detail: `${id} belongs to another lead.`, field: `links.${maps}` });
  },
  remove: (_row, id, view) => void remove(view, view.any(id)!),
});

/** Puts a product on a lead. */
export const addProduct = (lead: Lead, product: string, view: View, quantity = 1, price?: string): void =>
  void create(view, 'productMaps', {
    relationship: null,
    quantity,
    price: price ?? priceFor(lead, product, view),
    links: { lead: lead.id, product },
  });

/** Puts a competitor on a lead. */
export const addCompetitor = (lead: Stored, competitor: string, view: View): void =>
  void create(view, 'competitorMaps', {
    relationship: null,
    status: 'potential',
    links: { lead: lead.id, competitor },
  });

const INVERSE: Readonly<Partial<Record<RelatedType, Readonly<Record<string, InverseRelation>>>>> = {
  accounts: { contacts },
  leads: {
    products: through('productMaps', 'product', (row, id, view) => addProduct(row as Lead, id, view)),
    competitors: through('competitorMaps', 'competitor', addCompetitor),
    productMaps: mapsThemselves('productMaps'),
    competitorMaps: mapsThemselves('competitorMaps'),
  },
};

/** The relation of a type when it is kept at its other end, else undefined. */
export function inverseRelation(owner: RelatedType, name: string): InverseRelation | undefined {
  const relations = INVERSE[owner];
  return relations !== undefined && Object.hasOwn(relations, name) ? relations[name] : undefined;
}
