import { NAMED_ENUMS } from '../../definition/named-enums.ts';
import type { ActionDefinition, InputDefinition, InputProperty, InputShape, ValueFormat } from '../../definition.ts';

/** A JSON Schema (2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Where a caller puts an input. */
export type InputGroup = 'path' | 'query' | 'headers' | 'body';

/** The groups in the order they are shown; an input that stands in two is taken from the first. */
export const INPUT_GROUPS: readonly InputGroup[] = ['path', 'query', 'headers', 'body'];

/** What messages need to know about a schema that JSON Schema itself does not say. */
export interface SchemaNote {
  /** The author's own words for a value that breaks the rules. */
  readonly errorMessage?: string;
  /** Null stands for "no value". */
  readonly optional?: boolean;
}

const notes = new WeakMap<object, SchemaNote>();

/** The note on a schema made here. */
export const noteOf = (schema: object): SchemaNote => notes.get(schema) ?? {};

/** Adds to the note on a schema. */
function annotate<T extends object>(schema: T, note: SchemaNote): T {
  notes.set(schema, { ...notes.get(schema), ...note });
  return schema;
}

const READING = new Set(['list', 'get']);

/** Where the caller puts an input whose author does not say. */
export function groupOf(input: InputDefinition, action: ActionDefinition): InputGroup {
  if (input.in !== undefined) return input.in;
  const route = action.entrypointUrl ?? '';
  if (route.includes(`:${input.name}`) || route.includes(`{${input.name}}`)) return 'path';
  const reads = READING.has(action.actionType ?? '') || action.entrypointHttpMethod === 'GET';
  return reads ? 'query' : 'body';
}

function rulesOf({ rules, type }: InputShape): Record<string, unknown> {
  if (rules === undefined) return {};
  const schema: Record<string, unknown> = {};
  if (type === 'number') {
    if (rules.min !== undefined) schema['minimum'] = rules.min;
    if (rules.max !== undefined) schema['maximum'] = rules.max;
  } else {
    if (rules.minLength !== undefined) schema['minLength'] = rules.minLength;
    if (rules.maxLength !== undefined) schema['maxLength'] = rules.maxLength;
    if (rules.pattern !== undefined) schema['pattern'] = rules.pattern;
    Object.assign(schema, formatOf(rules.format));
  }
  return schema;
}

/** A format of the published names in words that every JSON Schema validator knows. */
function formatOf(format: ValueFormat | undefined): Record<string, unknown> {
  if (format === undefined) return {};
  if (format === 'url') return { format: 'uri', pattern: '^[hH][tT][tT][pP][sS]?://' };
  return { format: format === 'datetime' ? 'date-time' : format };
}

function elementOf(shape: InputShape): Record<string, unknown> {
  switch (shape.type) {
    case 'number':
    case 'boolean':
    case 'string':
      return { type: shape.type, ...rulesOf(shape) };
    case 'datetime_string':
      return { type: 'string', format: 'date-time', ...rulesOf(shape) };
    case 'enum': {
      const values = shape.oneOf?.values ?? NAMED_ENUMS[shape.oneOf?.ref ?? ''];
      const type = values?.every((value) => typeof value === 'string') === false ? {} : { type: 'string' };
      return values === undefined ? { ...type, ...rulesOf(shape) } : { ...type, enum: [...values], ...rulesOf(shape) };
    }
    case 'object':
      return objectSchema(shape.properties ?? []);
    default:
      return {};
  }
}

function shapeSchema(shape: InputShape): Record<string, unknown> {
  const description = shape.description === undefined ? {} : { description: shape.description };
  const note = shape.rules?.errorMessage === undefined ? {} : { errorMessage: shape.rules.errorMessage };
  if (!shape.array) return annotate({ ...elementOf(shape), ...description }, note);
  return { type: 'array', items: annotate(elementOf(shape), note), ...description };
}

/** The JSON Schema of one input or property. */
export function propertySchema(property: InputProperty): Record<string, unknown> {
  const optional = { optional: !property.required };
  const { variants, description } = property;
  if (variants === undefined || variants.length === 0) return annotate(shapeSchema(property), optional);
  const own = property.type === undefined ? [] : [property];
  const anyOf = [...own, ...variants].map(shapeSchema);
  return annotate(description === undefined ? { anyOf } : { anyOf, description }, optional);
}

/** The JSON Schema of an object with these properties. Others may stand beside them. */
function objectSchema(properties: readonly InputProperty[]): Record<string, unknown> {
  const schema: Record<string, unknown> = { type: 'object' };
  if (properties.length > 0) schema['properties'] = propertiesSchema(properties);
  const required = properties.filter((property) => property.required).map((property) => property.name);
  return required.length > 0 ? { ...schema, required } : schema;
}

const propertiesSchema = (properties: readonly InputProperty[]): Record<string, unknown> =>
  Object.fromEntries(properties.map((property) => [property.name, propertySchema(property)]));

/** The JSON Schema of what a caller of an action sends, grouped; only the groups the action uses. */
export function inputSchema(action: ActionDefinition): JsonSchema {
  const groups: Record<string, unknown> = {};
  const required: string[] = [];
  for (const group of INPUT_GROUPS) {
    const inputs = action.inputs.filter((input) => groupOf(input, action) === group);
    if (inputs.length === 0) continue;
    const closed = group === 'path' || group === 'body' ? { additionalProperties: false } : {};
    groups[group] = { ...objectSchema(inputs), ...closed };
    if (inputs.some((input) => input.required)) required.push(group);
  }
  return {
    type: 'object',
    properties: groups,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}
