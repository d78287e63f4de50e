import type { ActionDefinition, ConnectorDefinition } from '../../definition.ts';
import { quote, writtenText } from '../../parse/index.ts';
import { list, plain, texts } from '../kinds/collections.ts';
import { expression } from '../kinds/expressions.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, defaulted, optional, required } from '../kinds/mapping.ts';
import { text, wrongType } from '../kinds/scalars.ts';
import { checkUnique } from '../rules/unique.ts';
import { action } from './action.ts';
import { authentication } from './authentication.ts';
import { releaseStage } from './common.ts';
import { events } from './events.ts';
import { changelog, documentation, info, resources } from './info.ts';
import { concurrency, rateLimit } from './limits.ts';
import { scopeDefinitions } from './scopes.ts';

/** Version of the format this validator knows. */
const FORMAT_VERSION = '1.0.0';

const formatVersion: Kind<string> = {
  expects: FORMAT_VERSION,
  read(node, path, context) {
    if (node.kind !== 'scalar' || node.value === null) return wrongType(node, path, context, FORMAT_VERSION);
    const written = writtenText(node);
    if (written === FORMAT_VERSION) return written;
    context.report(
      'unknown-value',
      node,
      path,
      `"StackOne" must be ${FORMAT_VERSION}, the version of the format, not ${quote(written)}.`,
    );
    return undefined;
  },
};

const actions: Kind<readonly ActionDefinition[]> = {
  expects: 'a list of actions',
  read(node, path, context) {
    checkUnique(node, 'actionId', 'action', path, context);
    return list(action, 'actions').read(node, path, context);
  },
};

type Written = Omit<ConnectorDefinition, 'formatVersion'> & { readonly StackOne: string };

const written = block<Written>({
  what: 'a connector',
  keys: {
    StackOne: required(formatVersion),
    info: required(info),
    baseUrl: optional(expression({ strict: true, mayBeEmpty: false })),
    rateLimit: optional(rateLimit),
    concurrency: optional(concurrency),
    resources: optional(resources),
    documentation: optional(documentation),
    releaseStage: optional(releaseStage),
    changelog: optional(changelog),
    scopeDefinitions: defaulted(scopeDefinitions, []),
    authentication: defaulted(authentication, []),
    actions: defaulted(actions, []),
    events: optional(events),
    mcp: optional(
      block<{ instructions?: string }>({ what: 'the mcp settings', keys: { instructions: optional(text()) } }),
    ),
    owner: optional(plain),
    forkedFrom: optional(plain),
    categories: defaulted(texts('categories'), []),
  },
  alsoCalled: { context: 'resources' },
  belongs: {
    title: '"info"',
    key: '"info"',
    version: '"info"',
    description: '"info"',
    mainRatelimit: '"rateLimit"',
  },
  check(_value, at) {
    if (at.entry('authentication') || at.context.names.incomplete) return;
    at.context.report(
      'no-authentication',
      at.at,
      at.path,
      'The connector has no "authentication": no account can be linked with it.',
    );
  },
});

/** A whole connector. */
export const connector: Kind<ConnectorDefinition> = {
  expects: written.expects,
  read(node, path, context) {
    const read = written.read(node, path, context);
    if (read === undefined) return undefined;
    const { StackOne, ...rest } = read;
    return { formatVersion: StackOne, ...rest };
  },
};
