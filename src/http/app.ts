import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Ajv } from 'ajv';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawServerDefault,
} from 'fastify';
import { parse } from 'qs';
import { type Clock, fail, type Logger, newTimeUuid } from '../kernel/index.ts';
import { errorExit } from './error-exit.ts';
import { isTooDeep, MOST_LEVELS } from './json-depth.ts';
import { describeApi } from './openapi.ts';

/** Bytes a request body may have unless a route says otherwise. */
export const BODY_LIMIT = 1_048_576;

/** A Fastify instance whose schemas are TypeBox types. */
export type HttpApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse<IncomingMessage>,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What the app factory needs. */
export interface HttpParts {
  readonly logger: Logger;
  readonly clock: Clock;
  /** Addresses and CIDRs of reverse proxies whose `X-Forwarded-For` is believed. */
  readonly trustProxy?: readonly string[];
}

const parseQuery = (text: string): Record<string, unknown> =>
  text === '' ? {} : parse(text, { depth: 6, arrayLimit: 1_000, parameterLimit: 1_000, allowDots: false });

/** Headers of every answer. */
function markAnswer(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id);
  reply.header('x-content-type-options', 'nosniff');
  if (reply.getHeader('cache-control') === undefined) reply.header('cache-control', 'no-store');
}

const ajvOptions = {
  strict: false,
  allErrors: true,
  useDefaults: true,
  removeAdditional: false,
  allowUnionTypes: true,
} as const;

/**
 * Makes the server without routes: request ids, strict body validation (no coercion; query and path values are coerced),
 * deep query objects, the one error exit, and headers that keep answers out of caches and frames.
 */
export async function createHttpApp({ logger, clock, trustProxy = [] }: HttpParts): Promise<HttpApp> {
  const bodyAjv = new Ajv(ajvOptions);
  const textAjv = new Ajv({ ...ajvOptions, coerceTypes: 'array' });
  const exit = errorExit(logger, () => clock.now());
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    genReqId: () => newTimeUuid(clock.now()),
    requestIdHeader: false,
    trustProxy: trustProxy.length === 0 ? false : [...trustProxy],
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { querystringParser: parseQuery, maxParamLength: 512 },
    exposeHeadRoutes: false,
    // Found before there is a route, so no hook of ours runs.
    frameworkErrors: (error, request, reply) => {
      markAnswer(request, reply);
      exit(error, request, reply);
    },
  }).withTypeProvider<TypeBoxTypeProvider>();

  await describeApi(app);
  app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? bodyAjv : textAjv).compile(schema));
  app.removeContentTypeParser(['application/json', 'text/plain']);
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    if (isTooDeep(text)) done(fail('body_malformed', { reason: `it is nested more than ${MOST_LEVELS} levels deep.` }));
    else parseJson(request, text, done);
  });
  app.setErrorHandler(exit);
  const routes: { readonly method: string; readonly shape: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const shape = new RegExp(`^${url.replace(/[.*+?^$()[\]\\|{}]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`);
    for (const one of [method].flat()) routes.push({ method: one, shape });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const allowed = [...new Set(routes.filter(({ shape }) => shape.test(path)).map(({ method }) => method))];
    if (allowed.length > 0) reply.header('allow', allowed.join(', '));
    exit(
      allowed.length > 0
        ? fail('method_not_allowed', { method: request.method, path, allowed: allowed.join(', ') })
        : fail('route_not_found', { method: request.method, path }),
      request,
      reply,
    );
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    markAnswer(request, reply);
    done();
  });
  return app;
}

/** The address a request came from. */
export const sourceIp = (request: FastifyRequest): string => request.ip;
