import type { Answer, AuthorizedCall, Endpoint, Method } from '../kit/index.ts';
import { downloadFile, uploadFile } from './files.ts';
import { get, list } from './reads.ts';
import type { Operation, Resource } from './resource.ts';
import { RESOURCES } from './resources/index.ts';
import { me, tokenInfo } from './session.ts';
import type { Caller, HumaansCall, State } from './state.ts';
import { deliverDue } from './webhook-delivery.ts';
import { create, remove, update } from './writes.ts';

type Handle = (resource: Resource, call: HumaansCall, caller: Caller) => Answer;

const OPERATIONS: Readonly<Record<Operation, { method: Method; onItem: boolean; verb: string; handle: Handle }>> = {
  L: { method: 'GET', onItem: false, verb: 'List', handle: list },
  G: { method: 'GET', onItem: true, verb: 'Get one of', handle: get },
  C: { method: 'POST', onItem: false, verb: 'Add to', handle: create },
  U: { method: 'PATCH', onItem: true, verb: 'Change one of', handle: update },
  D: { method: 'DELETE', onItem: true, verb: 'Delete one of', handle: remove },
};

function resourceEndpoints(resource: Resource): Endpoint<State, Caller>[] {
  const words = resource.path.slice(1).replaceAll('-', ' ');
  return resource.operations.map((operation) => {
    const { method, onItem, verb, handle } = OPERATIONS[operation];
    return {
      method,
      path: onItem ? `${resource.path}/:id` : resource.path,
      summary: `${verb} ${words}`,
      handle(call: AuthorizedCall<State, Caller>) {
        deliverDue(call.state, call.now, call.tasks);
        return handle(resource, call, call.caller);
      },
    };
  });
}

const people = RESOURCES.find(({ table }) => table === 'people')!;

/** Every operation of the API. */
export const ENDPOINTS: readonly Endpoint<State, Caller>[] = [
  { method: 'GET', path: '/me', summary: 'The token’s person', handle: (call) => me(people, call, call.caller) },
  { method: 'GET', path: '/token-info', summary: 'The token’s scopes', handle: (call) => tokenInfo(call, call.caller) },
  ...RESOURCES.flatMap(resourceEndpoints),
  { method: 'POST', path: '/files', summary: 'Upload a file', handle: (call) => uploadFile(call, call.caller) },
  { method: 'GET', path: '/files/:id/:name', summary: 'Download a file', handle: downloadFile },
];

const BASES = new Set(ENDPOINTS.map(({ path }) => path.split('/')[1]));

/** True when a path belongs to a known resource although it has no operation (a list that can only be read one by one). */
export const isKnownService = (path: string): boolean => {
  const [, base, ...rest] = path.split('/');
  return BASES.has(base) && rest.length <= 1;
};
