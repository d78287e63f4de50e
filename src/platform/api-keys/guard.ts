import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Guard } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import { allowsIp, type Project, type Projects } from '../projects/index.ts';
import { readApiKey } from './authorization-header.ts';
import type { AnswerHeaders, RequestRates } from './request-rates.ts';
import type { Scope } from './scopes.ts';
import type { ApiKeys } from './service.ts';
import type { ApiKey } from './store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The API key of the caller; null on routes of another kind of access. */
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
}

/**
 * The guard of routes with `api-key` access. In this order: 401 without a usable key, 403 from an address that is not on
 * the allow-list of the project, 429 above the request rate, 403 without one of the scopes. Waits for nothing when the
 * key and its project are in memory.
 */
export function apiKeyGuard({ apiKeys, projects, rates }: KeyGuardParts): Guard<'api-key'> {
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
    const key = apiKeys.authenticate(readApiKey(request.headers.authorization, access.bearer === true));
    if (key instanceof Promise)
      return key.then(async (known) => admit(request, access, answer, known, await projects.get(known.projectId)));
    const project = projects.get(key.projectId);
    return project instanceof Promise
      ? project.then((known) => admit(request, access, answer, key, known))
      : admit(request, access, answer, key, project);
  };
}

/** The API key of a request that passed the guard. */
export function callerOf(request: FastifyRequest): ApiKey {
  if (request.apiKey === null) throw new Error('The route is not guarded by an API key.');
  return request.apiKey;
}
