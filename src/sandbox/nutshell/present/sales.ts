import { numberOf, typeOf } from '../model/ids.ts';
import type {
  CompetitorMap,
  Installment,
  Party,
  ProductLine,
  ProductMap,
  SalesDocument,
  Stored,
  SubtotalLine,
} from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import { money } from '../values/money.ts';
import { pageLinks } from '../values/names.ts';
import { isoTime, isoTimeWithOffset } from '../values/times.ts';
import type { View } from '../view.ts';
import { nameOf } from './engagements.ts';
import { currencyOf } from './leads.ts';

type Shown = Readonly<Record<string, unknown>>;

/** Currency of the lead that a record belongs to. */
function currencyFor(row: Stored, view: View): string {
  const lead = view.row('leads', linkOf(row, 'lead'));
  return lead === undefined ? 'USD' : currencyOf(lead, view);
}

/** A product on a lead. */
export function presentProductMap(row: ProductMap, view: View): Shown {
  const product = view.row('products', linkOf(row, 'product'));
  return {
    id: row.id,
    type: 'productMaps',
    relationship: row.relationship,
    price: money(Number(row.price), currencyFor(row, view)),
    name: product?.name ?? null,
    unit: product?.unit ?? null,
    quantity: row.quantity,
    productType: product?.productType ?? 'product',
    links: { product: view.readableLink(row, 'product'), lead: view.link(row, 'lead') },
  };
}

/** A competitor on a lead. */
export const presentCompetitorMap = (row: CompetitorMap, view: View): Shown => ({
  id: row.id,
  type: 'competitorMaps',
  relationship: row.relationship,
  name: view.row('competitors', linkOf(row, 'competitor'))?.name ?? null,
  status: row.status,
  links: { lead: view.link(row, 'lead'), competitor: linkOf(row, 'competitor') },
});

/** Price of a product line after its discount. */
export function lineTotal({ price, quantity, discountUnit, discountNumber }: ProductLine): number {
  const full = Number(price) * quantity;
  if (discountUnit === null || discountNumber === null) return full;
  return discountUnit === '%' ? full * (1 - discountNumber / 100) : full - discountNumber;
}

const modifierAmount = ({ modifierUnit, modifierValue, operation }: SubtotalLine, subtotal: number): number =>
  (operation === '+' ? 1 : -1) * (modifierUnit === '%' ? (subtotal * modifierValue) / 100 : modifierValue);

/** What a quote or invoice asks for in the end. */
export function documentTotal({ productLines, subtotalLines }: SalesDocument): number {
  const subtotal = productLines.reduce((sum, line) => sum + lineTotal(line), 0);
  return subtotalLines.reduce((sum, line) => sum + modifierAmount(line, subtotal), subtotal);
}

/** The status as shown: what is out and past its day has expired. */
export const displayStatus = (row: SalesDocument, now: number): string =>
  (row.status === 'READY' || row.status === 'SENT') && row.validThroughTime < now ? 'EXPIRED' : row.status;

function recipientOf(row: SalesDocument, view: View): Shown | null {
  const id = view.link(row, 'recipient');
  const party = id === null ? undefined : (view.any(id) as Party | undefined);
  if (party === undefined) return null;
  return { id: party.id, name: nameOf(party, view), email: party.emails[0]?.value ?? null };
}

/** A quote or an invoice. */
export function presentDocument(row: SalesDocument, view: View): Shown {
  const currency = currencyFor(row, view);
  const at = (seconds: number | null) => (seconds === null ? null : isoTime(seconds));
  const number = numberOf(row.id);
  const subtotal = row.productLines.reduce((sum, line) => sum + lineTotal(line), 0);
  return {
    id: row.id,
    type: row.kind,
    number: row.number,
    displayStatus: displayStatus(row, view.now),
    total: money(documentTotal(row), currency),
    productLineItems: row.productLines.map((line, position) => ({
      id: `${number * 10 + position}-quoteProductLineItems`,
      position,
      ...line,
      price: money(Number(line.price), currency),
      total: money(lineTotal(line), currency),
    })),
    subtotalLineItems: row.subtotalLines.map((line, position) => ({
      id: `${number * 10 + position}-quoteSubtotalLineItems`,
      position,
      ...line,
      total: money(modifierAmount(line, subtotal), currency),
    })),
    recipient: recipientOf(row, view),
    validThroughTime: isoTime(row.validThroughTime),
    createdTime: isoTime(row.createdTime),
    publishedTime: at(row.publishedTime),
    sentTime: at(row.sentTime),
    ...(row.kind === 'quotes'
      ? { acceptedTime: at(row.acceptedTime) }
      : { paidTime: at(row.acceptedTime), completionComment: row.comment }),
    acceptedName: row.acceptedName,
    acceptedEmail: row.acceptedEmail,
    deletedTime: at(row.deletedTime),
    ...pageLinks(`/${row.kind === 'quotes' ? 'quote' : 'invoice'}/${number}`),
    links: { lead: view.link(row, 'lead') },
  };
}

/** A payment agreed for a lead. */
export const presentInstallment = (row: Installment, view: View): Shown => ({
  id: row.id,
  type: typeOf(row.id),
  dueTime: isoTimeWithOffset(row.dueTime),
  description: row.description,
  value: { currency: currencyFor(row, view), amount: Number(row.value) },
  failedTime: row.failedTime === null ? null : isoTimeWithOffset(row.failedTime),
  isPaid: row.isPaid,
});
