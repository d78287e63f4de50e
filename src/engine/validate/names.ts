import type { Located, LocatedMapping } from '../parse/index.ts';
import { listOf, mappingAt, textAt } from './scope.ts';

/** What a connector declares, gathered before its blocks are read. */
export interface ConnectorNames {
  readonly actions: ReadonlySet<string>;
  /** Actions of `events`. */
  readonly eventActions: ReadonlySet<string>;
  /** Empty when the connector defines no scopes: then any scope may be named. */
  readonly scopes: ReadonlySet<string>;
  readonly authKeys: ReadonlySet<string>;
  /** Absent when the credentials cannot be told from the file. */
  readonly credentials: ReadonlySet<string> | undefined;
  readonly hasBaseUrl: boolean;
  /** Whether a file could not be read: then nothing is missing for certain. */
  readonly incomplete: boolean;
}

/** Names for checking a block on its own. */
export const unknownNames: ConnectorNames = {
  actions: new Set(),
  eventActions: new Set(),
  scopes: new Set(),
  authKeys: new Set(),
  credentials: undefined,
  hasBaseUrl: true,
  incomplete: true,
};

/** Credentials every connected account may have, whatever its fields. */
const TOKENS = [
  'accessToken',
  'refreshToken',
  'idToken',
  'expiresIn',
  'refreshExpiresIn',
  'tokenType',
  'scope',
  'scopes',
];

/** Gathers what a connector declares. */
export function namesOf(root: LocatedMapping, incomplete: boolean): ConnectorNames {
  const authentication = listOf(root, 'authentication').flatMap((item) =>
    item.kind === 'mapping' ? [...item.entries.values()] : [],
  );
  return {
    actions: new Set(textsUnder(listOf(root, 'actions'), 'actionId')),
    eventActions: new Set(textsUnder(listOf(mappingAt(root, 'events'), 'actions'), 'actionId')),
    scopes: new Set(mappingAt(root, 'scopeDefinitions')?.entries.keys()),
    authKeys: new Set(authentication.map((entry) => entry.key)),
    credentials:
      incomplete || authentication.length === 0 ? undefined : credentialsOf(authentication.map((entry) => entry.value)),
    hasBaseUrl: root.entries.has('baseUrl'),
    incomplete,
  };
}

function credentialsOf(configs: readonly Located[]): ReadonlySet<string> | undefined {
  const names = new Set(TOKENS);
  for (const config of configs) {
    for (const key of ['setupFields', 'configFields'])
      for (const name of textsUnder(listOf(config, key), 'key')) names.add(name);
    const authorization = mappingAt(config, 'authorization');
    for (const name of mappingAt(authorization, 'additionalTokenFields')?.entries.keys() ?? []) names.add(name);
    for (const name of textValues(mappingAt(authorization, 'callbackParams'))) names.add(name);
    const refresh = mappingAt(mappingAt(config, 'refreshAuthentication'), 'action');
    if (refresh) {
      const results = refreshResults(refresh);
      if (results === undefined) return undefined;
      for (const name of results) names.add(name);
    }
  }
  return names;
}

/** Names a refresh action stores; nothing when its result is data no one can see from here. */
function refreshResults(action: LocatedMapping): readonly string[] | undefined {
  const result = action.entries.get('result')?.value;
  const data = result?.kind === 'mapping' ? result.entries.get('data')?.value : result;
  if (data?.kind === 'mapping') return [...data.entries.keys()];
  const source =
    data?.kind === 'scalar' && typeof data.value === 'string'
      ? /steps\.([\w-]+)\.output\.data$/.exec(data.value.replace(/[}\s]+$/, ''))
      : null;
  const step = listOf(action, 'steps').find((one) => textAt(one, 'stepId') === source?.[1]);
  const fields = listOf(mappingAt(mappingAt(step, 'stepFunction'), 'parameters'), 'fields');
  return fields.length === 0 ? undefined : textsUnder(fields, 'targetFieldKey');
}

const textsUnder = (items: readonly Located[], key: string): string[] =>
  items.flatMap((item) => {
    const found = textAt(item, key);
    return found === undefined ? [] : [found];
  });

const textValues = (mapping: LocatedMapping | undefined): string[] =>
  [...(mapping?.entries.values() ?? [])].flatMap(({ value }) =>
    value.kind === 'scalar' && typeof value.value === 'string' ? [value.value] : [],
  );
