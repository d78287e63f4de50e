import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { type Actions, accountIdOf } from '../actions/index.ts';
import { ACCOUNT_HEADER, ACCOUNT_REFUSALS, type Access, type ApiNotes, type HttpApp } from '../http/index.ts';
import { fail, isPatchbayError, PatchbayError } from '../kernel/index.ts';
import type { Accounts } from '../platform/accounts/index.ts';
import { callerOf } from '../platform/api-keys/index.ts';
import { logNotesOf } from '../platform/logs/index.ts';
import { idOf, RPC_ERRORS, type RpcAnswer, RpcFault, type RpcId, readMessage, rpcError } from './json-rpc.ts';
import { type McpCall, METHODS, PROTOCOL_VERSIONS } from './methods.ts';
import { PARAM_STYLES } from './param-style.ts';
import { TOOL_MODES } from './search-tools.ts';

const EXECUTE: Access = { kind: 'api-key', scopes: ['actions:execute'], bearer: true };
const JSON_TYPE = 'application/json';
const STREAM_TYPE = 'text/event-stream';
/** With its charset, which would otherwise be read and added for every answer. */
const JSON_ANSWER = `${JSON_TYPE}; charset=utf-8`;
const MAX_BATCH = 50;

const Query = Type.Object({
  'x-account-id': Type.Optional(Type.String({ maxLength: 128 })),
  account_id: Type.Optional(Type.String({ maxLength: 128 })),
  'tool-mode': Type.Optional(Type.Union(TOOL_MODES.map((mode) => Type.Literal(mode)))),
  'param-style': Type.Optional(Type.Union(PARAM_STYLES.map((style) => Type.Literal(style)))),
});

const Message = {
  type: 'object',
  required: ['jsonrpc'],
  properties: {
    jsonrpc: { const: '2.0' },
    id: { type: ['string', 'number', 'null'] },
    method: { type: 'string' },
    params: { type: 'object' },
    result: {},
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: { code: { type: 'integer' }, message: { type: 'string' }, data: {} },
    },
  },
} as const;
const Messages = { anyOf: [Message, { type: 'array', items: Message, maxItems: MAX_BATCH }] } as const;

/** What the document says of the door; the messages themselves are the protocol's. */
const API: ApiNotes = {
  headers: {
    ...ACCOUNT_HEADER,
    'mcp-session-id': { description: 'Read by nobody: the server keeps no sessions.' },
    'mcp-protocol-version': { description: 'Version of the protocol that the client speaks.' },
  },
  body: Messages,
  refusals: [...ACCOUNT_REFUSALS, 406],
  answers: {
    200: {
      description: 'Answers to the messages.',
      content: { [JSON_TYPE]: { schema: Messages }, [STREAM_TYPE]: { schema: { type: 'string' } } },
    },
    202: { description: 'The message wants no answer.', content: {} },
    400: {
      description: 'The body is no message of the protocol, or the request names no account.',
      content: { [JSON_TYPE]: { schema: { anyOf: [Message, { $ref: '#/components/schemas/Error' }] } } },
    },
  },
};

/** What the MCP door needs. */
export interface McpRouteParts {
  readonly actions: Actions;
  readonly accounts: Accounts;
}

const ONLY_POST = { description: 'Only POST is answered.', content: { [JSON_TYPE]: { schema: Message } } };

type AnswerType = typeof JSON_TYPE | typeof STREAM_TYPE;

/** Clients send the same few headers all the time. */
const understood = new Map<string | undefined, AnswerType>();
const MOST_UNDERSTOOD = 100;

/** How the caller wants to be answered. @throws PatchbayError `not_acceptable` */
function answerType(accept: string | undefined): AnswerType {
  const known = understood.get(accept);
  if (known !== undefined) return known;
  const type = readAccept(accept);
  if (understood.size < MOST_UNDERSTOOD) understood.set(accept, type);
  return type;
}

function readAccept(accept: string | undefined): AnswerType {
  const types = (accept ?? '').split(',').map((type) => type.split(';')[0]?.trim().toLowerCase());
  if (types.some((type) => type === JSON_TYPE || type === '*/*' || type === 'application/*')) return JSON_TYPE;
  if (types.some((type) => type === STREAM_TYPE || type === 'text/*')) return STREAM_TYPE;
  throw fail('not_acceptable', { expected: `${JSON_TYPE} and ${STREAM_TYPE}` });
}

