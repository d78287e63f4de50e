import { NAMED_ENUMS } from '../../definition/named-enums.ts';
import type { InputDefinition, InputProperty, InputRules, InputShape, InputType } from '../../definition.ts';
import { quote } from '../../parse/index.ts';
import type { Block } from '../kinds/block.ts';
import { list } from '../kinds/collections.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, capital, defaulted, type Keys, optional, required } from '../kinds/mapping.ts';
import { bool, choice, number, text, wrongType } from '../kinds/scalars.ts';
import { checkUnique } from '../rules/unique.ts';
import { filled, pattern, valueFormat } from './common.ts';

const inputType: Kind<InputType> = choice(['string', 'number', 'boolean', 'datetime_string', 'object', 'enum'], {
  hints: {
    array: 'There is no type for lists: give the type of the elements and "array: true".',
    list: 'There is no type for lists: give the type of the elements and "array: true".',
    integer: 'Write "number".',
    date: 'Write "datetime_string".',
    datetime: 'Write "datetime_string".',
    text: 'Write "string".',
    file: 'Write "string"; files are sent as base64.',
  },
});

const enumValue: Kind<string | number | boolean> = {
  expects: 'a text, number or boolean',
  read(node, path, context) {
    return node.kind === 'scalar' && node.value !== null
      ? node.value
      : wrongType(node, path, context, 'a text, number or boolean');
  },
};

type OneOf = NonNullable<InputShape['oneOf']>;

const enumValues = block<OneOf>({
  what: 'the values of an enum',
  keys: {
    values: optional(list(enumValue, 'values', { least: 1 })),
    ref: optional(choice(Object.keys(NAMED_ENUMS))),
  },
  check(_value, at) {
    if (at.entry('values') && at.entry('ref')) {
      const { span, path } = at.placeOf('ref');
      at.context.report('conflicting-keys', span, path, 'An enum has "values" or "ref", not both.');
    }
    at.need(['values', 'ref'], 'The values of an enum need the key "values" or "ref".');
  },
});

const rules = block<InputRules>({
  what: 'the rules of an input',
  keys: {
    minLength: optional(number({ min: 0, integer: true })),
    maxLength: optional(number({ min: 0, integer: true })),
    pattern: optional(pattern),
    format: optional(valueFormat),
    min: optional(number()),
    max: optional(number()),
    errorMessage: optional(text()),
  },
  check(value, at) {
    crossed(value.minLength, value.maxLength, 'minLength', 'maxLength', at);
    crossed(value.min, value.max, 'min', 'max', at);
  },
});

function crossed(low: number | undefined, high: number | undefined, lowKey: string, highKey: string, at: Block): void {
  if (low === undefined || high === undefined || low <= high) return;
  const { span, path } = at.placeOf(lowKey);
  at.context.report('out-of-range', span, path, `"${lowKey}" is greater than "${highKey}": no value fits.`);
}

/** Properties nest, so the list of them is built on first use. */
const properties: Kind<readonly InputProperty[]> = {
  expects: 'a list of properties',
  read: (node, path, context) => named(property, 'property', 'properties').read(node, path, context),
};

const shape: Keys<InputShape> = {
  type: optional(inputType),
  description: optional(text()),
  array: defaulted(bool, false),
  properties: optional(properties),
  oneOf: optional(enumValues),
  rules: optional(rules),
};

const variant = block<InputShape>({
  what: 'a variant',
  keys: { ...shape, type: required(inputType) },
  check: checkShape,
});

const propertyKeys: Keys<InputProperty> = {
  ...shape,
  name: required(filled),
  required: defaulted(bool, false),
  variants: optional(list(variant, 'variants', { least: 1 })),
};

const property: Kind<InputProperty> = block<InputProperty>({
  what: 'a property',
  keys: propertyKeys,
  ignored: { in: 'only inputs at the top level have a place of their own.' },
  check(value, at) {
    checkTyped(value, 'a property', at);
  },
});

const input: Kind<InputDefinition> = block<InputDefinition>({
  what: 'an input',
  keys: {
    ...propertyKeys,
    in: optional(choice(['body', 'query', 'path', 'headers'], { hints: { header: 'Write "headers".' } })),
  },
  check(value, at) {
    checkTyped(value, 'an input', at);
    const place = 'An input needs the key "in": "body", "query", "path" or "headers".';
    at.need(['in'], place, { severity: 'warning' });
    const description = 'An input needs the key "description": callers and agents read it.';
    at.need(['description'], description, { severity: 'warning' });
  },
});

/** `inputs`. */
export const inputs = named(input, 'input', 'inputs');

function named<T>(item: Kind<T>, what: string, many: string): Kind<readonly T[]> {
  const items = list(item, many);
  return {
    ...items,
    read(node, path, context) {
      checkUnique(node, 'name', what, path, context, 'warning');
      return items.read(node, path, context);
    },
  };
}

function checkTyped(value: Partial<InputProperty>, what: string, at: Block): void {
  at.need(['type', 'variants'], `${capital(what)} needs the key "type".`, { help: `Types: ${inputType.expects}.` });
  checkShape(value, at);
}

function checkShape(value: Partial<InputShape>, at: Block): void {
  if (value.type === 'enum') {
    at.need(['oneOf'], 'A value of type "enum" needs the key "oneOf" with its values.', {
      span: at.placeOf('type').span,
      help: 'Write oneOf: { values: [a, b] }.',
    });
  }
  for (const [key, type] of [
    ['properties', 'object'],
    ['oneOf', 'enum'],
  ] as const) {
    if (value.type === undefined || value.type === type || !at.entry(key)) continue;
    const { span, path } = at.placeOf(key);
    const message = `"${key}" has an effect on type "${type}" only; this type is ${quote(value.type)}.`;
    at.context.report('no-effect', span, path, message);
  }
}
