import type { FieldSpec } from '../kit/index.ts';

const MAX_TEXT = 10_000;

/** Specs that nearly every resource uses. Names say type and whether null is allowed; `read` means set by the provider. */
export const text: FieldSpec = { type: 'text', required: true, min: 1, max: MAX_TEXT };
export const optionalText: FieldSpec = { type: 'text', nullable: true, max: MAX_TEXT };
export const date: FieldSpec = { type: 'date', required: true };
export const optionalDate: FieldSpec = { type: 'date', nullable: true };
export const readText: FieldSpec = { type: 'text', readOnly: true };
export const readDate: FieldSpec = { type: 'date', readOnly: true };
export const readTimestamp: FieldSpec = { type: 'timestamp', readOnly: true };
export const readNumber: FieldSpec = { type: 'number', readOnly: true };
export const readBoolean: FieldSpec = { type: 'boolean', readOnly: true };
export const readObject: FieldSpec = { type: 'any', readOnly: true };
export const texts: FieldSpec = { type: 'list', items: { type: 'text', max: 500 }, initial: [], max: 200 };

/** The id of another record. */
export const reference = (refersTo: string): FieldSpec => ({ type: 'text', required: true, refersTo });
/** The id of another record, or null. */
export const optionalReference = (refersTo: string): FieldSpec => ({ type: 'text', nullable: true, refersTo });
/** The id of another record that the provider sets. */
export const readReference = (refersTo: string): FieldSpec => ({ type: 'text', readOnly: true, refersTo });
/** One of several words. @param initial value of a create that leaves it out; without it the field is required */
export const choice = (choices: readonly string[], initial?: string): FieldSpec =>
  initial === undefined ? { type: 'text', choices, required: true } : { type: 'text', choices, initial };
/** True or false, with a start value. */
export const flag = (initial: boolean): FieldSpec => ({ type: 'boolean', initial });

/** Whose record it is. */
export const personId = reference('people');
/** The account; set by the provider. */
export const companyId = readReference('companies');
