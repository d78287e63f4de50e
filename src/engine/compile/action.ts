import type { ActionDefinition } from '../definition.ts';
import type { CompiledAction } from '../program.ts';
import { inputSchema, type JsonSchema } from './inputs/schema.ts';
import { inputValidator } from './inputs/validator.ts';
import { type ActionProgram, attachProgram } from './program-of.ts';
import type { Compat } from './scope.ts';

const UNIFIED_TYPES: ReadonlySet<string> = new Set(['list', 'get', 'create', 'update', 'delete']);

/** Whether an action answers in a unified model; older files say so only by its type and mapping. */
function schemaTypeOf(action: ActionDefinition): 'native' | 'unified' {
  if (action.schemaType !== undefined) return action.schemaType;
  const mapped = action.schema !== undefined || action.fieldConfigs !== undefined;
  return mapped && UNIFIED_TYPES.has(action.actionType ?? '') ? 'unified' : 'native';
}

/** The model name without its category: `employees` of `hris/employees`. */
const modelOf = (schema: string): string => schema.slice(schema.lastIndexOf('/') + 1);

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}

const present = <T extends object>(members: { readonly [Name in keyof T]: T[Name] | undefined }): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;

/**
 * Compiles what the world sees of an action. Its schema, input check and program are made when first asked for.
 * @param internal true for actions that no caller may run directly
 * @param program makes the program for a behaviour
 */
export function compileAction(
  action: ActionDefinition,
  connectorKey: string,
  internal: boolean,
  program: (compat: Compat | undefined) => ActionProgram,
): CompiledAction {
  let schema: JsonSchema | undefined;
  const schemaOnce = (): JsonSchema => {
    schema ??= deepFreeze(inputSchema(action));
    return schema;
  };
  let validate: CompiledAction['validateInputs'] | undefined;
  const { details, releaseStage, entrypointUrl, entrypointHttpMethod, resources } = action;
  const compiled: CompiledAction = {
    id: `${connectorKey}_${action.actionId}`,
    actionId: action.actionId,
    connectorKey,
    label: action.label,
    description: action.description,
    ...present<CompiledAction>({ details, releaseStage, entrypointUrl, entrypointHttpMethod, resources } as never),
    ...(action.schema === undefined ? {} : { schema: modelOf(action.schema) }),
    categories: action.categories,
    actionType: action.actionType ?? 'custom',
    schemaType: schemaTypeOf(action),
    tags: action.tags,
    effects: action.effects,
    executionMode: action.executionMode ?? 'sync',
    annotations: action.annotations ?? {},
    requiredScopes: action.requiredScopes,
    authRequirements: action.authRequirements ?? {},
    examples: action.examples,
    internal: internal || action.actionType === 'refresh_token' || action.categories.includes('internal'),
    get inputSchema() {
      return schemaOnce();
    },
    validateInputs(grouped) {
      validate ??= inputValidator(action, schemaOnce);
      return validate(grouped);
    },
  };
  attachProgram(compiled, program);
  return Object.freeze(compiled);
}
