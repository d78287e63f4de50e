import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readConnectorFolder } from '../catalog/index.ts';
import type { ConnectorFiles } from '../engine/index.ts';

/** The files of one connector, and the file that names it. */
export interface ConnectorSource {
  /** Path of the main file, or of the folder when it has none. */
  readonly path: string;
  readonly files: ConnectorFiles;
}

const isMain = (name: string): boolean => name.endsWith('.s1.yaml');

/** The connector of one main file: the file and the partials beside it. */
function sourceOfFile(path: string): ConnectorSource {
  const folder = dirname(path);
  const beside = Object.entries(readConnectorFolder(folder)).filter(([name]) => !isMain(name));
  return { path, files: { ...Object.fromEntries(beside), [basename(path)]: readFileSync(path, 'utf8') } };
}

/**
 * The connectors at a path: of a main file, of a folder, or of every folder below it.
 * @throws Error when there is nothing there
 */
export function connectorSources(path: string): ConnectorSource[] {
  if (!statSync(path).isDirectory()) return [sourceOfFile(path)];
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const mains = entries
    .filter((entry) => entry.isFile() && isMain(entry.name))
    .map((entry) => sourceOfFile(join(path, entry.name)));
  if (mains.length > 0) return mains;
  const partials = readConnectorFolder(path);
  if (Object.keys(partials).length > 0) return [{ path, files: partials }];
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap((entry) => connectorSources(join(path, entry.name)));
}
