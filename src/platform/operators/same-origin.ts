import type { FastifyRequest } from 'fastify';
import { fail } from '../../kernel/index.ts';

/**
 * Refuses requests that pages of other origins make a browser send with its cookies. Browsers say where a request comes
 * from in `Sec-Fetch-Site` or, on plain http, in `Origin`; scripts can forge neither. A request with neither is refused
 * too: programs can send `Origin`.
 * @param publicUrl where people reach the server; it may differ from the Host header behind a proxy
 * @throws PatchbayError `cross_site_refused`
 */
export function assertSameOrigin({ headers }: FastifyRequest, publicUrl: string): void {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site === 'same-origin') return;
    throw fail('cross_site_refused');
  }
  const { origin } = headers;
  if (origin === undefined || !URL.canParse(origin)) throw fail('cross_site_refused');
  const from = new URL(origin);
  if (from.origin !== new URL(publicUrl).origin && from.host !== headers.host) throw fail('cross_site_refused');
}
