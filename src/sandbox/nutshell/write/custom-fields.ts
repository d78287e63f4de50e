import { badRequest } from '../errors.ts';
import type { CustomField } from '../model/catalog.ts';
import type { CrmType } from '../model/tables.ts';
import { amountOf, readAmount } from '../values/money.ts';
import type { View } from '../view.ts';
import { isObject } from './body.ts';

/** A field that the instance's people made, by its name; undefined when a type has none of that name. */
export const customField = (view: View, type: CrmType, name: string): CustomField | undefined =>
  view.state.database.table('customFields').find((field) => field.entity === type && field.name === name);

const dateText = (text: string): string | undefined =>
  /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text)) ? text.slice(0, 10) : undefined;

function choiceText({ choices, isMultiple }: CustomField, text: string): string | undefined {
  const chosen = isMultiple ? text.split(',').map((part) => part.trim()) : [text];
  return chosen.every((choice) => choices.includes(choice)) ? chosen.join(', ') : undefined;
}

/** A value as stored, or undefined when it does not fit the field. */
function storedValue(field: CustomField, given: unknown): string | undefined {
  const text = typeof given === 'number' || typeof given === 'boolean' ? String(given) : given;
  if (typeof text !== 'string' || text.length > 10_000) return undefined;
  switch (field.fieldType) {
    case 'Currency': {
      const amount = readAmount(text);
      return amount === undefined ? undefined : amountOf(amount);
    }
    case 'Date':
      return dateText(text);
    case 'Decision':
      return choiceText(field, text);
    case 'Email':
      return /^[^\s@]+@[^\s@]+$/.test(text) ? text : undefined;
    default:
      return text;
  }
}

/** Reads one value. Null and empty text clear the field. @throws Refusal 400 */
export function readCustomValue(view: View, field: CustomField, given: unknown): string | null {
  if (given === null || given === '') return null;
  const value = storedValue(field, given);
  if (value === undefined)
    throw badRequest(view.call, `Invalid value for the custom field "${field.name}"`, {
      field: `customFields.${field.name}`,
    });
  return value;
}

/** Reads `customFields` of a record about to be made. @throws Refusal 400 for unknown names and values that do not fit */
export function readCustomFields(view: View, type: CrmType, given: unknown): Readonly<Record<string, string>> {
  if (given === undefined || given === null) return {};
  if (!isObject(given)) throw badRequest(view.call, 'customFields must be an object', { field: 'customFields' });
  const values: [string, string][] = [];
  for (const [name, item] of Object.entries(given)) {
    const field = customField(view, type, name);
    if (field === undefined)
      throw badRequest(view.call, `There is no custom field "${name}"`, { field: `customFields.${name}` });
    const value = readCustomValue(view, field, item);
    if (value !== null) values.push([name, value]);
  }
  return Object.fromEntries(values);
}
