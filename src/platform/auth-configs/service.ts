import { type Clock, fail, newUuid } from '../../kernel/index.ts';
import {
  createRecordCache,
  type Database,
  isForeignKeyViolation,
  type Sealer,
  type Within,
} from '../../storage/index.ts';
import {
  type AuthConfig,
  type AuthConfigColumns,
  type AuthConfigFilter,
  createAuthConfigStore,
  type Place,
} from './store.ts';

/** What must be known of a connector to enable it without anybody filling a form. */
export interface ReadyConnector {
  readonly key: string;
  readonly title: string;
  /** Ways to connect that need no set-up fields, best first for each environment. */
  readonly methods: readonly WayToConnect[];
  /** Every way to connect; auth configs of others do not count as present. Absent: all count. */
  readonly known?: readonly WayToConnect[] | undefined;
}

/** A way to connect in one environment. */
export interface WayToConnect {
  readonly key: string;
  readonly environment: string;
}

/** What can be changed of an auth config. Absent members stay. */
export type AuthConfigChange = Omit<AuthConfigColumns, 'setupSealed'> & {
  /** All secret set-up values, in place of those stored. */
  readonly secrets?: Readonly<Record<string, string>>;
};

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
  /** Enables, as default, each connector and environment for which the project has no auth config and never had one. */
  ensureDefaults(projectId: string, connectors: readonly ReadyConnector[]): Promise<void>;
  /** Lets {@link AuthConfigs.ensureDefaults} enable a connector again that the project had before. */
  forgetConnector(projectId: string, connectorKey: string): Promise<void>;
  /** Some of a project, by name, and how many there are in all. */
  page(
    projectId: string,
    filter: AuthConfigFilter,
    part: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly configs: AuthConfig[]; readonly total: number }>;
  /**
   * Changes what is named; every process knows it at once. A new default takes the place of the earlier one.
   * @param change or what makes it from the present record, while nobody else changes that
   * @returns undefined when there is none of this id in the project
   */
  update(
    projectId: string,
    id: string,
    change: AuthConfigChange | ((present: AuthConfig) => Promise<AuthConfigChange>),
  ): Promise<AuthConfig | undefined>;
  /**
   * Removes an auth config that no account uses. When it was the default, the oldest enabled one of the connector and
   * environment becomes it.
   * @throws PatchbayError `auth_config_unknown`, `conflict` when an account uses it
   */
  remove(projectId: string, id: string): Promise<void>;
  close(): void;
}

const DEFAULTS = 'default-auth-configs';

/** An auth config that is enabled or disabled. */
export interface Switch {
  readonly projectId: string;
  readonly authConfigId: string;
  readonly enabled: boolean;
}

/** Takes part in the transaction that enables or disables an auth config. */
export type OnSwitch = (within: Within, change: Switch) => Promise<void>;

/** What {@link createAuthConfigs} needs. */
export interface AuthConfigServiceParts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly onSwitch?: OnSwitch;
}

