import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Guard } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import { readApiKey } from './authorization-header.ts';
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

/** The guard of routes with `api-key` access: 401 without a usable key, 403 without one of the scopes. */
export function apiKeyGuard(keys: ApiKeys): Guard<'api-key'> {
  return (request, access) => {
    const admit = (key: ApiKey): void => {
      request.apiKey = key;
      if (!access.scopes.some((scope) => key.scopes.has(scope as Scope))) {
        throw fail('scope_missing', { scope: access.scopes.join(' or ') });
      }
    };
    const key = keys.authenticate(readApiKey(request.headers.authorization, access.bearer === true));
    return key instanceof Promise ? key.then(admit) : admit(key);
  };
}

/** The API key of a request that passed the guard. */
export function callerOf(request: FastifyRequest): ApiKey {
  if (request.apiKey === null) throw new Error('The route is not guarded by an API key.');
  return request.apiKey;
}
