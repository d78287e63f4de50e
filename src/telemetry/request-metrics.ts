import type { FastifyInstance } from 'fastify';
import { onAnswered } from '../http/index.ts';
import type { Metrics } from './metrics.ts';
import type { Histogram } from './series.ts';

/** What requests without a route are counted as; their paths may be anything. */
const NO_ROUTE = 'none';

/** Counts every answered request. The handles of a route are found once. */
export function observeRequests(app: FastifyInstance, { requests }: Metrics): void {
  const known = new WeakMap<object, Map<string, Histogram>>();
  onAnswered(app, (request, reply) => {
    const { config, url } = request.routeOptions;
    let handles = known.get(config);
    if (handles === undefined) {
      handles = new Map();
      known.set(config, handles);
    }
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    const key = url === undefined ? status : request.method + status;
    let handle = handles.get(key);
    if (handle === undefined) {
      handle = requests.with(url ?? NO_ROUTE, url === undefined ? NO_ROUTE : request.method, status);
      handles.set(key, handle);
    }
    handle.observe(reply.elapsedTime / 1_000);
  });
}
