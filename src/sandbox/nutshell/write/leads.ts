import { badRequest } from '../errors.ts';
import { readId } from '../model/ids.ts';
import type { Lead, Links } from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import { stagesOf } from '../present/index.ts';
import { amountOf, readAmount } from '../values/money.ts';
import { readTime } from '../values/times.ts';
import type { View } from '../view.ts';
import { anything, checked, isObject, memberOf, nullableText } from './body.ts';
import { change } from './changes.ts';
import { readCustomFields } from './custom-fields.ts';
import { addCompetitor, addProduct } from './inverse-relations.ts';
import { createAccount, createContact } from './parties.ts';
import { readLinks, readRelated } from './relations.ts';
import { create, update } from './store.ts';

const DAYS_TO_CLOSE = 14;

const wrong = (view: View, field: string, why: string) => badRequest(view.call, `${field} ${why}`, { field });

const LEAD = {
  description: nullableText,
  manualValue: anything,
  dueTime: anything,
  customFields: anything,
  links: anything,
} as const;

/** Reads an amount of at least nothing, or null. @throws Refusal 400 */
function readValue(view: View, field: string, given: unknown): string | null {
  if (given === undefined || given === null) return null;
  const amount = readAmount(isObject(given) ? memberOf(given, 'amount') : given);
  if (amount === undefined || amount < 0) throw wrong(view, field, 'must be an amount such as "100.00"');
  return amountOf(amount);
}

/** Companies and people may be given as ids, or as records to be made on the way. */
function readParties(view: View, name: 'accounts' | 'contacts', given: unknown): string[] {
  if (given === undefined || given === null) return [];
  const list = Array.isArray(given) ? given : [given];
  if (list.length > 100) throw wrong(view, `links.${name}`, 'must be a list of at most 100');
  const make = name === 'accounts' ? createAccount : createContact;
  return [
    ...new Set(
      list.map((item: unknown) => (isObject(item) ? make(view, item).id : readRelated(view, 'leads', name, item))),
    ),
  ];
}

/** A product for a lead as clients write it: an id, or `{links: {product}, quantity, price}`. */
interface ProductInput {
  readonly product: string;
  readonly quantity: number;
  readonly price: string | undefined;
}

function readProduct(view: View, given: unknown): ProductInput {
  const id = isObject(given) ? (memberOf(memberOf(given, 'links'), 'product') ?? memberOf(given, 'product')) : given;
  const quantity = readAmount(memberOf(given, 'quantity') ?? 1);
  if (quantity === undefined || quantity <= 0) throw wrong(view, 'links.productMaps', 'need a quantity above 0');
  const price = readValue(view, 'links.productMaps', memberOf(given, 'price')) ?? undefined;
  return { product: readRelated(view, 'leads', 'products', id), quantity, price };
}

const asList = (given: unknown): readonly unknown[] =>
  given === undefined || given === null ? [] : Array.isArray(given) ? given.slice(0, 1000) : [given];

/** The number that people will know the next lead by. */
const nextNumber = (view: View): number =>
  view.state.database
    .table('leads')
    .all()
    .reduce((most, { number }) => Math.max(most, number), 999) + 1;

/** Where a new lead begins: in the default market, at the stage named, else at the first one of its pipeline. */
function firstStage(view: View, links: Links): Links {
  const home = view.live('markets').find(({ isDefault }) => isDefault)?.id ?? null;
  const market = (links['market'] as string | null | undefined) ?? home;
  const named = view.row('stages', (links['stage'] as string | undefined) ?? null);
  if (named !== undefined) return { market, stage: named.id, stageset: linkOf(named, 'stageset') };
  const chosen = links['stageset'] as string | null | undefined;
  const stageset = chosen ?? view.live('stagesets').find(({ isDefault }) => isDefault)?.id ?? null;
  return { market, stageset, stage: stageset === null ? null : (stagesOf(stageset, view)[0]?.id ?? null) };
}

