import type { Plain, ValidationRule } from '../../definition.ts';
import { type Located, quote } from '../../parse/index.ts';
import type { Context } from '../context.ts';
import { list, plain, texts } from '../kinds/collections.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, optional, required } from '../kinds/mapping.ts';
import { bool, choice, text } from '../kinds/scalars.ts';
import { tagged } from '../kinds/tagged.ts';
import type { Path } from '../path.ts';

type Several = Extract<ValidationRule, { fields: readonly string[] }>;
type RequiredIf = Extract<ValidationRule, { rule: 'requiredIf' }>;

/** Name of an input the action declares. */
const inputName: Kind<string> = text({
  mayBeEmpty: false,
  check: (name, node, path, context) => checkInput(name, node, path, context),
});

const inputNames: Kind<readonly string[]> = {
  ...texts('input names'),
  read(node, path, context) {
    const names = texts('input names').read(node, path, context);
    if (node.kind !== 'list') return names;
    for (const [index, name] of names?.entries() ?? []) checkInput(name, node.items[index] ?? node, path, context);
    if (names && names.length < 2) {
      context.report(
        'no-effect',
        path.key ?? node,
        path,
        'A rule over fewer than two inputs says nothing "required" does not say.',
      );
    }
    return names;
  },
};

function checkInput(name: string, node: Located, path: Path, context: Context): void {
  const known = context.scope?.inputs;
  const [top = name] = name.split('.');
  if (known === undefined || known.has(name) || known.has(top)) return;
  context.report(
    'unknown-field',
    node,
    path,
    `The action declares no input ${quote(name)}.${context.suggest(name, known.keys())}`,
  );
}

const several = (rule: Several['rule']) =>
  block<Several>({
    what: `a rule "${rule}"`,
    keys: { rule: required(choice([rule])), fields: required(inputNames), errorMessage: optional(text()) },
  });

const condition = block<RequiredIf['condition']>({
  what: 'the condition of a rule',
  keys: {
    field: required(inputName),
    equals: optional(plain as Kind<Plain>),
    notEquals: optional(plain as Kind<Plain>),
    present: optional(bool),
  },
  check(_value, at) {
    at.need(
      ['equals', 'notEquals', 'present'],
      'A condition needs one of the keys "equals", "notEquals" and "present".',
    );
  },
});

const requiredIf = block<RequiredIf>({
  what: 'a rule "requiredIf"',
  keys: {
    rule: required(choice(['requiredIf'])),
    field: required(inputName),
    condition: required(condition),
    errorMessage: optional(text()),
  },
});

/** `validationRules`. */
export const validationRules: Kind<readonly ValidationRule[]> = list(
  tagged<ValidationRule>('rule', 'a validation rule', {
    atLeastOneOf: several('atLeastOneOf'),
    mutuallyExclusive: several('mutuallyExclusive'),
    requiredIf,
  }),
  'rules',
);
