import { type Answer, asList, empty } from '../../kit/index.ts';
import { envelope } from '../envelope.ts';
import { badRequest, notFound } from '../errors.ts';
import { readId } from '../model/ids.ts';
import type { SalesDocument } from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import { present } from '../present/index.ts';
import { linksOfAll } from '../query/field.ts';
import { nested, pageAnswer, readPage } from '../query/paging.ts';
import { sortBy } from '../query/sorting.ts';
import { readDates } from '../query/spans.ts';
import type { View } from '../view.ts';
import { createInvoice, setDocumentStatus } from '../write/documents.ts';
import { patch } from '../write/patch.ts';
import { remove } from '../write/store.ts';
import {
  CRM,
  CRM_DELETE,
  deletable,
  deleteEndpoint,
  endpoint,
  getEndpoint,
  idOf,
  type NutshellEndpoint,
} from './endpoint.ts';

type Kind = SalesDocument['kind'];

/** A quote by its id, or an invoice: they share their ids. @throws Refusal 404 */
function findDocument(view: View, kind: Kind): SalesDocument {
  const row = view.find('quotes', idOf(view));
  if (row.kind !== kind) throw notFound();
  return row;
}

const documentAnswer = (view: View, row: SalesDocument, status = 200): Answer =>
  envelope(view.call, row.kind, [present(row, view)], { status });

function listDocuments(view: View, kind: Kind): Answer {
  const filter = nested(view.call.query['filter']);
  const unknown = Object.keys(filter).find((name) => !['lead', 'dateMin', 'dateMax'].includes(name));
  if (unknown !== undefined) throw badRequest(view.call, 'Invalid filter', { detail: `Unknown filter: ${unknown}` });
  const leads = asList(filter['lead']).map((text) => readId(text, ['leads']));
  if (leads.includes(undefined)) throw badRequest(view.call, 'Invalid filter', { detail: 'Invalid value for lead' });
  const inDates = readDates(view, filter);
  const found = view
    .live('quotes')
    .filter(
      (row) =>
        row.kind === kind &&
        inDates(row.createdTime) &&
        (leads.length === 0 || leads.includes(linkOf(row, 'lead') ?? '')),
    );
  const rows = sortBy(found, [{ key: 'createdTime', descending: true }], ({ createdTime }) => createdTime);
  return pageAnswer(view, kind, rows, readPage(view));
}

const documentEndpoints = (kind: Kind, one: string): NutshellEndpoint[] => [
  endpoint('GET', `/${kind}`, `List ${kind}`, CRM, (view) => listDocuments(view, kind)),
  endpoint('GET', `/${kind}/:id`, `Get ${one}`, CRM, (view) => documentAnswer(view, findDocument(view, kind))),
  endpoint('POST', `/${kind}/:id/status`, `Change the status of ${one}`, CRM, (view) =>
    documentAnswer(view, setDocumentStatus(view, findDocument(view, kind), view.call.json())),
  ),
];

/** Competitor maps with the leads and competitors they join. */
function competitorMapsAnswer(view: View, ids: readonly string[]): Answer {
  const rows = ids.map((id) => view.row('competitorMaps', id)!);
  const show = (relation: string) => linksOfAll(rows, relation, view).map((id) => present(view.any(id)!, view));
  return envelope(
    view.call,
    'competitorMaps',
    rows.map((row) => present(row, view)),
    { companions: { leads: show('lead'), competitors: show('competitor') } },
  );
}

/** What is sold: products and competitors on leads, quotes and invoices. */
export const SALES_ENDPOINTS: readonly NutshellEndpoint[] = [
  ...documentEndpoints('quotes', 'a quote'),
  endpoint('POST', '/quotes/:id/invoice', 'Make an invoice from a quote', CRM, (view) =>
    documentAnswer(view, createInvoice(view, findDocument(view, 'quotes')), 201),
  ),
  ...documentEndpoints('invoices', 'an invoice'),
  endpoint('GET', '/productmaps', 'List products on leads', CRM, (view) =>
    envelope(
      view.call,
      'productMaps',
      view.live('productMaps').map((row) => present(row, view)),
    ),
  ),
  getEndpoint('productMaps', '/productmaps', 'a product on a lead', CRM),
  endpoint('PATCH', '/productmaps/:id', 'Update a product on a lead', CRM, (view) => {
    patch(view, 'productMaps', view.find('productMaps', idOf(view)), 'any');
    return empty();
  }),
  deleteEndpoint('productMaps', '/productmaps', 'a product on a lead'),
  endpoint('GET', '/competitormaps', 'List competitors on leads', CRM, (view) =>
    competitorMapsAnswer(
      view,
      view.live('competitorMaps').map(({ id }) => id),
    ),
  ),
  endpoint('GET', '/competitormaps/:id', 'Get a competitor on a lead', CRM, (view) =>
    competitorMapsAnswer(
      view,
      view.findList('competitorMaps', idOf(view)).map(({ id }) => id),
    ),
  ),
  endpoint('PATCH', '/competitormaps/:id', 'Update a competitor on a lead', CRM, (view) => {
    patch(view, 'competitorMaps', view.find('competitorMaps', idOf(view)), 'any');
    return empty();
  }),
  endpoint('DELETE', '/competitormaps/:id', 'Take a competitor off a lead', CRM_DELETE, (view) => {
    for (const row of deletable(view, 'competitorMaps')) remove(view, row);
    return empty();
  }),
];
