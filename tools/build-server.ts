import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { prepareConnectors } from '../src/catalog/index.ts';

const root = resolve(import.meta.dirname, '..');

/** Native or optional modules that packages try to load and do without. */
const ABSENT = ['pg-native', 'pino-pretty'];

/**
 * Bundles the command line and the server into `dist/`, and the connectors, read and checked, beside them. The code runs as it is, too, and tests and tools run it so; the
 * bundle halves the memory of the idle server and cuts its start, which otherwise go into loading some 1,500 modules.
 * Files of the bundle lie one folder below the root, as `src/main.ts` does, so that paths relative to it hold.
 */
export async function buildServer(folder = join(root, 'dist')): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const bundle = await rolldown({
    input: {
      patchbay: join(root, 'src/cli/patchbay.ts'),
      'define-worker': join(root, 'src/catalog/define-worker.ts'),
    },
    platform: 'node',
    external: ABSENT,
    logLevel: 'warn',
  });
  await bundle.write({
    dir: folder,
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
  });
  await bundle.close();
  const prepared = prepareConnectors(join(root, 'connectors'));
  writeFileSync(join(folder, 'connectors.json'), JSON.stringify(prepared));
}

if (import.meta.main) await buildServer();
