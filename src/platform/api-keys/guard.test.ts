import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { fail } from '../../kernel/index.ts';
import type { Projects } from '../projects/index.ts';
import { apiKeyGuard } from './guard.ts';
import type { ApiKeys } from './service.ts';
import type { ApiKey } from './store.ts';

const key = { id: 'k', projectId: 'p', scopes: new Set(['platform:read']) } as unknown as ApiKey;
const request = { headers: { authorization: `Basic ${btoa('key:')}` } } as unknown as FastifyRequest;

it('refuses when the project of a known key cannot be read, and leaves no failure that nobody handles', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  try {
    const guard = apiKeyGuard({
      apiKeys: { authenticate: () => key } as unknown as ApiKeys,
      projects: { get: () => Promise.reject(fail('database_unavailable')) } as unknown as Projects,
      rates: undefined,
    });
    const asked = guard(request, { kind: 'api-key', scopes: ['platform:read'] }, {} as never);
    await expect(asked).rejects.toMatchObject({ code: 'database_unavailable' });
    // Rejections that nobody handles are told once the microtasks are done.
    await new Promise((done) => setImmediate(done));
  } finally {
    process.off('unhandledRejection', note);
  }
  expect(unhandled).toEqual([]);
});
