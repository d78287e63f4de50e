import { cronProblem } from '../../cron.ts';
import type {
  AuthConfigDefinition,
  AuthenticationDefinition,
  AuthorizationFlowDefinition,
  RefreshDefinition,
  TestActionDefinition,
} from '../../definition.ts';
import { type Located, quote } from '../../parse/index.ts';
import type { Context } from '../context.ts';
import type { Block } from '../kinds/block.ts';
import { list, plain, texts } from '../kinds/collections.ts';
import { expression } from '../kinds/expressions.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, defaulted, optional, required } from '../kinds/mapping.ts';
import { bool, choice, text, wrongType } from '../kinds/scalars.ts';
import { type Path, under } from '../path.ts';
import { listOf, mappingAt, textAt } from '../scope.ts';
import { action } from './action.ts';
import { authFields, authNotices } from './auth-fields.ts';
import { authorization, certificates } from './authorization.ts';
import { filled } from './common.ts';
import { support } from './guide.ts';
import { scopes } from './scopes.ts';

/** Config types, `apikey` of older files included. */
const authType: Kind<AuthConfigDefinition['type']> = {
  expects: '"custom", "oauth2" or "mcp"',
  read(node, path, context) {
    const type = choice(['custom', 'oauth2', 'mcp', 'apikey'], {
      hints: {
        apiKey: 'Write "custom".',
        api_key: 'Write "custom".',
        basic: 'Write "custom".',
        bearer: 'Write "custom".',
      },
    }).read(node, path, context);
    return type === 'apikey' ? 'custom' : type;
  },
};

const testAction: Kind<TestActionDefinition['action']> = {
  expects: 'an action id or an action',
  read(node, path, context) {
    if (node.kind === 'mapping') return action.read(node, path, context);
    const id = filled.read(node, path, context);
    if (id !== undefined) checkAction(id, node, path, context);
    return id;
  },
};

/** Reports the id of an action the connector does not have. */
export function checkAction(id: string, node: Located, path: Path, context: Context): void {
  const { actions, incomplete } = context.names;
  if (incomplete || actions.has(id)) return;
  context.report(
    'unknown-action',
    node,
    path,
    `The connector has no action ${quote(id)}.${context.suggest(id, actions)}`,
  );
}

const testActions: Kind<readonly TestActionDefinition[]> = list(
  block<TestActionDefinition>({
    what: 'a test action',
    keys: {
      action: required(testAction),
      required: defaulted(bool, false),
      condition: optional(expression({ mayBeEmpty: false })),
      connectedAs: optional(expression({ mayBeEmpty: false })),
    },
    belongs: { actionId: '"action"' },
  }),
  'test actions',
);

/** Older way to name test actions: all are required. */
const testActionIds: Kind<readonly TestActionDefinition[]> = {
  expects: 'a list of action ids',
  read(node, path, context) {
    const ids = texts('action ids').read(node, path, context);
    const items = node.kind === 'list' ? node.items : [];
    for (const [index, id] of ids?.entries() ?? []) checkAction(id, items[index] ?? node, under(path, index), context);
    return ids?.map((id) => ({ action: id, required: true }));
  },
};

const schedule = text({
  mayBeEmpty: false,
  check(value, node, path, context) {
    const problem = cronProblem(value);
    if (problem === undefined) return;
    context.report('invalid-schedule', node, path, `The schedule ${quote(value)} is no cron expression: ${problem}.`);
  },
});

const refresh = block<RefreshDefinition>({
  what: 'the refresh of an authentication',
  keys: { schedule: optional(schedule), action: required(action) },
  belongs: { steps: '"action"', result: '"action"', actionId: '"action"' },
});

const authorizationFlow = block<AuthorizationFlowDefinition>({
  what: 'an authorization flow',
  keys: {
    serverUrl: optional(expression()),
    discovery: optional(plain),
    clientRegistration: optional(choice(['cimd', 'dcr'])),
    scopes: optional(scopes),
  },
});

const environment = block<{ key: string; name: string }>({
  what: 'an environment',
  keys: { key: required(filled), name: required(filled) },
});

type WrittenConfig = Omit<AuthConfigDefinition, 'label'> & {
  readonly label?: string;
  readonly testActionsIds?: readonly TestActionDefinition[];
};

const PRODUCTION = [{ key: 'production', name: 'Production' }] as const;

