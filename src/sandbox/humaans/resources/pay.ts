import { badRequest } from '../errors.ts';
import type { Change, ResourceRow } from '../resource.ts';
import { COMPENSATIONS, PRIVATE } from '../scopes.ts';
import { choice, companyId, date, optionalDate, optionalText, personId, reference, text } from '../specs.ts';

const PERIODS = ['annual', 'monthly', 'weekly', 'daily', 'hourly', 'once'];
const BASE_TYPES = ['salary', 'bonus', 'commission', 'equity', 'custom'];
const currencies = new Set(Intl.supportedValuesOf('currency'));

function prepareCompensation({ values, before }: Change): Readonly<Record<string, unknown>> {
  const merged: Readonly<Record<string, unknown>> = { ...before, ...values };
  if (!currencies.has(String(merged['currency'])))
    throw badRequest([{ name: 'currency', reason: 'must be an ISO 4217 currency code' }]);
  if (String(merged['amount']).startsWith('-')) throw badRequest([{ name: 'amount', reason: 'must not be negative' }]);
  const end = merged['endDate'];
  if (typeof end === 'string' && end < String(merged['effectiveDate']))
    throw badRequest([{ name: 'endDate', reason: 'must not be before effectiveDate' }]);
  return {};
}

/** What people earn and where it is paid. */
export const PAY: readonly ResourceRow[] = [
  {
    path: '/compensations',
    noun: 'compensation',
    scopes: COMPENSATIONS,
    fields: {
      personId,
      compensationTypeId: reference('compensationTypes'),
      amount: { type: 'decimal', required: true },
      currency: text,
      period: choice(PERIODS),
      note: optionalText,
      effectiveDate: date,
      endDate: optionalDate,
      endReason: optionalText,
    },
    prepare: prepareCompensation,
  },
  {
    path: '/compensation-types',
    noun: 'compensation type',
    scopes: COMPENSATIONS,
    fields: { companyId, name: text, baseType: choice(BASE_TYPES) },
  },
  {
    path: '/bank-accounts',
    noun: 'bank account',
    scopes: PRIVATE,
    selfService: true,
    fields: {
      personId,
      bankName: text,
      nameOnAccount: text,
      accountNumber: text,
      swiftCode: optionalText,
      sortCode: optionalText,
      routingNumber: optionalText,
    },
  },
];
