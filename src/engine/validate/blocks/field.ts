import type { EnumMapperDefinition, FieldDefinition } from '../../definition.ts';
import { didYouMean, quote } from '../../parse/index.ts';
import { list } from '../kinds/collections.ts';
import { expression, template } from '../kinds/expressions.ts';
import type { Kind } from '../kinds/kind.ts';
import { type Block, block, defaulted, optional, required } from '../kinds/mapping.ts';
import { bool, choice, text } from '../kinds/scalars.ts';
import { ENUM_MATCHERS } from '../matchers.ts';
import { checkUnique } from '../rules/unique.ts';
import { filled } from './common.ts';
import { scopes } from './scopes.ts';

const RECORD = { onRecord: true } as const;

const matchRules = list(
  block<{ matchExpression: string; value: string }>({
    what: 'a matcher rule',
    keys: {
      matchExpression: required(expression({ ...RECORD, strict: true, mayBeEmpty: false })),
      value: required(text()),
    },
  }),
  'matcher rules',
  { least: 1 },
);

const matcher: Kind<EnumMapperDefinition['matcher']> = {
  expects: 'the name of a matcher or a list of rules',
  read(node, path, context) {
    if (node.kind !== 'scalar') return matchRules.read(node, path, context);
    const name = text().read(node, path, context);
    if (name !== undefined && !ENUM_MATCHERS.has(name)) {
      context.report(
        'unknown-matcher',
        node,
        path,
        `There is no enum matcher ${quote(name)}.${didYouMean(name, ENUM_MATCHERS)}`,
      );
    }
    return name;
  },
};

const enumMapper = block<EnumMapperDefinition>({ what: 'an enum mapper', keys: { matcher: required(matcher) } });

const field: Kind<FieldDefinition> = block<FieldDefinition>({
  what: 'a field',
  strict: true,
  keys: {
    targetFieldKey: required(filled),
    type: required(
      choice(['string', 'number', 'boolean', 'datetime_string', 'enum', 'object'], {
        hints: {
          array: 'There is no type for lists: give the type of the elements and "array: true".',
          date: 'Write "datetime_string".',
          datetime: 'Write "datetime_string".',
          integer: 'Write "number".',
        },
      }),
    ),
    expression: optional(expression(RECORD)),
    values: optional(template(RECORD)),
    array: defaulted(bool, false),
    custom: defaulted(bool, false),
    hidden: optional(bool),
    alias: optional(filled),
    enumMapper: optional(enumMapper),
    properties: optional({
      expects: 'a list of fields',
      read: (node, path, context) => fields.read(node, path, context),
    } satisfies Kind<readonly FieldDefinition[]>),
    requiredScopes: defaulted(scopes, []),
  },
  check: checkField,
});

function checkField(value: Partial<FieldDefinition>, at: Block): void {
  const { context, path } = at;
  if (value.type === 'enum' && !at.entry('enumMapper')) {
    context.report('missing-key', at.placeOf('type').span, path, 'A field of type "enum" needs the key "enumMapper".', {
      severity: 'warning',
    });
  }
  if (value.type !== undefined && value.type !== 'enum' && at.entry('enumMapper')) {
    const place = at.placeOf('enumMapper');
    context.report(
      'no-effect',
      place.span,
      place.path,
      `"enumMapper" has an effect on type "enum" only; this type is ${quote(value.type)}.`,
    );
  }
  if (!at.entry('expression') && !at.entry('values') && !at.entry('properties')) {
    context.report('missing-key', at.at, path, 'A field needs the key "expression".', { severity: 'warning' });
  }
}

/** `fieldConfigs`, and `fields` of the mapping functions. */
export const fields: Kind<readonly FieldDefinition[]> = {
  expects: 'a list of fields',
  read(node, path, context) {
    checkUnique(node, 'targetFieldKey', 'field', path, context, 'warning');
    return list(field, 'fields').read(node, path, context);
  },
};
