import { type ActionTarget, isOffered, searchActions } from '../actions/index.ts';
import { RPC_ERRORS, RpcFault } from './json-rpc.ts';
import { argumentsSchema, type ParamStyle } from './param-style.ts';
import type { McpTool } from './tools.ts';

/** How the actions of an account are offered: a tool for each, or one that finds them and one that runs them. */
export const TOOL_MODES = ['individual', 'search_execute'] as const;

/** One of {@link TOOL_MODES}. */
export type ToolMode = (typeof TOOL_MODES)[number];

/** Actions that a search tells of unless asked for another number; each comes with its schema. */
const TOP_K = 5;
const MOST = 20;

const searchName = (key: string): string => `${key}_search_actions`;
const executeName = (key: string): string => `${key}_execute_action`;

const group = (description: string) => ({ type: 'object', description, additionalProperties: true });

/** The two tools that stand for all actions of a connector. */
export function searchTools({ connector }: ActionTarget, style: ParamStyle): McpTool[] {
  const { key, title } = connector;
  const inputs =
    style === 'nested'
      ? {
          path: group('Path inputs of the action.'),
          query: group('Query inputs of the action.'),
          headers: group('Header inputs of the action.'),
          body: group('Body inputs of the action.'),
        }
      : { parameters: group('Inputs of the action, as its input_schema says.') };
  return [
    {
      name: searchName(key),
      title: `Search actions of ${title}`,
      description: `Finds what can be done in ${title}. Say in your own words what you want to do; the answer names the actions that fit, each with its input_schema. Run one with ${executeName(key)}.`,
      inputSchema: {
        type: 'object',
        properties: {
          query: { type: 'string', description: 'What you want to do, for example "list open requests".' },
          top_k: {
            type: 'integer',
            minimum: 1,
            maximum: MOST,
            description: `How many actions to name; ${TOP_K} if absent.`,
          },
        },
        required: ['query'],
        additionalProperties: false,
      },
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    {
      name: executeName(key),
      title: `Run an action of ${title}`,
      description: `Runs an action of ${title} that ${searchName(key)} named, with inputs as its input_schema says.`,
      inputSchema: {
        type: 'object',
        properties: { action_id: { type: 'string', description: 'The action_id of a search result.' }, ...inputs },
        required: ['action_id'],
        additionalProperties: false,
      },
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    },
  ];
}

/** What a call of one of the two tools asks for. */
export type SearchToolCall =
  | { readonly kind: 'found'; readonly answer: unknown }
  | { readonly kind: 'run'; readonly action: string; readonly args: Readonly<Record<string, unknown>> };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function found(args: Readonly<Record<string, unknown>>, target: ActionTarget, style: ParamStyle): SearchToolCall {
  const { query, top_k: topK = TOP_K } = args;
  if (typeof query !== 'string' || query.trim() === '')
    throw new RpcFault(RPC_ERRORS.invalidParams, 'query must say in words what you want to do.');
  if (!Number.isInteger(topK) || (topK as number) < 1 || (topK as number) > MOST)
    throw new RpcFault(RPC_ERRORS.invalidParams, `top_k must be a whole number from 1 to ${MOST}.`);
  const hits = searchActions(query.slice(0, 4_096), [target.connector], {
    topK: topK as number,
    minSimilarity: 0,
    isOffered: (action) => isOffered(action, target.authConfig),
  });
  const actions = hits.map(({ action, similarity }) => ({
    action_id: action.id,
    label: action.label,
    description: action.description,
    score: Math.round(similarity * 10_000) / 10_000,
    input_schema: argumentsSchema(action, style),
  }));
  return { kind: 'found', answer: { actions } };
}

/**
 * Reads a call of one of the two tools; undefined when the name is another's.
 * @throws RpcFault when the arguments are not those of the tool
 */
export function readSearchToolCall(
  name: string,
  args: Readonly<Record<string, unknown>>,
  target: ActionTarget,
  style: ParamStyle,
): SearchToolCall | undefined {
  const { key } = target.connector;
  if (name === searchName(key)) return found(args, target, style);
  if (name !== executeName(key)) return undefined;
  const { action_id: action, parameters, ...rest } = args;
  if (typeof action !== 'string' || action === '')
    throw new RpcFault(RPC_ERRORS.invalidParams, 'action_id must be the id of an action.');
  if (parameters !== undefined && !isRecord(parameters))
    throw new RpcFault(RPC_ERRORS.invalidParams, 'parameters must be an object.');
  return { kind: 'run', action, args: { ...parameters, ...rest } };
}
