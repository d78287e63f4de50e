import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Access, type Guard, sourceIp } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import type { Actor } from '../audit/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import { actorOf } from './actor.ts';
import { readSessionCookie } from './cookie.ts';
import type { Role } from './membership-store.ts';
import { assertSameOrigin } from './same-origin.ts';
import type { Operators } from './service.ts';
import type { SignedIn } from './sign-in.ts';

/** Methods that change nothing. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Who calls a route of operators. */
export interface OperatorCaller extends SignedIn {
  /** As the audit log names them. */
  readonly actor: Actor;
  /** The project of the path, and what the operator is in it; null on routes of no project. */
  readonly inProject: { readonly project: Project; readonly role: Role | 'owner' } | null;
}

/** Who calls a route of a project, with that project. */
export type OperatorInProject = OperatorCaller & NonNullable<OperatorCaller['inProject']>;

declare module 'fastify' {
  interface FastifyRequest {
    /** The operator who calls; null on routes of another kind of access. */
    operator: OperatorCaller | null;
  }
}

/** Prepares requests to carry their operator. */
export const decorateWithOperator = (app: FastifyInstance): void => {
  app.decorateRequest('operator', null);
};

/** What the guard needs. */
export interface OperatorGuardParts {
  readonly operators: Operators;
  readonly projects: Projects;
  readonly publicUrl: () => string;
}

/** Whether people reach the server by https. */
export const isSecure = (publicUrl: string): boolean => publicUrl.startsWith('https:');

/**
 * The guard of routes with `operator` access: 403 for what another site made a browser send, 401 without a session, 404
 * for a project the operator is no member of, 403 without the role.
 */
export function operatorGuard({ operators, projects, publicUrl }: OperatorGuardParts): Guard<'operator'> {
  /** A project that is not theirs is as good as unknown. */
  const entered = async (
    { operator }: SignedIn,
    role: Role,
    id: string,
  ): Promise<NonNullable<OperatorCaller['inProject']>> => {
    const project = await projects.get(id);
    const held = operator.isOwner ? 'owner' : await operators.roleOf(id, operator.id);
    if (project === undefined || held === undefined)
      throw fail('project_not_found', { id, known: 'GET /operator/projects lists them.' });
    if (role === 'admin' && held === 'viewer') throw fail('operator_role_missing', { role });
    return { project, role: held };
  };

  return async (request, access: Extract<Access, { kind: 'operator' }>) => {
    if (!SAFE.has(request.method)) assertSameOrigin(request, publicUrl());
    const token = readSessionCookie(request, isSecure(publicUrl()));
    if (token === undefined) throw fail('operator_session_missing');
    const signedIn = await operators.authenticate(token);
    const { operator } = signedIn;
    if (operator.oneTimeUntil !== null && access.allowOneTimePassword !== true) throw fail('password_change_required');
    if (access.role === 'owner' && !operator.isOwner) throw fail('operator_role_missing', { role: access.role });
    const needed = access.role === 'viewer' || access.role === 'admin' ? access.role : undefined;
    request.operator = {
      ...signedIn,
      actor: actorOf(operator, sourceIp(request)),
      inProject:
        needed === undefined
          ? null
          : await entered(signedIn, needed, (request.params as { project_id: string }).project_id),
    };
  };
}

/** The operator of a request that passed the guard. */
export function operatorOf(request: FastifyRequest): OperatorCaller {
  if (request.operator === null) throw new Error('The route is not guarded by a signed-in operator.');
  return request.operator;
}

/** The operator of a request that passed the guard, and the project of its path. */
export function projectOf(request: FastifyRequest): OperatorInProject {
  const caller = operatorOf(request);
  if (caller.inProject === null) throw new Error('The route is not guarded by a role in a project.');
  return { ...caller, ...caller.inProject };
}
