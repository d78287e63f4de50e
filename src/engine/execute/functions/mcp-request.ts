import type { StepRunner } from '../../compile/program-of.ts';
import { type CompileScope, parameter } from '../../compile/scope.ts';
import type { Value } from '../../compile/value.ts';
import { type Answer, call, failedAnswer, failureWithin } from '../http/answer.ts';
import { compileCondition, type Holds } from '../http/args.ts';
import { buildRequest, type CallProgram, compileCall } from '../http/call.ts';
import { headerOf } from '../http/response.ts';
import { engineFailure, failed, type Outcome, succeeded } from '../outcome.ts';
import { type Fields, isMissing, isRecord, ownValue, setOwn } from '../records.ts';
import type { RunState } from '../state.ts';

const PROTOCOL = '2025-06-18';
const MOST_LIST_PAGES = 100;
const LONGEST_TIMEOUT_MS = 300_000;

interface Argument {
  readonly name: Value;
  readonly value: Value;
  readonly holds: Holds | undefined;
}

/** A JSON-RPC answer out of a body: JSON, or the events of a stream among which it is. */
export function rpcAnswer(body: unknown, id: number): Fields | undefined {
  const isAnswer = (message: unknown): message is Fields => isRecord(message) && message['id'] === id;
  if (isAnswer(body)) return body;
  if (Array.isArray(body)) return body.find(isAnswer);
  if (typeof body !== 'string') return undefined;
  for (const event of body.split(/\r?\n\r?\n/)) {
    const data = event
      .split(/\r?\n/)
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).replace(/^ /, ''))
      .join('\n');
    if (data === '') continue;
    try {
      const message: unknown = JSON.parse(data);
      if (isAnswer(message)) return message;
    } catch {
      // Not every event is a message.
    }
  }
  return undefined;
}

