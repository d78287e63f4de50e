import { FORMATS } from '../compile/inputs/formats.ts';
import { type BoundedPattern, compilePattern } from '../compile/inputs/pattern.ts';
import { setOwn } from '../execute/records.ts';
import { compileExpression } from '../expressions/index.ts';
import { didYouMean } from '../parse/nearest.ts';
import type { AuthField, AuthMethod } from '../program.ts';

/** One field that is not right. `message` is a sentence part for the person who fills the form. */
export interface FieldIssue {
  readonly key: string;
  readonly message: string;
}

/** How a check of fields ended: values ready to store, or what is wrong with which field. */
export type FieldCheck =
  | { readonly ok: true; readonly values: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly issues: readonly FieldIssue[] };

const LONGEST_VALUE = 100_000;

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Text around which nothing stands: a pasted key often ends in a space or a line break. */
function trimmed(field: AuthField, value: unknown): unknown {
  if (typeof value === 'number' && field.type !== 'number') return String(value);
  return typeof value === 'string' ? value.trim() : value;
}

function patternProblem(pattern: string, value: string): string | undefined {
  let compiled: BoundedPattern;
  try {
    compiled = compilePattern(pattern);
  } catch {
    // Validation of the connector reports broken patterns; they hinder nobody here.
    return undefined;
  }
  return compiled.test(value) ? undefined : 'does not have the expected form';
}

function problemWith(field: AuthField, value: unknown): string | undefined {
  if (field.type === 'number') return Number.isFinite(Number(value)) ? undefined : 'must be a number';
  if (typeof value !== 'string') return 'must be a text';
  if (value.length > LONGEST_VALUE) return 'is too long';
  if (field.type === 'select') {
    const options = field.options ?? [];
    if (options.some((option) => option.value === value)) return undefined;
    return `must be one of ${options.map((option) => `"${option.label}"`).join(', ')}`;
  }
  const { pattern, format, errorMessage } = field.validation ?? {};
  const shape = format === undefined ? undefined : FORMATS[format];
  if (shape !== undefined && !shape.test(value)) return errorMessage ?? `must be ${shape.expected}`;
  const problem = pattern === undefined ? undefined : patternProblem(pattern, value);
  return problem === undefined ? undefined : (errorMessage ?? problem);
}

const stored = (field: AuthField, value: unknown): unknown => (field.type === 'number' ? Number(value) : value);

/**
 * Checks and completes what someone filled into the fields of an auth method: trims, fills defaults and fixed values,
 * computes computed fields, and refuses what is missing, malformed or unknown.
 * @param part `config` are the fields of the customer, `setup` those of the integrator
 * @param known values that expressions may use besides these fields, for example the set-up values
 */
export function validateAuthFields(
  method: AuthMethod,
  part: 'setup' | 'config',
  values: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, unknown>> = {},
): FieldCheck {
  const fields = part === 'setup' ? method.setupFields : method.configFields;
  const declared = new Map(fields.map((field) => [field.key, field]));
  const issues: FieldIssue[] = [];
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(values)) {
    if (!declared.has(key) && !isBlank(values[key])) {
      issues.push({ key, message: `is an unknown field.${didYouMean(key, declared.keys())}` });
    }
  }
  const given = (field: AuthField): unknown => {
    // A fixed value is the author's; whoever fills the form cannot replace it.
    const own = field.readOnly && field.value !== undefined ? undefined : trimmed(field, ownOf(values, field.key));
    return isBlank(own) ? field.value : own;
  };
  for (const field of fields)
    if (field.computed === undefined && !isBlank(given(field))) setOwn(result, field.key, given(field));
  for (const field of fields) {
    if (field.computed !== undefined || !applies(field, result, known)) continue;
    const value = ownOf(result, field.key);
    const problem = isBlank(value) ? (field.required ? 'is required' : undefined) : problemWith(field, value);
    if (problem !== undefined) issues.push({ key: field.key, message: problem });
  }
  if (issues.length > 0) return { ok: false, issues };
  for (const field of fields) {
    if (!applies(field, result, known)) delete result[field.key];
    else if (ownOf(result, field.key) !== undefined) setOwn(result, field.key, stored(field, result[field.key]));
  }
  const missing = compute(fields, result, known);
  return missing.length > 0 ? { ok: false, issues: missing } : { ok: true, values: result };
}

const ownOf = (values: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(values, key) ? values[key] : undefined;

/** What expressions on fields see: every value by its own name and under `credentials`. */
const fieldScope = (values: Readonly<Record<string, unknown>>, known: Readonly<Record<string, unknown>>) => {
  const credentials = { ...known, ...values };
  return { ...credentials, credentials };
};

function applies(
  field: AuthField,
  values: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, unknown>>,
): boolean {
  if (field.condition === undefined) return true;
  return Boolean(compileExpression(field.condition).safe(fieldScope(values, known)));
}

/** Fills in computed fields in their order, so that one may use those before it. */
function compute(
  fields: readonly AuthField[],
  values: Record<string, unknown>,
  known: Readonly<Record<string, unknown>>,
): FieldIssue[] {
  const issues: FieldIssue[] = [];
  for (const field of fields) {
    if (field.computed === undefined || !applies(field, values, known)) continue;
    const value = compileExpression(field.computed).safe(fieldScope(values, known));
    if (!isBlank(value)) setOwn(values, field.key, value);
    else if (field.required) issues.push({ key: field.key, message: 'could not be computed from the other fields' });
  }
  return issues;
}
