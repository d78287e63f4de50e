import { compileAuthorization } from '../auth/authorization.ts';
import { compileCertificates } from '../auth/certificates.ts';
import type { ActionDefinition, ConnectorDefinition } from '../definition.ts';
import { attachEvents } from '../execute/events/route.ts';
import type { CompiledAction, CompiledConnector } from '../program.ts';
import { compileAction } from './action.ts';
import { compileActionProgram } from './action-program.ts';
import { compileAuthMethods } from './auth-methods.ts';
import type { AuthProgram, ConnectorProgram } from './connector-program.ts';
import { compileEvents } from './events.ts';
import { compileScopes } from './granted-scopes.ts';
import { compileLimits } from './limits.ts';
import { declaredOrigins } from './origins.ts';
import type { ActionProgram } from './program-of.ts';
import { attachProxy } from './proxy-program.ts';
import type { Compat } from './scope.ts';
import { compileUrlSource } from './url/source.ts';

function compileAuths(definition: ConnectorDefinition, compat: Compat): ReadonlyMap<string, AuthProgram> {
  return new Map(
    definition.authentication.map(({ authKey, config }) => [
      authKey,
      {
        environments: new Set(['production', ...config.environments.map(({ key }) => key)]),
        authorization: compileAuthorization(config.authorization, compat),
        ...(config.certificates === undefined
          ? {}
          : { certificates: compileCertificates(config.certificates, compat) }),
      },
    ]),
  );
}

function secretFields(definition: ConnectorDefinition): ReadonlySet<string> {
  const fields = definition.authentication.flatMap(({ config }) => [...config.setupFields, ...config.configFields]);
  return new Set(fields.filter((field) => field.secret || field.type === 'password').map((field) => field.key));
}

function compileProgram(definition: ConnectorDefinition, compat: Compat): ConnectorProgram {
  const { key, title, version } = definition.info;
  return {
    key,
    title,
    version,
    compat,
    baseUrl: compileUrlSource(definition.baseUrl, compat),
    auths: compileAuths(definition, compat),
    secretFields: secretFields(definition),
    limits: compileLimits(definition),
    scopes: compileScopes(definition.scopeDefinitions),
  };
}

function memoized<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new Map<Key, Made>();
  return (key) => {
    let found = made.get(key);
    if (found === undefined) {
      found = make(key);
      made.set(key, found);
    }
    return found;
  };
}

/**
 * Compiles a connector that validation found nothing wrong with. Programs of actions are made when they first run.
 * @param compat whose behaviour its runs show unless they ask for the other
 */
export function compileConnector(definition: ConnectorDefinition, compat: Compat = 'patchbay'): CompiledConnector {
  const { info } = definition;
  const programFor = memoized((behaviour: Compat) => compileProgram(definition, behaviour));
  const compile = (action: ActionDefinition, internal: boolean): CompiledAction => {
    const programs = memoized(
      (behaviour: Compat): ActionProgram => compileActionProgram(action, definition, programFor(behaviour)),
    );
    return compileAction(action, info.key, internal, (behaviour) => programs(behaviour ?? compat));
  };
  const actions = new Map(definition.actions.map((action) => [action.actionId, compile(action, false)]));
  const events = compileEvents(definition.events, (action) => compile(action, true));
  const connector = Object.freeze({
    key: info.key,
    title: info.title,
    version: info.version,
    description: info.description ?? '',
    ...(info.details === undefined ? {} : { details: info.details }),
    ...(info.assets?.icon === undefined ? {} : { icon: info.assets.icon }),
    releaseStage: definition.releaseStage ?? 'ga',
    categories: definition.categories.length > 0 ? definition.categories : categoriesOf(definition),
    scopeDefinitions: definition.scopeDefinitions.map(({ name, description, includes }) =>
      Object.freeze({ name, description: description ?? '', includes }),
    ),
    ...(definition.mcp?.instructions === undefined ? {} : { mcpInstructions: definition.mcp.instructions }),
    ...(definition.resources === undefined ? {} : { resources: definition.resources }),
    references: definition.documentation?.references ?? [],
    authentication: compileAuthMethods(definition.authentication, {
      compat,
      connector: { title: info.title, secretFields: secretFields(definition) },
      find: (actionId) => actions.get(actionId),
      compile: (action) => compile(action, true),
    }),
    actions: new Map([...actions.values()].map((action) => [action.id, action])),
    ...(events === undefined ? {} : { events }),
  } satisfies CompiledConnector);
  attachProxy(connector, () => ({ connector: programFor(compat), origins: declaredOrigins(definition) }));
  if (definition.events !== undefined) attachEvents(connector, definition.events, compat);
  return connector;
}

/** The categories of its actions, where the author lists none for the connector. */
function categoriesOf({ actions }: ConnectorDefinition): readonly string[] {
  const internal = new Set(['internal', 'action']);
  return [...new Set(actions.flatMap((action) => action.categories))].filter((name) => !internal.has(name));
}
