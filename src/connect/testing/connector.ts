import type { AuthField, AuthMethod, CompiledAction, CompiledConnector, Guide } from '../../engine/index.ts';

/** A way to connect; what a test does not name is plain. */
export function method(
  parts: {
    readonly key?: string;
    readonly type?: AuthMethod['type'];
    readonly grantType?: AuthMethod['grantType'];
    readonly label?: string;
    readonly environment?: string | undefined;
    readonly fields?: readonly Partial<AuthField>[];
    readonly setupFields?: readonly Partial<AuthField>[];
    readonly guide?: Guide;
    readonly setupGuide?: Guide;
    readonly scopes?: readonly string[];
  } = {},
): AuthMethod {
  const environment = parts.environment ?? 'production';
  const field = (more: Partial<AuthField>): AuthField => ({
    key: 'apiKey',
    label: 'API Key',
    type: 'password',
    required: true,
    secret: true,
    readOnly: false,
    ...more,
  });
  return {
    key: parts.key ?? 'custom',
    type: parts.type ?? 'custom',
    ...(parts.grantType === undefined ? {} : { grantType: parts.grantType }),
    label: parts.label ?? 'API Key',
    environment: { key: environment, name: environment },
    setupFields: (parts.setupFields ?? []).map(field),
    configFields: (parts.fields ?? [{}]).map(field),
    setupNotices: [],
    configNotices: [],
    support: {
      guides: {
        ...(parts.guide === undefined ? {} : { config: parts.guide }),
        ...(parts.setupGuide === undefined ? {} : { setup: parts.setupGuide }),
      },
    },
    requiredScopes: parts.scopes ?? [],
    testActions: [],
  };
}

/** A connector; its actions need the scopes they are given with. */
export function connectorWith(parts: {
  readonly key?: string;
  readonly methods?: readonly AuthMethod[];
  readonly actions?: Readonly<Record<string, readonly string[]>>;
  readonly scopes?: Readonly<Record<string, string>>;
}): CompiledConnector {
  const key = parts.key ?? 'lathe';
  const actions = Object.entries(parts.actions ?? {}).map(([actionId, requiredScopes]): [string, CompiledAction] => [
    `${key}_${actionId}`,
    {
      id: `${key}_${actionId}`,
      actionId,
      connectorKey: key,
      label: `Do ${actionId}`,
      description: '',
      categories: [],
      actionType: 'custom',
      schemaType: 'native',
      tags: [],
      effects: [],
      executionMode: 'sync',
      annotations: {},
      requiredScopes,
      authRequirements: {},
      examples: [],
      internal: actionId.startsWith('hidden'),
      inputSchema: {},
      validateInputs: () => ({ ok: true, inputs: {} }),
    },
  ]);
  return {
    key,
    title: 'Lathe & Co',
    version: '1.0.0',
    description: 'Turns things.',
    releaseStage: 'ga',
    categories: ['crm'],
    scopeDefinitions: Object.entries(parts.scopes ?? {}).map(([name, description]) => ({
      name,
      description,
      includes: [],
    })),
    references: [],
    authentication: parts.methods ?? [method()],
    actions: new Map(actions),
  };
}
