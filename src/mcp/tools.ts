import type { CompiledAction } from '../actions/index.ts';
import { argumentsSchema, type ParamStyle } from './param-style.ts';

/** A tool as the Model Context Protocol lists it. */
export interface McpTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly annotations: Readonly<Record<string, unknown>>;
}

/** The tool of an action: its name is the action's id, its arguments the action's inputs. */
export function toTool(action: CompiledAction, style: ParamStyle = 'nested'): McpTool {
  const { annotations } = action;
  return {
    name: action.id,
    title: annotations.title ?? action.label,
    description: action.description,
    inputSchema: argumentsSchema(action, style),
    annotations: {
      title: annotations.title ?? action.label,
      readOnlyHint: annotations.readOnlyHint ?? (action.actionType === 'list' || action.actionType === 'get'),
      destructiveHint: annotations.destructiveHint ?? action.actionType === 'delete',
      idempotentHint: annotations.idempotentHint ?? ['list', 'get', 'update', 'delete'].includes(action.actionType),
      openWorldHint: annotations.openWorldHint ?? true,
    },
  };
}

const written: Readonly<Record<ParamStyle, WeakMap<CompiledAction, string>>> = {
  nested: new WeakMap(),
  flat_prefixed: new WeakMap(),
  flat_smart: new WeakMap(),
};

/** The JSON text of an action's tool; made once for each style, since sending tool lists is what they cost. */
export function toolText(action: CompiledAction, style: ParamStyle = 'nested'): string {
  let text = written[style].get(action);
  if (text === undefined) {
    text = JSON.stringify(toTool(action, style));
    written[style].set(action, text);
  }
  return text;
}
