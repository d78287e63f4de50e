import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import type { Clock, Logger } from '../../kernel/index.ts';
import { type Answer, html } from './answer.ts';
import { deliverSpoiled, spoils } from './delivery.ts';
import type { Emulator, RunningEmulator } from './emulator.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const BODY_LIMIT = 10 * 1024 * 1024;

/** Keeps emulated operations out of this product's own API description. */
const HIDDEN: FastifySchema & { readonly hide: boolean } = { hide: true };

/** Emulators check their callers themselves. */
const PUBLIC = { access: { kind: 'public' } } as const;

/** What {@link mountEmulator} needs besides the emulator. */
export interface MountOptions {
  /** Path of the emulator's base, without trailing slash (`/sandbox/acme`). */
  readonly prefix: string;
  readonly clock: Clock;
  /** Told about failures of the emulator itself. */
  readonly logger: Logger;
}

const flat = (headers: FastifyRequest['headers']): Record<string, string> => {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) single[name] = Array.isArray(value) ? value.join(', ') : value;
  return single;
};

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status).headers(answer.headers);
  // Bytes, because Fastify would serialize a string of type application/json once more.
  return reply.send(answer.body === null ? undefined : Buffer.from(answer.body));
}

/** An emulator that is loaded when it is first asked for. */
export interface LazyEmulator {
  readonly key: string;
  load(): Promise<Emulator>;
}

const PAGE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Serves an emulator below a prefix. Everything is encapsulated: its bodies are not parsed by the rest of the server, and
 * any path below the prefix is answered by the emulator.
 */
export async function mountEmulator(
  app: FastifyInstance,
  emulator: LazyEmulator,
  options: MountOptions,
): Promise<void> {
  const { prefix, clock, logger } = options;
  let started: Promise<RunningEmulator> | undefined;
  const run = (): Promise<RunningEmulator> => {
    started ??= emulator.load().then((loaded) => loaded.start(clock));
    return started;
  };
  const stopping = new AbortController();

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );

    // These pages share their origin with those of the server.
    scope.addHook('onSend', (_request, reply, _payload, done) => {
      const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
      if (isPage && reply.getHeader('content-security-policy') === undefined)
        reply.header('content-security-policy', PAGE_POLICY);
      done();
    });

    scope.setErrorHandler<{ statusCode?: number }>((error, _request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) logger.error({ err: error, emulator: emulator.key }, 'An emulator failed');
      send(reply, html(status, `<html><head><title>${status}</title></head><body>${status}</body></html>`));
    });

    const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const url = (request.raw.url ?? '/').slice(prefix.length);
      const running = await run();
      const { answer, fault, error } = await running.handle({
        method: request.method,
        url: url.startsWith('/') ? url : `/${url}`,
        headers: flat(request.headers),
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        address: request.ip,
        baseUrl: `${request.protocol}://${request.host}${prefix}`,
      });
      if (error !== undefined) logger.error({ err: error, emulator: emulator.key }, 'An emulator failed');
      if (!spoils(fault)) return send(reply, answer);
      reply.hijack();
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      await deliverSpoiled(reply.raw, answer, fault, AbortSignal.any([gone.signal, stopping.signal]));
      return reply;
    };

    for (const url of [prefix, `${prefix}/*`])
      scope.route({ method: METHODS, url, schema: HIDDEN, config: PUBLIC, exposeHeadRoute: false, handler });

    scope.addHook('preClose', async () => stopping.abort());
    scope.addHook('onClose', async () => (await started)?.stop());
  });
}
