import type { Block } from '../kinds/block.ts';
import { dynamic, expression, template } from '../kinds/expressions.ts';
import { optional, required } from '../kinds/mapping.ts';
import { bool, choice, number, text } from '../kinds/scalars.ts';
import { textAt } from '../scope.ts';
import { checkBaseUrl, commonKeys, dataKey, method, saml, url } from './request-parts.ts';
import { may, must, type ParameterTable, table } from './table.ts';

/** `iterator`: where the place in the list of pages is sent. */
export const iterator = table({
  what: 'the iterator of a paginated request',
  keys: {
    key: required(expression({ mayBeEmpty: false })),
    in: must(choice(['query', 'body'])),
    condition: optional(expression({ onRecord: true })),
    mode: may(choice(['cursor', 'offset', 'page'])),
    startPage: may(number({ min: 0, integer: true })),
    maxPage: may(number({ min: 1, max: 10_000, integer: true })),
  },
  check(at) {
    for (const key of ['startPage', 'maxPage']) {
      if (textAt(at.node, 'mode') === 'page' || !at.entry(key)) continue;
      const { span, path } = at.placeOf(key);
      at.context.report('no-effect', span, path, `"${key}" has an effect in mode "page" only.`);
    }
  },
});

/** `response` of a request for many pages. */
export const pagedResponse = table({
  what: 'the response of a paginated request',
  keys: {
    dataKey: optional(dataKey),
    nextKey: optional(dataKey),
    nextKeyIn: may(choice(['data', 'headers'], { hints: { body: 'Write "data".', header: 'Write "headers".' } })),
    indexField: optional(text()),
  },
  ignored: { collection: 'a paginated request always collects records.' },
});

/** `cursor`: where to go on; the runner fills it from the caller's cursor. */
export const cursor = optional(
  dynamic(
    table({
      what: 'the cursor of a paginated request',
      keys: { token: optional(template()), position: optional(template()) },
    }),
  ),
);

/** `paginated_request`, version 1. */
export const paginatedRequest: ParameterTable = {
  what: 'the parameters of paginated_request',
  keys: {
    ...commonKeys,
    url: required(url),
    method: must(method),
    saml: may(saml),
    response: may(pagedResponse),
    iterator: must(iterator),
    cursor,
    encodeQueryParams: may(bool),
    cacheTTL: may(number({ min: 0 })),
  },
  ignored: { certificates: 'a paginated request uses the certificates of the authentication.' },
  belongs: { nextKey: '"response"', dataKey: '"response"', mode: '"iterator"' },
  check(at) {
    checkBaseUrl(at);
    checkNextKey(at);
  },
};

/** A cursor has to be read from somewhere. */
function checkNextKey(at: Block): void {
  const iteratorNode = at.entry('iterator')?.value;
  const responseNode = at.entry('response')?.value;
  if (iteratorNode?.kind !== 'mapping' || textAt(iteratorNode, 'mode') !== 'cursor') return;
  if (responseNode?.kind === 'scalar' || (responseNode?.kind === 'mapping' && responseNode.entries.has('nextKey')))
    return;
  const { span, path } = at.placeOf('iterator');
  at.context.report('no-effect', span, path, 'Mode "cursor" without "nextKey" in "response" fetches one page only.');
}
