import type { Access, HttpApp } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import { callerOf } from '../api-keys/index.ts';
import type { Projects } from '../projects/index.ts';
import { newSessionOf, type TargetParts } from './new-session.ts';
import { AuthenticateBody, CreateBody, SessionAnswer, SessionWithToken, toAnswer } from './schema.ts';
import type { ConnectSessions } from './service.ts';

const WRITE: Access = { kind: 'api-key', scopes: ['platform:write'] };
const EXAMPLES = {
  request: { origin_owner_id: 'customer-1', origin_owner_name: 'Customer One', provider: 'acme', expires_in: 1_800 },
} as const;

/** What the connect session routes need. */
export interface ConnectSessionRouteParts extends TargetParts {
  readonly sessions: ConnectSessions;
  readonly projects: Projects;
  /** The page that lets the holder of a token link an account. */
  readonly authLinkUrl: (token: string) => string;
}

/** Registers `POST /connect_sessions` and `POST /connect_sessions/authenticate`. */
export function connectSessionRoutes(app: HttpApp, parts: ConnectSessionRouteParts): void {
  const { sessions, projects, authLinkUrl } = parts;

  const organizationOf = async (projectId: string): Promise<string> => {
    const project = await projects.get(projectId);
    if (project === undefined) throw new Error(`Project ${projectId} of an API key does not exist.`);
    return project.organizationId;
  };

  app.post(
    '/connect_sessions',
    {
      config: { access: WRITE, api: { refusals: [404], examples: EXAMPLES } },
      schema: {
        tags: ['Connect sessions'],
        summary: 'Create a connect session',
        body: CreateBody,
        response: { 201: SessionWithToken },
      },
    },
    async (request, reply) => {
      const { projectId } = callerOf(request);
      const { session, token } = await sessions.create(await newSessionOf(projectId, request.body, parts));
      const answer = toAnswer(session, await organizationOf(projectId), request.headers['user-agent']);
      return reply.code(201).send({ ...answer, token, auth_link_url: authLinkUrl(token) });
    },
  );

  app.post(
    '/connect_sessions/authenticate',
    {
      config: { access: WRITE },
      schema: {
        tags: ['Connect sessions'],
        summary: 'Check a connect session token',
        body: AuthenticateBody,
        response: { 201: SessionAnswer },
      },
    },
    async (request, reply) => {
      const { projectId } = callerOf(request);
      const session = await sessions.authenticate(request.body.token, false);
      // A token of another project is as good as unknown here.
      if (session.projectId !== projectId) throw fail('session_token_unknown');
      return reply.code(201).send(toAnswer(session, await organizationOf(projectId), request.headers['user-agent']));
    },
  );
}
