import { certificates } from '../blocks/authorization.ts';
import type { Block } from '../kinds/block.ts';
import { expression } from '../kinds/expressions.ts';
import { optional, required } from '../kinds/mapping.ts';
import { bool, number, text } from '../kinds/scalars.ts';
import { textAt } from '../scope.ts';
import { checkBaseUrl, commonKeys, dataKey, method, saml, url } from './request-parts.ts';
import { may, must, type ParameterTable, table } from './table.ts';

/** `response` of a request that is made once. */
export const response = table({
  what: 'the response of a request',
  keys: { collection: may(bool), indexField: optional(text()), dataKey: optional(dataKey) },
  ignored: { nextKey: 'a request is made once; the next page is read by paginated_request or given in the result.' },
});

/** `request`, version 1. */
export const request: ParameterTable = {
  what: 'the parameters of request',
  keys: {
    ...commonKeys,
    url: required(url),
    method: must(method),
    certificates: may(certificates),
    saml: may(saml),
    response: may(response),
    encodeQueryParams: may(bool),
    cacheTTL: may(number({ min: 0 })),
    // The published engine drops a raw body, yet published connectors use it.
    body: optional(expression()),
  },
  belongs: { iterator: 'a paginated_request', dataKey: '"response"' },
  check(at) {
    checkBaseUrl(at);
    checkInlineBody(at);
  },
};

/** `inline` makes one argument the whole body. */
function checkInlineBody(at: Block): void {
  const args = at.entry('args')?.value;
  if (args?.kind !== 'list') return;
  const inBody = args.items.filter((arg) => arg.kind === 'mapping' && textAt(arg, 'in') === 'body');
  const isInline = inBody.map((arg) => {
    const value = arg.kind === 'mapping' ? arg.entries.get('inline')?.value : undefined;
    return value?.kind === 'scalar' && value.value === true;
  });
  if (!isInline.includes(true) || inBody.length === 1) return;
  const { span, path } = at.placeOf('args');
  const message = 'An argument with "inline" is the whole body; no other argument may stand in the body.';
  at.context.report('conflicting-keys', span, path, message);
}
