import type { FastifyInstance, FastifyReply, FastifySchema } from 'fastify';
import { type Clock, type Logger, silentLogger, systemClock } from '../kernel/index.ts';
import { EMULATORS } from './emulators.ts';
import { type LazyEmulator, mountEmulator } from './kit/index.ts';
import { type ListedEmulator, listEmulators } from './listing.ts';
import { sandboxPage } from './page.ts';
import { prefersHtml } from './prefers-html.ts';
import { STYLESHEET } from './stylesheet.ts';

/** What {@link registerSandbox} needs. */
export interface SandboxOptions {
  /** Base address of this server as clients know it, read at each request (`http://localhost:4400`). */
  readonly publicUrl: () => string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Default: every built-in emulator. */
  readonly emulators?: readonly LazyEmulator[];
}

const PUBLIC = { access: { kind: 'public' } } as const;
const VALUES = {
  name: { type: 'string' },
  description: { type: 'string' },
  fields: { type: 'object', additionalProperties: { type: 'string' } },
};
const LIST_SCHEMA: FastifySchema & { readonly [name: string]: unknown } = {
  summary: 'List the provider emulators and their demo credentials',
  tags: ['Sandbox'],
  response: {
    200: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          key: { type: 'string' },
          name: { type: 'string' },
          description: { type: 'string' },
          base_url: { type: 'string' },
          credentials: { type: 'array', items: { type: 'object', properties: VALUES } },
          setup: {
            type: 'array',
            items: {
              type: 'object',
              properties: { authentication_config_key: { type: 'string' }, ...VALUES },
            },
          },
        },
      },
    },
  },
};
const HIDDEN: FastifySchema & { readonly hide: boolean } = { hide: true };

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const sendPage = (reply: FastifyReply, page: string): FastifyReply =>
  reply
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(page);

/**
 * Adds the sandbox to a server: `GET /sandbox` (a JSON array, or a page for browsers) and each emulator below
 * `/sandbox/<key>`. No key is needed; emulators check their own demo credentials.
 */
export async function registerSandbox(app: FastifyInstance, options: SandboxOptions): Promise<void> {
  const { publicUrl, clock = systemClock, logger = silentLogger, emulators = EMULATORS } = options;
  for (const emulator of emulators)
    await mountEmulator(app, emulator, { prefix: `/sandbox/${emulator.key}`, clock, logger });

  app.route({
    method: 'GET',
    url: '/sandbox',
    config: PUBLIC,
    schema: LIST_SCHEMA,
    async handler(request, reply): Promise<ListedEmulator[] | FastifyReply> {
      const loaded = await Promise.all(emulators.map((emulator) => emulator.load()));
      const listed = listEmulators(loaded, publicUrl());
      reply.header('vary', 'Accept');
      return prefersHtml(request.headers.accept) ? sendPage(reply, sandboxPage(loaded, listed)) : listed;
    },
  });

  app.route({
    method: 'GET',
    url: '/sandbox/style.css',
    config: PUBLIC,
    schema: HIDDEN,
    handler: (_request, reply) =>
      reply.header('cache-control', 'public, max-age=3600').type('text/css; charset=utf-8').send(STYLESHEET),
  });
}
