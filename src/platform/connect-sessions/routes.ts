import type { Access, HttpApp } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import type { Accounts } from '../accounts/index.ts';
import { callerOf } from '../api-keys/index.ts';
import type { AuthConfigs } from '../auth-configs/index.ts';
import type { Projects } from '../projects/index.ts';
import { AuthenticateBody, CreateBody, SessionAnswer, SessionWithToken, toAnswer } from './schema.ts';
import type { ConnectSessions } from './service.ts';

const WRITE: Access = { kind: 'api-key', scopes: ['platform:write'] };
/** Seconds a session lasts unless its maker says otherwise; the published client sends the same. */
const DEFAULT_LIFE = 1_800;

/** What the connect session routes need. */
export interface ConnectSessionRouteParts {
  readonly sessions: ConnectSessions;
  readonly projects: Projects;
  readonly authConfigs: AuthConfigs;
  readonly accounts: Accounts;
  /** Keys of the connectors that can be linked. */
  readonly connectorKeys: (projectId: string) => Promise<readonly string[]>;
  /** The page that lets the holder of a token link an account. */
  readonly authLinkUrl: (token: string) => string;
}

/** Registers `POST /connect_sessions` and `POST /connect_sessions/authenticate`. */
export function connectSessionRoutes(app: HttpApp, parts: ConnectSessionRouteParts): void {
  const { sessions, projects, authConfigs, accounts, connectorKeys, authLinkUrl } = parts;

  const organizationOf = async (projectId: string): Promise<string> => {
    const project = await projects.get(projectId);
    if (project === undefined) throw new Error(`Project ${projectId} of an API key does not exist.`);
    return project.organizationId;
  };

  /** Refuses sessions that could never link anything. */
  const checkTargets = async (
    projectId: string,
    wanted: { provider: string | null; authConfigId: string | null; accountId: string | null },
  ) => {
    const { provider, authConfigId, accountId } = wanted;
    if (provider !== null) {
      const known = await connectorKeys(projectId);
      if (!known.includes(provider)) throw fail('connector_not_found', { key: provider, known: known.join(', ') });
    }
    if (authConfigId !== null) {
      const config = await authConfigs.get(projectId, authConfigId);
      if (config === undefined || !config.enabled) throw fail('auth_config_not_found', { id: authConfigId });
    }
    if (accountId !== null && (await accounts.get(projectId, accountId)) === undefined)
      throw fail('account_not_found', { id: accountId });
  };

  app.post(
    '/connect_sessions',
    {
      config: { access: WRITE },
      schema: {
        tags: ['Connect sessions'],
        summary: 'Create a connect session',
        body: CreateBody,
        response: { 201: SessionWithToken },
      },
    },
    async (request, reply) => {
      const { projectId } = callerOf(request);
      const body = request.body;
      const target = {
        provider: body.provider || null,
        authConfigId: body.integration_id || null,
        accountId: body.account_id || null,
      };
      await checkTargets(projectId, target);
      const { session, token } = await sessions.create({
        ...target,
        projectId,
        originOwnerId: body.origin_owner_id,
        originOwnerName: body.origin_owner_name,
        originUsername: body.origin_username ?? null,
        categories: body.categories && body.categories.length > 0 ? body.categories : null,
        label: body.label ?? null,
        metadata: body.metadata ?? null,
        type: body.type ?? 'production',
        // An edit session is about one account whatever the caller asks for.
        multiple: target.accountId === null && (body.multiple ?? false),
        expiresIn: body.expires_in ?? DEFAULT_LIFE,
      });
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
