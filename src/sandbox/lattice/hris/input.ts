import { isDate } from '../../kit/index.ts';
import { badRequest } from '../errors.ts';
import type { Group } from '../model/hris.ts';
import type { LatticeCall, State } from '../state.ts';
import { CUSTOM_GROUPS, type EmployeeField, fieldsOf, RECORD_GROUPS } from './fields.ts';

type JsonObject = Readonly<Record<string, unknown>>;
type Read = { readonly value: unknown } | { readonly problem: string };

/** Values of a body by group of the record. References are stored as ids. */
export type EmployeeInput = Readonly<Record<string, Group>>;

const MAX_TEXT = 1000;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The id in `"id"` or `{"id": "id"}`. */
const idIn = (given: unknown): string | undefined => {
  const id = isObject(given) ? given['id'] : given;
  return typeof id === 'string' ? id : undefined;
};

function readValue({ type, options = [] }: EmployeeField, given: unknown, { database }: State): Read {
  if (given === null) return { value: null };
  const id = idIn(given);
  switch (type) {
    case 'date':
      return isDate(given) ? { value: given } : { problem: 'must be a date in the format YYYY-MM-DD' };
    case 'number':
      return typeof given === 'number' && Number.isFinite(given) ? { value: given } : { problem: 'must be a number' };
    case 'option': {
      const choice = options.find((one) => one.id === id);
      return choice ? { value: choice } : { problem: `must be one of ${options.map((one) => one.id).join(', ')}` };
    }
    case 'department':
      return database.table('departments').has(id ?? '') ? { value: id } : { problem: 'must be a department' };
    case 'employee':
      return database.table('employees').has(id ?? '') ? { value: id } : { problem: 'must be an employee' };
    default:
      return typeof given === 'string' && given.length <= MAX_TEXT
        ? { value: given }
        : { problem: `must be a string of at most ${MAX_TEXT} characters` };
  }
}

function readGroup(name: string, given: unknown, path: string, state: State, problems: string[]): Group {
  if (!isObject(given)) {
    problems.push(`${path} must be an object`);
    return {};
  }
  const fields = fieldsOf(name);
  const known = new Set(fields.map(({ key }) => key));
  for (const key of Object.keys(given)) if (!known.has(key)) problems.push(`${path}.${key} is not a known field`);
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    if (!Object.hasOwn(given, field.key)) continue;
    const read = readValue(field, given[field.key], state);
    if ('problem' in read) problems.push(`${path}.${field.key} ${read.problem}`);
    else values[field.key] = read.value;
  }
  return values;
}

/** The groups a body gives, by their paths in it. */
function groupsIn(body: JsonObject, problems: string[]): (readonly [name: string, given: unknown, path: string])[] {
  return Object.entries(body).flatMap(([name, given]) => {
    if (RECORD_GROUPS.includes(name) && !CUSTOM_GROUPS.includes(name)) return [[name, given, name] as const];
    if (name !== 'custom_categories' || !isObject(given)) {
      problems.push(`${name} is not a known group of fields`);
      return [];
    }
    return Object.entries(given).flatMap(([category, inner]) => {
      const path = `custom_categories.${category}`;
      if (CUSTOM_GROUPS.includes(category)) return [[category, inner, path] as const];
      problems.push(`${path} is not a known category`);
      return [];
    });
  });
}

const REQUIRED = [
  ['personal', 'legal_first_name'],
  ['personal', 'legal_last_name'],
  ['contact_information', 'work_email'],
  ['employment_details', 'start_date'],
] as const;

/**
 * What a body says about an employee.
 * @param isNew then some fields are required
 * @throws Refusal 400 with every reason
 */
export function readEmployee(body: JsonObject, call: LatticeCall, isNew: boolean): EmployeeInput {
  const problems: string[] = [];
  const read = groupsIn(body, problems).map(
    ([name, given, path]) => [name, readGroup(name, given, path, call.state, problems)] as const,
  );
  const input: EmployeeInput = Object.fromEntries(read);
  for (const [name, key] of isNew ? REQUIRED : [])
    if (input[name]?.[key] == null && !problems.some((text) => text.startsWith(`${name}.${key} `)))
      problems.push(`${name}.${key} is required`);
  if (problems.length > 0) throw badRequest(call, 'Validation failed', problems);
  return input;
}
