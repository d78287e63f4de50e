import type { AuthMethod, CompiledAction, CompiledConnector } from '../engine/index.ts';

/** Which parts of a connector's description to send. */
export interface MetaParts {
  /** The list of actions. */
  readonly actions: boolean;
  /** Inputs and examples of each action. */
  readonly details: boolean;
  /** The connection guides. */
  readonly guides: boolean;
}

const detailsOf = (action: CompiledAction) => ({
  input_schema: action.inputSchema,
  effects: action.effects,
  annotations: action.annotations,
  categories: action.categories,
  action_type: action.actionType,
  examples: action.examples,
  ...(action.details === undefined ? {} : { details: action.details }),
});

const actionMeta = (action: CompiledAction, methods: readonly AuthMethod[], parts: MetaParts) => {
  const details = parts.details ? detailsOf(action) : undefined;
  return {
    id: action.id,
    label: action.label,
    description: action.description,
    schema_type: action.schemaType,
    tags: action.tags,
    required_scopes: action.requiredScopes,
    authentication: methods.map(({ type, label, key }) => ({
      type,
      label,
      key,
      required_scopes: action.authRequirements[key] ?? action.requiredScopes,
    })),
    // Two published versions of the client read this under different names.
    ...(details === undefined ? {} : { action_details: details, operation_details: details }),
  };
};

const guideOf = ({ support }: AuthMethod) => {
  const { config, setup } = support.guides ?? {};
  return {
    link: support.link ?? null,
    description: support.description ?? null,
    guides: {
      ...(config === undefined ? {} : { config: { warning: config.warning ?? null, sections: config.sections } }),
      ...(setup === undefined ? {} : { setup: { warning: setup.warning ?? null, sections: setup.sections } }),
    },
  };
};

const methodMeta = (method: AuthMethod, parts: MetaParts) => ({
  type: method.type,
  label: method.label,
  key: method.key,
  required_scopes: method.requiredScopes,
  ...(parts.guides ? { support: guideOf(method) } : {}),
});

/** One entry of `GET /actions`. */
export function connectorMeta(
  connector: CompiledConnector,
  actions: readonly CompiledAction[],
  parts: MetaParts,
  place: { readonly icon: string; readonly accountId?: string; readonly integrationId?: string },
) {
  const methods = connector.authentication.filter(({ environment }) => environment.key === 'production');
  return {
    key: connector.key,
    name: connector.title,
    description: connector.description,
    icon: place.icon,
    version: connector.version,
    release_stage: connector.releaseStage,
    categories: connector.categories,
    integration_id: place.integrationId ?? null,
    account_id: place.accountId ?? null,
    authentication: methods.map((method) => methodMeta(method, parts)),
    ...(parts.actions ? { actions: actions.map((action) => actionMeta(action, methods, parts)) } : {}),
    scope_definitions: connector.scopeDefinitions,
  };
}
