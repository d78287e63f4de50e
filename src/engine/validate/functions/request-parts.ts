import { type LocatedScalar, quote } from '../../parse/index.ts';
import { authorization } from '../blocks/authorization.ts';
import type { Context } from '../context.ts';
import { formOf } from '../expression-source.ts';
import { checkExpression, spanOfText } from '../expressions.ts';
import type { Block } from '../kinds/block.ts';
import { list } from '../kinds/collections.ts';
import { expression, template } from '../kinds/expressions.ts';
import type { Kind } from '../kinds/kind.ts';
import { optional, required } from '../kinds/mapping.ts';
import { bool, choice, number, text } from '../kinds/scalars.ts';
import { nameOf, type Path } from '../path.ts';
import { textAt } from '../scope.ts';
import { may, must, table } from './table.ts';

/** A text that fails the step when it cannot be evaluated. */
export const strictText = expression({ strict: true, mayBeEmpty: false });

const METHODS = ['get', 'post', 'put', 'delete', 'patch'] as const;

/** HTTP method. */
export const method = choice(METHODS);

/** Path or address of a request, joined to the base URL as it is. */
export const url: Kind<string> = text({
  expects: 'a text or an expression',
  check(value, node, path, context) {
    checkExpression(node, path, context, { strict: true });
    checkPlaceholders(value, node, path, context);
  },
});

/** Braces and colons that other tools fill in but this format sends as they are. */
function checkPlaceholders(value: string, node: LocatedScalar, path: Path, context: Context): void {
  if (formOf(value) === 'jexl') return;
  const found = /(?<![${])\{(\w+)\}(?!\})|\/:([A-Za-z_]\w*)/.exec(value);
  if (!found) return;
  const name = found[1] ?? found[2];
  context.report('unresolved-text', spanOfText(node, found[0]), path, `${quote(found[0])} is sent as it is.`, {
    help: `Write \${inputs.${name}} for the value of an input.`,
  });
}

/** `response.dataKey` and its like: a dot path into the answer, or a JEXL expression over it. */
export const dataKey: Kind<string> = text({
  expects: 'a path or an expression',
  check(value, node, path, context) {
    const form = formOf(value);
    if (form === 'jexl') checkExpression(node, path, context, { onRecord: true });
    else if (form === 'path' || form === 'interpolation') {
      const help = value.startsWith('$.') ? `Write ${value.slice(2)}.` : undefined;
      const message = `${nameOf(path)} starts at the answer; with "$" it would be evaluated on the run before there is an answer.`;
      context.report('unresolved-text', node, path, message, { help });
    }
  },
});

/** A condition that holds only when it is exactly true. */
export const exactCondition: Kind<string> = text({
  expects: 'an expression',
  mayBeEmpty: false,
  check(value, node, path, context) {
    checkExpression(node, path, context, { strict: true });
    if (yieldsBoolean(value, context)) return;
    context.report(
      'condition-not-boolean',
      node,
      path,
      `${nameOf(path)} holds only when it is exactly true; ${quote(value)} yields another value.`,
      {
        help: conditionHelp(value),
      },
    );
  },
});

const PLAIN_PATH = /^\$?\.?([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)$/;

/** Whether an expression can be exactly true: anything but a text or a plain reference to what is known not to be boolean. */
function yieldsBoolean(value: string, context: Context): boolean {
  const trimmed = value.trim();
  const form = formOf(trimmed);
  if (form === 'literal' || form === 'interpolation') return false;
  const inner = form === 'jexl' ? trimmed.slice(2, -2).trim() : trimmed;
  const reference = PLAIN_PATH.exec(inner)?.[1]?.split('.');
  if (reference?.[0] !== 'inputs' || reference.length !== 2) return true;
  const type = context.scope?.inputs?.get(reference[1]!);
  return type === undefined ? !context.scope?.isList : type === 'boolean';
}

function conditionHelp(value: string): string {
  const form = formOf(value);
  if (form === 'literal') return "Write an expression such as '{{present(inputs.name)}}'.";
  const inner = form === 'jexl' ? value.trim().slice(2, -2).trim() : value.trim();
  return PLAIN_PATH.test(inner)
    ? `Write '{{present(${inner.replace(/^\$\./, '')})}}'.`
    : "Write one comparison: '{{…}}'.";
}

const arrayFormat = choice(['repeat', 'brackets', 'comma', 'stringify'], {
  hints: { indices: 'Leave the key out: a list is sent as k[0]=a&k[1]=b.' },
});

const PLACE_HINTS = {
  path: 'Put path parameters into the url: /items/${inputs.id}.',
  header: 'Write "headers".',
  params: 'Write "query".',
};

/** `args` of a request. */
export const args = list(
  table({
    what: 'an argument',
    keys: {
      name: required(strictText),
      value: required(template()),
      in: must(choice(['query', 'body', 'headers'], { hints: PLACE_HINTS })),
      condition: optional(exactCondition),
      arrayFormat: may(arrayFormat),
      spread: may(bool),
      inline: may(bool),
    },
    check: checkArgument,
  }),
  'arguments',
);

function checkArgument(at: Block): void {
  const place = textAt(at.node, 'in');
  for (const key of ['spread', 'inline']) {
    if (place === undefined || place === 'body' || !at.entry(key)) continue;
    const { span, path } = at.placeOf(key);
    at.context.report('no-effect', span, path, `"${key}" has an effect on arguments in the body only.`);
  }
  if (place !== undefined && place !== 'query' && at.entry('arrayFormat')) {
    const { span, path } = at.placeOf('arrayFormat');
    at.context.report('no-effect', span, path, '"arrayFormat" has an effect on arguments in the query only.');
  }
}

/** `customErrors`. */
export const customErrors = list(
  table({
    what: 'a custom error',
    keys: {
      receivedStatus: required(number({ min: 100, max: 599, integer: true })),
      targetStatus: required(number({ min: 100, max: 599, integer: true })),
      message: optional(expression({ onRecord: true })),
      condition: optional(expression({ onRecord: true })),
    },
  }),
  'custom errors',
);

/** `saml`: a signed assertion in a field of the body. */
export const saml = table({
  what: 'the saml parameters',
  keys: {
    objectKey: required(expression({ mayBeEmpty: false })),
    key: required(expression({ mayBeEmpty: false })),
    clientId: required(expression({ mayBeEmpty: false })),
    cert: optional(expression()),
    issuer: optional(expression()),
    lifetime: may(number({ min: 1 })),
    nameId: optional(expression()),
    audience: optional(expression()),
    nameIdentifierFormat: optional(expression()),
    tokenEndpoint: optional(expression()),
  },
});

/** Parameters every HTTP function takes. */
export const commonKeys = {
  baseUrl: optional(expression({ strict: true, mayBeEmpty: false })),
  authorization: may(authorization),
  customErrors: optional(customErrors),
  args: may(args),
};

/** Reports a relative address without any base URL. */
export function checkBaseUrl(at: Block): void {
  const address = textAt(at.node, 'url');
  if (at.entry('baseUrl') || at.context.names.hasBaseUrl || address === undefined) return;
  if (/^\w+:\/\//.test(address) || formOf(address) !== 'literal') return;
  const { span, path } = at.placeOf('url');
  at.context.report(
    'no-base-url',
    span,
    path,
    `The address ${quote(address)} is relative, but neither the step nor the connector has a base URL.`,
  );
}