/** Makes a lead. @param body what clients write inside `leads` @throws Refusal 400, 403 */
export function createLead(view: View, body: unknown): Lead {
  const values = checked(view, LEAD, body);
  const given = values['links'];
  if (given !== undefined && given !== null && !isObject(given)) throw wrong(view, 'links', 'must be an object');
  const { accounts, contacts, productMaps, competitorMaps, products, competitors, ...rest } = (given ?? {}) as Record<
    string,
    unknown
  >;
  const links = readLinks(view, 'leads', rest);
  const manualValue = readValue(view, 'manualValue', values['manualValue']);
  const due = values['dueTime'] === undefined || values['dueTime'] === null ? undefined : readTime(values['dueTime']);
  if (due === undefined && values['dueTime'] !== undefined && values['dueTime'] !== null)
    throw wrong(view, 'dueTime', 'must be a time');
  const customFields = readCustomFields(view, 'leads', values['customFields']);
  const productInputs = asList(productMaps ?? products).map((item) => readProduct(view, item));
  const competitorIds = asList(competitorMaps ?? competitors).map((id) =>
    readRelated(view, 'leads', 'competitors', id),
  );
  const lead = create(view, 'leads', {
    number: nextNumber(view),
    description: (values['description'] as string | null | undefined) ?? null,
    manualValue,
    confidence: 50,
    priority: 0,
    status: 'open',
    dueTime: due ?? view.now + DAYS_TO_CLOSE * 86_400,
    closedTime: null,
    customFields,
    links: {
      tags: [],
      sources: [],
      watchers: [],
      territory: null,
      outcome: null,
      creator: view.caller.actor,
      owner: view.caller.user.id,
      ...links,
      ...firstStage(view, links),
      accounts: readParties(view, 'accounts', accounts),
      contacts: readParties(view, 'contacts', contacts),
    },
  });
  for (const { product, quantity, price } of productInputs) addProduct(lead, product, view, quantity, price);
  for (const id of competitorIds) addCompetitor(lead, id, view);
  return lead;
}

/** Says how many of a lead's products were sold, by the maps that a closing request names. */
function updateProducts(view: View, lead: Lead, given: unknown): void {
  const own = view.referring('productMaps', 'lead', lead.id);
  for (const item of asList(given)) {
    const id = readId(memberOf(item, 'id'), ['productMaps']);
    const map = own.find((candidate) => candidate.id === id);
    if (map === undefined) throw badRequest(view.call, 'Invalid product map', { field: 'productMaps' });
    const quantity = readAmount(memberOf(item, 'quantity') ?? map.quantity);
    if (quantity === undefined || quantity <= 0) throw wrong(view, 'productMaps.quantity', 'must be a number above 0');
    update(view, map, { quantity, price: readValue(view, 'productMaps.price', memberOf(item, 'price')) ?? map.price });
  }
}

/** Notes who won or lost against us: the competitors that a closing request names. */
function updateCompetitors(view: View, lead: Lead, given: unknown, status: 'stole' | 'beat'): void {
  const own = view.referring('competitorMaps', 'lead', lead.id);
  for (const item of asList(given)) {
    const id = readId(isObject(item) ? memberOf(item, 'id') : item, ['competitorMaps']);
    const map = own.find((candidate) => candidate.id === id);
    if (map === undefined) throw badRequest(view.call, 'Invalid competitor map', { field: 'competitorMaps' });
    update(view, map, { status });
  }
}

/**
 * Closes a lead with an outcome, which says whether it was won, lost or cancelled.
 * @param body `{outcomeId, competitorMaps?, productMaps?}`
 * @throws Refusal 400
 */
export function closeLead(view: View, lead: Lead, body: unknown): Lead {
  const id = readId(memberOf(body, 'outcomeId'), ['outcomes']);
  const outcome = view.row('outcomes', id ?? null);
  if (outcome === undefined) throw badRequest(view.call, 'Invalid outcome', { field: 'outcomeId' });
  updateProducts(view, lead, memberOf(body, 'productMaps'));
  updateCompetitors(view, lead, memberOf(body, 'competitorMaps'), outcome.status === 'won' ? 'beat' : 'stole');
  const fields = { status: outcome.status, closedTime: view.now, confidence: outcome.status === 'won' ? 100 : 0 };
  return change(view, lead, { fields, links: { outcome: outcome.id } }, 'statuschange');
}

/** Opens a closed lead again. @throws Refusal 400 when it is open */
export function reopenLead(view: View, lead: Lead): Lead {
  if (lead.status === 'open') throw badRequest(view.call, 'Cannot reopen lead', { detail: `${lead.id} is open.` });
  const fields = { status: 'open' as const, closedTime: null, confidence: 50 };
  return change(view, lead, { fields, links: { outcome: null } }, 'statuschange');
}

/** Moves a lead to the first stage of another pipeline. @param body `{stageset}` @throws Refusal 400 */
export function movePipeline(view: View, lead: Lead, body: unknown): Lead {
  const id = readId(memberOf(body, 'stageset'), ['stagesets']);
  const stageset = view.row('stagesets', id ?? null);
  if (stageset === undefined || stageset.status !== 1)
    throw badRequest(view.call, 'Invalid stageset', { detail: 'There is no such active pipeline.', field: 'stageset' });
  return change(view, lead, { links: { stageset: stageset.id, stage: stagesOf(stageset.id, view)[0]?.id ?? null } });
}

/** Puts the caller among the watchers of a lead, or takes it away. */
export function toggleWatching(view: View, lead: Lead): Lead {
  const watchers = (lead.links['watchers'] ?? []) as readonly string[];
  const { id } = view.caller.user;
  const after = watchers.includes(id) ? watchers.filter((other) => other !== id) : [...watchers, id];
  return update(view, lead, { links: { ...lead.links, watchers: after } });
}
