import type { Located, LocatedMapping } from '../parse/index.ts';

/** What expressions inside one action may refer to. */
export interface ActionScope {
  /** Step id → its place in the order of steps. */
  readonly steps: ReadonlyMap<string, number>;
  /** Input name → its declared type; absent where inputs are not known. */
  readonly inputs: ReadonlyMap<string, string> | undefined;
  /** Whether the action answers lists: then page inputs need no declaration. */
  readonly isList: boolean;
  /** Whether fields for mapping functions stand at the action. */
  readonly hasFieldConfigs: boolean;
  /** Target keys of the fields of the action and its steps. */
  readonly targetFields: ReadonlySet<string>;
  /** The place of the step being read; after the last one when all have run. */
  current: number;
}

/** Inputs a caller of any list action may send. */
export const PAGE_INPUTS: ReadonlySet<string> = new Set([
  'page_size',
  'page_token',
  'page_number',
  'per_page',
  'page',
  'limit',
  'offset',
  'cursor',
  'next',
  'updated_after',
  'sync_token',
]);

/** Looks an action over before it is read, so that the order of its keys does not matter. */
export function scopeOfAction(action: LocatedMapping): ActionScope {
  const steps = listOf(action, 'steps').map((step) => textAt(step, 'stepId'));
  const inputs = new Map<string, string>();
  for (const input of listOf(action, 'inputs')) {
    const name = textAt(input, 'name');
    if (name !== undefined) inputs.set(name, textAt(input, 'type') ?? '');
  }
  const fields = action.entries.get('fieldConfigs')?.value;
  return {
    steps: new Map(steps.flatMap((id, index) => (id === undefined ? [] : [[id, index] as const]))),
    inputs,
    isList: textAt(action, 'actionType') === 'list' || hasPaginatedRequest(action),
    hasFieldConfigs: fields?.kind === 'list' && fields.items.length > 0,
    targetFields: targetFieldsOf(action),
    current: 0,
  };
}

function targetFieldsOf(action: LocatedMapping): ReadonlySet<string> {
  const inSteps = listOf(action, 'steps').flatMap((step) => [
    ...listOf(mappingAt(mappingAt(step, 'stepFunction'), 'parameters'), 'fields'),
  ]);
  const keys = [...listOf(action, 'fieldConfigs'), ...inSteps].map((field) => textAt(field, 'targetFieldKey'));
  return new Set(keys.filter((key) => key !== undefined));
}

/** A scope for steps outside any action's inputs, such as those that set up a subscription. */
export function scopeOfSteps(owner: LocatedMapping): ActionScope {
  return { ...scopeOfAction(owner), inputs: undefined };
}

/** The items of a list under a key; empty when there is none. */
export function listOf(node: Located | undefined, key: string): readonly Located[] {
  const value = node?.kind === 'mapping' ? node.entries.get(key)?.value : undefined;
  return value?.kind === 'list' ? value.items : [];
}

/** The text under a key. */
export function textAt(node: Located | undefined, key: string): string | undefined {
  const value = node?.kind === 'mapping' ? node.entries.get(key)?.value : undefined;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}

/** The mapping under a key. */
export function mappingAt(node: Located | undefined, key: string): LocatedMapping | undefined {
  const value = node?.kind === 'mapping' ? node.entries.get(key)?.value : undefined;
  return value?.kind === 'mapping' ? value : undefined;
}

const hasPaginatedRequest = (action: LocatedMapping): boolean =>
  listOf(action, 'steps').some(
    (step) => textAt(mappingAt(step, 'stepFunction'), 'functionName')?.includes('paginated') === true,
  );
