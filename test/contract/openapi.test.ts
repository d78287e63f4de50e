import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUSH_LIMIT } from '../../src/platform/registry/index.ts';
import { type Contract, createContract, type OpenApiDocument } from '../support/contract.ts';
import { createSession, demoSets, linkDemoAccount } from '../support/linking.ts';
import { OWNER_ENV, signedIn } from '../support/operators.ts';
import { basic, send, startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { WALK } from './openapi/walk.ts';
import type { Step, World } from './openapi/world.ts';

let server: TestServer;
let receiver: WebhookReceiver;
let document: OpenApiDocument;
let contract: Contract;
let world: World;
let weakKey: string;

const METHODS = new Set(['get', 'put', 'post', 'patch', 'delete']);

beforeAll(async () => {
  receiver = await startReceiver();
  server = await startTestServer({ env: { ...OWNER_ENV, PATCHBAY_EGRESS_ALLOW: receiver.host } });
  document = (await server.call('GET', '/openapi.json')).body;
  contract = createContract(document);
  const [account, spare] = [await linkDemoAccount(server, 'humaans'), await linkDemoAccount(server, 'nutshell')];
  const suspended = await linkDemoAccount(server, 'humaans', { session: { origin_owner_id: 'suspended' } });
  await server.call('PATCH', `/accounts/${suspended}`, { status: 'suspended' });
  const session = await createSession(server, { provider: 'humaans', multiple: true });
  const offers = await server.call('GET', '/auth_configs?connector_key=humaans');
  const requestId = (
    await server.call('POST', '/actions/rpc', { action: 'humaans_get_me' }, { 'x-account-id': account })
  ).headers.get('x-request-id');
  world = {
    account,
    spare,
    suspended,
    token: session.token,
    hubAccount: account,
    authConfig: offers.body.data.find(({ environment }: { environment: string }) => environment === 'sandbox').id,
    requestId: requestId ?? '',
    receiver: receiver.url,
    operator: { authorization: '', cookie: (await signedIn(server)).cookie(), origin: new URL(server.url).origin },
    fields: (await demoSets(server, 'humaans'))[0]!.fields,
  };
  const project = await server.platform.projects.ensureDefault();
  weakKey = (await server.platform.apiKeys.create({ projectId: project.id, name: 'weak', scopes: [] })).value;
});
afterAll(async () => {
  await server.dispose();
  await receiver.close();
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method,
      path,
      operation,
      name: `${method.toUpperCase()} ${path}`,
    })),
  );

const kept = new Map<string, string>();
const filled = (text: string): string => text.replace(/<(\w+)>/g, (mark, name) => kept.get(name) ?? mark);

async function take(given: Step): Promise<number> {
  const step = given.text === undefined ? (JSON.parse(filled(JSON.stringify(given))) as Step) : given;
  const { method, path, body, headers = {}, text, keep, keepFrom = 'id' } = step;
  const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const answer = await send(`${server.url}${path}`, {
    method,
    headers: {
      authorization: basic(TEST_KEY),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
  });
  expect(contract.complaint({ method, path, ...answer })).toBeUndefined();
  expect({
    step: `${method} ${path}`,
    status: answer.status,
    ...(answer.status === step.status ? {} : { body: answer.body }),
  }).toEqual({
    step: `${method} ${path}`,
    status: step.status,
  });
  if (keep !== undefined) kept.set(keep, String(answer.body[keepFrom]));
  return answer.status;
}

describe('the API document', () => {
  it('is an OpenAPI 3.1 document whose references lead somewhere', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    const text = JSON.stringify(document);
    for (const [, target] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = target!.split('/').reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], document);
      expect(found, target).toBeDefined();
    }
    expect(text).not.toContain('"nullable"');
    for (const { path, method, operation, name } of operations()) {
      expect(METHODS.has(method), name).toBe(true);
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, param]) => param);
      const declared = (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name);
      expect(declared.sort(), name).toEqual(named.sort());
      const keys = (operation.parameters ?? []).map((one) => `${one.in} ${one.name}`);
      expect(new Set(keys).size, name).toBe(keys.length);
      if (method === 'get') expect(operation.requestBody, name).toBeUndefined();
    }
  });

  it('names, tags and sums up every operation, and describes each path parameter', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operation, name } of operations()) {
      expect(operation.operationId, name).toMatch(/^[a-z][A-Za-z0-9]+$/);
      expect(operation.summary, name).toMatch(/\S/);
      expect(operation.tags, name).toHaveLength(1);
      for (const parameter of operation.parameters ?? [])
        if (parameter.in === 'path') expect(parameter.description, `${name} ${parameter.name}`).toMatch(/\S/);
    }
  });

  it('gives a schema for every success, and the error for every refusal that is none of its own', () => {
    for (const { operation, name } of operations()) {
      for (const [status, { content, headers }] of Object.entries(operation.responses)) {
        expect(headers, `${name} ${status}`).toHaveProperty('x-request-id');
        if (['202', '204'].includes(status)) continue;
        for (const { schema } of Object.values(content ?? { none: {} }))
          expect(schema, `${name} ${status}`).toBeDefined();
      }
      expect(Object.keys(operation.responses).length, name).toBeGreaterThan(2);
    }
  });
});

