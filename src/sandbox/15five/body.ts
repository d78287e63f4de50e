import { isDate } from '../kit/index.ts';
import { invalid, type Problems, unsupportedType } from './errors.ts';
import type { TableName } from './model/tables.ts';
import { readSpan } from './moments.ts';
import type { FifteenFiveCall, State } from './state.ts';

/** What one member of a body may hold. */
export interface Field {
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime';
  readonly required?: true;
  readonly nullable?: true;
  readonly choices?: readonly string[];
  /** Greatest length of a text. */
  readonly max?: number;
  /** May be an empty text. */
  readonly blank?: true;
  /** A list of such values. */
  readonly many?: true;
  /** Name of the table whose id this is. */
  readonly table?: TableName;
  /** A list of objects with these members; `type` does not matter. */
  readonly members?: Fields;
}

/** Fields by name. */
export type Fields = Readonly<Record<string, Field>>;

type Read = { readonly value: unknown } | { readonly problem: string };
type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** A value's type as the provider's language calls it. */
const typeName = (value: unknown): string =>
  Array.isArray(value) ? 'list' : isObject(value) ? 'dict' : typeof value === 'string' ? 'str' : 'int';
const isFilled = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

/** The provider takes numbers written as text, and truth in several spellings. */
const READERS: Readonly<Record<Field['type'], (given: unknown) => Read>> = {
  text: (given) => (isFilled(given) ? { value: String(given).trim() } : { problem: 'Not a valid string.' }),
  integer: (given) =>
    isFilled(given) && /^-?\d{1,15}$/.test(String(given))
      ? { value: Number(given) }
      : { problem: 'A valid integer is required.' },
  number: (given) =>
    isFilled(given) && /^-?\d{1,15}(\.\d+)?$/.test(String(given))
      ? { value: Number(given) }
      : { problem: 'A valid number is required.' },
  boolean(given) {
    const text = typeof given === 'boolean' || isFilled(given) ? String(given).toLowerCase() : '';
    if (text === 'true' || text === '1') return { value: true };
    return text === 'false' || text === '0' ? { value: false } : { problem: 'Must be a valid boolean.' };
  },
  date: (given) =>
    isDate(given)
      ? { value: given }
      : { problem: 'Date has wrong format. Use one of these formats instead: YYYY-MM-DD.' },
  datetime(given) {
    const span = typeof given === 'string' ? readSpan(given) : undefined;
    if (span !== undefined) return { value: span.from };
    const problem =
      'Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].';
    return { problem };
  },
};

function readOne(field: Field, given: unknown, state: State): Read {
  const { type, choices, table, max, blank } = field;
  const read = READERS[type](given);
  if ('problem' in read) return read;
  const { value } = read;
  if (table !== undefined && !state.database.table(table).has(value as number))
    return { problem: `Invalid pk "${value}" - object does not exist.` };
  if (choices !== undefined && !choices.includes(String(value)))
    return { problem: `"${String(value)}" is not a valid choice.` };
  if (value === '' && !blank) return { problem: 'This field may not be blank.' };
  if (max !== undefined && String(value).length > max)
    return { problem: `Ensure this field has no more than ${max} characters.` };
  return read;
}

/** The value in its stored form, or what is wrong with it in the shape of the answer. */
function readField(field: Field, given: unknown, state: State): { value: unknown } | { problems: unknown } {
  if (given === null) return field.nullable ? { value: null } : { problems: ['This field may not be null.'] };
  if (field.many || field.members !== undefined) {
    if (!Array.isArray(given)) return { problems: [`Expected a list of items but got type "${typeName(given)}".`] };
    if (field.members !== undefined) return readMany(field.members, given, state);
    const items = given.map((item) => readOne(field, item, state));
    const problem = items.find((item) => 'problem' in item);
    return problem === undefined
      ? { value: items.map((item) => (item as { value: unknown }).value) }
      : { problems: [(problem as { problem: string }).problem] };
  }
  const read = readOne(field, given, state);
  return 'problem' in read ? { problems: [read.problem] } : read;
}

function readObject(
  fields: Fields,
  body: unknown,
  state: State,
  partial: boolean,
): { values: JsonObject; problems: Problems } {
  if (!isObject(body)) {
    const text = `Invalid data. Expected a dictionary, but got ${typeName(body)}.`;
    return { values: {}, problems: { non_field_errors: [text] } };
  }
  const values: Record<string, unknown> = {};
  const problems: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const given = Object.hasOwn(body, name) ? body[name] : undefined;
    if (given === undefined) {
      if (field.required && !partial) problems[name] = ['This field is required.'];
      continue;
    }
    const read = readField(field, given, state);
    if ('problems' in read) problems[name] = read.problems;
    else values[name] = read.value;
  }
  return { values, problems };
}

function readMany(fields: Fields, list: readonly unknown[], state: State): { value: unknown } | { problems: unknown } {
  const read = list.map((item) => readObject(fields, item, state, false));
  return read.some(({ problems }) => Object.keys(problems).length > 0)
    ? { problems: read.map(({ problems }) => problems) }
    : { value: read.map(({ values }) => values) };
}

/** The body as data: JSON, or a form. @throws Refusal 415 for another type */
async function readData(call: FifteenFiveCall): Promise<unknown> {
  const type = call.headers['content-type'] ?? '';
  if (call.body.length === 0) return {};
  if (/^application\/json\b/i.test(type)) return call.json();
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)) throw unsupportedType(type);
  return Object.fromEntries(await call.form());
}

/**
 * The members of the body that are known. Unknown ones are ignored.
 * @param partial nothing is required
 * @throws Refusal 400 with what is wrong by member, 415 for a body of another type
 */
export async function readBody(fields: Fields, call: FifteenFiveCall, partial = false): Promise<JsonObject> {
  const { values, problems } = readObject(fields, await readData(call), call.state, partial);
  if (Object.keys(problems).length > 0) throw invalid(problems);
  return values;
}

/**
 * The items of a body that is a list.
 * @throws Refusal 400 with what is wrong by item, 415 for a body of another type
 */
export async function readBodies(fields: Fields, call: FifteenFiveCall): Promise<readonly JsonObject[]> {
  const data = await readData(call);
  if (!Array.isArray(data))
    throw invalid({ non_field_errors: [`Expected a list of items but got type "${typeName(data)}".`] });
  const read = readMany(fields, data, call.state);
  if ('problems' in read) throw invalid(read.problems as Problems[]);
  return read.value as JsonObject[];
}

/** The form with an uploaded file. @throws Refusal 400 when there is no file, 415 for a body of another type */
export async function readFile(call: FifteenFiveCall): Promise<{ form: FormData; text: string }> {
  const type = call.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) throw unsupportedType(type || 'application/octet-stream');
  const form = await call.form();
  const file = form.get('file');
  if (file === null) throw invalid({ file: ['No file was submitted.'] });
  if (typeof file === 'string')
    throw invalid({ file: ['The submitted data was not a file. Check the encoding type on the form.'] });
  return { form, text: await file.text() };
}
