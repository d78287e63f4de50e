import { type ActionNotes, type Actions, type ActionTarget, isOffered } from '../actions/index.ts';
import { isPatchbayError, type PatchbayError } from '../kernel/index.ts';
import { RPC_ERRORS, RpcFault, type RpcMessage } from './json-rpc.ts';
import { groupArguments, type ParamStyle } from './param-style.ts';
import { readSearchToolCall, searchTools, type ToolMode } from './search-tools.ts';
import { toolText } from './tools.ts';

/** Protocol versions that are spoken here, newest first. */
export const PROTOCOL_VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26'] as const;

/** Result text that is already JSON, so that it need not be parsed to be sent. */
export interface RawResult {
  readonly json: string;
}

/** What a method may use. */
export interface McpCall {
  readonly actions: Actions;
  readonly projectId: string;
  /** Account of the request; undefined when it names none. */
  readonly accountId: string | undefined;
  /** Finds the account or throws the error table's reason. */
  readonly requireAccount: () => string;
  readonly requestId: string;
  readonly toolMode: ToolMode;
  readonly paramStyle: ParamStyle;
  readonly onTarget: (target: ActionNotes) => void;
  /** Told why an action failed, for the log: the answer to the client has status 200 all the same. */
  readonly onFailure: (error: PatchbayError) => void;
  /** Targets that a request without an account may list tools of. */
  readonly allTargets: () => Promise<ActionTarget[]>;
}

const SERVER = { name: 'patchbay', title: 'Patchbay', version: '1.0.0' };

async function initialize({ params }: RpcMessage, call: McpCall): Promise<unknown> {
  const wanted = params['protocolVersion'];
  const protocolVersion = PROTOCOL_VERSIONS.find((version) => version === wanted) ?? PROTOCOL_VERSIONS[0];
  const target = call.accountId === undefined ? undefined : await call.actions.target(call.projectId, call.accountId);
  const instructions = target?.connector.mcpInstructions;
  return {
    protocolVersion,
    capabilities: { tools: { listChanged: false } },
    serverInfo: SERVER,
    ...(instructions === undefined ? {} : { instructions }),
  };
}

async function listTools(_message: RpcMessage, call: McpCall): Promise<RawResult> {
  const targets =
    call.accountId === undefined
      ? await call.allTargets()
      : [await call.actions.target(call.projectId, call.accountId)];
  const texts = new Map<string, string>();
  for (const target of targets) {
    const { connector, authConfig } = target;
    if (call.toolMode === 'search_execute') {
      for (const tool of searchTools(target, call.paramStyle)) texts.set(tool.name, JSON.stringify(tool));
      continue;
    }
    for (const action of connector.actions.values())
      if (isOffered(action, authConfig)) texts.set(action.id, toolText(action, call.paramStyle));
  }
  return { json: `{"tools":[${[...texts.values()].join(',')}]}` };
}

/** Errors an agent can do something about belong into the result; the others are answers to the client. */
const isForAgent = (error: PatchbayError): boolean =>
  error.code === 'inputs_invalid' ||
  error.code === 'action_failed' ||
  error.code === 'request_timed_out' ||
  error.code.startsWith('provider_') ||
  error.code === 'egress_blocked';

/** Most characters of a provider's own answer that an agent is shown. */
const MAX_ANSWER = 4_000;

/** What the provider said, from which an agent can often tell which argument to change. */
function answerOf({ extras }: PatchbayError): { readonly provider_answer?: unknown } {
  const raw = extras.providerErrors?.[0]?.raw;
  if (raw === undefined || raw === null) return {};
  const text = JSON.stringify(raw);
  return { provider_answer: text.length <= MAX_ANSWER ? raw : `${text.slice(0, MAX_ANSWER)}…` };
}

const toolError = (error: PatchbayError) => {
  const { errors } = error.extras;
  const told = {
    error: error.message,
    code: error.code,
    status: error.status,
    ...(errors === undefined ? {} : { errors }),
    ...answerOf(error),
  };
  return { content: [{ type: 'text', text: JSON.stringify(told) }], isError: true };
};

const textResult = (told: unknown): RawResult => ({
  json: `{"content":[{"type":"text","text":${JSON.stringify(JSON.stringify(told))}}],"isError":false}`,
});

const actionOf = (id: string, { connector }: ActionTarget) =>
  connector.actions.get(id) ?? connector.actions.get(`${connector.key}_${id}`);

async function callTool({ params }: RpcMessage, call: McpCall): Promise<unknown> {
  const { name, arguments: args = {} } = params;
  if (typeof name !== 'string') throw new RpcFault(RPC_ERRORS.invalidParams, 'params.name must be the name of a tool.');
  if (typeof args !== 'object' || args === null || Array.isArray(args))
    throw new RpcFault(RPC_ERRORS.invalidParams, 'params.arguments must be an object.');
  const accountId = call.requireAccount();
  let run = { action: name, args: args as Readonly<Record<string, unknown>> };
  let target: ActionTarget | undefined;
  if (call.toolMode === 'search_execute' || call.paramStyle !== 'nested')
    target = await call.actions.target(call.projectId, accountId);
  if (call.toolMode === 'search_execute' && target !== undefined) {
    const read = readSearchToolCall(name, run.args, target, call.paramStyle);
    if (read?.kind === 'found') return textResult(read.answer);
    if (read?.kind === 'run') run = read;
  }
  try {
    const answer = await call.actions.run({
      projectId: call.projectId,
      accountId,
      action: run.action,
      inputs: groupArguments(run.args, call.paramStyle, target && actionOf(run.action, target)),
      requestId: call.requestId,
      onTarget: call.onTarget,
    });
    const { data, next, message } = answer;
    return textResult({
      data,
      ...(next === null ? {} : { next }),
      ...(message === undefined ? {} : { message }),
    });
  } catch (error) {
    if (!isPatchbayError(error)) throw error;
    call.onFailure(error);
    if (error.code === 'action_not_found' || error.code === 'action_disabled')
      throw new RpcFault(RPC_ERRORS.invalidParams, error.message);
    if (isForAgent(error)) return toolError(error);
    throw error;
  }
}

/** The methods that are answered here. */
export const METHODS: Readonly<Record<string, (message: RpcMessage, call: McpCall) => Promise<unknown>>> = {
  initialize,
  ping: async () => ({}),
  'tools/list': listTools,
  'tools/call': callTool,
};