describe('every operation of the document', () => {
  it('is walked, and nothing else is', () => {
    expect(Object.keys(WALK).sort()).toEqual(
      operations()
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('answers as the document says, when it succeeds and when it refuses', async () => {
    for (const [name, steps] of Object.entries(WALK)) {
      const statuses = [];
      for (const step of steps(world)) statuses.push(await take(step));
      expect(statuses.length, name).toBeGreaterThan(0);
    }
  });

  it('refuses missing keys, missing scopes, unreadable bodies and unknown ids as the document says', async () => {
    const origin = new URL(server.url).origin;
    const project = await server.platform.projects.ensureDefault();
    const operator = { authorization: '', cookie: (await signedIn(server)).cookie(), origin };
    for (const { method, path, operation } of operations()) {
      // Browsers say where a request comes from; without that, operators are refused before anything else.
      const from: Record<string, string> = path.startsWith('/operator') ? { origin } : {};
      const at = {
        method: method.toUpperCase(),
        path: path.replace('{project_id}', project.id).replace(/\{\w+\}/g, 'nobody'),
      };
      const ways = (operation.security ?? []).flatMap((way) => Object.keys(way));
      const writes = operation.requestBody === undefined ? {} : { body: {} };
      if (ways.length > 0) await take({ ...at, ...writes, headers: { authorization: '', ...from }, status: 401 });
      if (ways.includes('apiKey'))
        await take({ ...at, ...writes, headers: { authorization: basic(weakKey) }, status: 403 });
      if (operation.requestBody === undefined) continue;
      const own: Record<string, string> = ways.includes('session')
        ? { 'x-hub-session-token': world.token }
        : ways.includes('operator')
          ? operator
          : from;
      await take({ ...at, text: '{"broken', headers: own, status: 400 });
      await take({ ...at, text: 'x', headers: { ...own, 'content-type': 'text/csv' }, status: 415 });
      await take({
        ...at,
        text: JSON.stringify('x'.repeat(at.method === 'PUT' ? PUSH_LIMIT + 1 : 1_100_000)),
        headers: own,
        status: 413,
      });
    }
  });
});

describe('the comparison with the document', () => {
  const answer = (status: number, body: unknown) => ({
    method: 'GET',
    path: '/health',
    status,
    body,
    headers: new Headers({ 'content-type': 'application/json', 'x-request-id': '1' }),
  });

  it('complains of a status, a body, a type and a header that the document does not say', () => {
    expect(contract.complaint(answer(200, { status: 'ok' }))).toBeUndefined();
    expect(contract.complaint(answer(418, {}))).toContain('418');
    expect(contract.complaint(answer(200, { status: 1 }))).toContain('must be string');
    expect(contract.complaint(answer(500, { statusCode: 500 }))).toContain("must have required property 'message'");
    expect(
      contract.complaint({
        ...answer(200, 'ok'),
        headers: new Headers({ 'x-request-id': '1', 'content-type': 'text/plain' }),
      }),
    ).toContain('text/plain');
    expect(
      contract.complaint({
        ...answer(200, { status: 'ok' }),
        headers: new Headers({ 'content-type': 'application/json' }),
      }),
    ).toContain('x-request-id');
  });
});
