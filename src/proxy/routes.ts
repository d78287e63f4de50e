import { Type } from 'typebox';
import { type Actions, accountIdOf } from '../actions/index.ts';
import { ACCOUNT_HEADER, ACCOUNT_REFUSALS, type Access, type HttpApp } from '../http/index.ts';
import { callerOf } from '../platform/api-keys/index.ts';
import { logNotesOf } from '../platform/logs/index.ts';

const PROXY: Access = { kind: 'api-key', scopes: ['unified:write', 'actions:execute'] };

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));
const METHODS = ['get', 'post', 'put', 'delete', 'patch', 'GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const;

const ProxyBody = Type.Object({
  url: Nullable(
    Type.String({
      maxLength: 8_192,
      description: 'Address at the provider; the base URL of the connector when absent.',
    }),
  ),
  method: Nullable(Type.Union(METHODS.map((method) => Type.Literal(method)))),
  path: Nullable(Type.String({ maxLength: 8_192, description: 'Put behind the address; may hold a query.' })),
  headers: Nullable(Type.Record(Type.String({ maxLength: 256 }), Type.String({ maxLength: 8_192 }))),
  body: Type.Optional(Type.Unknown({ description: 'Sent as JSON unless a content-type header says otherwise.' })),
});

const Headers = Type.Record(Type.String(), Type.String());
const ProxyAnswer = Type.Object({
  status: Type.Integer({ description: 'Status of the provider’s answer.' }),
  headers: Headers,
  data: Type.Unknown({
    description:
      'Body of the provider’s answer; a file as Base64, which the header `content-transfer-encoding` then says.',
  }),
  provider_errors: Type.Optional(
    Type.Array(
      Type.Object({
        status: Type.Union([Type.Integer(), Type.Null()]),
        url: Type.Union([Type.String(), Type.Null()]),
        raw: Type.Unknown(),
        headers: Type.Union([Headers, Type.Null()]),
      }),
    ),
  ),
});

const EXAMPLES = { request: { method: 'get', path: '/people?limit=1' } } as const;

/** Registers `POST /unified/proxy`. Whatever the provider answers, the answer here is 200 and says so in `status`. */
export function proxyRoutes(app: HttpApp, actions: Actions): void {
  app.post(
    '/unified/proxy',
    {
      config: {
        access: PROXY,
        api: {
          headers: { 'x-account-id': { ...ACCOUNT_HEADER['x-account-id'], required: true } },
          refusals: ACCOUNT_REFUSALS,
          examples: EXAMPLES,
        },
      },
      schema: {
        tags: ['Proxy'],
        summary: 'Send a request of your own to the provider, with the credentials of a linked account',
        body: ProxyBody,
        response: { 200: ProxyAnswer },
      },
    },
    async (request) => {
      const { url, method, path, headers, body } = request.body;
      const answer = await actions.proxy({
        projectId: callerOf(request).projectId,
        accountId: accountIdOf(request.headers['x-account-id']),
        request: {
          method: method ?? 'get',
          url: url ?? undefined,
          path: path ?? undefined,
          headers: headers ?? undefined,
          body,
        },
        requestId: request.id,
        onTarget: (target) => Object.assign(logNotesOf(request), target),
      });
      return {
        status: answer.status,
        headers: { ...answer.headers },
        data: answer.data,
        ...(answer.providerErrors === undefined
          ? {}
          : {
              provider_errors: answer.providerErrors.map(({ status, url: at, raw, headers: told }) => ({
                status,
                url: at,
                raw,
                headers: told ? { ...told } : null,
              })),
            }),
      };
    },
  );
}
