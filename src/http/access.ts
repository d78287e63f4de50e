import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Who may call a route. Every route declares one; a route without it cannot be registered. */
export type Access =
  /** Anyone. */
  | { readonly kind: 'public' }
  /** An API key that holds at least one of the scopes, or an operator whose role is worth one of them. */
  | {
      readonly kind: 'api-key';
      readonly scopes: readonly string[];
      readonly bearer?: boolean;
      /** Not for operators. */
      readonly keysOnly?: boolean;
    }
  /** A connect session token. */
  | { readonly kind: 'session'; readonly allowUsed?: boolean }
  /**
   * A signed-in person, by cookie. `viewer` and `admin`: at least that role in the project of the path (`:project_id`);
   * `owner`: the whole installation. Without a role anybody who is signed in.
   */
  | {
      readonly kind: 'operator';
      readonly role?: 'viewer' | 'admin' | 'owner';
      /** Also for those who must first choose a password of their own. */
      readonly allowOneTimePassword?: boolean;
    };

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
  readonly operator: Guard<'operator'>;
}

function check(
  request: FastifyRequest,
  access: Exclude<Access, { kind: 'public' }>,
  reply: FastifyReply,
  guards: Guards,
) {
  switch (access.kind) {
    case 'api-key':
      return guards['api-key'](request, access, reply);
    case 'session':
      return guards.session(request, access, reply);
    case 'operator':
      return guards.operator(request, access, reply);
  }
}

/**
 * Enforces the declared access of every route registered afterwards, before its body is read.
 * @throws Error at registration when a route declares no access, or a role in a project without naming the project
 */
export function enforceAccess(app: FastifyInstance, guards: Guards): void {
  app.addHook('onRoute', (route) => {
    const access = route.config?.access;
    if (access === undefined) throw new Error(`Route ${String(route.method)} ${route.url} declares no access.`);
    const inProject = access.kind === 'operator' && (access.role === 'viewer' || access.role === 'admin');
    if (inProject && !route.url.includes('/:project_id'))
      throw new Error(`Route ${String(route.method)} ${route.url} needs a role in a project and names none.`);
  });
  app.addHook('onRequest', (request, reply, done) => {
    const access = request.routeOptions.config.access;
    if (access === undefined || access.kind === 'public') return done();
    try {
      const checked = check(request, access, reply, guards);
      if (checked === undefined) done();
      else checked.then(() => done(), done);
    } catch (error) {
      done(error as Error);
    }
  });
}
