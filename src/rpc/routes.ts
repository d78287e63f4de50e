import { Type } from 'typebox';
import { type Actions, accountIdOf } from '../actions/index.ts';
import { ACCOUNT_HEADER, ACCOUNT_REFUSALS, type Access, type HttpApp } from '../http/index.ts';
import { callerOf } from '../platform/api-keys/index.ts';
import { logNotesOf } from '../platform/logs/index.ts';
import { accountIdInBody, inputsOf } from './inputs.ts';

const EXECUTE: Access = { kind: 'api-key', scopes: ['actions:execute'] };

const Group = Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]));

const RpcBody = Type.Object({
  action: Type.String({ minLength: 1, maxLength: 256 }),
  path: Group,
  query: Group,
  body: Group,
  headers: Group,
});

const RpcAnswer = Type.Object({
  next: Type.Union([Type.String(), Type.Null()], { description: 'Cursor of the next page; null on the last.' }),
  data: Type.Unknown({ description: 'An object, a list of objects, or null.' }),
  message: Type.Optional(Type.String()),
});

const EXAMPLES = {
  request: { action: 'acme_list_people', query: { page_size: 2 } },
  answer: { next: 'eyJ2IjoxfQ', data: [{ id: 'p1', email: 'ada@example.com' }] },
} as const;

/** Clients accept an object, a list of objects or null as `data`; anything else is put into `{value}`. */
export function rpcData(data: unknown): unknown {
  const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (data === undefined || data === null || isRecord(data)) return data ?? null;
  if (!Array.isArray(data)) return { value: data };
  return data.every(isRecord) ? data : data.map((item) => (isRecord(item) ? item : { value: item }));
}

/** Registers `POST /actions/rpc`. */
export function rpcRoutes(app: HttpApp, actions: Actions): void {
  app.post(
    '/actions/rpc',
    {
      config: {
        access: EXECUTE,
        logs: 'action',
        api: { headers: ACCOUNT_HEADER, refusals: ACCOUNT_REFUSALS, examples: EXAMPLES },
      },
      schema: {
        tags: ['Actions'],
        summary: 'Run an action on a linked account',
        body: RpcBody,
        response: { 200: RpcAnswer },
      },
      // What an action answers is of any shape, so a serializer made for the schema only costs time.
      serializerCompiler: () => JSON.stringify,
    },
    async (request) => {
      const { body } = request;
      const answer = await actions.run({
        projectId: callerOf(request).projectId,
        accountId: accountIdOf(request.headers['x-account-id'], accountIdInBody(body.headers)),
        action: body.action,
        inputs: inputsOf(body),
        requestId: request.id,
        onTarget: (target) => Object.assign(logNotesOf(request), target),
      });
      return {
        next: answer.next,
        data: rpcData(answer.data),
        ...(answer.message === undefined ? {} : { message: answer.message }),
      };
    },
  );
}
