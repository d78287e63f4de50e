import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildServer } from '../../tools/build-server.ts';

/** The command line as it is shipped: it starts many times faster than the sources. */
export const PATCHBAY: string = resolve(import.meta.dirname, '../../dist/patchbay.js');

/** Makes {@link PATCHBAY} unless the test command has built it already. */
export async function ensureBundle(): Promise<void> {
  if (!existsSync(PATCHBAY)) await buildServer();
}
