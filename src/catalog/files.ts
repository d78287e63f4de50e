import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectorFiles } from '../engine/index.ts';

const PICTURE = 'icon.svg';

/** The YAML files of a connector folder, by name, in alphabetical order. */
export function readConnectorFolder(folder: string): ConnectorFiles {
  const files: Record<string, string> = {};
  for (const name of readdirSync(folder).sort()) {
    if (/\.s1(\.partial)?\.yaml$/.test(name)) files[name] = readFileSync(join(folder, name), 'utf8');
  }
  return files;
}

/** The picture of a connector folder (SVG), if it holds one. */
export const readIcon = (folder: string): string | undefined => {
  try {
    return readFileSync(join(folder, PICTURE), 'utf8');
  } catch {
    return undefined;
  }
};
