import { Type } from 'typebox';
import { fail } from '../kernel/index.ts';
import type { HttpApp } from './app.ts';

const Status = Type.Object({ status: Type.String() });

/** Registers `GET /health` (the process is up) and `GET /ready` (the database answers). */
export function healthRoutes(app: HttpApp, ping: () => Promise<void>): void {
  const config = { access: { kind: 'public' } } as const;
  app.get(
    '/health',
    { config, schema: { tags: ['Health'], summary: 'Is the process up?', response: { 200: Status } } },
    async () => ({
      status: 'ok',
    }),
  );
  app.get(
    '/ready',
    { config, schema: { tags: ['Health'], summary: 'Can requests be served?', response: { 200: Status } } },
    async () => {
      try {
        await ping();
      } catch (cause) {
        throw fail('database_unavailable', {}, { cause, retryAfter: 1 });
      }
      return { status: 'ready' };
    },
  );
}
