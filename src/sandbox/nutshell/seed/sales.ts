import type { Random } from '../../kit/index.ts';
import type { DocumentStatus, Lead, ProductLine, SalesDocument } from '../model/records.ts';
import { linkOf, linksOf } from '../model/tables.ts';
import { amountOf } from '../values/money.ts';
import type { Seeder } from './seeder.ts';

const QUOTES = 160;
const DAY = 86_400;

function productLines(seeder: Seeder, lead: Lead, random: Random): ProductLine[] {
  return seeder.state.referring('productMaps', 'lead', lead.id).map((id) => {
    const map = seeder.state.database.table('productMaps').get(id)!;
    const product = seeder.state.database.table('products').get(linkOf(map, 'product')!)!;
    const hasDiscount = random.chance(0.25);
    return {
      product: product.id,
      name: product.name,
      description: product.description ?? '',
      sku: product.sku,
      quantity: map.quantity,
      term: product.productType === 'subscription' ? product.unit : null,
      price: map.price,
      discountUnit: hasDiscount ? '%' : null,
      discountNumber: hasDiscount ? random.pick([5, 10, 15]) : null,
    };
  });
}

const NEXT_STATUS: Readonly<Record<Lead['status'], readonly (readonly [DocumentStatus, number])[]>> = {
  open: [
    ['DRAFT', 3],
    ['READY', 2],
    ['SENT', 5],
  ],
  won: [['ACCEPTED', 1]],
  lost: [
    ['SENT', 2],
    ['REVOKED', 2],
    ['ARCHIVED', 1],
  ],
  cancelled: [['REVOKED', 1]],
};

function timesOf(status: DocumentStatus, createdTime: number) {
  const isOut = status === 'SENT' || status === 'ACCEPTED' || status === 'REVOKED';
  return {
    publishedTime: status === 'DRAFT' || status === 'ARCHIVED' ? null : createdTime + 3600,
    sentTime: isOut ? createdTime + 7200 : null,
    acceptedTime: status === 'ACCEPTED' ? createdTime + 5 * DAY : null,
  };
}

/** Quotes for leads with products, an invoice for most that were accepted, and payment schedules for some of those. */
export function seedSales(seeder: Seeder): void {
  const leads = seeder
    .all('leads')
    .filter(
      ({ id, deletedTime }) => deletedTime === null && seeder.state.referring('productMaps', 'lead', id).length > 0,
    );
  const random = seeder.random.fork('sales');
  let number = 0;
  for (const lead of random.sample(leads, QUOTES).sort((a, b) => a.createdTime - b.createdTime)) {
    const own = seeder.random.fork(`sales/${lead.id}`);
    const createdTime = Math.min(lead.createdTime + own.int(1, 4) * DAY, seeder.midnight - 10 * 3600);
    const status = own.weighted(NEXT_STATUS[lead.status]);
    const recipient = linksOf(lead, 'contacts')[0] ?? linksOf(lead, 'accounts')[0] ?? null;
    const isAccepted = status === 'ACCEPTED';
    const signer = seeder.state.database.table('contacts').get(recipient ?? '');
    number += 1;
    const quote = seeder.add(
      'quotes',
      number,
      {
        kind: 'quotes',
        number: `${lead.number}-01`,
        status,
        productLines: productLines(seeder, lead, own),
        subtotalLines: own.chance(0.5) ? [{ label: 'Tax', modifierUnit: '%', modifierValue: 6, operation: '+' }] : [],
        validThroughTime: createdTime + 45 * DAY,
        ...timesOf(status, createdTime),
        acceptedName: isAccepted ? (signer?.name ?? 'Purchasing') : null,
        acceptedEmail: isAccepted ? (signer?.emails[0]?.value ?? null) : null,
        comment: null,
      },
      { createdTime, links: { lead: lead.id, recipient } },
    );
    if (isAccepted && own.chance(0.8)) {
      number += 1;
      seedInvoice(seeder, quote, number, own);
    }
  }
}

function seedInvoice(seeder: Seeder, quote: SalesDocument, number: number, random: Random): void {
  const createdTime = Math.min(quote.createdTime + 6 * DAY, seeder.midnight - 8 * 3600);
  const status: DocumentStatus = random.chance(0.6) ? 'ACCEPTED' : 'SENT';
  const { productLines: lines, subtotalLines } = quote;
  seeder.add(
    'quotes',
    number,
    {
      kind: 'invoices',
      number: quote.number.replace(/-01$/, '-02'),
      status,
      productLines: lines,
      subtotalLines,
      validThroughTime: createdTime + 30 * DAY,
      ...timesOf(status, createdTime),
      acceptedName: null,
      acceptedEmail: null,
      comment: status === 'ACCEPTED' ? 'Paid by bank transfer' : null,
    },
    { createdTime, links: quote.links },
  );
  if (random.chance(0.5)) seedInstallments(seeder, quote, random);
}

function seedInstallments(seeder: Seeder, quote: SalesDocument, random: Random): void {
  const parts = random.int(2, 4);
  const total = quote.productLines.reduce((sum, { price, quantity }) => sum + Number(price) * quantity, 0);
  for (let part = 0; part < parts; part++) {
    const dueTime = quote.createdTime + (part + 1) * 30 * DAY;
    const isPast = dueTime < seeder.midnight;
    const hasFailed = isPast && random.chance(0.05);
    seeder.add(
      'installments',
      seeder.state.database.table('installments').size + 1,
      {
        description: `Part ${part + 1} of ${parts}`,
        dueTime,
        value: amountOf(total / parts),
        failedTime: hasFailed ? dueTime + DAY : null,
        isPaid: isPast && !hasFailed,
      },
      { createdTime: quote.createdTime, links: { lead: linkOf(quote, 'lead') } },
    );
  }
}
