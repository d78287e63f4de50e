import type {
  EventRouterDefinition,
  EventRuleDefinition,
  EventSetupDefinition,
  EventSetupFlow,
  EventsDefinition,
} from '../../definition.ts';
import { quote } from '../../parse/index.ts';
import { list, record } from '../kinds/collections.ts';
import { expression } from '../kinds/expressions.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, defaulted, optional, required } from '../kinds/mapping.ts';
import { bool, text } from '../kinds/scalars.ts';
import { checkUnique } from '../rules/unique.ts';
import { scopeOfSteps } from '../scope.ts';
import { action } from './action.ts';
import { guide } from './guide.ts';
import { result } from './result.ts';
import { steps } from './step.ts';

/** Event expressions are written without braces. */
const bare = text({
  mayBeEmpty: false,
  check(value, node, path, context) {
    if (/^\s*(\{\{|\$\.)/.test(value)) {
      context.report(
        'unresolved-text',
        node,
        path,
        'Expressions of events are written without braces and without "$.".',
        {
          help: `Write ${value
            .trim()
            .replace(/^\{\{\s*|\s*\}\}$/g, '')
            .replace(/^\$\./, '')}.`,
        },
      );
      return;
    }
    bareExpression.read(node, path, context);
  },
});
const bareExpression = expression({ bare: true, onRecord: true });

const routedAction = text({
  mayBeEmpty: false,
  check(id, node, path, context) {
    const { eventActions, actions, incomplete } = context.names;
    if (incomplete || eventActions.has(id) || actions.has(id)) return;
    const known = [...eventActions, ...actions];
    context.report(
      'unknown-action',
      node,
      path,
      `The connector has no event action ${quote(id)}.${context.suggest(id, known)}`,
      {
        severity: 'warning',
      },
    );
  },
});

const rule = block<EventRuleDefinition>({
  what: 'an event rule',
  keys: { when: required(bare), action: required(routedAction), input: optional(record(bare, 'expressions')) },
});

const router = block<EventRouterDefinition>({
  what: 'the event router',
  keys: {
    delivery: defaulted(list(rule, 'rules'), []),
    itemsPath: optional(bare),
    rules: defaulted(list(rule, 'rules'), []),
  },
});

const flowKeys = block<EventSetupFlow>({
  what: 'a set-up flow',
  keys: { steps: required(steps), result: optional(result) },
});

const flow: Kind<EventSetupFlow> = {
  expects: flowKeys.expects,
  read(node, path, context) {
    if (node.kind !== 'mapping') return flowKeys.read(node, path, context);
    return context.within(scopeOfSteps(node), () => flowKeys.read(node, path, context));
  },
};

const setup = block<EventSetupDefinition>({
  what: 'the set-up of events',
  keys: {
    creation: optional(flow),
    activation: optional(flow),
    deletion: optional(flow),
    isConsolidated: optional(bool),
  },
});

const eventActions: Kind<EventsDefinition['actions']> = {
  expects: 'a list of actions',
  read(node, path, context) {
    checkUnique(node, 'actionId', 'action', path, context);
    return list(action, 'actions').read(node, path, context);
  },
};

/** `events`. */
export const events = block<EventsDefinition>({
  what: 'the events of a connector',
  keys: {
    setup: optional(setup),
    guides: optional(
      block<{ setup?: NonNullable<EventsDefinition['guides']>['setup'] & object }>({
        what: 'the guides',
        keys: { setup: optional(guide) },
      }),
    ),
    actions: defaulted(eventActions, []),
    router: optional(router),
    externalAccountIdExtractor: optional(
      block<{ result: string }>({ what: 'the account id extractor', keys: { result: required(bare) } }),
    ),
  },
});
