import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import type { Access } from './access.ts';

const SCHEMES = { 'api-key': 'apiKey', session: 'session', operator: 'operator' } as const;

/** What a caller must hold besides being known. */
function needs(access: Access | undefined): { readonly description?: string } {
  if (access?.kind === 'api-key') return { description: `Needs the scope ${access.scopes.join(' or ')}.` };
  if (access?.kind === 'operator' && access.role !== undefined)
    return { description: `Needs the role ${access.role}.` };
  return {};
}

/** Collects the schemas of the routes registered afterwards into one OpenAPI document (`app.swagger()`). */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Patchbay', version: '1', description: 'Link accounts and run actions on them.' },
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'basic', description: 'The API key as user name, no password.' },
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
        },
      },
    },
    transform: ({ schema, url, route }) => {
      const access = route.config?.access;
      const security = access === undefined || access.kind === 'public' ? [] : [{ [SCHEMES[access.kind]]: [] }];
      return { schema: { ...needs(access), ...schema, security }, url };
    },
  });
}

/** Registers `GET /openapi.json`, the description of every route. */
export function openApiRoutes(app: FastifyInstance): void {
  let text: string | undefined;
  app.get('/openapi.json', { config: { access: { kind: 'public' } }, schema: { hide: true } }, (_request, reply) => {
    text ??= JSON.stringify(app.swagger());
    return reply.type('application/json').send(text);
  });
}
