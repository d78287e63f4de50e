import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectorFiles } from '../../program.ts';

const ROOT = join(import.meta.dirname, '../../../../test/connectors');

/** Names of the connectors under `test/connectors`. */
export const fixtureNames = (): string[] =>
  readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** The files of one of them. */
export function fixture(name: string): ConnectorFiles {
  const folder = join(ROOT, name);
  return Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}
