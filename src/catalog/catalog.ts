import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CompiledConnector,
  type ConnectorFiles,
  type Diagnostic,
  formatDiagnostics,
  loadConnector,
} from '../engine/index.ts';
import type { Logger } from '../kernel/index.ts';

/** A connector folder that could not be loaded. */
export interface BrokenConnector {
  /** Name of the folder. */
  readonly folder: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The connectors that can be used. */
export interface Catalog {
  /** @returns undefined when there is no such connector or it could not be loaded */
  get(key: string): CompiledConnector | undefined;
  /** All connectors, by title. */
  list(): readonly CompiledConnector[];
  /** Folders that could not be loaded; the others are served all the same. */
  broken(): readonly BrokenConnector[];
  /** The picture of a connector (SVG), if its folder holds one. */
  icon(key: string): string | undefined;
}

const PICTURE = 'icon.svg';

/** The YAML files of a connector folder, by name. */
export function readConnectorFolder(folder: string): ConnectorFiles {
  const files: Record<string, string> = {};
  for (const name of readdirSync(folder).sort()) {
    if (/\.s1(\.partial)?\.yaml$/.test(name)) files[name] = readFileSync(join(folder, name), 'utf8');
  }
  return files;
}

const readIcon = (folder: string): string | undefined => {
  try {
    return readFileSync(join(folder, PICTURE), 'utf8');
  } catch {
    return undefined;
  }
};

/**
 * Loads every connector below a folder.
 * @param folder holds one folder for each connector
 */
export function createCatalog({ folder, logger }: { readonly folder: string; readonly logger: Logger }): Catalog {
  const connectors = new Map<string, CompiledConnector>();
  const icons = new Map<string, string>();
  const broken: BrokenConnector[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const place = join(folder, entry.name);
    const files = readConnectorFolder(place);
    const { connector, diagnostics } = loadConnector(files);
    if (connector === undefined) {
      broken.push({ folder: entry.name, diagnostics });
      logger.error(
        { connector: entry.name, diagnostics: formatDiagnostics(diagnostics, files) },
        'a connector could not be loaded; the others are served',
      );
      continue;
    }
    connectors.set(connector.key, connector);
    const icon = readIcon(place);
    if (icon !== undefined) icons.set(connector.key, icon);
  }
  const sorted = Object.freeze([...connectors.values()].sort((a, b) => a.title.localeCompare(b.title, 'en')));
  return {
    get: (key) => connectors.get(key),
    list: () => sorted,
    broken: () => broken,
    icon: (key) => icons.get(key),
  };
}
