import { checkBody, type FieldSpec, type FieldSpecs } from '../../kit/index.ts';
import { badRequest } from '../errors.ts';
import type { View } from '../view.ts';

/** A checked body; members that were not sent are absent. */
export type Values = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own member of an object; absent for anything else. */
export const memberOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** Checks a body against specs. @throws Refusal 400 with the first reason */
export function checked(view: View, specs: FieldSpecs, body: unknown, prefix = ''): Values {
  const { values, issues } = checkBody(specs, body, { partial: true });
  const [issue] = issues;
  if (issue !== undefined) {
    const field = `${prefix}${issue.path}`;
    throw badRequest(view.call, `${field || 'The request body'} ${issue.message}`, { field: field || 'body' });
  }
  return values;
}

/**
 * The one record of a body such as `{"accounts": [{…}]}`.
 * @throws Refusal 400 when there is none, or more than one
 */
export function onlyRecord(view: View, key: string): unknown {
  const list = memberOf(view.call.json(), key);
  if (!Array.isArray(list) || list.length === 0)
    throw badRequest(view.call, `The request body must hold one record under "${key}".`);
  if (list.length > 1) throw badRequest(view.call, `You may only create one ${key} resource per request.`);
  return list[0];
}

const MAX_TEXT = 10_000;

/** Specs that several resources use. */
export const text: FieldSpec = { type: 'text', max: MAX_TEXT };
export const nullableText: FieldSpec = { type: 'text', max: MAX_TEXT, nullable: true };
export const flag: FieldSpec = { type: 'boolean' };
export const anything: FieldSpec = { type: 'any', nullable: true };
