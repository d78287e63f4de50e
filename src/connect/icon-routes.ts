import { Type } from 'typebox';
import type { Catalog } from '../catalog/index.ts';
import type { HttpApp } from '../http/index.ts';
import { drawnIcon } from './drawn-icon.ts';

/** Path of a connector's picture. */
export const iconPath = (key: string): string => `/connectors/${key}/icon.svg`;

/**
 * Registers the pictures of the connectors; websites that embed the hub load them. Nobody says who asks, so the pictures
 * of connectors that projects brought themselves are drawn from their keys alone.
 */
export function iconRoutes(app: HttpApp, catalog: Catalog): void {
  app.get(
    '/connectors/:key/icon.svg',
    {
      config: { access: { kind: 'public' } },
      schema: { hide: true, params: Type.Object({ key: Type.String({ pattern: '^[A-Za-z0-9][\\w-]{0,127}$' }) }) },
    },
    (request, reply) => {
      const { key } = request.params;
      const connector = catalog.get(key) ?? { key, title: key };
      return reply
        .type('image/svg+xml')
        .header('cache-control', 'public, max-age=3600')
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
        .send(catalog.icon(key) ?? drawnIcon(connector));
    },
  );
}
