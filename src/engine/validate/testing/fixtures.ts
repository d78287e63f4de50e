import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectorFiles } from '../../program.ts';

const ROOT = join(import.meta.dirname, '../../../../test/connectors');

const yamlOf = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.yaml'));

/** Names of the connectors under `test/connectors`. */
export const fixtureNames = (): string[] =>
  readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && yamlOf(join(ROOT, entry.name)).some((name) => name.endsWith('.s1.yaml')))
    .map(({ name }) => name);

/** The files of one of them. */
export function fixture(name: string): ConnectorFiles {
  const folder = join(ROOT, name);
  return Object.fromEntries(yamlOf(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}
