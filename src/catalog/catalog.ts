import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CompiledConnector,
  type ConnectorFiles,
  compileConnector,
  type Diagnostic,
  formatDiagnostics,
  loadConnector,
} from '../engine/index.ts';
import type { Logger } from '../kernel/index.ts';
import { readConnectorFolder, readIcon } from './files.ts';
import { hashFiles, type PreparedConnectors } from './prepared.ts';

/** A connector folder that could not be loaded. */
export interface BrokenConnector {
  /** Name of the folder. */
  readonly folder: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The connectors that come with the server. */
export interface Catalog {
  /** @returns undefined when there is no such connector or it could not be loaded */
  get(key: string): CompiledConnector | undefined;
  /** All connectors, by title. */
  list(): readonly CompiledConnector[];
  /** Folders that could not be loaded; the others are served all the same. */
  broken(): readonly BrokenConnector[];
  /** The picture of a connector (SVG), if its folder holds one. */
  icon(key: string): string | undefined;
  /** The files of a connector, read anew. */
  files(key: string): ConnectorFiles | undefined;
}

/** What {@link createCatalog} needs. */
export interface CatalogParts {
  readonly folder: string;
  readonly prepared?: PreparedConnectors;
  readonly logger: Logger;
}

/**
 * Loads every connector below a folder.
 * @param folder holds one folder for each connector
 * @param prepared spares reading and checking the files of connectors it knows by their hash
 */
export function createCatalog({ folder, prepared = {}, logger }: CatalogParts): Catalog {
  const connectors = new Map<string, CompiledConnector>();
  const icons = new Map<string, string>();
  const places = new Map<string, string>();
  const broken: BrokenConnector[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const place = join(folder, entry.name);
    const files = readConnectorFolder(place);
    const definition = prepared[hashFiles(files)];
    const { connector, diagnostics } =
      definition === undefined ? loadConnector(files) : { connector: compileConnector(definition), diagnostics: [] };
    if (connector === undefined) {
      broken.push({ folder: entry.name, diagnostics });
      logger.error(
        { connector: entry.name, diagnostics: formatDiagnostics(diagnostics, files) },
        'a connector could not be loaded; the others are served',
      );
      continue;
    }
    connectors.set(connector.key, connector);
    places.set(connector.key, place);
    const icon = readIcon(place);
    if (icon !== undefined) icons.set(connector.key, icon);
  }
  const sorted = Object.freeze([...connectors.values()].sort((a, b) => a.title.localeCompare(b.title, 'en')));
  return {
    get: (key) => connectors.get(key),
    list: () => sorted,
    broken: () => broken,
    icon: (key) => icons.get(key),
    files(key) {
      const place = places.get(key);
      return place === undefined ? undefined : readConnectorFolder(place);
    },
  };
}
