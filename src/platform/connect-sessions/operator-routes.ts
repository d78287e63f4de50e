import { Type } from 'typebox';
import type { Access, HttpApp } from '../../http/index.ts';
import type { Audit, AuditEvent } from '../audit/index.ts';
import { type OperatorInProject, ProjectParams, projectOf } from '../operators/index.ts';
import { newSessionOf, type TargetParts } from './new-session.ts';
import { CreateBody, SessionAnswer, SessionWithToken, toAnswer } from './schema.ts';
import type { ConnectSessions } from './service.ts';
import type { ConnectSession } from './session.ts';

const ADMIN: Access = { kind: 'operator', role: 'admin' };
const TAGS = ['Operators: linking'];
/** Seconds an auth link works; somebody must find the mail in which it is sent. */
const LINK_LIFE = 30 * 24 * 3_600;

const LinkBody = Type.Omit(CreateBody, ['account_id', 'expires_in', 'multiple'], { additionalProperties: false });

/** What the linking routes of operators need. */
export interface OperatorLinkRouteParts extends TargetParts {
  readonly sessions: ConnectSessions;
  readonly audit: Audit;
  /** The page that lets the holder of a token link an account. */
  readonly authLinkUrl: (token: string) => string;
}

/** Registers the routes by which operators let somebody link an account, or link one themselves. */
export function operatorLinkRoutes(app: HttpApp, parts: OperatorLinkRouteParts): void {
  const { sessions, audit, authLinkUrl } = parts;

  const event = ({ actor, project }: OperatorInProject, thing: string, session: ConnectSession): AuditEvent => ({
    projectId: project.id,
    actor,
    action: `${thing}.created`,
    target: { type: 'connect_session', id: String(session.id) },
    details: {
      origin_owner_id: session.originOwnerId,
      provider: session.provider,
      integration_id: session.authConfigId,
      account_id: session.accountId,
      type: session.type,
    },
  });

  app.post(
    '/operator/projects/:project_id/auth_links',
    {
      config: { access: ADMIN },
      schema: {
        tags: TAGS,
        summary: 'Make a link, valid for 30 days, on which somebody links an account',
        params: ProjectParams,
        body: LinkBody,
        response: { 201: Type.Object({ ...SessionAnswer.properties, auth_link_url: Type.String() }) },
      },
    },
    async (request, reply) => {
      const caller = projectOf(request);
      const wanted = await newSessionOf(caller.project.id, { ...request.body, expires_in: LINK_LIFE }, parts);
      const { session, token } = await audit.recorded(
        (db) => sessions.create(wanted, db),
        (made) => event(caller, 'auth_link', made.session),
      );
      const answer = toAnswer(session, caller.project.organizationId, undefined);
      return reply.code(201).send({ ...answer, auth_link_url: authLinkUrl(token) });
    },
  );

  app.post(
    '/operator/projects/:project_id/connect_sessions',
    {
      config: { access: ADMIN },
      schema: {
        tags: TAGS,
        summary: 'Create a connect session to link an account at once',
        params: ProjectParams,
        body: CreateBody,
        response: { 201: SessionWithToken },
      },
    },
    async (request, reply) => {
      const caller = projectOf(request);
      const wanted = await newSessionOf(caller.project.id, request.body, parts);
      const { session, token } = await audit.recorded(
        (db) => sessions.create(wanted, db),
        (made) => event(caller, 'connect_session', made.session),
      );
      const answer = toAnswer(session, caller.project.organizationId, undefined);
      return reply.code(201).send({ ...answer, token, auth_link_url: authLinkUrl(token) });
    },
  );
}
