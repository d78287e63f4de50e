import type { FastifyReply } from 'fastify';

/** Sources a page may load from, on top of its own origin. */
export interface PagePolicy {
  /** Whether other sites may show the page in a frame. */
  readonly framed?: boolean;
}

/** Sets the headers of an HTML page: nothing from elsewhere, nothing inline, no referrer (links carry tokens). */
export function pageHeaders(reply: FastifyReply, policy: PagePolicy = {}): FastifyReply {
  return reply
    .header(
      'content-security-policy',
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; ` +
        `base-uri 'none'; form-action 'self'; frame-ancestors ${policy.framed === true ? '*' : "'none'"}`,
    )
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header('cross-origin-opener-policy', 'same-origin-allow-popups')
    .type('text/html; charset=utf-8');
}
