/** Id of a JSON-RPC request. */
export type RpcId = string | number;

/** A request (has an id) or notification (has none). */
export interface RpcMessage {
  readonly id?: RpcId;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Error codes of JSON-RPC 2.0 and of the Model Context Protocol. */
export const RPC_ERRORS = {
  parse: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internal: -32_603,
  server: -32_000,
} as const;

/** An answer to a request. */
export type RpcAnswer =
  | { readonly jsonrpc: '2.0'; readonly id: RpcId; readonly result: unknown }
  | {
      readonly jsonrpc: '2.0';
      readonly id: RpcId | null;
      readonly error: { readonly code: number; readonly message: string; readonly data?: unknown };
    };

/** A thrown reason that becomes the error of the answer. */
export class RpcFault extends Error {
  override readonly name = 'RpcFault';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const rpcError = (id: RpcId | null, code: number, message: string, data?: unknown): RpcAnswer => ({
  jsonrpc: '2.0',
  id,
  error: { code, message, ...(data === undefined ? {} : { data }) },
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads one message from outside.
 * @returns undefined for answers to the server, which are ignored
 * @throws RpcFault when it is no JSON-RPC 2.0 message
 */
export function readMessage(value: unknown): RpcMessage | undefined {
  if (!isRecord(value) || value['jsonrpc'] !== '2.0')
    throw new RpcFault(RPC_ERRORS.invalidRequest, 'The body is no JSON-RPC 2.0 message: "jsonrpc" must be "2.0".');
  const { id, method, params } = value;
  if (method === undefined && ('result' in value || 'error' in value)) return undefined;
  if (typeof method !== 'string') throw new RpcFault(RPC_ERRORS.invalidRequest, 'The message has no method.');
  if (id !== undefined && typeof id !== 'string' && !(typeof id === 'number' && Number.isFinite(id))) {
    throw new RpcFault(RPC_ERRORS.invalidRequest, 'The id of a request must be a string or a number.');
  }
  if (params !== undefined && !isRecord(params))
    throw new RpcFault(RPC_ERRORS.invalidParams, 'params must be an object.');
  return { ...(id === undefined ? {} : { id }), method, params: params ?? {} };
}

/** The id of a message that could not be read, for its error answer. */
export const idOf = (value: unknown): RpcId | null => {
  const id = isRecord(value) ? value['id'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
};
