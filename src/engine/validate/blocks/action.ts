import type {
  ActionDefinition,
  AnnotationsDefinition,
  CompositeIdentifiersDefinition,
  ResponsesDefinition,
} from '../../definition.ts';
import { type LocatedMapping, quote } from '../../parse/index.ts';
import type { Block } from '../kinds/block.ts';
import { list, plain, record, texts } from '../kinds/collections.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, defaulted, optional, required } from '../kinds/mapping.ts';
import { bool, choice, number, text } from '../kinds/scalars.ts';
import { listOf, mappingAt, scopeOfAction, textAt } from '../scope.ts';
import { filled, identifier, releaseStage } from './common.ts';
import { dataSync } from './data-sync.ts';
import { fields } from './field.ts';
import { resources } from './info.ts';
import { inputs } from './input.ts';
import { result } from './result.ts';
import { scopes } from './scopes.ts';
import { steps } from './step.ts';
import { validationRules } from './validation-rules.ts';

const annotations = block<AnnotationsDefinition>({
  what: 'the annotations of an action',
  keys: {
    title: optional(text()),
    readOnlyHint: optional(bool),
    destructiveHint: optional(bool),
    idempotentHint: optional(bool),
    openWorldHint: optional(bool),
  },
});

const NO_ENGINE = 'pages are walked by paginated_request.';

const cursor = block<{ enabled?: boolean; pageSize?: number }>({
  what: 'the cursor of an action',
  keys: { enabled: optional(bool), pageSize: optional(number({ min: 1, integer: true })) },
  ignored: {
    type: NO_ENGINE,
    key: NO_ENGINE,
    stopCondition: NO_ENGINE,
    requestParam: NO_ENGINE,
    responsePath: NO_ENGINE,
  },
});

type CompositeField = CompositeIdentifiersDefinition['fields'][number];

const component = block<CompositeField['components'][number]>({
  what: 'a component',
  keys: { name: required(filled), alias: optional(filled) },
});

const compositeTarget = text({
  mayBeEmpty: false,
  check(name, node, path, context) {
    const known = context.scope?.targetFields;
    if (known === undefined || known.size === 0 || known.has(name)) return;
    const message = `No field of this action has the targetFieldKey ${quote(name)}.${context.suggest(name, known)}`;
    context.report('unknown-field', node, path, message);
  },
});

const compositeIdentifiers = block<CompositeIdentifiersDefinition>({
  what: 'the composite identifiers of an action',
  keys: {
    enabled: defaulted(bool, false),
    version: optional(number({ min: 1, integer: true })),
    fields: defaulted(
      list(
        block<CompositeField>({
          what: 'a composite identifier',
          keys: {
            targetFieldKey: required(compositeTarget),
            remote: optional(text()),
            components: required(list(component, 'components', { least: 1 })),
          },
        }),
        'composite identifiers',
      ),
      [],
    ),
  },
});

const responses = block<ResponsesDefinition>({
  what: 'the responses of an action',
  keys: { success: optional(record(plain, 'values')), errors: optional(record(plain, 'errors')) },
});

/** Upper case, whatever the author wrote. */
const httpMethod: Kind<string> = {
  expects: 'an HTTP method',
  read(node, path, context) {
    const method = text().read(node, path, context);
    if (method === undefined) return undefined;
    if (!/^(get|post|put|patch|delete|head|options)$/i.test(method)) {
      context.report('unknown-value', node, path, `"entrypointHttpMethod" is no HTTP method: ${quote(method)}.`, {
        severity: 'warning',
      });
    }
    return method.toUpperCase();
  },
};

const withoutScope = block<ActionDefinition>({
  what: 'an action',
  keys: {
    actionId: required(identifier('an action id')),
    label: defaulted(text(), ''),
    description: required(text()),
    details: optional(text()),
    resources: optional(resources),
    categories: defaulted(texts('categories'), []),
    actionType: optional(
      choice(['list', 'get', 'create', 'update', 'delete', 'custom', 'refresh_token', 'test', 'event', 'unknown'], {
        hints: { search: 'Write "list" or "custom".', patch: 'Write "update".' },
      }),
    ),
    schemaType: optional(choice(['native', 'unified'])),
    schema: optional(text()),
    effects: defaulted(list(choice(['read', 'write', 'delete', 'search', 'execute']), 'effects'), []),
    annotations: optional(annotations),
    executionMode: optional(choice(['sync', 'async'])),
    tags: defaulted(texts('tags'), []),
    releaseStage: optional(releaseStage),
    examples: defaulted(list(plain, 'examples'), []),
    entrypointUrl: optional(text()),
    entrypointHttpMethod: optional(httpMethod),
    inputs: defaulted(inputs, []),
    validationRules: defaulted(validationRules, []),
    requiredScopes: defaulted(scopes, []),
    authRequirements: optional(record(scopes, 'scopes')),
    fieldConfigs: optional(fields),
    cursor: optional(cursor),
    compositeIdentifiers: optional(compositeIdentifiers),
    steps: required(steps),
    result: optional(result),
    responses: optional(responses),
    dataSync: optional(dataSync),
    providerEvents: optional(plain),
    prerequisiteActions: optional(plain),
    requiresManualSetup: optional(plain),
  },
  alsoCalled: { context: 'resources' },
  belongs: { stepFunction: 'a step', stepId: 'a step', url: 'the parameters of a step' },
  check(_value, at) {
    checkEntrypoint(at);
    checkAuthRequirements(at);
  },
});

/** An action. Its keys may stand in any order: what expressions can refer to is known before they are read. */
export const action: Kind<ActionDefinition> = {
  expects: withoutScope.expects,
  read(node, path, context) {
    if (node.kind !== 'mapping') return withoutScope.read(node, path, context);
    const read = context.within(scopeOfAction(node), () => withoutScope.read(node, path, context));
    if (read === undefined) return undefined;
    return read.label === '' ? { ...read, label: read.actionId } : read;
  },
};

/** Parameters of the entrypoint address: `:id` or `{id}`. */
function checkEntrypoint(at: Block): void {
  const address = textAt(at.node, 'entrypointUrl');
  if (address === undefined) return;
  const { span, path } = at.placeOf('entrypointUrl');
  const known = pathInputs(at.node);
  for (const [written, colon, braces] of address.matchAll(/:([A-Za-z_]\w*)|\{(\w+)\}/g)) {
    const name = colon ?? braces ?? '';
    if (known.includes(name)) continue;
    const message = `The parameter ${quote(written)} is no input with "in: path".${at.context.suggest(name, known)}`;
    at.context.report('unknown-path-parameter', span, path, message);
  }
}

const pathInputs = (node: LocatedMapping): string[] =>
  listOf(node, 'inputs').flatMap((input) => {
    const name = textAt(input, 'in') === 'path' ? textAt(input, 'name') : undefined;
    return name === undefined ? [] : [name];
  });

function checkAuthRequirements(at: Block): void {
  const known = at.context.names.authKeys;
  for (const entry of mappingAt(at.node, 'authRequirements')?.entries.values() ?? []) {
    if (known.has(entry.key) || known.size === 0) continue;
    const message = `The connector has no authentication ${quote(entry.key)}.${at.context.suggest(entry.key, known)}`;
    at.context.report('unknown-auth-key', entry, at.placeOf('authRequirements').path, message);
  }
}
