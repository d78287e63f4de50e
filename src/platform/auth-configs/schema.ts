import { type Static, Type } from 'typebox';
import { toIso } from '../../kernel/index.ts';
import type { AuthConfig } from './store.ts';

const Text = Type.Union([Type.String(), Type.Null()]);

/** An auth config as clients see it: without secret set-up values. */
export const AuthConfigView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  connector_key: Type.String(),
  connector_label: Text,
  logo_url: Text,
  categories: Type.Array(Type.String()),
  active: Type.Boolean(),
  enabled: Type.Boolean(),
  default: Type.Boolean(),
  release_stage: Text,
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.String({ format: 'date-time' }),
  connector_version: Text,
  connector_pinned_version: Text,
  connector_owner: Text,
  environment: Type.String(),
  authentication_config_key: Type.String(),
  authentication_config_label: Text,
  actions: Type.Union([Type.Array(Type.String()), Type.Null()]),
  setup: Type.Record(Type.String(), Type.String()),
});

/** A page of auth configs. */
export const AuthConfigPage = Type.Object({
  page: Type.Integer(),
  page_size: Type.Integer(),
  total: Type.Integer(),
  data: Type.Array(AuthConfigView),
});

/** Filters and paging of `GET /auth_configs`. */
export const ListQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  enabled: Type.Optional(Type.Boolean()),
  connector_key: Type.Optional(Type.String({ maxLength: 128 })),
});

/** What stands for a stored secret; a form that sends it back keeps the secret. */
export const SECRET_PLACEHOLDER = '__secretvalue:**redacted**';

const Name = Type.String({ minLength: 1, maxLength: 256, pattern: '\\S' });
const Key = Type.String({ minLength: 1, maxLength: 128 });
const CHANGEABLE = {
  name: Type.Optional(Name),
  enabled: Type.Optional(Type.Boolean()),
  actions: Type.Optional(
    Type.Union([Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { maxItems: 5_000 }), Type.Null()]),
  ),
  default: Type.Optional(Type.Boolean()),
  connector_version: Type.Optional(Type.Union([Type.String({ minLength: 1, maxLength: 128 }), Type.Null()])),
  setup: Type.Optional(
    Type.Record(Type.String({ maxLength: 256 }), Type.Union([Type.String({ maxLength: 65_536 }), Type.Null()]), {
      maxProperties: 200,
    }),
  ),
} as const;

/** Body of `POST /auth_configs`. */
export const CreateBody = Type.Object(
  {
    ...CHANGEABLE,
    connector_key: Key,
    authentication_config_key: Type.Optional(Key),
    environment: Type.Optional(Key),
  },
  { additionalProperties: false },
);

/** Body of `PATCH /auth_configs/:id`. */
export const PatchBody = Type.Object(CHANGEABLE, { additionalProperties: false });

/** Query of `DELETE /auth_configs/:id`. */
export const DeleteQuery = Type.Object({ force: Type.Optional(Type.Boolean()) });

/** Path of the routes for one auth config. */
export const AuthConfigParams = Type.Object({
  id: Type.String({ maxLength: 128, description: 'Id of the auth config (`integration_id` of its accounts).' }),
});

/** What the routes must know of a connector. */
export interface ConnectorFacts {
  readonly title: string;
  /** Who brought it. */
  readonly source: 'builtin' | 'custom';
  readonly version: string;
  readonly releaseStage: string;
  readonly categories: readonly string[];
  readonly authentication: readonly {
    readonly key: string;
    readonly label: string;
    readonly environment: { readonly key: string };
    readonly setupFields: readonly { readonly key: string; readonly secret: boolean; readonly type: string }[];
  }[];
  /** By full id. */
  readonly actions: ReadonlyMap<string, { readonly internal: boolean }>;
}

/**
 * The wire form of an auth config.
 * @param values all set-up values; those that are stored as secrets are shown as placeholders
 * @param connector undefined when the connector is not known any more
 * @param version the one in use; null when none matches the pin
 */
export function toAuthConfigView(
  config: AuthConfig,
  values: Readonly<Record<string, string>>,
  connector: ConnectorFacts | undefined,
  iconUrl: (connectorKey: string) => string,
  version: string | null,
): Static<typeof AuthConfigView> {
  const method = connector?.authentication.find(
    ({ key, environment }) => key === config.authMethodKey && environment.key === config.environment,
  );
  return {
    id: config.id,
    name: config.name,
    connector_key: config.connectorKey,
    connector_label: connector?.title ?? null,
    logo_url: connector === undefined ? null : iconUrl(config.connectorKey),
    categories: [...(connector?.categories ?? [])],
    active: config.enabled,
    enabled: config.enabled,
    default: config.isDefault,
    release_stage: connector?.releaseStage ?? null,
    created_at: toIso(config.createdAt),
    updated_at: toIso(config.updatedAt),
    connector_version: version,
    connector_pinned_version: config.versionPin,
    connector_owner: connector?.source ?? null,
    environment: config.environment,
    authentication_config_key: config.authMethodKey,
    authentication_config_label: method?.label ?? null,
    actions: config.actions === null ? null : [...config.actions],
    setup: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        Object.hasOwn(config.setup, key) ? value : SECRET_PLACEHOLDER,
      ]),
    ),
  };
}
