import type { CompiledAction } from '../actions/index.ts';

/** A tool as the Model Context Protocol lists it. */
export interface McpTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly annotations: Readonly<Record<string, unknown>>;
}

/** The tool of an action: its name is the action's id, its arguments the grouped inputs. */
export function toTool(action: CompiledAction): McpTool {
  const { annotations } = action;
  return {
    name: action.id,
    title: annotations.title ?? action.label,
    description: action.description,
    inputSchema: action.inputSchema,
    annotations: {
      title: annotations.title ?? action.label,
      readOnlyHint: annotations.readOnlyHint ?? (action.actionType === 'list' || action.actionType === 'get'),
      destructiveHint: annotations.destructiveHint ?? action.actionType === 'delete',
      idempotentHint: annotations.idempotentHint ?? ['list', 'get', 'update', 'delete'].includes(action.actionType),
      openWorldHint: annotations.openWorldHint ?? true,
    },
  };
}

const written = new WeakMap<CompiledAction, string>();

/** The JSON text of an action's tool; made once, since sending tool lists is what they cost. */
export function toolText(action: CompiledAction): string {
  let text = written.get(action);
  if (text === undefined) {
    text = JSON.stringify(toTool(action));
    written.set(action, text);
  }
  return text;
}
