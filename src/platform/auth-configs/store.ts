import type { AuthConfigsTable, Database } from '../../storage/index.ts';

/** A connector enabled in a project with one way to connect, in one environment (`integration_id` on the wire). */
export interface AuthConfig {
  readonly projectId: string;
  readonly id: string;
  readonly connectorKey: string;
  readonly name: string;
  readonly authMethodKey: string;
  readonly environment: string;
  readonly enabled: boolean;
  /** The one that a connect session uses when it names only the provider. */
  readonly isDefault: boolean;
  /** Values of the set-up fields that are not secret. */
  readonly setup: Readonly<Record<string, string>>;
  /** Sealed JSON of the secret set-up values. */
  readonly setupSealed: string | null;
  /** Enabled actions by id; null enables all. */
  readonly actions: readonly string[] | null;
  readonly versionPin: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const COLUMNS = [
  'project_id',
  'id',
  'connector_key',
  'name',
  'auth_method_key',
  'environment',
  'enabled',
  'is_default',
  'setup',
  'setup_sealed',
  'actions',
  'version_pin',
  'created_at',
  'updated_at',
] as const;

type Row = Pick<AuthConfigsTable, (typeof COLUMNS)[number]>;

const toAuthConfig = (row: Row): AuthConfig =>
  Object.freeze({
    projectId: row.project_id,
    id: row.id,
    connectorKey: row.connector_key,
    name: row.name,
    authMethodKey: row.auth_method_key,
    environment: row.environment,
    enabled: row.enabled === 1,
    isDefault: row.is_default === 1,
    setup: JSON.parse(row.setup) as Record<string, string>,
    setupSealed: row.setup_sealed,
    actions: row.actions === null ? null : (JSON.parse(row.actions) as string[]),
    versionPin: row.version_pin,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  });

const toRow = (config: AuthConfig): Row => ({
  project_id: config.projectId,
  id: config.id,
  connector_key: config.connectorKey,
  name: config.name,
  auth_method_key: config.authMethodKey,
  environment: config.environment,
  enabled: config.enabled ? 1 : 0,
  is_default: config.isDefault ? 1 : 0,
  setup: JSON.stringify(config.setup),
  setup_sealed: config.setupSealed,
  actions: config.actions === null ? null : JSON.stringify(config.actions),
  version_pin: config.versionPin,
  created_at: config.createdAt,
  updated_at: config.updatedAt,
});

/** Which auth configs to list. Absent members do not filter. */
export interface AuthConfigFilter {
  readonly enabled?: boolean | undefined;
  readonly connectorKey?: string | undefined;
}

/** Columns of an auth config that can be changed. Absent members stay. */
export type AuthConfigColumns = Partial<
  Pick<AuthConfig, 'name' | 'enabled' | 'actions' | 'isDefault' | 'versionPin' | 'setup' | 'setupSealed'>
>;

/** A connector in one of its environments. */
export type Place = Pick<AuthConfig, 'connectorKey' | 'environment'>;

/** Rows of `auth_configs`. */
export interface AuthConfigStore {
  find(projectId: string, id: string): Promise<AuthConfig | undefined>;
  /** All of a project, by name. */
  list(projectId: string): Promise<AuthConfig[]>;
  insert(configs: readonly AuthConfig[]): Promise<void>;
  /** Takes the mark of the default from whoever has it for this connector and environment. @returns their ids */
  clearDefault(place: Pick<AuthConfig, 'projectId' | 'connectorKey' | 'environment'>, now: number): Promise<string[]>;
  /** Some of a project, by name, and how many there are in all. */
  page(
    projectId: string,
    filter: AuthConfigFilter,
    part: { readonly offset: number; readonly limit: number },
  ): Promise<{ configs: AuthConfig[]; total: number }>;
  /** @returns whether there was such an auth config */
  update(projectId: string, id: string, change: AuthConfigColumns, now: number): Promise<boolean>;
  /** Makes the oldest enabled one of a connector and environment its default. @returns its id, if there is one */
  crownOldest(
    place: Pick<AuthConfig, 'projectId' | 'connectorKey' | 'environment'>,
    now: number,
  ): Promise<string | undefined>;
  /** @returns whether there was such an auth config */
  remove(projectId: string, id: string): Promise<boolean>;
  /** Connectors and environments that the project was once given an auth config for, as `<key>/<environment>`. */
  offeredPlaces(projectId: string): Promise<string[]>;
  noteOffered(projectId: string, places: readonly Place[]): Promise<void>;
  forgetOffered(projectId: string, connectorKey: string): Promise<void>;
}

/** Makes the store. */
export function createAuthConfigStore({ kysely }: Pick<Database, 'kysely'>): AuthConfigStore {
  const all = (projectId: string) =>
    kysely.selectFrom('auth_configs').select(COLUMNS).where('project_id', '=', projectId);
  return {
    async find(projectId, id) {
      const row = await all(projectId).where('id', '=', id).executeTakeFirst();
      return row && toAuthConfig(row);
    },
    async list(projectId) {
      return (await all(projectId).orderBy('name').orderBy('created_at').orderBy('id').execute()).map(toAuthConfig);
    },
    async insert(configs) {
      if (configs.length > 0) await kysely.insertInto('auth_configs').values(configs.map(toRow)).execute();
    },
    async clearDefault({ projectId, connectorKey, environment }, now) {
      const rows = await kysely
        .updateTable('auth_configs')
        .set({ is_default: 0, updated_at: now })
        .where('project_id', '=', projectId)
        .where('connector_key', '=', connectorKey)
        .where('environment', '=', environment)
        .where('is_default', '=', 1)
        .returning('id')
        .execute();
      return rows.map(({ id }) => id);
    },
    async page(projectId, { enabled, connectorKey }, { offset, limit }) {
      let found = kysely.selectFrom('auth_configs').where('project_id', '=', projectId);
      if (enabled !== undefined) found = found.where('enabled', '=', enabled ? 1 : 0);
      if (connectorKey !== undefined) found = found.where('connector_key', '=', connectorKey);
      const { count } = await found.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
      const rows = found.select(COLUMNS).orderBy('name').orderBy('created_at').orderBy('id');
      return { configs: (await rows.limit(limit).offset(offset).execute()).map(toAuthConfig), total: Number(count) };
    },
    async update(projectId, id, { name, enabled, actions, isDefault, versionPin, setup, setupSealed }, now) {
      const result = await kysely
        .updateTable('auth_configs')
        .set({
          ...(name === undefined ? {} : { name }),
          ...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
          ...(actions === undefined ? {} : { actions: actions === null ? null : JSON.stringify(actions) }),
          ...(isDefault === undefined ? {} : { is_default: isDefault ? 1 : 0 }),
          ...(versionPin === undefined ? {} : { version_pin: versionPin }),
          ...(setup === undefined ? {} : { setup: JSON.stringify(setup) }),
          ...(setupSealed === undefined ? {} : { setup_sealed: setupSealed }),
          updated_at: now,
        })
        .where('project_id', '=', projectId)
        .where('id', '=', id)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async crownOldest({ projectId, connectorKey, environment }, now) {
      const row = await all(projectId)
        .where('connector_key', '=', connectorKey)
        .where('environment', '=', environment)
        .where('enabled', '=', 1)
        .orderBy('created_at')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      await kysely
        .updateTable('auth_configs')
        .set({ is_default: 1, updated_at: now })
        .where('project_id', '=', projectId)
        .where('id', '=', row.id)
        .execute();
      return row.id;
    },
    async remove(projectId, id) {
      const result = await kysely
        .deleteFrom('auth_configs')
        .where('project_id', '=', projectId)
        .where('id', '=', id)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
    async offeredPlaces(projectId) {
      const rows = await kysely
        .selectFrom('offered_connectors')
        .select(['connector_key', 'environment'])
        .where('project_id', '=', projectId)
        .execute();
      return rows.map(({ connector_key: key, environment }) => `${key}/${environment}`);
    },
    async noteOffered(projectId, places) {
      if (places.length === 0) return;
      await kysely
        .insertInto('offered_connectors')
        .values(
          places.map(({ connectorKey, environment }) => ({
            project_id: projectId,
            connector_key: connectorKey,
            environment,
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async forgetOffered(projectId, connectorKey) {
      await kysely
        .deleteFrom('offered_connectors')
        .where('project_id', '=', projectId)
        .where('connector_key', '=', connectorKey)
        .execute();
    },
  };
}
