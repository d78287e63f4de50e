import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectorSheet } from './sheet.ts';

/** The sheets by connector key: each file of `sheets/` is named after a connector and exports `sheet`. */
export async function readSheets(): Promise<Map<string, ConnectorSheet>> {
  const folder = join(import.meta.dirname, 'sheets');
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const entries = files.sort().map(async (name): Promise<[string, ConnectorSheet]> => {
    const module = (await import(join(folder, name))) as { readonly sheet: ConnectorSheet };
    return [name.slice(0, -'.ts'.length), module.sheet];
  });
  return new Map(await Promise.all(entries));
}
