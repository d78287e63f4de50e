import type { Step, World } from './world.ts';

/** Requests to one operation. */
export type Walk = (world: World) => readonly Step[];

type Headers = Step['headers'];

const step = (method: string, path: string, status: number, body: unknown, headers: Headers): Step => ({
  method,
  path,
  status,
  ...(body === undefined ? {} : { body }),
  ...(headers === undefined ? {} : { headers }),
});

export const get = (path: string, status = 200, headers?: Headers): Step =>
  step('GET', path, status, undefined, headers);
export const post = (path: string, body: unknown, status = 200, headers?: Headers): Step =>
  step('POST', path, status, body, headers);
export const patch = (path: string, body: unknown, status = 200, headers?: Headers): Step =>
  step('PATCH', path, status, body, headers);
export const put = (path: string, body: unknown, status = 200, headers?: Headers): Step =>
  step('PUT', path, status, body, headers);
export const remove = (path: string, status = 204, headers?: Headers): Step =>
  step('DELETE', path, status, undefined, headers);
