import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import type { Access } from './access.ts';
import { COMPONENTS, completeOperation, operationIdOf, type RouteFacts } from './openapi-document.ts';
import { referenceRoutes } from './reference/index.ts';

const SECURITY_SCHEMES = {
  apiKey: { type: 'http', scheme: 'basic', description: 'The API key as user name, no password.' },
  bearer: { type: 'http', scheme: 'bearer', description: 'The API key as bearer token.' },
  session: {
    type: 'apiKey',
    in: 'header',
    name: 'x-hub-session-token',
    description: 'The token of a connect session.',
  },
  operator: {
    type: 'apiKey',
    in: 'cookie',
    name: 'patchbay_operator',
    description: 'The cookie of a signed-in operator (`__Host-patchbay_operator` behind https).',
  },
} as const;

const securityOf = (access: Access | undefined): Record<string, string[]>[] => {
  if (access?.kind === 'api-key') return [{ apiKey: [] }, ...(access.bearer === true ? [{ bearer: [] }] : [])];
  return access === undefined || access.kind === 'public' ? [] : [{ [access.kind]: [] }];
};

/** What a caller must hold besides being known. */
function needs(access: Access | undefined): object {
  if (access?.kind === 'api-key')
    return { description: `Needs the scope ${access.scopes.join(' or ')}.`, 'x-scopes': access.scopes };
  if (access?.kind === 'operator' && access.role !== undefined)
    return { description: `Needs the role ${access.role}.` };
  return {};
}

const pathOf = (url: string): string => url.replace(/:(\w+)/g, '{$1}');

/** Collects the schemas of the routes registered afterwards into one OpenAPI document (`app.swagger()`). */
export async function describeApi(app: FastifyInstance): Promise<void> {
  const facts = new Map<string, RouteFacts>();
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Patchbay',
        version: '1',
        description:
          'Link accounts and run actions on them. Send an API key as user name of HTTP Basic authentication, without a password.',
      },
      components: { ...COMPONENTS, securitySchemes: SECURITY_SCHEMES } as never,
    },
    transform: ({ schema, url, route }) => {
      const { access, api: notes = {} } = route.config ?? {};
      const { headers, aliasOf } = notes;
      for (const method of [route.method].flat())
        facts.set(`${method.toLowerCase()} ${pathOf(url)}`, {
          access,
          notes,
          hasParams: schema?.params !== undefined,
          hasInputs: schema?.querystring !== undefined || schema?.params !== undefined,
          hasBody: schema?.body !== undefined || notes.body !== undefined,
        });
      const asked = Object.entries(headers ?? {});
      return {
        schema: {
          operationId: operationIdOf(String([route.method].flat()[0]), url),
          ...needs(access),
          ...(aliasOf === undefined ? {} : { 'x-alias-of': pathOf(aliasOf) }),
          ...schema,
          ...(asked.length === 0
            ? {}
            : {
                headers: {
                  type: 'object',
                  properties: Object.fromEntries(
                    asked.map(([name, { description }]) => [name, { type: 'string', description }]),
                  ),
                  required: asked.filter(([, { required }]) => required === true).map(([name]) => name),
                },
              }),
          security: securityOf(access),
        },
        url,
      };
    },
    transformObject: (document) => {
      const { openapiObject } = document as { openapiObject: { paths: Record<string, Record<string, object>> } };
      for (const [path, operations] of Object.entries(openapiObject.paths)) {
        for (const [method, operation] of Object.entries(operations)) {
          const known = facts.get(`${method} ${path}`);
          if (known !== undefined) operations[method] = completeOperation(method, operation as never, known);
        }
      }
      const used = new Set(
        Object.values(openapiObject.paths).flatMap((operations) =>
          Object.values(operations).flatMap((operation) => (operation as { tags?: string[] }).tags ?? []),
        ),
      );
      return { ...openapiObject, tags: [...used].map((name) => ({ name })) } as never;
    },
  });
}

/** Registers `GET /openapi.json`, the description of every route, and `GET /reference`, the same for people. */
export function openApiRoutes(app: FastifyInstance): void {
  let text: string | undefined;
  app.get('/openapi.json', { config: { access: { kind: 'public' } }, schema: { hide: true } }, (_request, reply) => {
    text ??= JSON.stringify(app.swagger());
    return reply.type('application/json').send(text);
  });
  referenceRoutes(app, () => app.swagger());
}
