import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { fail } from '../../kernel/index.ts';
import type { Projects } from '../projects/index.ts';
import { apiKeyGuard } from './guard.ts';
import type { ApiKeys } from './service.ts';
import type { ApiKey } from './store.ts';

const key = { id: 'k', projectId: 'p', scopes: new Set(['platform:read']) } as unknown as ApiKey;
const requestWith = (authorization: string, socket: object = {}): FastifyRequest =>
  ({ headers: { authorization }, raw: { socket } }) as unknown as FastifyRequest;
const request = requestWith(`Basic ${btoa('key:')}`);

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

it('reads each key of a connection for itself, however many come over it, and bearers only where they are let in', () => {
  const asked: string[] = [];
  const guard = apiKeyGuard({
    apiKeys: {
      authenticate: (value: string) => {
        asked.push(value);
        return key;
      },
    } as unknown as ApiKeys,
    projects: { get: () => ({ settings: { ipAllowList: [] } }) } as unknown as Projects,
    rates: undefined,
  });
  const access = { kind: 'api-key', scopes: ['platform:read'] } as const;
  const socket = {};
  const names = Array.from({ length: 40 }, (_, n) => `key-${n % 20}`);
  for (const name of names) guard(requestWith(`Basic ${btoa(`${name}:`)}`, socket), access, {} as never);
  expect(asked).toEqual(names);
  const bearer = requestWith('Bearer key-1', socket);
  guard(bearer, { ...access, bearer: true }, {} as never);
  expect(() => guard(bearer, access, {} as never)).toThrow(expect.objectContaining({ code: 'api_key_malformed' }));
});
