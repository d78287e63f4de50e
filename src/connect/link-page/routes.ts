import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { type HttpApp, pageHeaders } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';

/** The page on which the holder of a connect session token links an account; its assets lie below. */
const LINK_PATH = '/link/';
const PAGE = 'link.html';
/** Names of files and folders that begin with a letter or digit, which leads nowhere else. */
const ASSET = /^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)*$/;

/** Address of the page for a token. The token stands in the fragment, which browsers send to nobody. */
export const authLinkUrl = (publicUrl: string, token: string): string => `${publicUrl}${LINK_PATH}#token=${token}`;

/**
 * Registers the hosted link page and its assets.
 * @param folder where the built page lies (`link.html` and what it loads)
 */
export function linkPageRoutes(app: HttpApp, { folder }: { readonly folder: string }): void {
  const open = { config: { access: { kind: 'public' } }, schema: { hide: true } } as const;
  app.register(async (scope) => {
    await scope.register(fastifyStatic, { root: folder, serve: false, cacheControl: false });
    scope.get('/link', open, (_request, reply) => reply.redirect(LINK_PATH, 308));
    scope.get(LINK_PATH, open, (_request, reply) => {
      if (!existsSync(join(folder, PAGE)))
        throw new Error(`The link page is not built (${folder}). npm start builds it.`);
      return pageHeaders(reply).sendFile(PAGE);
    });
    scope.get<{ Params: { '*': string } }>(`${LINK_PATH}*`, open, (request, reply) => {
      const { method, params, url } = request;
      if (!ASSET.test(params['*'])) throw fail('route_not_found', { method, path: url.split('?', 1)[0] ?? '' });
      // Websites load the component from here; nothing in these files is anybody's.
      return reply
        .header('cache-control', 'public, max-age=3600')
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .sendFile(params['*']);
    });
  });
}
