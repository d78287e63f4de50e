import type { FastifyInstance } from 'fastify';

/** What websites may send to the routes of a scope. */
export interface OpenCors {
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  /** Response headers that scripts of websites may read. */
  readonly exposed: readonly string[];
}

/** How long browsers may remember a preflight answer, in seconds. */
const MAX_AGE = 3_600;

/**
 * Opens the routes of this scope, and no others, to scripts of every website. Cookies are never involved. Refusals carry
 * the headers too: without them a script could not read why it was refused.
 * @param prefix path below which all routes of the scope lie
 */
export function openCors(scope: FastifyInstance, prefix: string, { methods, headers, exposed }: OpenCors): void {
  scope.addHook('onSend', (_request, reply, _payload, done) => {
    reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', exposed.join(', '));
    done();
  });
  scope.options(`${prefix}/*`, { config: { access: { kind: 'public' } }, schema: { hide: true } }, (_request, reply) =>
    reply
      .code(204)
      .header('access-control-allow-methods', methods.join(', '))
      .header('access-control-allow-headers', headers.join(', '))
      .header('access-control-max-age', String(MAX_AGE))
      .send(),
  );
}
