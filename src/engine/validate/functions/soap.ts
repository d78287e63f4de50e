import type { Block } from '../kinds/block.ts';
import { list } from '../kinds/collections.ts';
import { expression, template } from '../kinds/expressions.ts';
import { optional, required } from '../kinds/mapping.ts';
import { bool } from '../kinds/scalars.ts';
import { listOf } from '../scope.ts';
import { cursor, iterator, pagedResponse } from './paginated-request.ts';
import { response } from './request.ts';
import { checkBaseUrl, commonKeys, method, url } from './request-parts.ts';
import { may, must, type ParameterTable, table } from './table.ts';

const namespace = table({
  what: 'a namespace',
  keys: {
    namespaceIdentifier: required(expression({ mayBeEmpty: false })),
    namespace: required(expression({ mayBeEmpty: false })),
  },
});

const soapKeys = {
  ...commonKeys,
  url: required(url),
  method: must(method),
  namespaces: may(list(namespace, 'namespaces')),
  soapOperation: optional(expression()),
  soapAction: optional(expression()),
  useSoapContext: may(bool),
  encodeQueryParams: may(bool),
};

/** `soap_request`, version 1. */
export const soapRequest: ParameterTable = {
  what: 'the parameters of soap_request',
  keys: { ...soapKeys, envelope: optional(template()), response: may(response) },
  check: checkSoap,
};

/** `soap_paginated_request`, version 1. Its envelope is evaluated for each page, with `pageIterator` besides. */
export const soapPaginatedRequest: ParameterTable = {
  what: 'the parameters of soap_paginated_request',
  keys: { ...soapKeys, envelope: optional(template()), response: may(pagedResponse), iterator: must(iterator), cursor },
  check: checkSoap,
};

function checkSoap(at: Block): void {
  checkBaseUrl(at);
  for (const argument of listOf(at.node, 'args')) {
    if (argument.kind !== 'mapping') continue;
    for (const key of ['spread', 'inline']) {
      const entry = argument.entries.get(key);
      const message = `"${key}" has no effect in a SOAP request.`;
      if (entry) at.context.report('no-effect', entry, at.placeOf('args').path, message);
    }
  }
  at.need(['soapOperation', 'envelope'], 'A SOAP request needs the key "soapOperation" or "envelope".');
}
