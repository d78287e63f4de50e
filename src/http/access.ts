import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Who may call a route. Every route declares one; a route without it cannot be registered. */
export type Access =
  /** Anyone. */
  | { readonly kind: 'public' }
  /** An API key that holds at least one of the scopes. */
  | { readonly kind: 'api-key'; readonly scopes: readonly string[]; readonly bearer?: boolean }
  /** A connect session token. */
  | { readonly kind: 'session'; readonly allowUsed?: boolean };

/** Checks one kind of access; throws an error of the error table to refuse. May answer synchronously. */
export type Guard<Kind extends Access['kind'] = Access['kind']> = (
  request: FastifyRequest,
  access: Extract<Access, { kind: Kind }>,
  reply: FastifyReply,
) => void | Promise<void>;

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** The guards by kind of access. */
export interface Guards {
  readonly 'api-key': Guard<'api-key'>;
  readonly session: Guard<'session'>;
}

/**
 * Enforces the declared access of every route registered afterwards, before its body is read.
 * @throws Error at registration when a route declares no access
 */
export function enforceAccess(app: FastifyInstance, guards: Guards): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined)
      throw new Error(`Route ${String(route.method)} ${route.url} declares no access.`);
  });
  app.addHook('onRequest', (request, reply, done) => {
    const access = request.routeOptions.config.access;
    if (access === undefined || access.kind === 'public') return done();
    try {
      const checked =
        access.kind === 'api-key' ? guards['api-key'](request, access, reply) : guards.session(request, access, reply);
      if (checked === undefined) done();
      else checked.then(() => done(), done);
    } catch (error) {
      done(error as Error);
    }
  });
}
