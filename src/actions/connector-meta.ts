import type { CompiledAction, CompiledConnector } from '../engine/index.ts';
import { CATEGORIES } from '../platform/connect-sessions/index.ts';

/** A category that clients of the wire contract know. */
export type Category = (typeof CATEGORIES)[number];

/**
 * The one category clients are told: the first of the connector's own that the closed list of the wire contract holds,
 * else `stackone`, the list's own word for what fits nowhere.
 */
export const categoryOf = ({ categories }: Pick<CompiledConnector, 'categories'>): Category =>
  categories.find((one): one is Category => (CATEGORIES as readonly string[]).includes(one)) ?? 'stackone';

const fieldsOf = ({ inputSchema }: CompiledAction): { name: string; type: string }[] =>
  Object.values((inputSchema.properties ?? {}) as Record<string, { properties?: Record<string, { type?: unknown }> }>)
    .flatMap(({ properties = {} }) => Object.entries(properties))
    .map(([name, { type }]) => ({ name, type: typeof type === 'string' ? type : 'any' }));

/** How to call one operation of a unified model. */
export interface ModelOperation {
  /** Route that runs it. */
  readonly apiPath: string;
  /** Action to name there. */
  readonly action: string;
  readonly input: { readonly defaultFields: readonly { readonly name: string; readonly type: string }[] };
  readonly output: { readonly defaultFields: readonly never[] };
}

/** The unified models that actions serve: model → operation (`list`, `get`, …) → how to call it. */
export function modelsOf(actions: Iterable<CompiledAction>): Record<string, Record<string, ModelOperation>> {
  const models = new Map<string, Map<string, ModelOperation>>();
  for (const action of actions) {
    if (action.internal || action.schemaType !== 'unified' || action.schema === undefined) continue;
    const operations = models.get(action.schema) ?? new Map<string, ModelOperation>();
    operations.set(action.actionType, {
      apiPath: '/actions/rpc',
      action: action.id,
      input: { defaultFields: fieldsOf(action) },
      output: { defaultFields: [] },
    });
    models.set(action.schema, operations);
  }
  // Names come from connector files: own properties whatever they are called.
  return Object.fromEntries([...models].map(([model, operations]) => [model, Object.fromEntries(operations)]));
}