/** The data of a tool's result: structured content, else JSON of a lone text, else the content as it is. */
export function toolData(result: Fields): unknown {
  const structured = result['structuredContent'];
  if (structured !== undefined && structured !== null) return structured;
  const { content } = result;
  const [only, ...more] = Array.isArray(content) ? content : [];
  const text = ownValue(only, 'type') === 'text' ? ownValue(only, 'text') : undefined;
  if (typeof text !== 'string' || more.length > 0) return content;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A conversation with an MCP server over HTTP. */
class Session {
  readonly #state: RunState;
  readonly #program: CallProgram;
  readonly #timeoutMs: number | undefined;
  #id = 0;
  #session: string | undefined;
  #protocol: string | undefined;
  last: Answer | undefined;

  constructor(state: RunState, program: CallProgram, timeoutMs: number | undefined) {
    this.#state = state;
    this.#program = program;
    this.#timeoutMs = timeoutMs;
  }

  async #post(message: Fields): Promise<Answer> {
    const args = this.#program.argumentsOf(this.#state.block);
    args.headers['accept'] = 'application/json, text/event-stream';
    if (this.#session !== undefined) args.headers['mcp-session-id'] = this.#session;
    if (this.#protocol !== undefined) args.headers['mcp-protocol-version'] = this.#protocol;
    const body = { bytes: JSON.stringify(message), contentType: 'application/json', content: message };
    const outgoing = buildRequest(this.#program, this.#state, args, body);
    const answer = await call(this.#state, this.#program, {
      ...outgoing,
      ...(this.#timeoutMs === undefined ? {} : { timeoutMs: this.#timeoutMs }),
    });
    this.last = answer;
    return answer;
  }

  /** @returns the result, or how the step ends */
  async request(method: string, params: Fields): Promise<{ readonly result: Fields } | { readonly outcome: Outcome }> {
    this.#id += 1;
    const answer = await this.#post({ jsonrpc: '2.0', id: this.#id, method, params });
    if (answer.failure !== undefined) return { outcome: failedAnswer(answer.failure, answer) };
    const message = rpcAnswer(answer.data, this.#id);
    if (message === undefined)
      return { outcome: this.fail('The MCP server gave no answer that can be read.', answer.data) };
    const { error, result } = message;
    if (isRecord(error)) {
      return { outcome: this.fail(String(error['message'] ?? 'The MCP server reports an error.'), error) };
    }
    this.#session ??= headerOf(answer.raw.headers, 'mcp-session-id');
    return { result: isRecord(result) ? result : {} };
  }

  /** The end of the step when the last answer reports an error. */
  fail(message: string, data: unknown): Outcome {
    if (this.last === undefined) throw engineFailure(message);
    return failed(failureWithin(this.#state, this.last, message, 502), { data, raw: this.last.raw });
  }

  async open(): Promise<Outcome | undefined> {
    const opened = await this.request('initialize', {
      protocolVersion: PROTOCOL,
      capabilities: {},
      clientInfo: { name: 'patchbay', version: '1' },
    });
    if ('outcome' in opened) return opened.outcome;
    this.#protocol = String(opened.result['protocolVersion'] ?? PROTOCOL);
    const told = await this.#post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return told.failure === undefined ? undefined : failedAnswer(told.failure, told);
  }
}

async function listTools(session: Session): Promise<Outcome> {
  const tools: unknown[] = [];
  let cursor: unknown;
  for (let page = 0; page < MOST_LIST_PAGES; page += 1) {
    const answer = await session.request('tools/list', cursor === undefined ? {} : { cursor });
    if ('outcome' in answer) return answer.outcome;
    if (Array.isArray(answer.result['tools'])) for (const tool of answer.result['tools']) tools.push(tool);
    cursor = answer.result['nextCursor'];
    if (isMissing(cursor)) break;
  }
  return succeeded({ data: tools, raw: session.last?.raw, statusCode: 200 });
}

async function callTool(session: Session, name: string, values: Fields): Promise<Outcome> {
  const answer = await session.request('tools/call', { name, arguments: values });
  if ('outcome' in answer) return answer.outcome;
  const data = toolData(answer.result);
  if (answer.result['isError'] !== true) return succeeded({ data, raw: session.last?.raw, statusCode: 200 });
  return session.fail(typeof data === 'string' && data !== '' ? data : `The tool "${name}" reports an error.`, data);
}

/** The `mcp_request` step function: calls a tool of an MCP server, or lists its tools. A tool's error fails with 502. */
export function compileMcpRequest(parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const { method: rpcMethod, args: _args, ...common } = parameters;
  const program = compileCall({ url: '', ...common, method: 'post' }, scope);
  const [methodValue, toolName] = [parameter(rpcMethod, scope), parameter(parameters['toolName'], scope)];
  const timeout = parameter(parameters['timeout'], scope);
  const args: readonly Argument[] = (Array.isArray(parameters['args']) ? parameters['args'] : [])
    .filter((arg) => isRecord(arg))
    .map((arg) => ({
      name: parameter(arg['name'], scope),
      value: parameter(arg['value'], scope),
      holds: compileCondition(arg['condition'], scope),
    }));
  return async (state) => {
    const { block } = state;
    const method = methodValue.get(block) ?? 'tools/call';
    if (method !== 'tools/call' && method !== 'tools/list') {
      throw engineFailure(`mcp_request knows the methods tools/call and tools/list, not "${String(method)}".`);
    }
    const name = toolName.get(block);
    if (method === 'tools/call' && (typeof name !== 'string' || name === '')) {
      throw engineFailure('mcp_request needs a toolName.');
    }
    const asked = Number(timeout.get(block) ?? Number.NaN);
    const session = new Session(state, program, asked > 0 ? Math.min(asked, LONGEST_TIMEOUT_MS) : undefined);
    const failure = await session.open();
    if (failure !== undefined) return failure;
    if (method === 'tools/list') return listTools(session);
    const values: Fields = {};
    for (const arg of args) {
      if (arg.holds !== undefined && !arg.holds(block)) continue;
      const value = arg.value.get(block);
      if (value !== undefined) setOwn(values, String(arg.name.get(block) ?? ''), value);
    }
    return callTool(session, String(name), values);
  };
}
