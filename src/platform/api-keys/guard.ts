import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Access, type Guard, sourceIp } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import type { Actor } from '../audit/index.ts';
import { type OperatorDoor, operatorOf, projectOf } from '../operators/index.ts';
import { allowsIp, type Project, type Projects } from '../projects/index.ts';
import { readApiKey } from './authorization-header.ts';
import type { AnswerHeaders, RequestRates } from './request-rates.ts';
import { roleFor, type Scope } from './scopes.ts';
import { type ApiKeys, digestOf } from './service.ts';
import type { ApiKey } from './store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The API key of the caller; null on routes of another kind of access, and when an operator calls. */
    apiKey: ApiKey | null;
  }
}

/** Prepares requests to carry their API key. */
export const decorateWithApiKey = (app: FastifyInstance): void => {
  app.decorateRequest('apiKey', null);
};

/** What {@link apiKeyGuard} asks. */
export interface KeyGuardParts {
  readonly apiKeys: ApiKeys;
  readonly projects: Projects;
  /** Absent: keys may make any number of requests. */
  readonly rates: RequestRates | undefined;
  /** Absent: only API keys are let in. */
  readonly operators?: OperatorDoor;
}

/** A key as it came over a connection, read and hashed. */
interface Presented {
  readonly value: string;
  readonly digest: string;
}

/** Keys that are remembered for a connection; a proxy may send those of many callers over one. */
const MOST_PRESENTED = 16;

/**
 * Reads the API key of each request; over one connection it is nearly always the same, and is read and hashed once. What
 * came before is looked up, never compared letter by letter, and forgotten with the connection.
 * @throws PatchbayError `api_key_missing`, `api_key_malformed`
 */
function createKeyReader(bearer: boolean): (request: FastifyRequest) => Presented {
  const connections = new WeakMap<object, Map<string, Presented>>();
  return ({ headers: { authorization: header = '' }, raw: { socket } }) => {
    let known = connections.get(socket);
    const hit = known?.get(header);
    if (hit !== undefined) return hit;
    const value = readApiKey(header, bearer);
    const read = { value, digest: digestOf(value) };
    if (known === undefined || known.size >= MOST_PRESENTED) {
      known = new Map();
      connections.set(socket, known);
    }
    known.set(header, read);
    return read;
  };
}

/**
 * The guard of routes with `api-key` access. In this order: 401 without a usable key, 403 from an address that is not on
 * the allow-list of the project, 429 above the request rate, 403 without one of the scopes. Waits for nothing when the
 * key and its project are in memory. Operators of a project may call those routes, too, as far as their role goes.
 */
export function apiKeyGuard({ apiKeys, projects, rates, operators }: KeyGuardParts): Guard<'api-key'> {
  const [readBasic, readAny] = [createKeyReader(false), createKeyReader(true)];
  type Asked = Parameters<Guard<'api-key'>>[1];
  const admit = (
    request: FastifyRequest,
    access: Asked,
    answer: AnswerHeaders,
    key: ApiKey,
    project?: Project,
  ): void => {
    if (project === undefined) throw fail('api_key_unknown');
    request.apiKey = key;
    // Where there is no list, the address is not even asked for: behind a proxy it has to be worked out.
    if (project.settings.ipAllowList.length > 0 && !allowsIp(project.settings, request.ip)) {
      throw fail('ip_not_allowed', { ip: request.ip });
    }
    rates?.admit(key.id, answer);
    if (!access.scopes.some((scope) => key.scopes.has(scope as Scope))) {
      throw fail('scope_missing', { scope: access.scopes.join(' or ') });
    }
  };
  return (request, access, answer) => {
    const role = operators !== undefined && request.headers.authorization === undefined ? roleOf(access) : undefined;
    const operator = role && operators?.(request, role, answer);
    if (operator !== undefined) return operator;
    const { value, digest } = access.bearer === true ? readAny(request) : readBasic(request);
    const key = apiKeys.authenticate(value, digest);
    if (key instanceof Promise)
      return key.then(async (known) => admit(request, access, answer, known, await projects.get(known.projectId)));
    const project = projects.get(key.projectId);
    return project instanceof Promise
      ? project.then((known) => admit(request, access, answer, key, known))
      : admit(request, access, answer, key, project);
  };
}

const roleOf = ({ scopes, keysOnly }: Extract<Access, { kind: 'api-key' }>) =>
  keysOnly === true ? undefined : roleFor(scopes);

/** On whose behalf, and in which project, a request that passed the guard is served. */
export function callerOf(request: FastifyRequest): Pick<ApiKey, 'projectId'> {
  return request.apiKey ?? { projectId: projectOf(request).project.id };
}

/** The API key of a request to a route for API keys alone that passed the guard. */
export function keyOf(request: FastifyRequest): ApiKey {
  if (request.apiKey === null) throw new Error('The route is not guarded by an API key.');
  return request.apiKey;
}

/** Who made a request that passed the guard, as the audit log names them. */
export function actorOf(request: FastifyRequest): Actor {
  if (request.apiKey === null) return operatorOf(request).actor;
  const { id, name } = request.apiKey;
  return { type: 'api_key', id, name, ip: sourceIp(request) };
}
