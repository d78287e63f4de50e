import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConnectorDefinition, type ConnectorFiles, defineConnector } from '../engine/index.ts';
import { readConnectorFolder } from './files.ts';

/** Connectors that were read and checked ahead of time, by a hash of their files. */
export type PreparedConnectors = Readonly<Record<string, ConnectorDefinition>>;

/** A hash of the names and texts of a connector's files. */
export function hashFiles(files: ConnectorFiles): string {
  const hash = createHash('sha256');
  for (const [name, text] of Object.entries(files)) hash.update(name).update('\0').update(text).update('\0');
  return hash.digest('base64url');
}

/** Reads and checks every connector below a folder; those with errors are left out. The result can be kept as JSON. */
export function prepareConnectors(folder: string): PreparedConnectors {
  const prepared: Record<string, ConnectorDefinition> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const files = readConnectorFolder(join(folder, entry.name));
    const { definition } = defineConnector(files);
    if (definition !== undefined) prepared[hashFiles(files)] = definition;
  }
  return prepared;
}

/** Reads what {@link prepareConnectors} made and somebody kept in a file; nothing when there is no such file. */
export const readPrepared = (file: string): PreparedConnectors =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PreparedConnectors) : {};
