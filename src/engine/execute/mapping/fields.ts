import type { CompileScope } from '../../compile/scope.ts';
import { compileValue, type Scope } from '../../compile/value.ts';
import type { FieldDefinition } from '../../definition.ts';
import { type CompiledExpression, compileExpression } from '../../expressions/index.ts';
import { enumMatcher } from '../enums/matchers.ts';
import type { StepNote } from '../outcome.ts';
import { type Fields, isRecord, setOwn } from '../records.ts';
import { recordScope } from './record-scope.ts';

/** Where provider fields that are not in the model go. */
export const CUSTOM_FIELDS = 'unified_custom_fields';

const UNMAPPED = 'unmapped_value';
const MOST_NOTES = 1_000;

/** What one record is mapped from, and what was noticed on the way. */
export interface Mapping {
  readonly scope: Scope;
  /** The run without the record, for elements of lists inside it. */
  readonly state: Scope;
  readonly recordId: string | undefined;
  /** Whether the account holds these scopes. */
  readonly allows: (scopes: readonly string[]) => boolean;
  readonly notes: StepNote[];
}

/** Yields a field's value; undefined leaves the field out. */
type ReadField = (mapping: Mapping) => unknown;

/** A field, compiled. */
export interface MappedField {
  readonly key: string;
  readonly custom: boolean;
  readonly requiredScopes: readonly string[];
  readonly read: ReadField;
}

function note(mapping: Mapping, targetField: string, message: string): undefined {
  if (mapping.notes.length < MOST_NOTES) {
    mapping.notes.push({ message, ...(mapping.recordId === undefined ? {} : { id: mapping.recordId }), targetField });
  }
  return undefined;
}

function evaluate(expression: CompiledExpression, mapping: Mapping, key: string): unknown {
  let value: unknown;
  try {
    value = expression.evaluate(mapping.scope);
  } catch {
    return note(mapping, key, 'Invalid expression');
  }
  return value === undefined ? note(mapping, key, 'Expression returned no value') : value;
}

function compileScalar({ targetFieldKey: key, expression }: FieldDefinition, scope: CompileScope): ReadField {
  if (expression === undefined || expression.trim() === '') {
    return (mapping) => note(mapping, key, 'Expression is empty');
  }
  const compiled = compileExpression(expression, { compat: scope.compat });
  return (mapping) => evaluate(compiled, mapping, key);
}

function compileEnum(field: FieldDefinition, scope: CompileScope): ReadField {
  const { targetFieldKey: key, expression, enumMapper } = field;
  const { compat } = scope;
  if (enumMapper === undefined) return (mapping) => note(mapping, key, 'An enum field needs an enumMapper');
  const source =
    expression === undefined || expression.trim() === '' ? undefined : compileExpression(expression, { compat });
  const sourceOf = ({ scope: context }: Mapping): unknown => source?.safe(context) ?? null;
  if (typeof enumMapper.matcher === 'string') {
    const name = enumMapper.matcher;
    const find = enumMatcher(name);
    if (find === undefined) return (mapping) => note(mapping, key, `The enum matcher "${name}" is not supported`);
    return (mapping) => {
      const sourceValue = sourceOf(mapping);
      return { value: find(sourceValue) ?? UNMAPPED, source_value: sourceValue };
    };
  }
  const rules = enumMapper.matcher.map((rule) => ({
    value: rule.value,
    expression: compileExpression(rule.matchExpression, { compat }),
  }));
  return (mapping) => {
    const rule = rules.find((candidate) => candidate.expression.evaluate(mapping.scope) === true);
    return { value: rule?.value ?? UNMAPPED, source_value: sourceOf(mapping) };
  };
}

function compileObject(field: FieldDefinition, scope: CompileScope): ReadField {
  const { targetFieldKey: key, properties, values, array, expression } = field;
  if (properties === undefined || properties.length === 0) {
    // The published engine leaves such a field out; its own connectors expect the value to pass through.
    return scope.compat === 'published' ? () => undefined : compileScalar(field, scope);
  }
  const members = compileFields(properties, scope);
  const templates = values === undefined ? undefined : compileValue(values, { compat: scope.compat });
  const within = (mapping: Mapping, element: unknown): Fields =>
    mapFields(members, { ...mapping, scope: recordScope(mapping.state, element, externalOf(mapping)) });
  if (array && templates !== undefined) {
    return (mapping) => {
      const list = templates.get(mapping.scope);
      return (Array.isArray(list) ? list : [list]).map((element) => within(mapping, element));
    };
  }
  if (array && expression !== undefined) {
    const compiled = compileExpression(expression, { compat: scope.compat });
    return (mapping) => {
      const list = evaluate(compiled, mapping, key);
      if (list === undefined) return undefined;
      return Array.isArray(list)
        ? list.map((element) => within(mapping, element))
        : filled(mapFields(members, mapping));
    };
  }
  if (templates !== undefined) return (mapping) => filled(within(mapping, templates.get(mapping.scope)));
  return (mapping) => filled(mapFields(members, mapping));
}

const externalOf = ({ scope }: Mapping): Fields | undefined =>
  isRecord(scope['external']) ? scope['external'] : undefined;

/** An object in which nothing was found is no value. */
const filled = (record: Fields): Fields | undefined => (Object.keys(record).length === 0 ? undefined : record);

function compileField(field: FieldDefinition, scope: CompileScope): MappedField {
  const { targetFieldKey: key, custom, requiredScopes, type } = field;
  const compile = type === 'enum' ? compileEnum : type === 'object' ? compileObject : compileScalar;
  return { key, custom, requiredScopes, read: compile(field, scope) };
}

/** Compiles the fields of a mapping. */
export const compileFields = (fields: readonly FieldDefinition[], scope: CompileScope): readonly MappedField[] =>
  fields.map((field) => compileField(field, scope));

/**
 * Maps one record. Fields without a value are left out, fields whose scopes the account was not granted as well.
 * @throws whatever a matching rule of an enum throws
 */
export function mapFields(fields: readonly MappedField[], mapping: Mapping): Fields {
  const record: Fields = {};
  let custom: Fields | undefined;
  for (const field of fields) {
    if (field.requiredScopes.length > 0 && !mapping.allows(field.requiredScopes)) continue;
    const value = field.read(mapping);
    if (value === undefined) continue;
    if (!field.custom) setOwn(record, field.key, value);
    else {
      custom ??= {};
      setOwn(custom, field.key, value);
    }
  }
  if (custom !== undefined) record[CUSTOM_FIELDS] = custom;
  return record;
}
