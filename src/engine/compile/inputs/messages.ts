import type { ErrorObject } from 'ajv';
import type { InputIssue } from '../../program.ts';
import { FORMATS } from './formats.ts';
import { noteOf } from './schema.ts';

const MOST_ISSUES = 20;

/** What a value is, in words. The value itself is not repeated: it may be a secret. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a string' : `a ${typeof value}`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'an array',
};

const FORMAT_NAMES: Readonly<Record<string, string>> = {
  'date-time': 'a date like 2026-01-31 or a date and time like 2026-01-31T09:30:00Z',
  date: FORMATS['date']?.expected ?? 'a date',
  email: FORMATS['email']?.expected ?? 'an email address',
  uuid: FORMATS['uuid']?.expected ?? 'a UUID',
  uri: FORMATS['uri']?.expected ?? 'a URI',
};

/** What a schema asks for, in words. */
export function expectedBy(schema: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(schema['anyOf'])) {
    const kinds = schema['anyOf'].map((variant) => expectedBy(variant as Readonly<Record<string, unknown>>));
    return [...new Set(kinds)].join(' or ');
  }
  if (Array.isArray(schema['enum'])) return `one of ${schema['enum'].map((value) => JSON.stringify(value)).join(', ')}`;
  const format = FORMAT_NAMES[String(schema['format'])];
  return format ?? TYPE_NAMES[String(schema['type'])] ?? 'a value';
}

const count = (amount: unknown, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;

function messageFor(error: ErrorObject): string {
  const schema = (error.parentSchema ?? {}) as Readonly<Record<string, unknown>>;
  const own = noteOf(schema).errorMessage;
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'type':
    case 'anyOf':
      return `must be ${expectedBy(schema)}, not ${kindOf(error.data)}`;
    case 'enum':
      return own ?? `must be ${expectedBy(schema)}`;
    case 'format':
      return own ?? `must be ${expectedBy(schema)}`;
    case 'pattern':
      return (
        own ?? (schema['format'] === 'uri' ? `must be ${FORMATS['url']?.expected}` : `must match ${params['pattern']}`)
      );
    case 'minLength':
      return (
        own ??
        (params['limit'] === 1 ? 'must not be empty' : `must have at least ${count(params['limit'], 'character')}`)
      );
    case 'maxLength':
      return own ?? `must have at most ${count(params['limit'], 'character')}`;
    case 'minimum':
      return own ?? `must be ${params['limit']} or more`;
    case 'maximum':
      return own ?? `must be ${params['limit']} or less`;
    default:
      return own ?? `is not valid: ${error.message}`;
  }
}

/** `/body/contacts/0/email` as `body.contacts[0].email`. */
function pathOf(pointer: string): string {
  let path = '';
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path += /^\d+$/.test(name) && path !== '' ? `[${name}]` : path === '' ? name : `.${name}`;
  }
  return path;
}

function isNoValue(error: ErrorObject): boolean {
  return error.data === null && noteOf(error.parentSchema ?? {}).optional === true;
}

function requiredIssue(error: ErrorObject): InputIssue {
  const name = String((error.params as { missingProperty?: unknown }).missingProperty);
  const parent = (error.parentSchema ?? {}) as { properties?: Readonly<Record<string, unknown>> };
  const schema = parent.properties?.[name];
  const what = schema === undefined ? '' : `: ${expectedBy(schema as Readonly<Record<string, unknown>>)}`;
  const base = pathOf(error.instancePath);
  return { path: base === '' ? name : `${base}.${name}`, message: `is required${what}` };
}

/** Issues in words for what a schema validator found. Null for an optional input is no issue. */
export function issuesOf(errors: readonly ErrorObject[]): InputIssue[] {
  const issues = new Map<string, InputIssue>();
  for (const error of errors) {
    // The branches of alternatives are summed up by the error of the alternatives themselves.
    if (/\/anyOf\/\d+\//.test(error.schemaPath) || isNoValue(error)) continue;
    const issue =
      error.keyword === 'required'
        ? requiredIssue(error)
        : { path: pathOf(error.instancePath), message: messageFor(error) };
    if (!issues.has(issue.path)) issues.set(issue.path, issue);
    if (issues.size >= MOST_ISSUES) break;
  }
  return [...issues.values()];
}