const config = block<WrittenConfig>({
  what: 'an authentication',
  keys: {
    type: required(authType),
    label: optional(filled),
    grantType: optional(choice(['authorization_code', 'client_credentials'])),
    authorization: optional(authorization),
    setupFields: defaulted(authFields, []),
    configFields: defaulted(authFields, []),
    setupNotices: defaulted(authNotices, []),
    configNotices: defaulted(authNotices, []),
    environments: defaulted(list(environment, 'environments', { least: 1 }), PRODUCTION),
    support: optional(support),
    requiredScopes: defaulted(scopes, []),
    testActions: defaulted(testActions, []),
    testActionsIds: optional(testActionIds),
    refreshAuthentication: optional(refresh),
    authorizationFlow: optional(authorizationFlow),
    certificates: optional(certificates),
  },
  belongs: {
    token: '"authorization"',
    username: '"authorization"',
    password: '"authorization"',
    guides: '"support"',
    fields: '"configFields"',
  },
  check: checkConfig,
});

function checkConfig(value: Partial<WrittenConfig>, at: Block): void {
  const environments = listOf(at.node, 'environments').map((item) => textAt(item, 'key'));
  if (environments.length > 0 && !environments.includes('production')) {
    const { span, path } = at.placeOf('environments');
    at.context.report(
      'no-effect',
      span,
      path,
      'The environment "production" should always be there: accounts are linked against it.',
    );
  }
  if (value.type !== 'mcp' && at.entry('authorizationFlow')) {
    const { span, path } = at.placeOf('authorizationFlow');
    at.context.report('no-effect', span, path, '"authorizationFlow" has an effect on type "mcp" only.');
  }
  if (value.type === 'custom' && at.entry('grantType')) {
    const { span, path } = at.placeOf('grantType');
    at.context.report('no-effect', span, path, '"grantType" has an effect on type "oauth2" only.');
  }
  if (value.type === 'oauth2') checkOauth(value, at);
}

/** The addresses a user is sent to, and the token that calls carry. */
function checkOauth(value: Partial<WrittenConfig>, at: Block): void {
  const authorizationNode = mappingAt(at.node, 'authorization');
  if (textAt(authorizationNode, 'type') !== 'oauth2') return;
  const { span, path } = at.placeOf('authorization');
  const needed = value.grantType === 'client_credentials' ? ['token'] : ['authorizationUrl', 'tokenUrl', 'token'];
  const missing = needed.filter((key) => !authorizationNode?.entries.has(key));
  if (missing.length === 0) return;
  const list = missing.map((key) => `"${key}"`).join(', ');
  at.context.report('incomplete-oauth', span, path, `The OAuth authorization lacks ${list}.`, {
    help: missing.includes('token') ? 'Write token: $.credentials.accessToken.' : undefined,
  });
}

/** `authentication`: a list of one-key mappings, auth key → config. */
export const authentication: Kind<readonly AuthenticationDefinition[]> = {
  expects: 'a list of authentications',
  read(node, path, context) {
    if (node.kind !== 'list') {
      const help = node.kind === 'mapping' ? 'Write "- custom:" and its keys below it.' : undefined;
      return wrongType(node, path, context, 'a list of authentications', help);
    }
    const seen = new Map<string, number>();
    return node.items.flatMap((item, index) => readItem(item, under(path, index), context, seen));
  },
};

function readItem(item: Located, path: Path, context: Context, seen: Map<string, number>): AuthenticationDefinition[] {
  if (item.kind !== 'mapping') {
    wrongType(item, path, context, 'a mapping of one auth key to its config');
    return [];
  }
  const [entry, ...others] = item.entries.values();
  if (entry === undefined) return [];
  if (others.length > 0) {
    const flat = ['type', 'label', 'authorization', 'configFields'].some((key) => item.entries.has(key));
    const message = flat
      ? 'The keys of an authentication stand one level deeper, under its auth key.'
      : 'An item of "authentication" has one key, the auth key.';
    context.report('wrong-type', entry, path, message, {
      help: flat
        ? 'Write "- custom:" and indent the keys below it by four more spaces.'
        : 'Start a new item with "- " for each authentication.',
    });
    return [];
  }
  const first = seen.get(entry.key);
  if (first !== undefined) {
    context.report(
      'duplicate-id',
      entry,
      under(path, entry.key, entry),
      `The authentication ${quote(entry.key)} is already defined (line ${first}).`,
    );
  } else seen.set(entry.key, entry.source.positionAt(entry.start).line);
  const read = config.read(entry.value, under(path, entry.key, entry), context);
  return read === undefined ? [] : [{ authKey: entry.key, config: normalised(entry.key, read) }];
}

function normalised(authKey: string, { testActionsIds, ...written }: WrittenConfig): AuthConfigDefinition {
  const grantType = written.grantType ?? (written.type === 'oauth2' ? 'authorization_code' : undefined);
  return {
    ...written,
    label: written.label ?? authKey,
    ...(grantType === undefined ? {} : { grantType }),
    testActions: [...written.testActions, ...(testActionsIds ?? [])],
  };
}
