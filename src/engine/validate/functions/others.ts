import { authorization } from '../blocks/authorization.ts';
import { list } from '../kinds/collections.ts';
import { expression, template } from '../kinds/expressions.ts';
import { optional, required } from '../kinds/mapping.ts';
import { choice, number } from '../kinds/scalars.ts';
import { exactCondition, strictText } from './request-parts.ts';
import { may, must, type ParameterTable, table } from './table.ts';

/** `emit_event`, version 1. Further parameters become the output. */
export const emitEvent: ParameterTable = {
  what: 'the parameters of emit_event',
  open: true,
  keys: {
    event: must(
      table({
        what: 'an event',
        keys: {
          eventType: required(strictText),
          eventId: optional(expression()),
          eventDate: optional(expression()),
          data: optional(template()),
        },
      }),
    ),
  },
};

/** `sign_jwt`, version 1. */
export const signJwt: ParameterTable = {
  what: 'the parameters of sign_jwt',
  keys: {
    algorithm: must(choice(['RS256'])),
    privateKey: required(strictText),
    claims: must(
      table({ what: 'the claims', open: true, keys: { iat: required(template()), exp: required(template()) } }),
    ),
  },
};

const toolArguments = list(
  table({
    what: 'an argument',
    keys: { name: required(strictText), value: required(template()), condition: optional(exactCondition) },
  }),
  'arguments',
);

/** `mcp_request`, version 1. */
export const mcpRequest: ParameterTable = {
  what: 'the parameters of mcp_request',
  keys: {
    baseUrl: optional(expression()),
    url: optional(expression()),
    method: must(choice(['tools/call', 'tools/list'])),
    toolName: optional(expression()),
    timeout: may(number({ min: 1 })),
    authorization: may(authorization),
    args: may(toolArguments),
  },
  check(at) {
    const method = at.entry('method')?.value;
    const isCall = method?.kind === 'scalar' && method.value === 'tools/call';
    if (isCall) at.need(['toolName'], 'A call of a tool needs the key "toolName".');
    if (!at.entry('baseUrl') && !at.entry('url') && !at.context.names.hasBaseUrl) {
      at.context.report('no-base-url', at.at, at.path, 'The request has no address: neither "url" nor a base URL.');
    }
  },
};

/** `code_execution_lambda`, version 1. */
export const codeExecution: ParameterTable = {
  what: 'the parameters of code_execution_lambda',
  keys: {
    lambdaName: required(strictText),
    region: optional(expression()),
    endpoint: optional(expression()),
    invocationType: optional(expression()),
    qualifier: optional(expression()),
    args: optional(template()),
    dataKey: optional(expression()),
  },
};

/** `browser_use`, version 1: what it takes is not part of the format. */
export const browserUse: ParameterTable = { what: 'the parameters of browser_use', keys: {}, open: true };
