import { badRequest } from '../errors.ts';
import { readId } from '../model/ids.ts';
import type { Installment, Lead } from '../model/records.ts';
import { amountOf, readAmount } from '../values/money.ts';
import { readTime } from '../values/times.ts';
import type { View } from '../view.ts';
import { isObject, memberOf } from './body.ts';
import { create, remove, update } from './store.ts';

const MAX_INSTALLMENTS = 200;

interface InstallmentInput {
  /** An installment of the lead that stays. */
  readonly kept: Installment | undefined;
  readonly fields: Pick<Installment, 'dueTime' | 'description' | 'value' | 'failedTime'>;
}

function readInstallment(view: View, item: unknown, index: number, own: readonly Installment[]): InstallmentInput {
  const wrong = (field: string, why: string) =>
    badRequest(view.call, `[${index}].${field} ${why}`, { field: `[${index}].${field}` });
  if (!isObject(item)) throw wrong('', 'must be an object');
  const id = memberOf(item, 'id');
  const kept = id === undefined || id === null ? undefined : own.find((row) => row.id === readId(id, ['installments']));
  if (id !== undefined && id !== null && kept === undefined) throw wrong('id', 'is no installment of this lead');
  const dueTime = readTime(memberOf(item, 'dueTime'));
  if (dueTime === undefined) throw wrong('dueTime', 'must be a time');
  const amount = readAmount(memberOf(item, 'value'));
  if (amount === undefined || amount < 0) throw wrong('value', 'must be an amount such as "100.00"');
  const isFailed = memberOf(item, 'isFailed');
  if (typeof isFailed !== 'boolean') throw wrong('isFailed', 'must be true or false');
  const description = memberOf(item, 'description') ?? null;
  if (description !== null && typeof description !== 'string') throw wrong('description', 'must be a string');
  const failedTime = isFailed ? (kept?.failedTime ?? view.now) : null;
  return { kept, fields: { dueTime, description, value: amountOf(amount), failedTime } };
}

/**
 * Replaces the whole schedule of a lead: entries with an id stay and change, others are new, the rest goes.
 * @param body `[{id?, dueTime, description?, value, isFailed}]`
 * @throws Refusal 400
 */
export function replaceInstallments(view: View, lead: Lead, body: unknown): Installment[] {
  if (!Array.isArray(body) || body.length > MAX_INSTALLMENTS)
    throw badRequest(view.call, `The request body must be a list of at most ${MAX_INSTALLMENTS} installments.`);
  const own = view.referring('installments', 'lead', lead.id);
  const inputs = body.map((item: unknown, index) => readInstallment(view, item, index, own));
  for (const row of own) if (!inputs.some(({ kept }) => kept?.id === row.id)) remove(view, row);
  for (const { kept, fields } of inputs)
    if (kept === undefined) create(view, 'installments', { ...fields, isPaid: false, links: { lead: lead.id } });
    else update(view, kept, fields);
  return view.referring('installments', 'lead', lead.id);
}
