import { Type } from 'typebox';
import type { Access, HttpApp } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import { type ConnectSessions, sessionOf } from '../../platform/connect-sessions/index.ts';
import {
  ATTEMPT_STATUSES,
  type ConnectionAttempt,
  type ConnectionAttempts,
} from '../../platform/connection-attempts/index.ts';

const OPEN: Access = { kind: 'session' };
/** The session is used up by the very success that is asked about. */
const STILL_OPEN: Access = { kind: 'session', allowUsed: true };

const Id = Type.Object({ id: Type.String({ maxLength: 128, description: 'Id of the connection attempt.' }) });
const StartBody = Type.Object({ token: Type.Optional(Type.String({ maxLength: 512 })) });
const Started = Type.Object({ id: Type.String() });
const Attempt = Type.Object({
  id: Type.String(),
  status: Type.Enum([...ATTEMPT_STATUSES]),
  account: Type.Union([Type.Object({ id: Type.String() }), Type.Null()]),
  error: Type.Union([
    Type.Object({ code: Type.String(), description: Type.Union([Type.String(), Type.Null()]) }),
    Type.Null(),
  ]),
});

const toAnswer = ({ id, status, accountId, errorCode, errorDescription }: ConnectionAttempt) => ({
  id,
  status,
  account: accountId === null ? null : { id: accountId },
  error: errorCode === null ? null : { code: errorCode, description: errorDescription },
});

/** What the attempt routes need. */
export interface AttemptRouteParts {
  readonly attempts: ConnectionAttempts;
  readonly sessions: ConnectSessions;
}

/**
 * Registers `POST /hub/connection_attempts`, and `GET` and `DELETE` of one: how the hub learns what became of a sign-in
 * in a window that it cannot look into.
 */
export function attemptRoutes(hub: HttpApp, { attempts, sessions }: AttemptRouteParts): void {
  const tags = ['Hub'];

  hub.post(
    '/hub/connection_attempts',
    {
      config: { access: OPEN, api: { refusals: [429] } },
      schema: { tags, summary: 'Begin a sign-in at a provider', body: StartBody, response: { 201: Started } },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      const { token } = request.body;
      if (token !== undefined && (await sessions.authenticate(token, false)).id !== session.id)
        throw fail('connection_attempt_foreign');
      const { id } = await attempts.create(session);
      return reply.code(201).send({ id });
    },
  );

  hub.get(
    '/hub/connection_attempts/:id',
    {
      config: { access: STILL_OPEN },
      schema: { tags, summary: 'What became of a sign-in', params: Id, response: { 200: Attempt } },
    },
    async (request) => toAnswer(await attempts.get(sessionOf(request), request.params.id)),
  );

  hub.delete(
    '/hub/connection_attempts/:id',
    {
      config: { access: STILL_OPEN },
      schema: { tags, summary: 'Give a sign-in up', params: Id, response: { 200: Attempt } },
    },
    async (request) => toAnswer(await attempts.cancel(sessionOf(request), request.params.id)),
  );
}