const textOf = (id: RpcId, result: unknown): string => {
  const json =
    typeof result === 'object' && result !== null && 'json' in result ? String(result.json) : JSON.stringify(result);
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${json}}`;
};

const PUBLISHED_CLIENT = /^speakeasy-sdk\/typescript /;

/**
 * The published TypeScript client writes every id as `{}` and reads none back. For anybody else that is no id.
 * @param agent the `user-agent` header
 */
function readableId(message: unknown, agent: string | undefined): unknown {
  if (agent === undefined || !PUBLISHED_CLIENT.test(agent)) return message;
  if (typeof message !== 'object' || message === null || !('id' in message)) return message;
  const { id } = message;
  const isMangled = typeof id === 'object' && id !== null && Object.keys(id).length === 0;
  return isMangled ? { ...message, id: 0 } : message;
}

/** Errors of one message in a batch, and faults of the protocol, as JSON-RPC errors. */
function errorAnswer(id: RpcId | null, error: unknown): RpcAnswer {
  if (error instanceof RpcFault) return rpcError(id, error.code, error.message);
  if (isPatchbayError(error))
    return rpcError(id, RPC_ERRORS.server, error.message, { code: error.code, statusCode: error.status });
  return rpcError(id, RPC_ERRORS.internal, 'The server failed on this message.');
}

/** Registers `POST /mcp` (Streamable HTTP, stateless) and the refusals of `GET` and `DELETE`. */
export function mcpRoutes(app: HttpApp, { actions, accounts }: McpRouteParts): void {
  const callOf = (request: FastifyRequest<{ Querystring: Static<typeof Query> }>): McpCall => {
    const { projectId } = callerOf(request);
    // The header wins over the query for clients that set both; two different accounts are refused all the same.
    const places = [request.headers['x-account-id'], request.query['x-account-id'], request.query.account_id];
    const named = places.some((place) => place !== undefined && place !== '');
    return {
      actions,
      projectId,
      accountId: named ? accountIdOf(...places) : undefined,
      requireAccount: () => accountIdOf(...places),
      requestId: request.id,
      toolMode: request.query['tool-mode'] ?? 'individual',
      paramStyle: request.query['param-style'] ?? 'nested',
      onTarget: (target) => Object.assign(logNotesOf(request), target),
      onFailure: ({ code, status }) => Object.assign(logNotesOf(request), { errorCode: code, status }),
      allTargets: async () => {
        const found = await accounts.list(projectId, { statuses: ['active'] }, { offset: 0, limit: 500 });
        const first = new Map(found.map((account) => [account.authConfigId, account]));
        const targets = await Promise.allSettled([...first.values()].map(({ id }) => actions.target(projectId, id)));
        return targets.flatMap((target) => (target.status === 'fulfilled' ? [target.value] : []));
      },
    };
  };

  /** Sets to work on one message; undefined when it wants no answer. @throws RpcFault when it cannot be read */
  const begin = (
    value: unknown,
    call: McpCall,
  ): { readonly id: RpcId; readonly result: Promise<unknown> } | undefined => {
    const message = readMessage(value);
    if (message?.id === undefined) return undefined;
    const method = Object.hasOwn(METHODS, message.method) ? METHODS[message.method] : undefined;
    if (method === undefined)
      throw new RpcFault(RPC_ERRORS.methodNotFound, `The method ${message.method.slice(0, 64)} is not known here.`);
    return { id: message.id, result: method(message, call) };
  };

  const answerInBatch = async (value: unknown, call: McpCall): Promise<string | undefined> => {
    try {
      const begun = begin(value, call);
      return begun === undefined ? undefined : textOf(begun.id, await begun.result);
    } catch (error) {
      return JSON.stringify(errorAnswer(idOf(value), error));
    }
  };

  /** Readies the reply and gives what the handler returns; a returned reply would be waited for, which costs more. */
  const send = (reply: FastifyReply, type: string, text: string | undefined): string | FastifyReply => {
    if (text === undefined) return reply.code(202).send();
    if (type === JSON_TYPE) {
      void reply.type(JSON_ANSWER);
      return text;
    }
    void reply.type(STREAM_TYPE).header('cache-control', 'no-cache');
    return `event: message\ndata: ${text}\n\n`;
  };

  app.post(
    '/mcp',
    {
      config: { access: EXECUTE, api: API },
      schema: { tags: ['MCP'], summary: 'Model Context Protocol (Streamable HTTP)', querystring: Query },
      errorHandler: (error, request, reply) => {
        // Clients of this door know this body for a refused key.
        const known = isPatchbayError(error) && error.status === 401;
        const body = { ...(known ? error.extras.body : {}), error: 'Invalid authentication token' };
        app.errorHandler(
          known
            ? (new PatchbayError(error.code, error.message, error.hint, { ...error.extras, body }) as never)
            : error,
          request,
          reply,
        );
      },
    },
    async (request, reply) => {
      const type = answerType(request.headers.accept);
      const version = request.headers['mcp-protocol-version'];
      if (version !== undefined && !(PROTOCOL_VERSIONS as readonly unknown[]).includes(version)) {
        const sentence = `MCP-Protocol-Version ${String(version).slice(0, 32)} is not spoken here. Known: ${PROTOCOL_VERSIONS.join(', ')}.`;
        throw fail('validation_failed', { summary: sentence }, { errors: [sentence] });
      }
      const call = callOf(request);
      const { body } = request;
      if (!Array.isArray(body)) {
        try {
          const begun = begin(readableId(body, request.headers['user-agent']), call);
          return send(reply, type, begun === undefined ? undefined : textOf(begun.id, await begun.result));
        } catch (error) {
          if (!(error instanceof RpcFault)) throw error;
          const status = error.code === RPC_ERRORS.invalidRequest ? 400 : 200;
          return send(reply.code(status), type, JSON.stringify(errorAnswer(idOf(body), error)));
        }
      }
      if (body.length === 0 || body.length > MAX_BATCH) {
        return reply
          .code(400)
          .send(rpcError(null, RPC_ERRORS.invalidRequest, `A batch holds from 1 to ${MAX_BATCH} messages.`));
      }
      const answers = (await Promise.all(body.map((message) => answerInBatch(message, call)))).filter(
        (text) => text !== undefined,
      );
      return send(reply, type, answers.length === 0 ? undefined : `[${answers.join(',')}]`);
    },
  );

  for (const method of ['GET', 'DELETE'] as const) {
    app.route({
      method,
      url: '/mcp',
      config: { access: EXECUTE, api: { answers: { 405: ONLY_POST } } },
      schema: { tags: ['MCP'], summary: 'Not available: the server keeps no MCP sessions' },
      handler: (_request, reply) =>
        reply
          .code(405)
          .header('allow', 'POST')
          .send(rpcError(null, RPC_ERRORS.server, 'Only POST is supported for stateless MCP.')),
    });
  }
}
