import { type Clock, newUuid } from '../../kernel/index.ts';
import { createRecordCache, type Database, type Sealer } from '../../storage/index.ts';
import { type AuthConfig, type AuthConfigChange, type AuthConfigFilter, createAuthConfigStore } from './store.ts';

/** What must be known of a connector to enable it without anybody filling a form. */
export interface ReadyConnector {
  readonly key: string;
  readonly title: string;
  /** Ways to connect that need no set-up fields, best first for each environment. */
  readonly methods: readonly { readonly key: string; readonly environment: string }[];
}

/** What the maker of an auth config chooses. */
export interface NewAuthConfig
  extends Pick<
    AuthConfig,
    | 'projectId'
    | 'connectorKey'
    | 'name'
    | 'authMethodKey'
    | 'environment'
    | 'enabled'
    | 'isDefault'
    | 'actions'
    | 'versionPin'
  > {
  /** Values of the set-up fields that are not secret. */
  readonly setup: Readonly<Record<string, string>>;
  /** Values of the secret set-up fields, to be sealed. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** What binds the sealed set-up of an auth config to it. */
const setupBinding = (config: Pick<AuthConfig, 'projectId' | 'id'>): string => `${config.projectId}|${config.id}|setup`;

/** Connectors enabled in projects. */
export interface AuthConfigs {
  /** @returns the auth config; undefined when there is none of this id in the project */
  get(projectId: string, id: string): AuthConfig | undefined | Promise<AuthConfig | undefined>;
  list(projectId: string): Promise<AuthConfig[]>;
  /** Adds an auth config as it is told; a new default takes the place of the earlier one of its connector and environment. */
  create(config: NewAuthConfig): Promise<AuthConfig>;
  /**
   * All set-up values, the secret ones opened. They are kept in memory with the record.
   * @throws PatchbayError `sealed_value_broken`, `encryption_key_missing`
   */
  setupValues(config: AuthConfig): Readonly<Record<string, string>>;
  /** Enables, as default, each connector and environment for which the project has no auth config yet. */
  ensureDefaults(projectId: string, connectors: readonly ReadyConnector[]): Promise<void>;
  /** Some of a project, by name, and how many there are in all. */
  page(
    projectId: string,
    filter: AuthConfigFilter,
    part: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly configs: AuthConfig[]; readonly total: number }>;
  /** Changes what is named; every process knows it at once. @returns undefined when there is none of this id in the project */
  update(projectId: string, id: string, change: AuthConfigChange): Promise<AuthConfig | undefined>;
  close(): void;
}

/** Makes the auth configs service. */
export function createAuthConfigs({
  database,
  sealer,
  clock,
}: {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
}): AuthConfigs {
  const store = createAuthConfigStore(database);
  const cache = createRecordCache<AuthConfig>(database, 'auth_configs_changed', 10_000);
  const keyOf = (projectId: string, id: string): string => `${projectId}/${id}`;
  const opened = new WeakMap<AuthConfig, Readonly<Record<string, string>>>();
  return {
    get(projectId, id) {
      const key = keyOf(projectId, id);
      return cache.get(key) ?? cache.load(key, () => store.find(projectId, id));
    },
    list: (projectId) => store.list(projectId),
    page: (projectId, filter, part) => store.page(projectId, filter, part),
    async create({ secrets, ...chosen }) {
      const id = newUuid();
      const now = clock.now();
      const sealed =
        Object.keys(secrets).length === 0
          ? null
          : sealer.seal(JSON.stringify(secrets), setupBinding({ projectId: chosen.projectId, id }));
      const config: AuthConfig = { ...chosen, id, setupSealed: sealed, createdAt: now, updatedAt: now };
      const replaced = await database.transaction(async (db) => {
        const rows = createAuthConfigStore({ kysely: db });
        const before = config.isDefault ? await rows.clearDefault(config, now) : [];
        await rows.insert([config]);
        return before;
      });
      for (const before of replaced) await cache.changed(keyOf(config.projectId, before));
      return config;
    },
    setupValues(config) {
      if (config.setupSealed === null) return config.setup;
      let values = opened.get(config);
      if (values === undefined) {
        const secrets = JSON.parse(sealer.open(config.setupSealed, setupBinding(config))) as Record<string, string>;
        values = Object.freeze({ ...config.setup, ...secrets });
        opened.set(config, values);
      }
      return values;
    },
    ensureDefaults: (projectId, connectors) =>
      database.withLock('default-auth-configs', async () => {
        const present = new Set(
          (await store.list(projectId)).map((config) => `${config.connectorKey}/${config.environment}`),
        );
        const now = clock.now();
        const missing: AuthConfig[] = [];
        for (const { key, title, methods } of connectors) {
          for (const method of methods) {
            const place = `${key}/${method.environment}`;
            if (present.has(place)) continue;
            present.add(place);
            missing.push({
              projectId,
              id: newUuid(),
              connectorKey: key,
              name: title,
              authMethodKey: method.key,
              environment: method.environment,
              enabled: true,
              isDefault: true,
              setup: {},
              setupSealed: null,
              actions: null,
              versionPin: null,
              createdAt: now,
              updatedAt: now,
            });
          }
        }
        await store.insert(missing);
      }),
    async update(projectId, id, change) {
      const done = await store.update(projectId, id, change, clock.now());
      if (done) await cache.changed(keyOf(projectId, id));
      return done ? store.find(projectId, id) : undefined;
    },
    close: () => cache.close(),
  };
}
