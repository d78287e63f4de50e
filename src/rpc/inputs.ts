import type { GroupedInputs } from '../actions/index.ts';

/** Keys of `query` that steer the call and are no inputs of the action. */
const STEERING = new Set(['debug']);
/** Headers that steer the call and are no inputs of the action. */
const TRANSPORT_HEADERS = new Set([
  'x-account-id',
  'authorization',
  'content-type',
  'content-length',
  'host',
  'accept',
  'user-agent',
]);

const without = (
  values: Readonly<Record<string, unknown>>,
  dropped: ReadonlySet<string>,
  lower: boolean,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !dropped.has(lower ? name.toLowerCase() : name)));

/** The inputs of an action in the body of an RPC call. */
export function inputsOf(body: {
  readonly path?: Readonly<Record<string, unknown>> | null;
  readonly query?: Readonly<Record<string, unknown>> | null;
  readonly body?: Readonly<Record<string, unknown>> | null;
  readonly headers?: Readonly<Record<string, unknown>> | null;
}): GroupedInputs {
  return {
    ...(body.path ? { path: body.path } : {}),
    ...(body.query ? { query: without(body.query, STEERING, false) } : {}),
    ...(body.body ? { body: body.body } : {}),
    ...(body.headers ? { headers: without(body.headers, TRANSPORT_HEADERS, true) } : {}),
  };
}

/** The value of `x-account-id` among the headers in the body of an RPC call, however it is cased. */
export const accountIdInBody = (headers: Readonly<Record<string, unknown>> | null | undefined): unknown =>
  headers ? Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-account-id')?.[1] : undefined;
