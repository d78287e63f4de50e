import { createHash } from 'node:crypto';
import { type Answer, empty, json, MalformedBody, Refusal } from '../../kit/index.ts';
import { requirePermission } from '../access.ts';
import type { NutshellEndpoint } from '../endpoints/endpoint.ts';
import { unauthorized } from '../errors.ts';
import type { NutshellCall } from '../state.ts';
import { View } from '../view.ts';
import { isObject, memberOf } from '../write/body.ts';
import { fromRefusal, invalidParams, RpcError, unknownMethod } from './errors.ts';
import type { Params, RpcMethod } from './method.ts';
import { METHODS } from './methods.ts';

/** Path of the legacy API below the base; the real one lies beside the REST base. */
export const RPC_PATH = '/api/v1/json';
/** Path of endpoint discovery, which has a host of its own in reality. */
export const DISCOVERY_PATH = '/v1/json';

/** True for calls that need no credentials: discovery, and the description of the methods. */
export const isOpen = (call: NutshellCall): boolean => {
  const path = call.path.toLowerCase();
  return path === DISCOVERY_PATH || (path === RPC_PATH && call.method !== 'POST');
};

const outcome = (id: unknown, result: unknown, error: RpcError | null): Record<string, unknown> => ({
  result,
  id,
  error: error === null ? null : { code: error.code, message: error.message, data: null },
  jsonrpc: '2.0',
});

/** Parameters by name, whether they came by name or in their order. */
function namedParams({ params }: RpcMethod, given: unknown): Params {
  if (given === undefined || given === null) return {};
  if (Array.isArray(given))
    return Object.fromEntries(params.flatMap((name, index) => (index < given.length ? [[name, given[index]]] : [])));
  if (!isObject(given)) throw invalidParams('params must be an object or a list');
  return given;
}

/** Runs a request. @returns what the answer holds @throws Refusal 401 */
function run(request: unknown, act: (name: string, params: unknown) => unknown): Record<string, unknown> {
  const id = memberOf(request, 'id') ?? null;
  try {
    const name = memberOf(request, 'method');
    if (typeof name !== 'string') throw new RpcError(-32600, 'Invalid Request');
    return outcome(id, act(name, memberOf(request, 'params')), null);
  } catch (error) {
    if (error instanceof RpcError) return outcome(id, null, error);
    if (error instanceof Refusal && error.answer.status !== 401) return outcome(id, null, fromRefusal(error));
    throw error;
  }
}

function readRequest(call: NutshellCall): unknown {
  try {
    return call.json();
  } catch (error) {
    if (error instanceof MalformedBody)
      throw new Refusal(json(200, outcome(null, null, new RpcError(-32700, 'Parse error'))));
    throw error;
  }
}

/** Reading methods carry an entity tag, and answer 304 to a caller who has it. */
function withEntityTag(call: NutshellCall, name: string, answer: Record<string, unknown>): Answer {
  if (!/^(get|find)/.test(name) || answer['error'] !== null) return json(200, answer);
  const etag = `"${createHash('sha1').update(JSON.stringify(answer['result'])).digest('hex')}"`;
  return call.headers['if-none-match'] === etag ? empty(304, { etag }) : json(200, answer, { etag });
}

/** A description of every method (Service Mapping Description). */
function describeMethods(baseUrl: string): Readonly<Record<string, unknown>> {
  const services = Object.entries(METHODS).map(([name, { params }]) => [
    name,
    {
      envelope: 'JSON-RPC-2.0',
      transport: 'POST',
      parameters: params.map((param) => ({ name: param, type: 'any' })),
      returns: 'any',
    },
  ]);
  return {
    transport: 'POST',
    envelope: 'JSON-RPC-2.0',
    contentType: 'application/json',
    SMDVersion: '2.0',
    target: `${baseUrl}${RPC_PATH}`,
    services: Object.fromEntries(services),
  };
}

/** The legacy JSON-RPC API and its endpoint discovery. */
export const RPC_ENDPOINTS: readonly NutshellEndpoint[] = [
  {
    method: 'POST',
    path: RPC_PATH,
    summary: 'Call a method of the legacy JSON-RPC API',
    handle(call) {
      const { caller } = call;
      if (caller === null) throw unauthorized();
      const request = readRequest(call);
      const answer = run(request, (name, params) => {
        const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
        if (method === undefined) throw unknownMethod();
        for (const permission of method.needs) requirePermission(call, caller.user, permission);
        return method.run(new View(call, caller), namedParams(method, params));
      });
      return withEntityTag(call, String(memberOf(request, 'method')), answer);
    },
  },
  {
    method: 'GET',
    path: RPC_PATH,
    summary: 'Describe the methods of the legacy JSON-RPC API',
    handle: (call) => json(200, describeMethods(call.baseUrl)),
  },
  {
    method: 'POST',
    path: DISCOVERY_PATH,
    summary: 'Find the host of the legacy JSON-RPC API',
    handle: (call) =>
      json(
        200,
        run(readRequest(call), (name, params) => {
          if (name !== 'getApiForUsername') throw unknownMethod();
          const username = Array.isArray(params) ? params[0] : memberOf(params, 'username');
          if (typeof username !== 'string' || username === '') throw invalidParams('username is required');
          const host = call.baseUrl.replace(/^https?:\/\//, '');
          return { iphone: host, api: host, login: host };
        }),
      ),
  },
];
