import { fail, isPatchbayError } from '../kernel/index.ts';
import { normalHost } from './allow-list.ts';
import { systemLookup } from './connector.ts';
import { exchange } from './exchange.ts';
import { unreachable, unsendable } from './failures.ts';
import { createGuard } from './guard.ts';
import { outgoingHeaders } from './headers.ts';
import { type Hop, isFollowed, nextHop } from './redirects.ts';
import { checkUrl, createTargets } from './targets.ts';
import type { Egress, EgressOptions, EgressRequest, EgressResponse } from './types.ts';

const MOST_REDIRECTS = 20;
const FORBIDDEN_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

function firstHop(request: EgressRequest): Hop {
  // The text may hold credentials, so errors do not repeat it.
  const url = URL.parse(request.url);
  if (url === null) throw unsendable('the provider', 'its URL cannot be read.');
  const method = request.method.toUpperCase();
  if (FORBIDDEN_METHODS.has(method)) throw unsendable(url.host, `the method ${method} is not supported.`);
  return {
    url,
    method,
    headers: request.headers,
    body: request.body ?? null,
    clientCertificate: request.clientCertificate,
  };
}

/**
 * Makes the outbound HTTP client.
 * @throws PatchbayError `config_invalid` when an entry of `allow` cannot be read
 */
export function createEgress(options: EgressOptions): Egress {
  const { logger } = options;
  const limits = {
    maxResponseBytes: options.maxResponseBytes ?? 32 * 1024 * 1024,
    headersTimeoutMs: options.headersTimeoutMs ?? 60_000,
    bodyTimeoutMs: options.bodyTimeoutMs ?? 30_000,
    totalTimeoutMs: options.totalTimeoutMs ?? 60_000,
  };
  const guard = createGuard(options.allow);
  const targets = createTargets({
    guard,
    limits,
    lookup: options.lookup ?? systemLookup,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    connectionsPerOrigin: options.connectionsPerOrigin ?? 128,
    maxOrigins: options.maxOrigins ?? 256,
    extraAuthorities: options.extraAuthorities ?? [],
  });
  const userAgent = `Patchbay/${options.version}`;
  let closed = false;

  const run = async (request: EgressRequest): Promise<EgressResponse> => {
    const mostRedirects = Math.min(request.maxRedirects ?? 0, MOST_REDIRECTS);
    const followsRedirects = mostRedirects > 0;
    const started = followsRedirects ? performance.now() : 0;
    let hop = firstHop(request);
    for (let redirects = 0; ; redirects += 1) {
      if (closed) throw fail('shutting_down');
      request.signal?.throwIfAborted();
      const { url } = hop;
      if (url.username !== '' || url.password !== '') {
        throw unsendable(url.host, 'its URL holds a user name or password.');
      }
      const pool = targets.poolFor(url, hop.clientCertificate);
      const headers = outgoingHeaders(url, hop.headers, userAgent);
      const answer = await exchange(
        pool,
        {
          label: url.host,
          method: hop.method,
          path: url.pathname + url.search,
          headers,
          body: hop.body,
          stream: request.stream === true,
          followsRedirects,
          signal: request.signal,
          timeLeftMs: redirects === 0 ? limits.totalTimeoutMs : limits.totalTimeoutMs - (performance.now() - started),
        },
        limits,
      );
      if (!followsRedirects || !isFollowed(answer.status, answer.headers)) return { ...answer, url: url.href };
      if (redirects >= mostRedirects) throw unreachable(url.host, `it redirects more than ${mostRedirects} times.`);
      hop = nextHop(hop, answer);
    }
  };

  return {
    send: async (request) => {
      try {
        return await run(request);
      } catch (error) {
        if (isPatchbayError(error, 'egress_blocked'))
          logger.warn({ refused: error.extras.detail }, 'outbound call refused');
        throw error;
      }
    },
    check: (text) => checkUrl(guard, text),
    allowAlso: guard.allowAlso,
    allowBelow: (text) => {
      const url = new URL(text);
      const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
      guard.allowBelow(normalHost(url.hostname), port, url.pathname);
    },
    close: () => {
      closed = true;
      return targets.close();
    },
  };
}
