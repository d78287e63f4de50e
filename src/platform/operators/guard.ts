import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Guard, sourceIp } from '../../http/index.ts';
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
  /** Counts the requests of an operator, whatever their sessions. Absent: they may make any number. */
  readonly rates?: { admit(operatorId: string, answer: FastifyReply): void } | undefined;
}

/** Whether people reach the server by https. */
export const isSecure = (publicUrl: string): boolean => publicUrl.startsWith('https:');

/** What an operator must be to enter. */
interface Needed {
  /** The project, and the least role in it. */
  readonly inProject?: { readonly id: string; readonly role: Role };
  /** The whole installation. */
  readonly owner?: boolean;
  /** Also for those who must first choose a password of their own. */
  readonly allowOneTimePassword?: boolean;
}

/**
 * Lets operators in: 403 for what another site made a browser send, 401 without a session, 429 above the request rate, 404
 * for a project the operator is no member of, 403 without the role.
 */
function operatorEntry({ operators, projects, publicUrl, rates }: OperatorGuardParts) {
  /** A project that is not theirs is as good as unknown. */
  const entered = async (
    { operator }: SignedIn,
    { id, role }: NonNullable<Needed['inProject']>,
  ): Promise<NonNullable<OperatorCaller['inProject']>> => {
    const project = await projects.get(id);
    const held = operator.isOwner ? 'owner' : await operators.roleOf(id, operator.id);
    if (project === undefined || held === undefined)
      throw fail('project_not_found', { id, known: 'GET /operator/projects lists them.' });
    if (role === 'admin' && held === 'viewer') throw fail('operator_role_missing', { role });
    return { project, role: held };
  };

  return async (request: FastifyRequest, answer: FastifyReply, needed: Needed): Promise<void> => {
    if (!SAFE.has(request.method)) assertSameOrigin(request, publicUrl());
    const token = readSessionCookie(request, isSecure(publicUrl()));
    if (token === undefined) throw fail('operator_session_missing');
    const signedIn = await operators.authenticate(token);
    const { operator } = signedIn;
    rates?.admit(operator.id, answer);
    if (operator.oneTimeUntil !== null && needed.allowOneTimePassword !== true) throw fail('password_change_required');
    if (needed.owner === true && !operator.isOwner) throw fail('operator_role_missing', { role: 'owner' });
    request.operator = {
      ...signedIn,
      actor: actorOf(operator, sourceIp(request)),
      inProject: needed.inProject === undefined ? null : await entered(signedIn, needed.inProject),
    };
  };
}

/** The guard of routes with `operator` access. */
export function operatorGuard(parts: OperatorGuardParts): Guard<'operator'> {
  const enter = operatorEntry(parts);
  return (request, { role, allowOneTimePassword = false }, answer) => {
    const { project_id: id } = request.params as { project_id: string };
    return enter(request, answer, {
      allowOneTimePassword,
      owner: role === 'owner',
      ...(role === 'viewer' || role === 'admin' ? { inProject: { id, role } } : {}),
    });
  };
}

/** Names the project of what operators ask of the routes of API keys. */
const PROJECT_HEADER = 'x-project-id';

/** Lets an operator of a project call a route of API keys. @returns undefined when that is not what the request asks for */
export type OperatorDoor = (request: FastifyRequest, role: Role, answer: FastifyReply) => Promise<void> | undefined;

/**
 * Makes the door by which the pages of operators reach what API keys reach: by cookie, with `x-project-id` and without an
 * `Authorization` header. Pages of other sites cannot send that header, as these routes allow no other origin; what
 * changes something is checked for its origin as on all routes of operators.
 */
export function operatorDoor(parts: OperatorGuardParts): OperatorDoor {
  const enter = operatorEntry(parts);
  return (request, role, answer) => {
    const id = request.headers[PROJECT_HEADER];
    if (request.headers.authorization !== undefined || typeof id !== 'string') return undefined;
    return enter(request, answer, { inProject: { id, role } });
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
