import type { AuthFieldDefinition, AuthNoticeDefinition } from '../../definition.ts';
import { quote } from '../../parse/index.ts';
import type { Block } from '../kinds/block.ts';
import { list } from '../kinds/collections.ts';
import { expression } from '../kinds/expressions.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, defaulted, optional, required } from '../kinds/mapping.ts';
import { bool, choice, text } from '../kinds/scalars.ts';
import { checkUnique } from '../rules/unique.ts';
import { filled, pattern, valueFormat } from './common.ts';

type Validation = NonNullable<AuthFieldDefinition['validation']>;

const validation = block<Validation>({
  what: 'the validation of a field',
  keys: { pattern: optional(pattern), format: optional(valueFormat), errorMessage: optional(text()) },
  check(value, at) {
    const { context } = at;
    if (value.pattern !== undefined && value.format !== undefined) {
      const { span, path } = at.placeOf('format');
      context.report('conflicting-keys', span, path, 'A validation has a "pattern" or a "format", not both.');
    }
    at.need(['pattern', 'format'], 'A validation needs the key "pattern" or "format".');
  },
});

const option = block<{ value: string; label: string }>({
  what: 'an option',
  keys: { value: required(text()), label: required(text()) },
});

const field = block<AuthFieldDefinition>({
  what: 'a field',
  keys: {
    key: required(filled),
    label: required(filled),
    type: required(
      choice(['text', 'password', 'number', 'text_area', 'select'], {
        hints: {
          string: 'Write "text".',
          textarea: 'Write "text_area".',
          secret: 'Write "password" and "secret: true".',
        },
      }),
    ),
    required: defaulted(bool, false),
    secret: defaulted(bool, false),
    readOnly: defaulted(bool, false),
    placeholder: optional(text()),
    description: optional(text()),
    tooltip: optional(text()),
    value: optional(text()),
    computed: optional(expression()),
    options: optional(list(option, 'options', { least: 1 })),
    validation: optional(validation),
    externalSystemAccountIdentifier: optional(bool),
    condition: optional(expression()),
  },
  check(value, at) {
    if (value.type === 'select') checkSelect(at);
    else if (at.entry('options') && value.type !== undefined) {
      const { span, path } = at.placeOf('options');
      at.context.report(
        'no-effect',
        span,
        path,
        `Only a field of type "select" has options; this one is ${quote(value.type)}.`,
      );
    }
    if (value.type === 'password' && value.secret === false) {
      const { span, path } = at.placeOf('type');
      at.context.report(
        'password-not-secret',
        span,
        path,
        'A password field should be secret, or its value is shown where secrets are hidden.',
        {
          help: 'Add "secret: true".',
        },
      );
    }
  },
});

function checkSelect(at: Block): void {
  at.need(['options'], 'A field of type "select" needs the key "options".');
  if (at.entry('validation')) {
    const { span, path } = at.placeOf('validation');
    at.context.report(
      'conflicting-keys',
      span,
      path,
      'A field of type "select" has no validation: its options are the only values.',
    );
  }
}

/** `setupFields` and `configFields`. */
export const authFields: Kind<readonly AuthFieldDefinition[]> = {
  ...list(field, 'fields'),
  read(node, path, context) {
    checkUnique(node, 'key', 'field', path, context, 'warning');
    return list(field, 'fields').read(node, path, context);
  },
};

/** `setupNotices` and `configNotices`. */
export const authNotices = list(
  block<AuthNoticeDefinition>({
    what: 'a notice',
    keys: {
      key: required(filled),
      type: required(choice(['warning', 'info'])),
      description: required(text()),
      position: optional(choice(['top', 'bottom'])),
      anchor: optional(text()),
    },
    check(value, at) {
      if (value.anchor === undefined || value.position !== 'bottom') return;
      const { span, path } = at.placeOf('anchor');
      at.context.report('conflicting-keys', span, path, 'Only a notice at the top has an anchor.', {
        severity: 'warning',
      });
    },
  }),
  'notices',
);
