import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Guard } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import type { ConnectSessions } from './service.ts';
import type { ConnectSession } from './session.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The connect session of the caller; null on routes of another kind of access. */
    connectSession: ConnectSession | null;
  }
}

/** Prepares requests to carry their connect session. */
export const decorateWithSession = (app: FastifyInstance): void => {
  app.decorateRequest('connectSession', null);
};

/** The guard of routes with `session` access. */
export function sessionGuard(sessions: ConnectSessions): Guard<'session'> {
  return async (request, access) => {
    const token = request.headers['x-hub-session-token'];
    if (typeof token !== 'string' || token === '') throw fail('session_token_missing');
    request.connectSession = await sessions.authenticate(token, access.allowUsed === true);
  };
}

/** The connect session of a request that passed the guard. */
export function sessionOf(request: FastifyRequest): ConnectSession {
  if (request.connectSession === null) throw new Error('The route is not guarded by a connect session.');
  return request.connectSession;
}
