import { attachOAuth } from '../auth/oauth/program.ts';
import type { ActionDefinition, AuthenticationDefinition, TestActionDefinition } from '../definition.ts';
import type { AuthMethod, CompiledAction, TestAction, TestedAccount } from '../program.ts';
import type { Compat } from './scope.ts';
import { compileValue } from './value.ts';

/** What auth methods need of the connector they belong to. */
export interface AuthMethodParts {
  readonly compat: Compat;
  readonly connector: { readonly title: string; readonly secretFields: ReadonlySet<string> };
  /** The connector's action of this id. */
  readonly find: (actionId: string) => CompiledAction | undefined;
  /** Compiles an action that only this auth method uses. */
  readonly compile: (action: ActionDefinition) => CompiledAction;
}

function compileTest(definition: TestActionDefinition, { find, compile, compat }: AuthMethodParts): TestAction[] {
  const { action, required, condition, connectedAs } = definition;
  const compiled = typeof action === 'string' ? find(action) : compile(action);
  if (compiled === undefined) return [];
  const holds = condition === undefined ? undefined : compileValue(condition, { compat });
  const identity = connectedAs === undefined ? undefined : compileValue(connectedAs, { compat });
  const scopeOf = ({ credentials, context, authenticationType, environment }: TestedAccount) => ({
    credentials,
    context: { ...context, authenticationType, environment },
  });
  return [
    Object.freeze({
      action: compiled,
      required,
      applies: (account) => holds === undefined || Boolean(holds.get(scopeOf(account))),
      connectedAs(account, data) {
        const found = identity?.get({ ...scopeOf(account), data });
        return typeof found === 'string' && found.trim() !== '' ? found.trim().slice(0, 256) : undefined;
      },
    } satisfies TestAction),
  ];
}

function compileMethod({ authKey, config }: AuthenticationDefinition, parts: AuthMethodParts): AuthMethod[] {
  const { refreshAuthentication: refresh, authorizationFlow, grantType } = config;
  const shared = {
    key: authKey,
    type: config.type,
    ...(grantType === undefined ? {} : { grantType }),
    label: config.label,
    setupFields: config.setupFields,
    configFields: config.configFields,
    setupNotices: config.setupNotices,
    configNotices: config.configNotices,
    support: config.support ?? {},
    requiredScopes: config.requiredScopes,
    testActions: Object.freeze(config.testActions.flatMap((test) => compileTest(test, parts))),
    ...(refresh === undefined
      ? {}
      : {
          refresh: Object.freeze({
            ...(refresh.schedule === undefined ? {} : { schedule: refresh.schedule }),
            action: parts.compile(refresh.action),
          }),
        }),
    ...(authorizationFlow === undefined ? {} : { authorizationFlow }),
  };
  const production = { key: 'production', name: 'Production' };
  const named = config.environments.some(({ key }) => key === production.key)
    ? config.environments
    : [production, ...config.environments];
  const ordered = [...named].sort((a, b) => Number(b.key === production.key) - Number(a.key === production.key));
  return ordered.map((environment) => {
    const method: AuthMethod = Object.freeze({ ...shared, environment: Object.freeze({ ...environment }) });
    attachOAuth(method, config, parts.connector, parts.compat);
    return method;
  });
}

/** Compiles every way to connect, one per environment, `production` first. */
export const compileAuthMethods = (
  definitions: readonly AuthenticationDefinition[],
  parts: AuthMethodParts,
): readonly AuthMethod[] => Object.freeze(definitions.flatMap((definition) => compileMethod(definition, parts)));
