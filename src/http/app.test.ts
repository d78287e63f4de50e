import { Type } from 'typebox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail, silentLogger, systemClock } from '../kernel/index.ts';
import {
  createHttpApp,
  enforceAccess,
  type HttpApp,
  healthRoutes,
  openApiRoutes,
  QueryList,
  queryList,
} from './index.ts';

let app: HttpApp;
let logged: unknown[];

beforeEach(async () => {
  logged = [];
  app = await createHttpApp({
    logger: { ...silentLogger, error: (fields) => void logged.push(fields) },
    clock: systemClock,
  });
  enforceAccess(app, {
    'api-key': (request, access) => {
      if (request.headers.authorization !== 'yes') throw fail('scope_missing', { scope: access.scopes.join(' or ') });
    },
    session: async (request) => {
      if (request.headers['x-hub-session-token'] !== 'yes') throw fail('session_token_missing');
    },
    operator: async (request, access) => {
      if (request.headers.cookie !== access.role) throw fail('operator_session_missing');
    },
  });
  const config = { access: { kind: 'public' } } as const;
  app.get(
    '/query',
    {
      config,
      schema: {
        querystring: Type.Object({
          n: Type.Optional(Type.Integer()),
          list: QueryList,
          filter: Type.Optional(Type.Object({ a: QueryList })),
        }),
      },
    },
    (request) => ({
      ...request.query,
      list: queryList(request.query.list),
      a: queryList(request.query.filter?.a),
    }),
  );
  app.post(
    '/body',
    {
      config,
      schema: {
        body: Type.Object(
          { n: Type.Integer(), deep: Type.Optional(Type.Object({ flag: Type.Boolean() })) },
          { additionalProperties: false },
        ),
      },
    },
    (request) => request.body,
  );
  app.get('/broken', { config }, () => {
    throw new Error('the database password is hunter2');
  });
  app.get('/limited', { config }, () => {
    throw fail('rate_limited', { seconds: 7 }, { retryAfter: 6.2 });
  });
  app.get('/guarded', { config: { access: { kind: 'api-key', scopes: ['platform:read'] } } }, () => ({ ok: true }));
  app.get('/operator/:project_id', { config: { access: { kind: 'operator', role: 'admin' } } }, () => ({ ok: true }));
  app.get('/session', { config: { access: { kind: 'session' } } }, () => ({ ok: true }));
  openApiRoutes(app);
});
afterEach(() => app.close());

describe('access', () => {
  it('cannot be left out of a route', () => {
    expect(() => app.get('/open', () => ({}))).toThrow(/declares no access/);
    const roleNowhere = { access: { kind: 'operator', role: 'viewer' } } as const;
    expect(() => app.get('/projects', { config: roleNowhere }, () => ({}))).toThrow(/names none/);
  });

  it('is checked by the guard of its kind before anything else', async () => {
    expect((await app.inject('/guarded')).statusCode).toBe(403);
    expect((await app.inject({ url: '/guarded', headers: { authorization: 'yes' } })).json()).toEqual({ ok: true });
    expect((await app.inject('/operator/p')).statusCode).toBe(401);
    expect((await app.inject({ url: '/operator/p', headers: { cookie: 'admin' } })).json()).toEqual({ ok: true });
    expect((await app.inject('/session')).statusCode).toBe(401);
    expect((await app.inject({ url: '/session', headers: { 'x-hub-session-token': 'yes' } })).json()).toEqual({
      ok: true,
    });
  });
});

describe('the error exit', () => {
  it('answers in the one envelope with the request id of the header', async () => {
    const answer = await app.inject('/guarded');
    expect(answer.json()).toEqual({
      statusCode: 403,
      message: 'Forbidden',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      code: 'scope_missing',
      request_id: answer.headers['x-request-id'],
      hint: expect.stringContaining('platform:read'),
    });
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
  });

  it('tells clients nothing of an unexpected fault and logs it with its cause', async () => {
    const answer = await app.inject('/broken');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('hunter2');
    expect(answer.json().message).toContain(answer.json().request_id);
    expect(logged).toMatchObject([{ code: 'internal_error', err: { message: expect.stringContaining('hunter2') } }]);
  });

  it('rounds Retry-After up to whole seconds', async () => {
    expect((await app.inject('/limited')).headers['retry-after']).toBe('7');
  });

  it('tells an unknown path from an unknown method', async () => {
    expect((await app.inject('/nowhere')).json().code).toBe('route_not_found');
    const answer = await app.inject({ method: 'DELETE', url: '/body' });
    expect(answer.json().code).toBe('method_not_allowed');
    expect(answer.headers['allow']).toBe('POST');
  });
});

describe('validation', () => {
  const post = (payload: unknown) => app.inject({ method: 'POST', url: '/body', payload: payload as object });

  it('names every wrong member and what was expected', async () => {
    const { errors, code } = (await post({ n: '1', deep: { flag: 'no' }, more: 1 })).json();
    expect(code).toBe('validation_failed');
    expect(errors).toEqual(
      expect.arrayContaining(['n must be integer.', 'deep.flag must be boolean.', 'more is not known here.']),
    );
    expect((await post({})).json().errors).toEqual(['n is required.']);
  });

  it('never converts types in bodies, but does in queries', async () => {
    expect((await post({ n: '1' })).statusCode).toBe(400);
    expect((await app.inject('/query?n=1')).json().n).toBe(1);
    expect((await app.inject('/query?n=one')).json().errors).toEqual(['n must be integer.']);
  });

  it('reads lists that are repeated, separated by commas, and nested in brackets', async () => {
    expect((await app.inject('/query?list=a&list=b,c&filter%5Ba%5D=x%2Cy')).json()).toMatchObject({
      list: ['a', 'b', 'c'],
      a: ['x', 'y'],
    });
  });

  it('takes JSON only, and no tricks with prototypes', async () => {
    const text = (payload: string, type = 'application/json') =>
      app.inject({ method: 'POST', url: '/body', payload, headers: { 'content-type': type } });
    expect((await text('{')).json().code).toBe('body_malformed');
    expect((await text('')).json().code).toBe('body_malformed');
    expect((await text('{"n":1,"__proto__":{"x":1}}')).json().code).toBe('body_malformed');
    expect((await text('{"n":1,"constructor":{"prototype":{"x":1}}}')).statusCode).toBe(400);
    expect((await text('n=1', 'text/plain')).json().code).toBe('content_type_unsupported');
    expect((await text(`{"n":1,"x":"${'x'.repeat(1_048_576)}"}`)).json().code).toBe('body_too_large');
    expect((await app.inject('/query?__proto__[x]=1&constructor[prototype][x]=1')).statusCode).toBe(200);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('health', () => {
  it('says ready only while the database answers', async () => {
    let alive = true;
    healthRoutes(app, async () => {
      if (!alive) throw new Error('gone');
    });
    expect((await app.inject('/ready')).json()).toEqual({ status: 'ready' });
    alive = false;
    expect((await app.inject('/ready')).json()).toMatchObject({ statusCode: 503, code: 'database_unavailable' });
    expect((await app.inject('/health')).statusCode).toBe(200);
  });
});

describe('the API description', () => {
  it('holds the schemas and the access of the routes', async () => {
    const document = (await app.inject('/openapi.json')).json();
    expect(document.paths['/guarded'].get).toMatchObject({
      security: [{ apiKey: [] }],
      description: 'Needs the scope platform:read.',
    });
    expect(document.paths['/query'].get.parameters.map(({ name }: { name: string }) => name)).toContain('n');
  });
});
