import type { Refusal } from '../../kit/index.ts';
import { isObject, memberOf } from '../write/body.ts';

/** Ends a call of the legacy API with an error of its own form. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const unknownMethod = (): RpcError => new RpcError(-32601, 'Method not found');
export const invalidParams = (what: string): RpcError => new RpcError(-32602, `Invalid params: ${what}`);
export const entityNotFound = (): RpcError => new RpcError(404, 'Entity not found');
/** Somebody else was faster. */
export const revOutOfDate = (): RpcError => new RpcError(409, 'rev key is out-of-date');
/** The caller has the latest already. */
export const notModified = (): RpcError => new RpcError(304, 'rev key is current');

/** A refusal of the rules that both APIs share, in this one's form. */
export function fromRefusal({ answer }: Refusal): RpcError {
  if (answer.status === 404) return entityNotFound();
  const body: unknown = JSON.parse(String(answer.body));
  const errors = memberOf(body, 'errors');
  const error: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const [title, detail] = [memberOf(error, 'title'), memberOf(error, 'detail')];
  return new RpcError(
    answer.status,
    isObject(error) ? [title, detail].filter((part) => typeof part === 'string').join(' ') : 'Refused',
  );
}
