import type { ActionDefinition, EventSetupFlow, EventsDefinition } from '../definition.ts';
import type { CompiledAction, CompiledEvents } from '../program.ts';

/** A flow of the subscription's life as an action, so that it runs like any other. */
function flowAction(name: string, flow: EventSetupFlow): ActionDefinition {
  return {
    actionId: `events_${name}`,
    label: `Event subscription: ${name}`,
    description: '',
    categories: ['internal'],
    actionType: 'event',
    effects: [],
    tags: [],
    examples: [],
    inputs: [],
    validationRules: [],
    requiredScopes: [],
    steps: flow.steps,
    ...(flow.result === undefined ? {} : { result: flow.result }),
  };
}

/** Compiles what a connector does about events. */
export function compileEvents(
  definition: EventsDefinition | undefined,
  compile: (action: ActionDefinition) => CompiledAction,
): CompiledEvents | undefined {
  if (definition === undefined) return undefined;
  const { setup, guides, actions } = definition;
  const flow = (name: 'creation' | 'activation' | 'deletion') => {
    const steps = setup?.[name];
    return steps === undefined ? {} : { [name]: compile(flowAction(name, steps)) };
  };
  return Object.freeze({
    ...(guides?.setup === undefined ? {} : { guide: guides.setup }),
    setup: Object.freeze({
      ...flow('creation'),
      ...flow('activation'),
      ...flow('deletion'),
      isConsolidated: setup?.isConsolidated === true,
    }),
    actions: new Map(actions.map((action) => [action.actionId, compile(action)])),
  });
}
