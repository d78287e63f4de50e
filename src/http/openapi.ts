import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

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
        },
      },
    },
    transform: ({ schema, url, route }) => {
      const access = route.config?.access;
      const security =
        access?.kind === 'api-key' ? [{ apiKey: [] }] : access?.kind === 'session' ? [{ session: [] }] : [];
      const scopes =
        access?.kind === 'api-key' ? { description: `Needs the scope ${access.scopes.join(' or ')}.` } : {};
      return { schema: { ...scopes, ...schema, security }, url };
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
