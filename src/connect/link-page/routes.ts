import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { HttpApp } from '../../http/index.ts';
import { pageHeaders } from '../../http/index.ts';

/** The page on which the holder of a connect session token links an account. */
export const LINK_PATH = '/link';

/** Address of the page for a token. The token stands in the fragment, which browsers send to nobody. */
export const authLinkUrl = (publicUrl: string, token: string): string => `${publicUrl}${LINK_PATH}#token=${token}`;

/**
 * Registers the hosted link page and its assets.
 * @param folder where the built page lies (`link.html` and what it loads)
 */
export function linkPageRoutes(app: HttpApp, { folder }: { readonly folder: string }): void {
  app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: { kind: 'public' } };
      route.schema = { ...route.schema, hide: true };
    });
    await scope.register(fastifyStatic, {
      root: folder,
      prefix: `${LINK_PATH}/`,
      index: false,
      cacheControl: true,
      maxAge: '1h',
      decorateReply: true,
    });
    scope.get(LINK_PATH, (_request, reply) => {
      if (!existsSync(join(folder, 'link.html')))
        throw new Error(`The link page is not built (${folder}). Run npm start, which builds it.`);
      return pageHeaders(reply).sendFile('link.html', { cacheControl: false });
    });
  });
}
