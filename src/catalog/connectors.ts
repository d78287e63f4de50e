import { type CompiledConnector, type ConnectorFiles, type Diagnostic, formatDiagnostics } from '../engine/index.ts';
import { fail, type Logger } from '../kernel/index.ts';
import type { Catalog } from './catalog.ts';
import { type ChosenVersion, chooseVersion, newestFirst } from './choose-version.ts';
import { createCompiledCache } from './compiled-cache.ts';
import type { ConnectorLoader } from './loader.ts';

/** A connector version that a project brought itself. */
export interface CustomVersion {
  readonly key: string;
  readonly version: string;
  readonly title: string;
  /** Of the names and texts of its files. */
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Everything a project brought itself; another object after every change. */
export interface CustomVersions {
  readonly all: readonly CustomVersion[];
}

/** Where custom connectors are kept. */
export interface CustomConnectors {
  /** From memory without waiting when it was used before. */
  versions(projectId: string): CustomVersions | Promise<CustomVersions>;
  /** @returns undefined when the version is not there any more */
  files(projectId: string, version: CustomVersion): Promise<ConnectorFiles | undefined>;
}

/** One connector as a project sees it. */
export interface ConnectorEntry extends ChosenVersion {
  readonly key: string;
  readonly title: string;
  /** Undefined when it cannot be loaded. */
  readonly connector: CompiledConnector | undefined;
}

/** One version of a connector. */
export interface ConnectorVersion extends ChosenVersion {
  /** Null for built-in ones. */
  readonly createdAt: number | null;
  /** Whether it is the one used without a pin. */
  readonly current: boolean;
}

/** The connectors of each project: those that come with the server and those it brought itself, which stand before them. */
export interface Connectors {
  /**
   * The connector that an auth config with this pin uses. From memory without waiting when it was used before.
   * @throws PatchbayError `connector_not_found`, `connector_version_missing`, `connector_unusable`
   */
  resolve(projectId: string, key: string, pin: string | null): CompiledConnector | Promise<CompiledConnector>;
  /** Those that can be used, without pins, by title. */
  list(projectId: string): Promise<readonly CompiledConnector[]>;
  /** All, those that cannot be loaded included, by title. */
  entries(projectId: string): Promise<readonly ConnectorEntry[]>;
  keys(projectId: string): Promise<readonly string[]>;
  /** What a connector is called; null when there is none of this key. */
  title(projectId: string, key: string): Promise<string | null>;
  /** Who brought a connector that {@link Connectors.resolve} gave. */
  sourceOf(connector: CompiledConnector): ChosenVersion['source'];
  /** Newest first. @throws PatchbayError `connector_not_found` */
  versions(projectId: string, key: string): Promise<readonly ConnectorVersion[]>;
  /** The files of a version. @throws PatchbayError `connector_not_found`, `connector_version_missing` */
  files(
    projectId: string,
    key: string,
    pin: string | null,
  ): Promise<ChosenVersion & { readonly files: ConnectorFiles }>;
}

/** What {@link createConnectors} needs. */
export interface ConnectorsParts {
  readonly builtin: Catalog;
  readonly custom: CustomConnectors;
  readonly loader: Pick<ConnectorLoader, 'load'>;
  readonly logger: Logger;
  /** Compiled custom connectors kept in memory; 500 by default. */
  readonly max?: number;
}

type Choice =
  | { readonly source: 'builtin'; readonly version: string; readonly connector: CompiledConnector }
  | { readonly source: 'custom'; readonly version: string; readonly id: string; readonly custom: CustomVersion };

type Loaded = { readonly connector: CompiledConnector } | { readonly diagnostics: readonly Diagnostic[] };

/** Makes the connectors of all projects. Custom ones are compiled when they are first used. */
export function createConnectors({ builtin, custom, loader, logger, max = 500 }: ConnectorsParts): Connectors {
  const compiled = createCompiledCache<Loaded>(max);
  const loading = new Map<string, Promise<Loaded>>();
  const chosen = new WeakMap<CustomVersions, Map<string, Choice>>();

  const fresh = (versions: CustomVersions): Map<string, Choice> => {
    const choices = new Map<string, Choice>();
    chosen.set(versions, choices);
    return choices;
  };

  const keysOf = ({ all }: CustomVersions): string[] => [
    ...new Set([...builtin.list().map(({ key }) => key), ...all.map(({ key }) => key)]),
  ];

  /** @throws PatchbayError `connector_not_found`, `connector_version_missing` */
  function choose(projectId: string, versions: CustomVersions, key: string, pin: string | null): Choice {
    const choices = chosen.get(versions) ?? fresh(versions);
    const name = pin === null ? key : `${key}@${pin}`;
    const known = choices.get(name);
    if (known !== undefined) return known;

    const shipped = builtin.get(key);
    const own = versions.all.filter((one) => one.key === key);
    if (shipped === undefined && own.length === 0)
      throw fail('connector_not_found', { key: key.slice(0, 128), known: keysOf(versions).join(', ') });
    const found = chooseVersion(pin, { custom: own.map(({ version }) => version), builtin: shipped?.version });
    if (found === undefined) {
      const there = [
        ...own.map(({ version }) => version).sort(newestFirst),
        ...(shipped === undefined ? [] : [`${shipped.version} (built in)`]),
      ];
      throw fail('connector_version_missing', { key, pin: pin ?? 'latest', versions: there.slice(0, 20).join(', ') });
    }
    const version = own.find((one) => one.version === found.version);
    const choice: Choice =
      found.source === 'custom' && version !== undefined
        ? { ...found, source: 'custom', custom: version, id: `${projectId}/${key}@${version.version}/${version.hash}` }
        : { ...found, source: 'builtin', connector: shipped! };
    choices.set(name, choice);
    return choice;
  }

  async function read(projectId: string, { id, custom: version }: Choice & { source: 'custom' }): Promise<Loaded> {
    const files = await custom.files(projectId, version);
    if (files === undefined) return { diagnostics: [] };
    const { connector, diagnostics } = await loader.load(files);
    const loaded = connector === undefined ? { diagnostics } : { connector };
    if (connector === undefined)
      logger.error(
        {
          projectId,
          connector: version.key,
          version: version.version,
          diagnostics: formatDiagnostics(diagnostics, files),
        },
        'a custom connector could not be loaded; the others are served',
      );
    compiled.set(id, loaded);
    return loaded;
  }

  function load(projectId: string, choice: Choice & { source: 'custom' }): Promise<Loaded> {
    const pending = loading.get(choice.id) ?? read(projectId, choice).finally(() => loading.delete(choice.id));
    loading.set(choice.id, pending);
    return pending;
  }

  const usable = (loaded: Loaded, key: string): CompiledConnector => {
    if ('connector' in loaded) return loaded.connector;
    throw fail('connector_unusable', { key });
  };

  function compiledOf(projectId: string, choice: Choice): CompiledConnector | Promise<CompiledConnector> {
    if (choice.source === 'builtin') return choice.connector;
    const { key } = choice.custom;
    const loaded = compiled.get(choice.id);
    return loaded === undefined ? load(projectId, choice).then((one) => usable(one, key)) : usable(loaded, key);
  }

  async function entries(projectId: string): Promise<ConnectorEntry[]> {
    const versions = await custom.versions(projectId);
    const found: ConnectorEntry[] = [];
    for (const key of keysOf(versions)) {
      const choice = choose(projectId, versions, key, null);
      const { source, version } = choice;
      if (choice.source === 'builtin') {
        found.push({ key, source, version, title: choice.connector.title, connector: choice.connector });
        continue;
      }
      const loaded = compiled.get(choice.id) ?? (await load(projectId, choice));
      const connector = 'connector' in loaded ? loaded.connector : undefined;
      found.push({ key, source, version, title: choice.custom.title, connector });
    }
    return found.sort((a, b) => a.title.localeCompare(b.title, 'en'));
  }

  return {
    resolve(projectId, key, pin) {
      const versions = custom.versions(projectId);
      return versions instanceof Promise
        ? versions.then((known) => compiledOf(projectId, choose(projectId, known, key, pin)))
        : compiledOf(projectId, choose(projectId, versions, key, pin));
    },
    async list(projectId) {
      const versions = await custom.versions(projectId);
      if (versions.all.length === 0) return builtin.list();
      return (await entries(projectId)).flatMap(({ connector }) => connector ?? []);
    },
    entries,
    keys: async (projectId) => keysOf(await custom.versions(projectId)),
    async title(projectId, key) {
      const versions = await custom.versions(projectId);
      if (builtin.get(key) === undefined && !versions.all.some((one) => one.key === key)) return null;
      const choice = choose(projectId, versions, key, null);
      return choice.source === 'custom' ? choice.custom.title : choice.connector.title;
    },
    sourceOf: (connector) => (builtin.get(connector.key) === connector ? 'builtin' : 'custom'),
    async versions(projectId, key) {
      const versions = await custom.versions(projectId);
      const { source, version: current } = choose(projectId, versions, key, null);
      const own = versions.all.filter((one) => one.key === key);
      const shipped = builtin.get(key);
      return [
        ...own.map(({ version, createdAt }) => ({ version, createdAt, source: 'custom' as const })),
        ...(shipped === undefined ? [] : [{ version: shipped.version, createdAt: null, source: 'builtin' as const }]),
      ]
        .sort((a, b) => newestFirst(a.version, b.version))
        .map((one) => ({ ...one, current: one.version === current && one.source === source }));
    },
    async files(projectId, key, pin) {
      const choice = choose(projectId, await custom.versions(projectId), key, pin);
      const { source, version } = choice;
      const files = choice.source === 'custom' ? await custom.files(projectId, choice.custom) : builtin.files(key);
      if (files === undefined)
        throw fail('conflict', { reason: `The connector ${key} is being changed. Send the request again.` });
      return { source, version, files };
    },
  };
}
