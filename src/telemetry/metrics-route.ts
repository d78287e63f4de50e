import { createHash, timingSafeEqual } from 'node:crypto';
import { Type } from 'typebox';
import type { HttpApp } from '../http/index.ts';
import { fail } from '../kernel/index.ts';
import type { Exposition } from './exposition.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Registers `GET /metrics` (Prometheus text), which only the bearer of the token may read. */
export function metricsRoute(app: HttpApp, token: string, exposition: Exposition): void {
  const wanted = digest(`Bearer ${token}`);
  app.get(
    '/metrics',
    {
      // Neither an API key nor a session: the token of the operator's own collector, checked here.
      config: { access: { kind: 'public' }, api: { refusals: [401] } },
      schema: {
        tags: ['Health'],
        summary: 'Metrics in Prometheus text format',
        description: 'Needs `Authorization: Bearer <PATCHBAY_METRICS_TOKEN>`; not there while no token is set.',
        response: { 200: { content: { 'text/plain': { schema: Type.String() } } } },
      },
    },
    async (request, reply) => {
      const given = digest(request.headers.authorization ?? '');
      if (!timingSafeEqual(given, wanted)) throw fail('metrics_token_wrong');
      const text = await exposition.text();
      return reply.type(exposition.contentType).send(text as never);
    },
  );
}
