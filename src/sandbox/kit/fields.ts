import { checkType, type TypeName } from './field-types.ts';

/** What one member of a request body may hold. Plain data, so that a resource is one table of these. */
export interface FieldSpec {
  readonly type: TypeName;
  /** Must be given on create. */
  readonly required?: boolean;
  /** May be null; a create that leaves it out stores null. */
  readonly nullable?: boolean;
  /** Set by the provider; a client that sends it is ignored or refused, as {@link CheckOptions.readOnly} says. */
  readonly readOnly?: boolean;
  /** Value of a create that leaves it out. */
  readonly initial?: unknown;
  readonly choices?: readonly (string | number)[];
  /** Least number, or least length of a text or list. */
  readonly min?: number;
  /** Greatest number, or greatest length of a text or list. */
  readonly max?: number;
  /** Spec of a list's items. */
  readonly items?: FieldSpec;
  /** Specs of an object's members; without them any object will do. */
  readonly fields?: FieldSpecs;
  /** Name of the table whose id this is (also for the items of a list). */
  readonly refersTo?: string;
}

/** Specs by member name. */
export type FieldSpecs = Readonly<Record<string, FieldSpec>>;

/** Why a body was refused, at one member. */
export interface FieldIssue {
  /** Member name; nested ones as `address.city` and `tags[0]`. Empty for the body itself. */
  readonly path: string;
  readonly code: 'required' | 'type' | 'format' | 'choice' | 'size' | 'reference' | 'read_only' | 'unknown' | 'null';
  /** A plain English reason such as "must be a date in the format YYYY-MM-DD". */
  readonly message: string;
}

/** How strict {@link checkBody} is. */
export interface CheckOptions {
  /** An update: absent members are left alone instead of being required or filled. */
  readonly partial?: boolean;
  /** Default `ignore`. */
  readonly unknown?: 'ignore' | 'refuse';
  /** Default `ignore`. */
  readonly readOnly?: 'ignore' | 'refuse';
  /** Says whether a record exists; without it references are not looked up. */
  readonly exists?: (table: string, id: string | number) => boolean;
}

/** Accepted members and what was wrong. Use the values only when there are no issues. */
export interface CheckedBody {
  readonly values: Record<string, unknown>;
  readonly issues: readonly FieldIssue[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkSize(spec: FieldSpec, value: unknown): string | undefined {
  const size =
    typeof value === 'number' ? value : typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
  if (size === undefined) return undefined;
  const unit = typeof value === 'number' ? '' : typeof value === 'string' ? ' characters' : ' items';
  if (spec.min !== undefined && size < spec.min) return `must be at least ${spec.min}${unit}`;
  if (spec.max !== undefined && size > spec.max) return `must be at most ${spec.max}${unit}`;
  return undefined;
}

/** Checks one value; issues are added to `issues`, the value in its stored form is returned. */
function checkValue(
  spec: FieldSpec,
  given: unknown,
  path: string,
  options: CheckOptions,
  issues: FieldIssue[],
): unknown {
  const refuse = (code: FieldIssue['code'], message: string) => {
    issues.push({ path, code, message });
    return undefined;
  };
  if (given === null) return spec.nullable ? null : refuse('null', 'must not be null');
  const checked = checkType(spec.type, given);
  if ('problem' in checked) return refuse(checked.format ? 'format' : 'type', checked.problem);
  const { value } = checked;
  if (spec.choices !== undefined && !spec.choices.includes(value as string | number))
    return refuse('choice', `must be one of ${spec.choices.join(', ')}`);
  const size = checkSize(spec, value);
  if (size !== undefined) return refuse('size', size);
  if (Array.isArray(value) && spec.items !== undefined) {
    const items = spec.refersTo === undefined ? spec.items : { refersTo: spec.refersTo, ...spec.items };
    return value.map((item, index) => checkValue(items, item, `${path}[${index}]`, options, issues));
  }
  if (spec.fields !== undefined && isObject(value))
    return checkMembers(spec.fields, value, `${path}.`, options, issues);
  if (spec.refersTo !== undefined && options.exists?.(spec.refersTo, value as string | number) === false)
    return refuse('reference', 'does not exist');
  return value;
}

function checkMembers(
  specs: FieldSpecs,
  body: Readonly<Record<string, unknown>>,
  prefix: string,
  options: CheckOptions,
  issues: FieldIssue[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const path = `${prefix}${name}`;
    const given = Object.hasOwn(body, name) ? body[name] : undefined;
    if (spec.readOnly && given !== undefined && options.readOnly === 'refuse')
      issues.push({ path, code: 'read_only', message: 'is read-only' });
    if (given !== undefined && !spec.readOnly) values[name] = checkValue(spec, given, path, options, issues);
    else if (options.partial) continue;
    else if (spec.required && !spec.readOnly) issues.push({ path, code: 'required', message: 'is required' });
    else if (spec.initial !== undefined) values[name] = structuredClone(spec.initial);
    else if (spec.nullable) values[name] = null;
  }
  if (options.unknown === 'refuse')
    for (const name of Object.keys(body).filter((key) => !Object.hasOwn(specs, key)))
      issues.push({ path: `${prefix}${name}`, code: 'unknown', message: 'is not a known field' });
  return values;
}

/**
 * Checks a request body against field specs. Only declared members are taken over, so hostile names never reach a record.
 * @param specs what the resource holds
 * @param body the parsed body; anything but an object is one issue with an empty path
 */
export function checkBody(specs: FieldSpecs, body: unknown, options: CheckOptions = {}): CheckedBody {
  if (!isObject(body)) return { values: {}, issues: [{ path: '', code: 'type', message: 'must be an object' }] };
  const issues: FieldIssue[] = [];
  const values = checkMembers(specs, body, '', options, issues);
  return { values, issues };
}
