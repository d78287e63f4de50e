import { type Clock, newUuid } from '../../kernel/index.ts';
import { createRecordCache, type Database } from '../../storage/index.ts';
import { type AuthConfig, type AuthConfigChange, type AuthConfigFilter, createAuthConfigStore } from './store.ts';

/** What must be known of a connector to enable it without anybody filling a form. */
export interface ReadyConnector {
  readonly key: string;
  readonly title: string;
  /** Ways to connect that need no set-up fields, best first for each environment. */
  readonly methods: readonly { readonly key: string; readonly environment: string }[];
}

/** Connectors enabled in projects. */
export interface AuthConfigs {
  /** @returns the auth config; undefined when there is none of this id in the project */
  get(projectId: string, id: string): AuthConfig | undefined | Promise<AuthConfig | undefined>;
  list(projectId: string): Promise<AuthConfig[]>;
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
  clock,
}: {
  readonly database: Database;
  readonly clock: Clock;
}): AuthConfigs {
  const store = createAuthConfigStore(database);
  const cache = createRecordCache<AuthConfig>(database, 'auth_configs_changed', 10_000);
  const keyOf = (projectId: string, id: string): string => `${projectId}/${id}`;
  return {
    get(projectId, id) {
      const key = keyOf(projectId, id);
      return cache.get(key) ?? cache.load(key, () => store.find(projectId, id));
    },
    list: (projectId) => store.list(projectId),
    page: (projectId, filter, part) => store.page(projectId, filter, part),
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
