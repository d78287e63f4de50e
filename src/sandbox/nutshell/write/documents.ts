import { badRequest } from '../errors.ts';
import type { DocumentStatus, SalesDocument } from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import type { View } from '../view.ts';
import { checked, nullableText, text } from './body.ts';
import { create, update } from './store.ts';

const SETTABLE = ['READY', 'SENT', 'REVOKED', 'ACCEPTED', 'ARCHIVED'] as const;

const STATUS = {
  status: { ...text, choices: SETTABLE },
  comment: nullableText,
  acceptedName: nullableText,
  acceptedEmail: nullableText,
} as const;

/** From which status each one can be reached. */
const BEFORE: Readonly<Record<(typeof SETTABLE)[number], readonly DocumentStatus[]>> = {
  READY: ['DRAFT', 'READY', 'SENT', 'REVOKED'],
  SENT: ['DRAFT', 'READY', 'SENT'],
  REVOKED: ['DRAFT', 'READY', 'SENT'],
  ACCEPTED: ['READY', 'SENT', 'ACCEPTED'],
  ARCHIVED: ['DRAFT', 'READY', 'SENT', 'REVOKED', 'ACCEPTED', 'ARCHIVED'],
};

/**
 * Sets the status of a quote or invoice; for an invoice ACCEPTED means paid.
 * @param body `{status, comment? (invoices), acceptedName?, acceptedEmail?}`
 * @throws Refusal 400 for unknown words and steps that make no sense
 */
export function setDocumentStatus(view: View, row: SalesDocument, body: unknown): SalesDocument {
  const values = checked(view, STATUS, body);
  const status = values['status'] as (typeof SETTABLE)[number] | undefined;
  if (status === undefined) throw badRequest(view.call, 'status is required', { field: 'status' });
  if (!BEFORE[status].includes(row.status))
    throw badRequest(view.call, 'Invalid status', {
      detail: `${row.status} cannot become ${status}.`,
      field: 'status',
    });
  const isAccepted = status === 'ACCEPTED';
  return update(view, row, {
    status,
    publishedTime: row.publishedTime ?? (status === 'REVOKED' || status === 'ARCHIVED' ? null : view.now),
    sentTime: status === 'SENT' ? view.now : row.sentTime,
    acceptedTime: isAccepted ? (row.acceptedTime ?? view.now) : row.acceptedTime,
    acceptedName: isAccepted
      ? ((values['acceptedName'] as string | null | undefined) ?? row.acceptedName)
      : row.acceptedName,
    acceptedEmail: isAccepted
      ? ((values['acceptedEmail'] as string | null | undefined) ?? row.acceptedEmail)
      : row.acceptedEmail,
    comment: row.kind === 'invoices' ? ((values['comment'] as string | null | undefined) ?? row.comment) : null,
  });
}

const DAYS_TO_PAY = 30;

/** Makes an invoice with the lines of a quote. @throws Refusal 400 when the quote was withdrawn */
export function createInvoice(view: View, quote: SalesDocument): SalesDocument {
  if (quote.status === 'REVOKED' || quote.status === 'ARCHIVED')
    throw badRequest(view.call, 'Invalid quote', { detail: `The quote is ${quote.status}.` });
  const lead = linkOf(quote, 'lead');
  const others = view.state.referring('quotes', 'lead', lead ?? '').length;
  const [leadNumber = ''] = quote.number.split('-');
  return create(view, 'quotes', {
    kind: 'invoices',
    number: `${leadNumber}-${String(others + 1).padStart(2, '0')}`,
    status: 'DRAFT',
    productLines: quote.productLines,
    subtotalLines: quote.subtotalLines,
    validThroughTime: view.now + DAYS_TO_PAY * 86_400,
    publishedTime: null,
    sentTime: null,
    acceptedTime: null,
    acceptedName: null,
    acceptedEmail: null,
    comment: null,
    links: { lead, recipient: linkOf(quote, 'recipient') },
  });
}
