import type { EnumMapperDefinition, FieldDefinition } from '../../definition.ts';
import { quote } from '../../parse/index.ts';
import type { Block } from '../kinds/block.ts';
import { list } from '../kinds/collections.ts';
import { expression, template } from '../kinds/expressions.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, defaulted, optional, required } from '../kinds/mapping.ts';
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
        `There is no enum matcher ${quote(name)}.${context.suggest(name, ENUM_MATCHERS)}`,
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
  if (value.type === 'enum') {
    const { span } = at.placeOf('type');
    at.need(['enumMapper'], 'A field of type "enum" needs the key "enumMapper".', { severity: 'warning', span });
  } else if (value.type !== undefined && at.entry('enumMapper')) {
    const { span, path } = at.placeOf('enumMapper');
    const message = `"enumMapper" has an effect on type "enum" only; this type is ${quote(value.type)}.`;
    at.context.report('no-effect', span, path, message);
  }
  at.need(['expression', 'values', 'properties'], 'A field needs the key "expression".', { severity: 'warning' });
}

/** `fieldConfigs`, and `fields` of the mapping functions. */
export const fields: Kind<readonly FieldDefinition[]> = {
  expects: 'a list of fields',
  read(node, path, context) {
    checkUnique(node, 'targetFieldKey', 'field', path, context, 'warning');
    return list(field, 'fields').read(node, path, context);
  },
};