/** Makes the auth configs service. */
export function createAuthConfigs({
  database,
  sealer,
  clock,
  onSwitch = async () => {},
}: AuthConfigServiceParts): AuthConfigs {
  const store = createAuthConfigStore(database);
  const cache = createRecordCache<AuthConfig>(database, 'auth_configs_changed', 10_000);
  const keyOf = (projectId: string, id: string): string => `${projectId}/${id}`;
  /** Whoever moves a default waits for others who do, so that there are never two. */
  const inTurn = <T>(movesDefault: boolean, work: () => Promise<T>): Promise<T> =>
    movesDefault ? database.withLock(DEFAULTS, work) : work();
  const opened = new WeakMap<AuthConfig, Readonly<Record<string, string>>>();
  const seal = (
    config: Pick<AuthConfig, 'projectId' | 'id'>,
    secrets: Readonly<Record<string, string>>,
  ): string | null =>
    Object.keys(secrets).length === 0 ? null : sealer.seal(JSON.stringify(secrets), setupBinding(config));
  return {
    get(projectId, id) {
      const key = keyOf(projectId, id);
      return cache.get(key) ?? cache.load(key, () => store.find(projectId, id));
    },
    list: (projectId) => store.list(projectId),
    page: (projectId, filter, part) => store.page(projectId, filter, part),
    create({ secrets, ...chosen }) {
      const id = newUuid();
      const now = clock.now();
      return inTurn(chosen.isDefault, () =>
        database.transaction(async (db, notify) => {
          const rows = createAuthConfigStore({ kysely: db });
          const setupSealed = seal({ projectId: chosen.projectId, id }, secrets);
          const config: AuthConfig = { ...chosen, id, setupSealed, createdAt: now, updatedAt: now };
          const replaced = config.isDefault ? await rows.clearDefault(config, now) : [];
          await rows.insert([config]);
          for (const before of replaced) await cache.changed(keyOf(config.projectId, before), notify);
          return config;
        }),
      );
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
      database.withLock(DEFAULTS, async () => {
        const present = await store.list(projectId);
        const offered = new Set(await store.offeredPlaces(projectId));
        const now = clock.now();
        const missing: AuthConfig[] = [];
        const places: Place[] = [];
        for (const { key, title, methods, known } of connectors) {
          const fits = ({ authMethodKey, environment }: AuthConfig): boolean =>
            known?.some((way) => way.key === authMethodKey && way.environment === environment) ?? true;
          const made = new Set<string>();
          for (const method of methods) {
            const { environment } = method;
            if (made.has(environment)) continue;
            const here = present.filter((config) => config.connectorKey === key && config.environment === environment);
            // One that was deleted stays deleted; one whose way to connect is gone gets a successor.
            if (here.length === 0 && offered.has(`${key}/${environment}`)) continue;
            if (!offered.has(`${key}/${environment}`)) places.push({ connectorKey: key, environment });
            if (here.some(fits)) continue;
            made.add(environment);
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
        await database.transaction(async (db, notify) => {
          const rows = createAuthConfigStore({ kysely: db });
          const replaced: string[] = [];
          for (const config of missing) replaced.push(...(await rows.clearDefault(config, now)));
          await rows.insert(missing);
          await rows.noteOffered(projectId, places);
          for (const before of replaced) await cache.changed(keyOf(projectId, before), notify);
        });
      }),
    forgetConnector: (projectId, connectorKey) => store.forgetOffered(projectId, connectorKey),
    update: (projectId, id, wanted) =>
      database.withLock(`auth-config/${projectId}/${id}`, async () => {
        const present = await store.find(projectId, id);
        if (present === undefined) return undefined;
        const { secrets, ...columns } = typeof wanted === 'function' ? await wanted(present) : wanted;
        const now = clock.now();
        const done = await inTurn(columns.isDefault === true, () =>
          database.transaction(async (db, notify) => {
            const rows = createAuthConfigStore({ kysely: db });
            const change = secrets === undefined ? columns : { ...columns, setupSealed: seal(present, secrets) };
            const replaced = change.isDefault === true ? await rows.clearDefault(present, now) : [];
            const found = await rows.update(projectId, id, change, now);
            const { enabled = present.enabled } = change;
            if (found && enabled !== present.enabled)
              await onSwitch({ db, notify }, { projectId, authConfigId: id, enabled });
            for (const one of new Set([id, ...replaced])) await cache.changed(keyOf(projectId, one), notify);
            return found;
          }),
        );
        return done ? store.find(projectId, id) : undefined;
      }),
    async remove(projectId, id) {
      await inTurn(true, () =>
        database.transaction(async (db, notify) => {
          const rows = createAuthConfigStore({ kysely: db });
          const present = await rows.find(projectId, id);
          if (present === undefined || !(await rows.remove(projectId, id))) throw fail('auth_config_unknown', { id });
          const crowned = present.isDefault ? await rows.crownOldest(present, clock.now()) : undefined;
          for (const one of [id, crowned]) if (one !== undefined) await cache.changed(keyOf(projectId, one), notify);
        }),
      ).catch((error: unknown) => {
        if (!isForeignKeyViolation(error)) throw error;
        throw fail('conflict', { reason: `An account was linked through auth config ${id} at the same moment.` });
      });
    },
    close: () => cache.close(),
  };
}
