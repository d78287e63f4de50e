import type { FastifyInstance } from 'fastify';
import { pageHeaders } from '../pages.ts';
import { type ApiDocument, REFERENCE_STYLE_PATH, referenceHtml } from './page.ts';
import { REFERENCE_STYLESHEET } from './stylesheet.ts';

const OPEN = { config: { access: { kind: 'public' } }, schema: { hide: true } } as const;
const CACHE = 'public, max-age=300';

/** Registers `GET /reference`, the API document as a page; made when it is first asked for. */
export function referenceRoutes(app: FastifyInstance, document: () => object): void {
  let page: string | undefined;
  app.get('/reference', OPEN, (_request, reply) => {
    page ??= referenceHtml(document() as ApiDocument);
    return pageHeaders(reply).header('cache-control', CACHE).send(page);
  });
  app.get('/reference/', OPEN, (_request, reply) => reply.redirect('/reference', 308));
  app.get(REFERENCE_STYLE_PATH, OPEN, (_request, reply) =>
    reply.header('cache-control', CACHE).type('text/css; charset=utf-8').send(REFERENCE_STYLESHEET),
  );
}
